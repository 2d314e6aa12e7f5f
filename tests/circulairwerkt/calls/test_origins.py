"""A challenge made of a card, a need or a case: linked both ways, nothing told that others may not read."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from circulairwerkt.base import links
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.models import Call, Challenge
from circulairwerkt.hubs.models import Hub, Switch
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return make.hub("De Lus", slug="de-lus")


def client_of(hub: Hub, role: Role = Role.COORDINATOR) -> Client:
    client = Client()
    client.force_login(make.member(hub, role=role))
    return client


def row_of(sort: str, hub: Hub) -> tuple[Any, str]:
    """A row of each sort, and the address of its page."""
    if sort == "dossier":
        case = make.case(hub, title="Natte dozen bij Janssens", summary="Elke week.")
        return case, f"/dossiers/{case.pk}/"
    words = {"product": "Natte dozen", "shown_text": "Elke week."}
    made = (make.card if sort == "kaart" else make.need)(hub, "Janssens heeft dozen", **words)
    return made, f"/materiaal/{'kaarten' if sort == 'kaart' else 'gezocht'}/{made.pk}/"


@pytest.mark.parametrize("sort", ["kaart", "gezocht", "dossier"])
def test_one_gesture_links_both_ways(sort: str, hub: Hub) -> None:
    desk, helper = client_of(hub), client_of(hub, Role.MEMBER)
    row, page = row_of(sort, hub)
    assert "In een oproep" not in desk.get(page).content.decode(), "no call to add it to"
    call = make.call(hub)
    way = f"/werkplek/de-lus/oproepen/{call.pk}/uitdagingen/uit/{sort}/{row.pk}/"
    assert way in desk.get(page).content.decode()
    assert way not in helper.get(page).content.decode()
    form = desk.get(way).context["form"]
    values = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    assert values["title"].startswith("Natte dozen")
    if sort != "dossier":
        assert "Janssens" not in str(values), "a card tells what others read, and not whose it is"
    assert desk.post(way, {**values, "title": "Wat met natte dozen?"}).status_code == 302
    challenge = Challenge.objects.get()
    assert challenge.title == "Wat met natte dozen?"
    assert links.origins(challenge, type(row)) == [row.pk]
    for reader in (desk, helper):
        assert "Wat met natte dozen?" in reader.get(page).content.decode()
        assert page in reader.get(f"/werkplek/de-lus/oproepen/{call.pk}/").content.decode()
    entry = make.idea(call, challenge=challenge)
    assert page in desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/ideeen/{entry.pk}/").content.decode()
    assert page not in Client().get(f"/oproepen/{call.slug}/").content.decode()


def test_a_row_of_another_hub_or_of_no_sort_is_not_there(hub: Hub) -> None:
    desk, call, other = client_of(hub), make.call(hub), make.hub("Elders", slug="elders")
    case = make.case(other)
    here = f"/werkplek/de-lus/oproepen/{call.pk}/uitdagingen/uit/"
    for way in (f"dossier/{case.pk}/", "dossier/999999/", f"vraag/{case.pk}/", f"kaart/{case.pk}/"):
        assert desk.get(f"{here}{way}").status_code == 404
        assert desk.post(f"{here}{way}", {"title": "x"}).status_code == 404
    with everywhere("a test"), pytest.raises(Http404):
        services.save_challenge(
            actor=SYSTEM,
            challenge=Challenge(call=call),
            seen_version=0,
            values={"title": "x", "words": "", "skills": []},
            came_of=case,
        )


def test_what_takes_no_challenge_any_more_is_not_offered(hub: Hub) -> None:
    desk = client_of(hub)
    _case, page = row_of("dossier", hub)
    make.call(hub, position=1)
    hackathon = make.call(hub, kind="hackathon")
    assert desk.get(page).content.decode().count("/uitdagingen/uit/") == 1
    for key in ("hackathons", "calls"):
        Switch.objects.update_or_create(hub=hub, key=key, defaults={"is_on": False})
    assert "/uitdagingen/uit/" not in desk.get(page).content.decode()
    assert Call._base_manager.filter(pk=hackathon.pk).exists()
