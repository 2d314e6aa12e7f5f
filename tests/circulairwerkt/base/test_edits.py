"""Two people edit the same thing: the second sees both versions, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.edits import comparable
from circulairwerkt.base.models import EditConflict
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories

PATH = "/werkplek/gent/gegevens/"


def _hub() -> Hub:
    return factories.hub(
        "Hub Gent", slug="gent", website="https://oud.example.org", contact_phone="09 111 11 11"
    )


def _form(client: Client) -> dict[str, Any]:
    """What a browser would send back of the form, unchanged."""
    form = client.get(PATH).context["form"]
    return {
        bound.html_name: [each.pk for each in bound.value()]
        if bound.name == "sectors"
        else bound.value() or ""
        for bound in form
    }


@pytest.fixture
def two(db: None) -> tuple[Hub, Client, Client, dict[str, Any], dict[str, Any]]:
    """A hub, and two coordinators who both opened its form."""
    hub = _hub()
    first, second = Client(), Client()
    first.force_login(factories.member(hub))
    second.force_login(factories.member(hub))
    return hub, first, second, _form(first), _form(second)


def test_the_second_chooses_field_by_field(two: Any) -> None:
    hub, first, second, form_1, form_2 = two
    assert (
        first.post(PATH, {**form_1, "name": "Naam van één", "website": "https://een.example.org"}).status_code
        == 302
    )

    both = second.post(PATH, {**form_2, "name": "Naam van twee", "contact_phone": "09 222 22 22"})
    assert both.status_code == 409
    proposed = {each.name: each.proposed for each in both.context["differences"]}
    # Both changed the name: choose. The website he left alone, the phone the other left alone: proposed.
    assert proposed == {"name": "", "website": "theirs", "contact_phone": "mine"}
    page = both.content.decode()
    assert "Naam van één" in page
    assert "Naam van twee" in page
    hub.refresh_from_db()
    assert (hub.name, hub.contact_phone) == ("Naam van één", "09 111 11 11"), "nothing was written yet"

    answer = _hidden(both)
    undecided = second.post(PATH, {**answer, "choice_website": "theirs", "choice_contact_phone": "mine"})
    assert undecided.status_code == 422
    assert undecided.context["missing"] == {"name"}
    chosen = {"choice_name": "mine", "choice_website": "theirs", "choice_contact_phone": "mine"}
    assert second.post(PATH, {**_hidden(undecided), **chosen}).status_code == 302
    hub.refresh_from_db()
    assert (hub.name, hub.website, hub.contact_phone) == (
        "Naam van twee",
        "https://een.example.org",
        "09 222 22 22",
    )


def _hidden(page: Any) -> dict[str, Any]:
    """The hidden fields of the page with both versions."""
    values: dict[str, Any] = {"resolve": "1", "version": page.context["current"].version}
    values["differs"] = [each.name for each in page.context["differences"]]
    for name, value in page.context["sent"]:
        values.setdefault(name, []).append(value)
    return values


def test_a_third_who_comes_in_between_is_seen_too(two: Any) -> None:
    _, first, second, form_1, form_2 = two
    first.post(PATH, {**form_1, "name": "Eén"})
    both = second.post(PATH, {**form_2, "name": "Twee"})
    first.post(PATH, {**_form(first), "name": "Drie"})
    again = second.post(PATH, {**_hidden(both), "choice_name": "mine"})
    assert again.status_code == 409
    assert again.context["differences"][0].theirs == "Drie"


def test_two_who_typed_the_same_do_not_quarrel(two: Any) -> None:
    _, first, second, form_1, form_2 = two
    first.post(PATH, {**form_1, "name": "Zelfde"})
    assert second.post(PATH, {**form_2, "name": "Zelfde"}).status_code == 302


def test_a_forged_memory_proposes_nothing(two: Any) -> None:
    _, first, second, form_1, form_2 = two
    first.post(PATH, {**form_1, "name": "Eén"})
    both = second.post(PATH, {**form_2, "seen": "vervalst", "name": "Twee"})
    assert both.status_code == 409
    assert {each.proposed for each in both.context["differences"]} == {""}


@pytest.mark.django_db
def test_a_row_counts_its_edits() -> None:
    hub = _hub()
    hub.name = "Nieuw"
    hub.save_as_successor_of(1, ["name"])
    assert hub.version == 2
    hub.name = "Te laat"
    with pytest.raises(EditConflict) as caught:
        hub.save_as_successor_of(1, ["name"])
    assert caught.value.current.name == "Nieuw"  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time")
def test_of_many_at_the_same_moment_exactly_one_wins() -> None:
    hub = _hub()
    start = Barrier(8)

    def save(number: int) -> bool:
        try:
            mine = Hub.objects.get(pk=hub.pk)
            start.wait(timeout=20)
            mine.name = f"Nummer {number}"
            mine.save_as_successor_of(1, ["name"])
        except EditConflict:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(save, range(8)))
    assert won.count(True) == 1
    hub.refresh_from_db()
    assert (hub.version, hub.name) == (2, f"Nummer {won.index(True)}")


@given(st.lists(st.integers()) | st.none() | st.booleans() | st.text())
def test_what_is_compared_is_text(value: Any) -> None:
    found = comparable(value)
    assert isinstance(found, str) or all(isinstance(each, str) for each in found)
