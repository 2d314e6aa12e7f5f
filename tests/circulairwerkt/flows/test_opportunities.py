"""What is missing at a hub: worked out, kept, told to those who may know, opened as one case."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.base import jobs, scope
from circulairwerkt.base.models import Job, Link
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.cases.models import Case
from circulairwerkt.flows import services
from circulairwerkt.flows.models import Opportunity, OpportunityRun, UnplacedCard
from circulairwerkt.flows.opportunities import finding, queries, telling
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.queue import work

pytestmark = pytest.mark.django_db

TONNES = {"unit": "t", "period": "year", "lat": 51.0, "lon": 4.0}


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with scope.everywhere("a test"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub("De hub", slug="de-hub", contact_email="hub@example.org")


def fill(hub: Hub, cards: int = 3, **fields: Any) -> None:
    """So many firms with 10 t of cardboard each, and a processor that has room for 12 t in all."""
    worker = make.organisation("De Sorteerders", kind="social_enterprise")
    make.capability(
        hub,
        organisation=worker,
        quantity=12.0,
        hours_per_unit_h=5.0,
        strategy="R8",
        cost_eur_per_unit=4321.0,
        **TONNES,
    )
    for number in range(cards):
        make.card(
            hub,
            f"geheime zin {number}",
            organisation=make.organisation(f"Firma {number}"),
            quantity=10.0,
            destination="burn",
            destination_cost_eur=1000.0,
            **{**TONNES, **fields},
        )
    make.card(
        hub, "glas", material="glass", organisation=make.organisation("Glasfirma"), quantity=4.0, **TONNES
    )


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.fixture
def inside(client: Client, hub: Hub) -> Client:
    client.force_login(make.member(hub))
    return client


def test_a_press_works_it_out_and_the_page_tells_it_in_sentences(inside: Client, hub: Hub) -> None:
    fill(hub)
    assert "Nog geen kansen" in read(inside, "/werkplek/de-hub/kansen/")
    pressed = inside.post("/werkplek/de-hub/kansen/zoek/")
    assert inside.post("/werkplek/de-hub/kansen/zoek/")["Location"] == pressed["Location"]
    work()
    job = Job.objects.get()
    assert (job.state, job.done) == (Job.State.DONE, job.total)
    run = OpportunityRun.objects.get()
    # 12 t of 34 t find a place on R8: 12/34 x (1 + 9 - 8)
    assert run.objective_share == pytest.approx(12 / 34 * 2, rel=1e-3)
    assert (run.status, run.job, run.placed["t"]) == ("optimal", job, [34.0, pytest.approx(12.0)])
    best = run.opportunities.get(rank=1)
    assert (best.kind, best.place, best.activities) == ("new", best.place, ["sort"])
    assert best.extra == pytest.approx(18.0)
    assert best.hours_h == pytest.approx(90.0)
    assert {one.reason for one in run.unplaced.all()} == {"full", "no_taker"}
    text = read(inside, "/werkplek/de-hub/kansen/")
    for told in (
        "sluiten",
        "kringlopen: 18 ton per jaar",
        "sorteren (karton)",
        "raming",
        "Firma 1",
        "Elke nacht",
    ):
        assert told in text, told
    assert "4321" not in text + read(inside, f"/werkplek/de-hub/kansen/{best.pk}/")


def test_one_opportunity_shows_before_and_after_and_a_call_without_names(inside: Client, hub: Hub) -> None:
    fill(hub)
    services.find_at_once(actor=SYSTEM, hub=hub)
    best = Opportunity.objects.get(rank=1)
    chosen = read(inside, f"/werkplek/de-hub/kansen/?kans={best.pk}")
    assert "De kringlopen van deze kans staan op de kaart" in chosen
    assert "LineString" in chosen
    read(inside, "/werkplek/de-hub/kansen/?kans=999999", 404)
    text = read(inside, f"/werkplek/de-hub/kansen/{best.pk}/")
    for told in ("Voor en na", "verbranden", "de bestemming kost 1.800 euro (bekend van", "tussen"):
        assert told in text, told
    call = text.split("<textarea")[1].split("</textarea>")[0]
    assert "hub@example.org" in call
    assert "Firma" not in call
    assert "geheime" not in call


def test_few_givers_are_not_counted_in_a_call(inside: Client, hub: Hub) -> None:
    fill(hub, cards=2)
    services.find_at_once(actor=SYSTEM, hub=hub)
    text = read(inside, f"/werkplek/de-hub/kansen/{Opportunity.objects.get(rank=1).pk}/")
    assert "ton per week een plaats" not in text.split("<textarea")[1].split("</textarea>")[0]


def test_an_opportunity_becomes_one_case_with_every_party(inside: Client, hub: Hub) -> None:
    fill(hub)
    services.find_at_once(actor=SYSTEM, hub=hub)
    first = inside.post(f"/werkplek/de-hub/kansen/{Opportunity.objects.get(rank=1).pk}/dossier/")
    services.find_at_once(actor=SYSTEM, hub=hub)
    newest = Opportunity.objects.filter(rank=1).order_by("-run").first()
    assert newest is not None
    again = inside.post(f"/werkplek/de-hub/kansen/{newest.pk}/dossier/")
    assert first["Location"] == again["Location"]
    case = Case.objects.get()
    names = {str(party.organisation) for party in case.parties.all()}
    assert names == {row.organisation.name for row in queries.rows_of(newest.parties).values()}
    assert len(names) >= 2
    assert case.streams.count() == len(newest.parties)
    assert Link.objects.filter(origin_type="flows.opportunity").count() == 1
    assert "Uit een kans" in read(inside, first["Location"])
    assert "Naar het dossier" in read(inside, f"/werkplek/de-hub/kansen/{newest.pk}/")


def test_what_is_closed_at_another_hub_is_neither_used_nor_told(client: Client, hub: Hub) -> None:
    other = make.hub("Andere hub", slug="andere-hub")
    fill(hub, visibility="parties")
    fill(other, cards=1, visibility="network", shown_text="propere dozen")
    services.find_at_once(actor=SYSTEM, hub=other)
    client.force_login(make.member(other))
    pages = read(client, "/werkplek/andere-hub/kansen/") + read(
        client, "/werkplek/andere-hub/kansen/zonder-plaats/"
    )
    for hidden in ("Firma", "geheime"):
        own = pages.count(f"{hidden} 0")
        assert pages.count(hidden) == own, hidden
    services.find_at_once(actor=SYSTEM, hub=hub)
    keys = {key for one in Opportunity.objects.filter(run__hub=hub) for key in one.parties}
    rows = queries.rows_of(keys)
    assert {row.hub_id for row in rows.values()} >= {hub.pk}
    assert all(row.hub_id == hub.pk or row.visibility == "network" for row in rows.values())
    mine = Opportunity.objects.filter(run__hub=hub).first()
    assert mine is not None
    read(client, f"/werkplek/andere-hub/kansen/{mine.pk}/", 404)
    read(client, "/werkplek/de-hub/kansen/", 404)


def test_room_at_a_processor_of_another_hub_is_not_told(hub: Hub) -> None:
    other = make.hub()
    make.capability(other, quantity=12.0, strategy="R8", visibility="public", **TONNES)
    make.card(hub, quantity=30.0, organisation=make.organisation(), **TONNES)
    services.find_at_once(actor=SYSTEM, hub=hub)
    assert [one.kind for one in Opportunity.objects.all()] == ["new"]


def test_money_is_for_the_coordinator_alone(client: Client, hub: Hub) -> None:
    fill(hub, price_eur_per_unit=-30.0)
    services.find_at_once(actor=SYSTEM, hub=hub)
    address = f"/werkplek/de-hub/kansen/{Opportunity.objects.get(rank=1).pk}/"
    client.force_login(make.member(hub))
    assert "euro" in read(client, address)
    client.force_login(make.member(hub, Role.MEMBER))
    assert "euro" not in read(client, address) + read(client, "/werkplek/de-hub/kansen/")


def test_the_list_asks_the_database_as_often_for_few_as_for_many(inside: Client, hub: Hub) -> None:
    counts = []
    for cards in (2, 9):
        fill(hub, cards=cards)
        services.find_at_once(actor=SYSTEM, hub=hub)
        for address in ("", "zonder-plaats/", "berekening/"):
            with CaptureQueriesContext(connection) as asked:
                read(inside, f"/werkplek/de-hub/kansen/{address}")
            counts.append(len(asked))
    # one question more for a sort of row that did not take part before
    assert all(many - few <= 1 for few, many in zip(counts[:3], counts[3:], strict=True))
    assert max(counts) <= 16


def test_a_killed_job_goes_on_with_the_next_candidate_and_a_stopped_one_leaves_nothing(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(hub)
    job = services.look_for_opportunities(actor=SYSTEM, hub=hub)
    tried: list[int] = []
    whole = finding.Region.look

    def look(self: Any, *args: Any, **kwargs: Any) -> Any:
        looked = whole(self, *args, **kwargs)
        attempt = type(looked).attempt

        def counted(found: Any, place: int) -> Any:
            tried.append(place)
            if len(tried) == 2:
                raise jobs.JobPaused
            return attempt(found, place)

        monkeypatch.setattr(type(looked), "attempt", counted)
        monkeypatch.setattr(finding.Region, "look", whole)
        return looked

    monkeypatch.setattr(finding.Region, "look", look)
    work()
    assert Job.objects.get().state == Job.State.DONE
    assert tried[:3] == [0, 1, 1]
    assert sorted(set(tried)) == list(range(len(set(tried))))
    job.refresh_from_db()
    assert OpportunityRun.objects.count() == 1
    again = services.look_for_opportunities(actor=SYSTEM, hub=hub)
    Job.objects.filter(pk=again.pk).update(is_cancel_wanted=True)
    work()
    assert Job.objects.get(pk=again.pk).state == Job.State.CANCELLED
    assert OpportunityRun.objects.count() == 1


def test_the_night_looks_at_hubs_with_cards_once(hub: Hub) -> None:
    make.hub("Zonder kaarten")
    fill(hub)
    assert services.look_at_night(actor=SYSTEM) == 1
    work()
    assert services.look_at_night(actor=SYSTEM) == 0
    assert services.look_at_night(actor=SYSTEM, now=timezone.now() + timezone.timedelta(days=1)) == 1


def test_a_hub_without_amounts_gets_no_run(hub: Hub) -> None:
    make.card(hub, quantity=None, unit="", period="")
    services.look_for_opportunities(actor=SYSTEM, hub=hub)
    work()
    assert "nog geen materiaalkaarten" in Job.objects.get().result["words"]
    assert not OpportunityRun.objects.exists()
    assert queries.monthly_words(hub) == []


def test_three_sentences_for_the_coordinator(inside: Client, hub: Hub) -> None:
    fill(hub)
    services.find_at_once(actor=SYSTEM, hub=hub)
    words = queries.monthly_words(hub)
    assert len(words) == 3
    assert "Firma" not in " ".join(words)
    assert UnplacedCard.objects.count() >= 2
    text = read(inside, "/werkplek/de-hub/")
    for sentence in words:
        assert sentence.split("(")[0].strip() in text


@pytest.mark.parametrize(
    ("unit", "accepts", "said", "unsaid"),
    [
        ("kW", ["heat_water"], "Met 70 kW extra", "per "),
        ("m2", ["storage_space"], "Met 70 m² extra", "per "),
        ("m2", ["textile"], "Met 1,3 m² per week extra", "per maand"),
        ("t", ["textile"], "Met 1,3 ton per week extra", "per maand"),
    ],
)
def test_what_is_held_has_no_week_and_no_year(unit: str, accepts: list[str], said: str, unsaid: str) -> None:
    one = Opportunity(
        kind="more", unit=unit, accepts=accepts, place="Mol", extra=70.0, loops=2, hours_h=0, co2e_kg=0
    )
    words = telling.sentence_of(one, who="ons", sees_money=False)
    assert words.startswith(said)
    assert unsaid not in words


def test_a_sentence_tells_what_it_costs_too_and_small_amounts_in_kilograms() -> None:
    one = Opportunity(
        kind="more", unit="t", accepts=["textile"], place="Mol", extra=19.0, loops=2, hours_h=0, eur=-380.0
    )
    one.co2e_kg = 5200.0
    words = telling.sentence_of(one, who="ons", sees_money=True)
    assert words.startswith("Met 360 kg per week extra")
    assert words.endswith("19 ton per jaar, een kost van 380 euro, 5,2 ton meer uitstoot.")
    one.eur, one.co2e_kg = -38.0, -72.0
    words = telling.sentence_of(one, who="ons", sees_money=True)
    assert words.endswith("19 ton per jaar, 72 kg minder uitstoot.")
    assert "euro" not in telling.sentence_of(one, who="ons", sees_money=False)
