"""Pages of info points: seen by everybody, booked without an account, a visit in one line and its thread."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from circulairwerkt.base import from_people
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.infopoints.models import Appointment, InfoPoint, Visit
from circulairwerkt.infopoints.opening import free_moments
from tests.circulairwerkt import factories
from tests.circulairwerkt.taken_along import rows_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_people, "LEAST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def hub() -> Hub:
    """A hub in Gent, as the gazetteer knows it."""
    place = factories.municipality("Gent", nis="44021", lat=51.05, lon=3.72)
    return factories.hub("De Lus", seat=place, slug="de-lus")


@pytest.fixture
def desk(client: Client, hub: Hub) -> Client:
    client.force_login(factories.member(hub, Role.COORDINATOR))
    return client


def every(model: Any) -> Any:
    return model._base_manager


def _sent(**more: Any) -> dict[str, Any]:
    return {
        "name": "Infopunt De Krook",
        "words_nl": "Alles over restjes.",
        "plaats": "Gent",
        "day_Mo": "9-12",
        "day_We": "13.30-17",
        "slot_minutes": "30",
        "desks": "1",
        "is_shown": "on",
        "takes_appointments": "on",
        "version": "0",
        **more,
    }


def test_a_hub_makes_an_info_point_and_everybody_reads_its_hours(desk: Client, hub: Hub) -> None:
    path = "/werkplek/de-lus/infopunten/nieuw/"
    late = desk.post(path, _sent(day_Mo="altijd", other_hours="Zz 99"))
    assert late.status_code == 422
    assert 'value="altijd"' in late.content.decode(), "what was typed is kept"
    assert {"day_Mo", "other_hours"} <= set(late.context["form"].errors)
    assert desk.post(path, _sent(day_Mo="", day_We="")).status_code == 422
    assert desk.post(path, _sent()).status_code == 302
    made = every(InfoPoint).get()
    assert made.hours == "Mo 09:00-12:00; We 13:30-17:00; PH off"
    visitor = Client()
    for page in ("/infopunten/", "/infopunten/?hub=de-lus", f"/infopunten/{made.slug}/", "/hubs/de-lus/"):
        assert "Infopunt De Krook" in visitor.get(page).content.decode(), page
    text = visitor.get(f"/infopunten/{made.slug}/").content.decode()
    assert "9 tot 12 uur" in text
    assert "13.30 tot 17 uur" in text
    form = desk.get(f"/werkplek/de-lus/infopunten/{made.pk}/gegevens/").context["form"]
    assert form["day_We"].value() == "13.30-17.00"
    other = _sent(other_hours="We[1] 14:00-16:00; PH off", version=made.version, is_shown="")
    assert desk.post(f"/werkplek/de-lus/infopunten/{made.pk}/gegevens/", other).status_code == 302
    assert every(InfoPoint).get().hours == "We[1] 14:00-16:00; PH off"
    assert visitor.get(f"/infopunten/{made.slug}/").status_code == 404, "no longer shown"


def test_a_switched_off_instrument_is_nowhere_in_sight(desk: Client, hub: Hub) -> None:
    point = factories.info_point(hub)
    assert "/werkplek/de-lus/infopunten/" in desk.get("/werkplek/de-lus/").content.decode()
    Switch.objects.create(hub=hub, key="info_points", is_on=False)
    for page in (
        f"/infopunten/{point.slug}/",
        "/werkplek/de-lus/infopunten/",
        f"/werkplek/de-lus/infopunten/{point.pk}/",
    ):
        assert desk.get(page).status_code == 404, page
    for page in ("/infopunten/", "/hubs/de-lus/", "/werkplek/de-lus/"):
        text = desk.get(page).content.decode()
        assert point.name not in text, page
        assert "/werkplek/de-lus/infopunten/" not in text, page


def test_a_visitor_books_without_an_account_and_cancels(client: Client, hub: Hub) -> None:
    point = factories.info_point(hub)
    with everywhere("a test"):
        start = free_moments(point)[0].start.isoformat()
    path = f"/infopunten/{point.slug}/afspraak/"
    assert client.get(path, {"begin": start}).status_code == 200
    values = {"begin": start, "naam": "An", "contact": "an", "over": "stoelen", "getoond": fresh_stamp()}
    wrong = client.post(path, values)
    assert wrong.status_code == 422
    assert 'value="stoelen"' in wrong.content.decode()
    machine = client.post(path, {**values, "contact": "an@example.org", "website": "x"})
    assert machine.status_code == 422
    with override("nl"):
        made = client.post(path, {**values, "contact": "an@example.org"})
    assert made.status_code == 302
    mine = made["Location"]
    assert "staat vast" in client.get(mine).content.decode()
    assert client.get(f"{mine}agenda.ics")["Content-Type"].startswith("text/calendar")
    letter = OutgoingMail.objects.get(to="an@example.org")
    assert mine in letter.text
    assert "stoelen" not in letter.text
    late = client.post(path, {**values, "contact": "bo@example.org", "naam": "Bo"})
    assert late.status_code == 409
    assert 'value="Bo"' in late.content.decode()
    client.post(f"{mine}afzeggen/")
    assert "is afgezegd" in client.get(mine).content.decode()
    assert Appointment.objects.get().state == "cancelled"
    assert client.get("/mijn-afspraak/verzonnen/").status_code == 404


def test_a_visit_is_one_line_and_becomes_a_question_with_its_thread(desk: Client, hub: Hub) -> None:
    point = factories.info_point(hub)
    room = f"/werkplek/de-lus/infopunten/{point.pk}/"
    assert desk.post(f"{room}bezoeken/", {"words": " "}).status_code == 422
    assert desk.post(f"{room}bezoeken/", {"words": "pallets over, 0470 12 34 56"}).status_code == 302
    visit = every(Visit).get()
    form = desk.get(f"{room}bezoeken/{visit.pk}/vraag/").context["form"]
    assert (form["contact"].value(), form["plaats"].value()) == ("0470 12 34 56", "Gent")
    sent = {"zin": "Tien pallets over", "plaats": "9000", "contact": "0470 12 34 56", "naam": ""}
    assert desk.post(f"{room}bezoeken/{visit.pk}/vraag/", {**sent, "plaats": "Nergens"}).status_code == 422
    for _twice in range(2):
        asked = desk.post(f"{room}bezoeken/{visit.pk}/vraag/", sent)
        assert asked.status_code == 302
    question = every(Question).get()
    assert question.hub_id == hub.pk
    assert asked["Location"] == f"/vragen/{question.pk}/"
    assert point.name in desk.get(f"/vragen/{question.pk}/").content.decode()
    desk.post(f"/vragen/{question.pk}/opnemen/")
    case = every(Case).get()
    there = desk.get(room).content.decode()
    assert f"/vragen/{question.pk}/" in there
    assert case.reference in there
    desk.post(f"{room}bezoeken/{visit.pk}/weg/")
    assert every(Visit).exists(), "what led to a question stays"
    desk.post(f"{room}bezoeken/", {"words": "vergissing"})
    mistake = every(Visit).get(words="vergissing")
    desk.post(f"{room}bezoeken/{mistake.pk}/weg/")
    assert not every(Visit).filter(words="vergissing").exists()


def test_visits_of_a_period_go_along_without_what_they_were_about(desk: Client, hub: Hub) -> None:
    point, other = factories.info_point(hub), factories.info_point(factories.hub("Andere", slug="andere"))
    for at, where in ((datetime(2026, 3, 1, 0, 30), point), (datetime(2026, 3, 31, 23, 30), point)):
        every(Visit).create(hub=hub, point=where, at=timezone.make_aware(at), words="0470 12 34 56")
    every(Visit).create(hub=hub, point=point, at=timezone.make_aware(datetime(2026, 4, 1)))
    every(Visit).create(hub=other.hub, point=other, at=timezone.make_aware(datetime(2026, 3, 5)))
    path = "/werkplek/de-lus/infopunten/bezoeken/csv/"
    assert path in desk.get("/werkplek/de-lus/infopunten/").content.decode()
    rows = rows_at(desk, f"{path}?van=2026-03-01&tot=2026-03-31")
    assert [(row["Dag"], row["Uur"], row["Infopunt"]) for row in rows] == [
        ("2026-03-01", "00:30", point.name),
        ("2026-03-31", "23:30", point.name),
    ]
    assert not [row for row in rows if "0470 12 34 56" in row.values()]
    wrong = desk.get(path, {"van": "2026-03-31", "tot": "2026-03-01"})
    assert wrong.status_code == 422
    assert "ligt voor de eerste dag" in wrong.content.decode()


def test_an_appointment_is_marked_and_moved_by_nobody_else(desk: Client, hub: Hub) -> None:
    point, other = factories.info_point(hub), factories.info_point(factories.hub("Andere", slug="andere"))
    with everywhere("a test"):
        start = free_moments(point)[0]
    row = Appointment.objects.create(
        keeper=point, starts_at=start.start, ends_at=start.end, state="booked", name="An", contact="x@y.be"
    )
    room = f"/werkplek/de-lus/infopunten/{point.pk}/afspraken/{row.pk}/"
    assert "An" in desk.get(f"/werkplek/de-lus/infopunten/{point.pk}/").content.decode()
    for wrong in ("", "held", "done"):
        desk.post(room, {"naar": wrong})
        row.refresh_from_db()
        assert row.state == "booked"
    assert desk.get(f"/werkplek/de-lus/infopunten/{other.pk}/").status_code == 404
    desk.post(room, {"naar": "cancelled"})
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert "niet door" in OutgoingMail.objects.get(to="x@y.be").text


def test_the_number_of_queries_does_not_grow_with_the_list(desk: Client, hub: Hub) -> None:
    def asked(path: str) -> int:
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(path).status_code == 200
        return len(queries)

    point = factories.info_point(hub)
    room = f"/werkplek/de-lus/infopunten/{point.pk}/"
    pages = ("/infopunten/", "/hubs/de-lus/", "/werkplek/de-lus/infopunten/", room)
    desk.post(f"{room}bezoeken/", {"words": "het eerste"})
    desk.get(room)
    few = [asked(path) for path in pages]
    for number in range(6):
        more = factories.info_point(hub, name=f"Infopunt {number}")
        more.closed_days.create(first_day="2026-12-24", last_day="2026-12-31")
        visit = desk.post(f"{room}bezoeken/", {"words": f"bezoek {number}"})
        assert visit.status_code == 302
    desk.get(room)
    assert [asked(path) for path in pages] == few
