"""The newest of a large kind are sought first on PostgreSQL: what is found is what all entries would give."""

import random
from collections.abc import Sequence

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.base import full_text, search
from circulairwerkt.base.findables import FINDABLES
from circulairwerkt.base.models import SearchDue, SearchEntry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite reads from the newest entry on"),
]
_KINDS = ("case", "card")


def _written(chance: random.Random, entries: int) -> None:
    """Entries of two kinds by turns, numbers far apart now and then, some words rare and some common."""
    now = timezone.now()
    with connection.cursor() as cursor:
        for number in range(entries):
            if chance.random() < 0.2:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence('base_searchentry', 'id'), "
                    "nextval(pg_get_serial_sequence('base_searchentry', 'id')) + 3000)"
                )
            kind = chance.choice(_KINDS)
            words = [
                word
                for word, odds in (("hout", 0.8), ("kurk", 0.2), ("zilver", 0.03))
                if chance.random() < odds
            ]
            code = FINDABLES[kind].code
            cursor.execute(
                "INSERT INTO base_searchentry (kind, object_id, at, title, words) "
                "VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[]))",
                [kind, number, now, " ".join(words), [f"_{code}0h1", *(f"{code}{word}" for word in words)]],
            )


def _keys(words: Sequence[str], most: int) -> set[tuple[str, int]]:
    looked = [(FINDABLES[kind], [f"{FINDABLES[kind].code}0h1"]) for kind in _KINDS]
    return {(kind, key) for kind, key, _at, _title in full_text.matching(looked, [words], most)}


@pytest.mark.parametrize("seed", range(6))
def test_the_newest_are_found_as_among_all(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    _written(chance, 120)
    entries = list(SearchEntry.objects.order_by("-pk").values_list("kind", "object_id", "title"))
    for newest in (3, 20, 8_000):
        monkeypatch.setattr(full_text, "NEWEST", newest)
        caches["memory"].clear()
        for word in ("hout*", "kurk*", "zilver*", "goud*"):
            for most in (1, 5, 200):
                wanted = {
                    (kind, key)
                    for each in _KINDS
                    for kind, key, _title in [
                        row for row in entries if row[0] == each and word.rstrip("*") in row[2]
                    ][:most]
                }
                assert _keys([word], most) == wanted, (newest, word, most)


def test_blocks_are_asked_for_large_kinds_alone_and_by_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "NEWEST", 10)
    _written(random.Random(1), 60)
    SearchEntry.objects.filter(kind="card").exclude(
        pk__in=SearchEntry.objects.filter(kind="card")[:4]
    ).delete()
    blocks = full_text._newest_blocks(_KINDS)
    assert set(blocks) == {"case"}
    newest = SearchEntry.objects.filter(kind="case").order_by("-pk")[10]
    assert blocks["case"][0] == f"case.{newest.pk >> 12}"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM base_searchentry WHERE words @@ 'dhout'::tsquery" + full_text._IN_BLOCKS,
            [blocks["case"]],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "search_entry_words" in plan
    assert "Filter" not in plan, "the index does not know the block: is it spelt as in the migration?"


def test_what_is_kept_too_long_makes_it_slower_and_never_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "NEWEST", 10)
    _written(random.Random(2), 60)
    found = _keys(["hout*"], 5)
    assert len(found) == 10
    SearchEntry.objects.filter(kind="case").delete()
    SearchDue.objects.create(kind="card", object_id=max(key for kind, key in found if kind == "card"))
    left = _keys(["hout*"], 5)
    assert {kind for kind, _key in left} == {"card"}
    assert len(left) == 5
    assert len(found - left) == 6
    SearchEntry.objects.all().delete()
    assert full_text._newest_blocks(_KINDS) == {}, "there is nothing to look at first"
    assert _keys(["hout*"], 5) == set()


def test_words_that_many_find_have_an_index_of_their_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("DROP INDEX search_word_of")
        for ask in (
            lambda: search._words_with(["c0n"], "kringwinkel"),
            lambda: search._alike(["c0n"], "kringwnkel", 2),
        ):
            with CaptureQueriesContext(connection) as asked:
                ask()
            statement = next(each["sql"] for each in asked if "base_searchword" in each["sql"])
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "search_word_trigrams" in plan, "is what many find spelt as in the migration?"
