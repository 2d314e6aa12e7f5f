"""The page of everything that one finds, the quick list, and searches that people keep."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.base import outbox, search_index
from circulairwerkt.base.models import MailChoice, OutgoingMail, SavedSearch
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.templatetags.finding import around, marked
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.portal.services import searches
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


def _rebuilt() -> None:
    list(search_index.rebuild())


def _in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_words_are_marked_and_nothing_else_gets_through() -> None:
    assert marked("<b>Café</b> & karton", ("cafe",)) == "&lt;b&gt;<mark>Café</mark>&lt;/b&gt; &amp; karton"
    assert marked("golfkarton karton", ("karton",)) == "<mark>golfkarton</mark> <mark>karton</mark>"
    assert marked("de kar", ("ka",)) == "de <mark>kar</mark>"
    assert marked("niets", ()) == "niets"
    long = "vooraf " * 40 + "kurk " + "achteraf " * 40
    assert around(long, ("kurk",)).startswith("… vooraf")
    assert "kurk" in around(long, ("kurk",))
    assert around("kort", ("x",)) == "kort"


def test_a_visitor_finds_the_public_part_in_his_language() -> None:
    hub = factories.hub("De Keet", summary={"nl": "kurk hergebruiken", "fr": "recycler le liège"})
    factories.card(hub, "geheim kurk", shown_text="kurkplaten", visibility="public")
    factories.card(hub, "kurk in het geheim")
    _rebuilt()
    page = Client().get("/zoeken/?q=kurk").content.decode()
    assert "<mark>kurkplaten</mark>" in page
    assert "geheim" not in page
    assert "2 resultaten" in page
    french = Client().get("/fr/zoeken/?q=liege").content.decode()
    assert "recycler le <mark>liège</mark>" in french
    meant = Client().get("/zoeken/?q=kurkplatn").content.decode()
    assert "We zochten: kurkplaten." in meant


def test_what_is_too_short_is_said_beside_the_field() -> None:
    for words in ("k", "", "!!"):
        answer = Client().get(f"/zoeken/?q={words}")
        assert answer.status_code == 422
        assert "Typ minstens twee letters of cijfers." in answer.content.decode()
    assert Client().get("/zoeken/?q=%00").status_code == 422
    assert Client().get("/zoeken/").status_code == 200
    assert Client().get("/zoeken/?q=kurk&soort=bestaatniet").status_code == 422
    assert Client().get("/zoeken/?q=kurk&soort=hub&page=7").status_code == 404


def test_a_kind_has_pages_and_a_large_answer_asks_no_more_queries() -> None:
    hub = factories.hub()
    client = _in(factories.member(hub))

    def fill(times: int) -> None:
        for _ in range(times):
            case = factories.case(hub, "Kurk")
            factories.entry(case, "kurk gebeld")
            factories.contact(case, name="Kurk Kurkema")
            factories.agreement(case, what="kurk")
            factories.card(hub, "kurk", organisation=factories.organisation("Kurk nv"))
        _rebuilt()

    fill(6)
    addresses = ("/zoeken/?q=kurk", "/zoeken/?q=kurk&soort=case", "/zoeken/snel/?q=kurk")
    _queries(client, addresses[0])  # PostgreSQL is asked now and then where the newest of a kind begin
    few = [_queries(client, address) for address in addresses]
    fill(20)
    assert [_queries(client, address) for address in addresses] == few
    assert max(few) <= 45
    first = client.get("/zoeken/?q=kurk&soort=case").content.decode()
    assert first.count('class="hit"') == 20
    assert client.get("/zoeken/?q=kurk&soort=case&page=2").content.decode().count('class="hit"') == 6


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_quick_list_holds_pages_actions_and_things_of_the_own_hub() -> None:
    hub = factories.hub("De Keet")
    card = factories.card(hub, "kurk in balen")
    _rebuilt()
    lines = _in(factories.member(hub)).get("/zoeken/snel/?q=noteer").json()["suggestions"]
    assert lines[0] == {
        "label": "Noteer een gesprek",
        "detail": "De Keet",
        "url": f"/werkplek/{hub.slug}/dossiers/gesprek/",
    }
    urls = [
        line["url"] for line in _in(factories.member(hub)).get("/zoeken/snel/?q=kurk").json()["suggestions"]
    ]
    assert f"/materiaal/kaarten/{card.pk}/" in urls
    assert urls[-1] == "/zoeken/?q=kurk"
    coach = _in(factories.member(hub, Role.COACH)).get("/zoeken/snel/?q=gesprek").json()["suggestions"]
    assert not [line for line in coach if line["url"].endswith("/gesprek/")]
    assert Client().get("/zoeken/snel/?q=noteer").json()["suggestions"][:-1] == []


@pytest.fixture
def hub() -> Hub:
    return factories.hub("De Keet")


def _kept(user: User, alerts: str = "daily") -> SavedSearch:
    with everywhere("a test"):
        return searches.save_search(
            actor=actor_of(user), name="Kurk in de buurt", words="kurk", kind="", alerts=alerts
        )


def _sent(days: float = 1.1) -> int:
    return searches.send_alerts(actor=SYSTEM, now=timezone.now() + timedelta(days=days))


def test_only_what_is_new_is_told_by_the_rights_of_that_moment(hub: Hub) -> None:
    other = factories.hub()
    user = factories.member(hub)
    factories.case(hub, "Kurk van vroeger")
    card = factories.card(other, "geheim", shown_text="kurkplaten")
    _rebuilt()
    _kept(user)
    assert _sent() == 0
    case = factories.case(hub, "Kurk van Jan Peeters")
    card.visibility = Visibility.NETWORK
    card.save()
    _rebuilt()
    assert _sent(1.5) == 0
    assert _sent(2.3) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.kind) == (user.email, outbox.Kind.BUNDLE)
    assert "“Kurk in de buurt”: 2 nieuwe resultaten" in mail.text
    assert f"/dossiers/{case.pk}/" in mail.text
    assert f"/materiaal/kaarten/{card.pk}/" in mail.text
    assert "Peeters" not in mail.text
    assert "/mail/stop/" in mail.text
    assert _sent(3.4) == 0

    OutgoingMail.objects.update(state=outbox.State.SENT)
    factories.case(hub, "Kurk van morgen")
    _rebuilt()
    user.hub_memberships.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert _sent(4.5) == 0


def test_a_mail_that_waits_holds_back_the_next_and_its_news_is_not_lost(hub: Hub) -> None:
    user = factories.member(hub)
    _kept(user)
    _kept(user, "none")
    factories.case(hub, "Kurk een")
    _rebuilt()
    assert _sent() == 1
    factories.case(hub, "Kurk twee")
    _rebuilt()
    assert _sent(2.2) == 0
    OutgoingMail.objects.update(state=outbox.State.SENT)
    assert _sent(2.3) == 1
    assert "1 nieuw resultaat" in OutgoingMail.objects.latest("pk").text


def test_who_pauses_or_stops_gets_nothing(hub: Hub) -> None:
    user = factories.member(hub)
    saved = _kept(user)
    searches.pause_search(actor=actor_of(user), saved=saved, pause=True)
    factories.case(hub, "Kurk")
    _rebuilt()
    assert _sent() == 0
    searches.pause_search(actor=actor_of(user), saved=saved, pause=False)
    outbox.stop_bundles(user.email, MailChoice.Reason.values[0])  # type: ignore[arg-type]
    assert _sent() == 0
    assert not OutgoingMail.objects.exists()
    assert "geen gebundelde mails" in _in(user).get("/zoeken/bewaard/").content.decode()


def test_a_search_is_kept_renamed_taken_away_and_brought_back(hub: Hub) -> None:
    user = factories.member(hub)
    client = _in(user)
    empty = client.post("/zoeken/bewaard/nieuw/", {"q": "kurk", "naam": "", "mails": "weekly"})
    assert empty.status_code == 422
    assert "Geef deze zoekopdracht een naam." in empty.content.decode()
    client.post("/zoeken/bewaard/nieuw/", {"q": "kurk", "soort": "card", "naam": "Kurk", "mails": "weekly"})
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.words, saved.kind, saved.alerts) == (user, "kurk", "card", "weekly")
    at = f"/zoeken/bewaard/{saved.pk}/"
    assert client.post(at, {"naam": "x" * 81, "mails": "daily"}).status_code == 422
    client.post(at, {"naam": "Platen", "mails": "daily"})
    client.post(f"{at}pauze/", {"pauze": "aan"})
    page = client.get("/zoeken/bewaard/").content.decode()
    assert "Platen" in page
    assert "gepauzeerd" in page
    client.post(f"{at}weg/")
    assert "Pas verwijderd" in client.get("/zoeken/bewaard/").content.decode()
    client.post(f"{at}terug/")
    saved.refresh_from_db()
    assert (saved.name, saved.removed_at) == ("Platen", None)
    client.post(f"{at}weg/")
    assert searches.forget_searches(actor=SYSTEM) == 0
    assert searches.forget_searches(actor=SYSTEM, now=timezone.now() + timedelta(days=31)) == 1
