"""Calls on the page of their hub, in its news and in the search: what is open to all, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.base import news, search_index
from circulairwerkt.base.findables import FINDABLES
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls.models import Challenge
from circulairwerkt.hubs.models import Hub, Switch
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return make.hub("De Lus", slug="de-lus")


def on_page() -> str:
    return Client().get("/hubs/de-lus/").content.decode()


def in_news(hub: Hub) -> list[str]:
    return [item.key for item in news.latest(hub) if item.key.startswith("call:")]


def documents() -> dict[int, frozenset[str]]:
    found = FINDABLES["call"]
    with everywhere("a test reads the index"):
        return {each.object_id: each.marks for each in found.documents(list(found.ids()))}


def test_what_is_open_is_found_and_what_is_not_is_not(hub: Hub) -> None:
    running = make.call(hub, slug="loopt")
    draft = make.call(hub, slug="ontwerp", state="draft", visibility="hub")
    over = make.call(hub, slug="voorbij", state="finished", ended_at=timezone.now())
    judged = make.call(hub, slug="jury", position=1, closes_at=timezone.now() - timedelta(days=1))
    page = on_page()
    assert "/oproepen/loopt/" in page
    assert "/oproepen/jury/" in page
    assert "/oproepen/ontwerp/" not in page
    assert "/oproepen/voorbij/" not in page
    assert set(in_news(hub)) == {f"call:{running.pk}", f"call:{over.pk}"}
    assert {pk for pk, marks in documents().items() if "p" in marks} == {running.pk, over.pk, judged.pk}
    assert documents()[draft.pk] == {f"h{hub.pk}", "all"}
    found = FINDABLES["call"]
    with everywhere("a test asks for a draft"):
        assert found.shown(NOBODY, [draft.pk, running.pk]).keys() == {running.pk}


def test_an_instrument_that_is_off_is_nowhere(hub: Hub) -> None:
    make.call(hub, slug="loopt")
    hackathon = make.call(hub, slug="bouw", kind="hackathon")
    Switch.objects.update_or_create(hub=hub, key="calls", defaults={"is_on": False})
    page = on_page()
    assert "/oproepen/loopt/" not in page
    assert "/oproepen/bouw/" in page
    assert in_news(hub) == [f"call:{hackathon.pk}"]
    assert set(documents()) == {hackathon.pk}


def test_a_challenge_is_found_by_its_words_and_an_idea_is_not(hub: Hub) -> None:
    call = make.call(hub, slug="loopt")
    Challenge.objects.create(call=call, title="Natte dozen")
    make.idea(call, title="Zeppelin")
    list(search_index.rebuild())
    page = Client().get("/zoeken/?q=natte+dozen").content.decode()
    assert "/oproepen/loopt/" in page
    assert "/oproepen/loopt/" not in Client().get("/zoeken/?q=zeppelin").content.decode()
