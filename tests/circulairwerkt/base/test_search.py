"""The index of what can be found keeps up with what services do, and forgives how people type."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from circulairwerkt.base import search_index
from circulairwerkt.base.findables import FINDABLES
from circulairwerkt.base.models import SearchDue, SearchEntry, SearchWord
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.search import search, typed_words
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Stage
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.streams import services as streams
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[Any]]


def _found(text: str, actor: Actor = SYSTEM, **more: Any) -> set[tuple[str, int]]:
    with everywhere("a test"):
        result = search(actor, text, **more)
    return {(group.findable.kind, key) for group in result.groups for key in group.keys}


def _rebuilt() -> None:
    list(search_index.rebuild())


def test_words_are_found_as_people_type_them() -> None:
    firm = factories.organisation("Kringwinkel Zuid-Oost", kbo_number="0403019261")
    wood = factories.organisation("Sloophout Dewaele")
    cafe = factories.organisation("Café 't Hoekje")
    _rebuilt()
    for typed, expected in (
        ("kr", firm),
        ("KRINGWINKEL", firm),
        ("kringwnkel", firm),
        ("kirngwinkel zuid", firm),
        ("oost kring", firm),
        ("0403019261", firm),
        ("hout", wood),
        ("slophout", wood),
        ("cafe hoekje", cafe),
        ("hoe", cafe),
    ):
        assert _found(typed, NOBODY) == {("organisation", expected.pk)}, typed
    for typed in ("k", "", "\x00", "kringwinkel dewaele", "zzzzzzzz", "' OR 1=1 --", "kring* AND", ":*&|!()"):
        assert _found(typed, NOBODY) == set(), typed
    with everywhere("a test"):
        assert search(NOBODY, "kringwnkel").meant == {"kringwnkel": ["kringwinkel"]}
    assert typed_words("a b c") == ()


def test_titles_come_first_and_a_long_list_says_that_it_is_cut() -> None:
    hub = factories.hub()
    beside = factories.case(hub, "Iets anders", summary="over kurk")
    titled = factories.case(hub, "Kurk van stoppen", moved_at=timezone.now() - timedelta(days=9))
    _rebuilt()
    with everywhere("a test"):
        assert search(SYSTEM, "kurk").of("case").keys == (titled.pk, beside.pk)  # type: ignore[union-attr]
        cut = search(SYSTEM, "kurk", most=1)
    assert (cut.total, cut.is_cut) == (1, True)


def test_of_what_has_a_day_the_next_comes_first_and_what_is_over_last() -> None:
    hub, today = factories.hub(), timezone.now()
    far, over, long_over, near = (
        factories.event(hub, "Repair café", starts_at=today + timedelta(days=days)).pk
        for days in (60, -3, -400, 2)
    )
    _rebuilt()
    with everywhere("a test"):
        found = search(NOBODY, "repair").of("event")
    assert found is not None
    assert found.keys == (near, far, over, long_over)


def test_the_index_follows_what_services_do(django_capture_on_commit_callbacks: Commits) -> None:
    """Made, changed, handed on, shared, erased, taken back: right after each, and the same as made anew."""
    hub, other = factories.hub(), factories.hub()
    actor, stranger = actor_of(factories.member(hub)), actor_of(factories.member(other))
    firm = factories.organisation("Drukkerij Peeters")
    _rebuilt()

    def does(service: Callable[..., Any], **values: Any) -> Any:
        with everywhere("a test"), django_capture_on_commit_callbacks(execute=True):
            return service(actor=actor, **values)

    sentence = "elke week drie paletten kurkplaten"
    card = does(streams.make_card, hub=hub, organisation=firm, sentence=sentence, is_another=True)
    mine = {("card", card.pk)}
    assert _found("kurkplaten", actor, kinds=["card"]) == mine
    assert _found("kurkplaten", stranger) == set()
    does(streams.change, row=card, seen_version=card.version, values={"product": "zeefdoek"})
    assert _found("zeefdoek", actor) == mine
    does(streams.open_to, row=card, visibility="network")
    assert _found("zeefdoek", stranger) == mine
    assert _found("peeters", stranger, kinds=["card"]) == set()
    does(streams.close_as_gone, row=card)
    assert _found("zeefdoek", stranger) == set()
    assert _found("zeefdoek", actor) == mine

    case = does(cases.open_case, hub=hub, title="Kurkstoppen", summary="", stage=Stage.CASE)
    person = does(cases.add_contact, case=case, person=cases.Person(name="Griet Zwaenepoel"))
    assert _found("zwaenepoel", actor) == {("case", case.pk), ("contact", person.pk)}
    does(cases.share, case=case, hub=other)
    assert ("contact", person.pk) in _found("zwaenepoel", stranger)
    does(cases.stop_sharing, case=case, hub=other)
    assert _found("kurkstoppen", stranger) == set()
    does(cases.erase_contact, contact=person)
    assert _found("zwaenepoel", actor) == set()

    search_index.forget_words()
    assert not SearchWord.objects.filter(word="zwaenepoel").exists()
    kept = _whole()
    _rebuilt()
    assert _whole() == kept


def _whole() -> set[tuple[object, ...]]:
    texts = [line for lines in search_index._texts() for line in lines]
    rows = SearchEntry.objects.order_by("pk").values_list("kind", "object_id", "title")
    return {(*row, *sorted(marks), *sorted(words)) for row, (marks, words) in zip(rows, texts, strict=True)}


def test_what_a_killed_process_left_is_read_in_later(django_capture_on_commit_callbacks: Commits) -> None:
    hub = factories.hub()
    with everywhere("a test"), django_capture_on_commit_callbacks(execute=False):
        case = cases.open_case(
            actor=actor_of(factories.member(hub)), hub=hub, title="Kurkdroog", summary="", stage=Stage.CASE
        )  # fmt: skip
    assert SearchDue.objects.exists()
    assert _found("kurkdroog") == set()
    search_index.catch_up()
    assert _found("kurkdroog") == {("case", case.pk)}
    assert not SearchDue.objects.exists()


def test_the_night_mends_what_came_and_went_past_the_services() -> None:
    gone = factories.organisation("Verdwenen vzw")
    _rebuilt()
    gone.delete()
    came = factories.organisation("Aangekomen vzw")
    assert search_index.mend() == 2
    assert _found("vzw") == {("organisation", came.pk)}
    assert not SearchWord.objects.filter(word="verdwenen").exists()
    call_command("rebuild_search", stdout=StringIO())
    assert _found("vzw") == {("organisation", came.pk)}


def test_each_kind_is_told_apart() -> None:
    for told in ("code", "order", "name"):
        assert len({getattr(each, told) for each in FINDABLES.values()}) == len(FINDABLES), told


def test_a_word_that_stands_nowhere_is_read_as_what_it_is_called_here() -> None:
    hub = factories.hub()
    textile = factories.card(hub, "balen van de weverij", material="textile", visibility="public")
    factories.card(hub, "platen voor de muur", material="cork")
    _rebuilt()
    for typed, actor in (("tissus", NOBODY), ("vodden", NOBODY), ("Vodden weverij", SYSTEM)):
        assert _found(typed, actor) == {("card", textile.pk)}, typed
    with everywhere("a test"):
        assert search(NOBODY, "vodden").meant == {"vodden": ["textiel", "textiles", "textile"]}
        # No card of cork is open: to this reader it is not told that there is one.
        assert search(NOBODY, "kurken").meant == {}
        assert search(SYSTEM, "kurken").meant == {"kurken": ["kurk", "cork", "liege"]}
    factories.card(hub, "vodden om te poetsen")
    _rebuilt()
    with everywhere("a test"):
        assert search(SYSTEM, "vodden").meant == {}, "what stands somewhere means itself"
