"""A newsletter goes once to whoever asked for it twice, whatever is killed, and ends with one click."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import Http404
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from circulairwerkt.base import outbox, scope
from circulairwerkt.base.models import AuditEntry, Job, MailChoice, OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Actor
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.knowledge import services
from circulairwerkt.knowledge.models import Article, Issue, Subscription
from circulairwerkt.knowledge.services.subscriptions import CONFIRM_WITHIN, ONE_LETTER_IN
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
ADDRESS = "lezer@example.org"


@pytest.fixture
def hub() -> Hub:
    cache.clear()
    return make.hub("De hub", slug="de-hub")


@pytest.fixture
def coordinator(hub: Hub, client: Client) -> Actor:
    user = make.member(hub)
    client.force_login(user)
    return actor_of(user)


def reader(hub: Hub, address: str = ADDRESS, **fields: Any) -> Subscription:
    """An address on the list."""
    values = {"language": "nl", "asked_at": timezone.now(), "confirmed_at": timezone.now(), **fields}
    return Subscription.objects.create(
        hub=hub, email=address, address_digest=outbox.digest_of(address), **values
    )


def draft(hub: Hub, **fields: Any) -> Issue:
    """An issue that nobody got yet."""
    values = {"title": {"nl": "Nieuws van de lente"}, "intro": {"nl": "Dag."}, **fields}
    with scope.everywhere("a test"):
        return Issue.objects.create(hub=hub, **values)  # type: ignore[no-any-return]


def send(actor: Actor, issue: Issue) -> Issue:
    """Send it as the page and a worker do."""
    with scope.everywhere("a test"):
        services.send_issue(actor=actor, issue=issue, seen_version=issue.version)
        while services.send_part(actor=SYSTEM, issue=issue):
            pass
        return Issue.objects.get(pk=issue.pk)  # type: ignore[no-any-return]


def address_in(letter: OutgoingMail) -> str:
    """The path of the first page of ours that a letter names."""
    found = re.search(r"https?://[^/\s]+(/\S*nieuwsbrief/\S+)", letter.text)
    assert found is not None
    return found[1]


def test_a_letter_and_the_archive_say_when_an_event_takes_place(hub: Hub, coordinator: Actor) -> None:
    event = make.event(hub, "Kom kijken", published_at=timezone.now() - timedelta(days=9))
    reader(hub)
    issue = send(coordinator, draft(hub, keys=[f"event:{event.pk}"]))
    letter = OutgoingMail.objects.get()
    assert f"Kom kijken · {moment(event.first_starts_at)}" in letter.text
    page = Client().get(f"/hubs/de-hub/nieuwsbrief/{issue.number}/").content.decode()
    assert moment(event.first_starts_at) in page


def test_asked_without_account_confirmed_received_once_and_ended_with_one_click(
    hub: Hub, coordinator: Actor
) -> None:
    visitor = Client(enforce_csrf_checks=False)
    page = visitor.post("/hubs/de-hub/nieuwsbrief/", {"email": "Lezer@Example.org"}, follow=True)
    assert "Kijk in je mailbox" in page.content.decode()
    letter = OutgoingMail.objects.get()
    assert letter.kind == outbox.Kind.PERSONAL
    confirm = address_in(letter)
    assert visitor.get(confirm).status_code == 200
    assert Subscription.objects.get().confirmed_at is None, "a scanner that opens the link says nothing"
    assert "Je bent ingeschreven" in visitor.post(confirm).content.decode()
    row = Subscription.objects.get()
    assert row.confirmed_at is not None

    gids = make.article(hub, "Droog karton", slug="gids")
    issue = send(coordinator, draft(hub, keys=[f"article:{gids.pk}"]))
    assert (issue.state, issue.number, issue.letters) == ("sent", 1, 1)
    letter = OutgoingMail.objects.get(kind=outbox.Kind.BUNDLE)
    assert letter.subject == "Nieuws van de lente"
    assert "/kennis/gids/" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = letter.headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.text
    path = stop.partition("//")[2].partition("/")[2]
    assert "Geen nieuwsbrief van De hub meer?" in visitor.get(f"/{path}").content.decode()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    again = strict.post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    assert "Gedaan" in again.content.decode(), "a second click is no error"
    assert visitor.get(confirm).status_code == 404
    archive = visitor.get("/hubs/de-hub/nieuwsbrief/1/").content.decode()
    assert "Nieuws van de lente" in archive
    assert "Droog karton" in archive
    with scope.everywhere("a test"):
        Article.objects.update(state="withdrawn")
    assert "Droog karton" not in visitor.get("/hubs/de-hub/nieuwsbrief/1/").content.decode()
    told = list(AuditEntry.objects.values_list("changes", "object_name"))
    assert ADDRESS not in str(told).lower(), "no address in the trail"


@pytest.mark.parametrize("token", ["x", "x:y", "W10:x", "%00"])
def test_a_forged_link_is_no_page(hub: Hub, client: Client, token: str) -> None:
    for page in ("bevestigen", "stop"):
        assert client.get(f"/nieuwsbrief/{page}/{token}/").status_code == 404
        assert client.post(f"/nieuwsbrief/{page}/{token}/").status_code == 404


def test_one_list_s_link_does_not_open_another(hub: Hub) -> None:
    from circulairwerkt.knowledge import links

    row = reader(hub)
    assert links.to_confirm(links.sign_off_token(row)) is None
    assert links.to_sign_off(links.confirm_token(row)) is None
    assert links.to_sign_off(links.sign_off_token(row)) == row


def test_asking_twice_floods_nobody_and_tells_nothing(hub: Hub, client: Client) -> None:
    pages = {
        client.post("/hubs/de-hub/nieuwsbrief/", {"email": ADDRESS}, follow=True).content for _ in range(2)
    }
    assert OutgoingMail.objects.count() == 1
    Subscription.objects.update(confirmed_at=timezone.now())
    known = client.post("/hubs/de-hub/nieuwsbrief/", {"email": ADDRESS}, follow=True)
    assert OutgoingMail.objects.count() == 1
    assert "Kijk in je mailbox" in known.content.decode()
    assert len(pages) <= 2
    later = timezone.now() + ONE_LETTER_IN
    Subscription.objects.update(confirmed_at=None)
    services.subscribe(actor=NOBODY, hub=hub, email=ADDRESS, now=later)
    assert OutgoingMail.objects.count() == 2
    for _try in range(5):
        last = client.post("/hubs/de-hub/nieuwsbrief/", {"email": f"a{_try}@example.org"})
    assert last.status_code == 429
    assert client.post("/hubs/de-hub/nieuwsbrief/", {"email": "geen adres"}).status_code == 422


def test_a_hub_that_ended_or_has_no_newsletter_takes_no_address(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    reader(hub)
    hub.switches.create(key="newsletter", is_on=False)
    assert client.get("/hubs/de-hub/nieuwsbrief/").status_code == 404
    assert client.get("/werkplek/de-hub/nieuwsbrief/").status_code == 404
    assert "/hubs/de-hub/nieuwsbrief/" not in client.get("/hubs/de-hub/").content.decode()
    hub.switches.all().delete()
    Hub.objects.update(life_cycle=LifeCycle.ENDED)
    hub.refresh_from_db()
    with pytest.raises(Http404):
        services.subscribe(actor=NOBODY, hub=hub, email="b@example.org")
    services.forget_subscriptions(actor=SYSTEM)
    assert not Subscription.objects.exists()


def test_an_address_that_nobody_confirmed_is_erased(hub: Hub) -> None:
    now = timezone.now()
    kept = reader(hub, "a@example.org", confirmed_at=None, asked_at=now - CONFIRM_WITHIN + timedelta(hours=1))
    reader(hub, "b@example.org", confirmed_at=None, asked_at=now - CONFIRM_WITHIN)
    old = reader(
        hub, "c@example.org", asked_at=now - timedelta(days=900), confirmed_at=now - timedelta(days=900)
    )
    assert services.forget_subscriptions(actor=SYSTEM, now=now) == 1
    assert set(Subscription.objects.all()) == {kept, old}


def test_only_who_confirmed_before_it_left_gets_it(hub: Hub, coordinator: Actor) -> None:
    reader(hub, "ja@example.org")
    reader(hub, "nee@example.org", confirmed_at=None)
    reader(hub, "later@example.org", confirmed_at=timezone.now() + timedelta(hours=1))
    reader(make.hub(), "elders@example.org")
    send(coordinator, draft(hub))
    assert [letter.to for letter in OutgoingMail.objects.all()] == ["ja@example.org"]


def test_each_gets_it_in_the_own_language(hub: Hub, coordinator: Actor) -> None:
    reader(hub, "fr@example.org", language="fr")
    gids = make.article(hub, "Droog karton", slug="gids")
    send(coordinator, draft(hub, title={"nl": "Nieuws", "fr": "Nouvelles"}, keys=[f"article:{gids.pk}"]))
    letter = OutgoingMail.objects.get()
    assert letter.subject == "Nouvelles"
    assert "/fr/kennis/gids/" in letter.text
    assert "/fr/nieuwsbrief/stop/" in letter.headers["List-Unsubscribe"]


def test_a_wish_after_a_stop_counts_and_a_stop_after_a_wish_too(hub: Hub, coordinator: Actor) -> None:
    """Who stopped bundled mails and asks for this one afterwards wants it; who stops all later does not."""
    now = timezone.now()
    for address, stopped_at in (("voor@example.org", now - timedelta(days=1)), ("na@example.org", now)):
        reader(hub, address, confirmed_at=now - timedelta(hours=1))
        MailChoice.objects.create(address_digest=outbox.digest_of(address), stopped_at=stopped_at)
    send(coordinator, draft(hub))
    assert [letter.to for letter in OutgoingMail.objects.all()] == ["voor@example.org"]
    assert outbox.deliver_due() == 1
    assert mail.outbox[-1].to == ["voor@example.org"]


def test_no_more_than_two_bundles_a_week(hub: Hub, coordinator: Actor) -> None:
    reader(hub)
    for _number in range(3):
        send(coordinator, draft(hub))
    assert outbox.deliver_due() == outbox.MOST_A_WEEK
    assert OutgoingMail.objects.filter(state=outbox.State.QUEUED).count() == 1


def test_a_draft_takes_what_no_letter_told_yet_is_looked_at_and_sent_from_its_page(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    old, new = make.story(hub, "Oud nieuws"), make.article(hub, "Vers nieuws")
    draft(hub, number=4, state="sent", visibility="public", sent_at=timezone.now(), keys=[f"story:{old.pk}"])
    path = "/werkplek/de-hub/nieuwsbrief/nieuw/"
    form = {bound.html_name: bound.value() for bound in client.get(path).context["form"]}
    assert form["keys"] == [f"article:{new.pk}"]
    typed = {name: value for name, value in form.items() if value is not None} | {"title_nl": "Lente"}
    words = "De kaart wordt door de hub nagekeken."
    looked = client.post(path, {**typed, "intro_nl": words, "bekijk": "1"}).content.decode()
    assert "Vers nieuws" in looked
    assert "zeg wie het doet" in looked
    with scope.everywhere("a test"):
        assert Issue.objects.count() == 1, "looking saves nothing"
    assert client.post(path, typed).status_code == 302
    with scope.everywhere("a test"):
        made = Issue.objects.get(number=None)
    page = f"/werkplek/de-hub/nieuwsbrief/{made.pk}/"
    client.post(f"{page}versturen/", {"version": made.version + 1})
    assert not Job.objects.exists(), "not on an old page"
    client.post(f"{page}versturen/", {"version": made.version})
    assert Job.objects.count() == 1
    client.post(f"{page}versturen/", {"version": made.version + 1})
    assert Job.objects.count() == 1, "nor twice"
    assert client.get(page).status_code == 200
    made.refresh_from_db()
    assert made.number == 5
    with scope.everywhere("a test"), pytest.raises(Http404):
        services.save_issue(actor=coordinator, issue=made, seen_version=made.version, values={})


def test_an_empty_issue_does_not_leave_and_a_draft_can_be_thrown_away(
    hub: Hub, coordinator: Actor, client: Client
) -> None:
    empty = draft(hub, intro={})
    page = f"/werkplek/de-hub/nieuwsbrief/{empty.pk}/"
    told = client.post(f"{page}versturen/", {"version": 1}, follow=True).content.decode()
    assert "Er staat nog niets in" in told
    assert client.post(f"{page}weg/").status_code == 302
    with scope.everywhere("a test"):
        assert not Issue.objects.exists()


class TestKilled(TestCase):
    """However many steps are killed before they were saved, each reader gets one letter."""

    @settings(max_examples=8, deadline=None)
    @given(readers=st.integers(0, 60), killed=st.lists(st.booleans(), max_size=8))
    def test_each_gets_one(self, readers: int, killed: list[bool]) -> None:
        from django.db import transaction

        hub = make.hub()
        for number in range(readers):
            reader(hub, f"lezer{number}@example.org")
        issue = draft(hub)
        kills = iter(killed)
        with scope.everywhere("a test"):
            services.send_issue(actor=SYSTEM, issue=issue, seen_version=issue.version)
            while True:
                row = Issue.objects.get(pk=issue.pk)
                with transaction.atomic():
                    looked_at = services.send_part(actor=SYSTEM, issue=row)
                    if is_killed := next(kills, False):
                        transaction.set_rollback(True)
                if not looked_at and not is_killed:
                    break
        letters = list(OutgoingMail.objects.values_list("to", flat=True))
        assert sorted(letters) == sorted(f"lezer{number}@example.org" for number in range(readers))
        assert Issue._base_manager.get(pk=issue.pk).letters == readers
