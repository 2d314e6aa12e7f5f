"""The index of what can be found: noted with each change, read in just after it, mended by night.

The words of each entry lie in the full text of the database: a table of FTS5 on SQLite, a column with a GIN
index on PostgreSQL. In front of each word stands the letter of its kind, so that a short beginning of a word
runs through the words of one kind alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models import Max

from circulairwerkt.base.findables import (
    APART,
    FINDABLES,
    LETTER,
    Document,
    Findable,
    themselves,
    touched_by,
    words_of,
)
from circulairwerkt.base.models import SearchDue, SearchEntry, SearchWord
from circulairwerkt.base.scope import everywhere

T = TypeVar("T")

#: Things read in at once: one transaction well under a second.
CHUNK = 200
#: Words of one thing; a long thread holds no more than these.
MOST_WORDS = 4000
MOST_LETTERS = 40
#: Shorter words are found by their beginning alone: every other short word is alike.
LEAST_LETTERS = 3
#: The lock under which one process at a time reads in, on PostgreSQL.
_LOCK = 7_302_119


def note(row: models.Model) -> None:
    """Have the things that ``row`` touches read in again, once the transaction of the caller is saved."""
    for kind, keys in touched_by(row).items():
        note_keys(kind, keys)


def note_alone(rows: Sequence[models.Model]) -> None:
    """Have rows to which nothing points, just made or taken back, read in again, as ``note``."""
    for kind, keys in themselves(rows).items():
        note_keys(kind, keys)


def note_keys(kind: str, keys: Iterable[int]) -> None:
    """Have these things of one kind read in again, once the transaction of the caller is saved."""
    SearchDue.objects.bulk_create([SearchDue(kind=kind, object_id=key) for key in keys], batch_size=1000)
    transaction.on_commit(catch_up, robust=True)


def catch_up() -> int:
    """Read in all that is due; return how many things. One process does so at a time."""
    count = 0
    while SearchDue.objects.exists():
        with transaction.atomic(), everywhere("the index reads what changed"):
            _alone()
            due = list(SearchDue.objects.order_by("kind", "pk")[:CHUNK])
            for kind, rows in groupby(due, attrgetter("kind")):
                keys = list(dict.fromkeys(row.object_id for row in rows))
                if kind in FINDABLES:
                    _replace(FINDABLES[kind], keys)
                count += len(keys)
            SearchDue.objects.filter(pk__in=[row.pk for row in due]).delete()
    return count


def _chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    whole = list(values)
    return (whole[start : start + size] for start in range(0, len(whole), size))


def _alone() -> None:
    """Wait until no other process reads in: of two that read one thing, the later must write last."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def rebuild() -> Iterator[tuple[str, int]]:
    """Read in everything anew; yields each kind with how many things it has. Searching goes on meanwhile."""
    for findable in FINDABLES.values():
        with everywhere("the index is made anew"):
            keys = list(findable.ids())
        for chunk in _chunks(keys, CHUNK * 5):
            with transaction.atomic(), everywhere("the index is made anew"):
                _alone()
                _replace(findable, chunk)
        _drop_orphans(findable, keys)
        yield findable.kind, len(keys)
    SearchEntry.objects.exclude(kind__in=list(FINDABLES)).delete()
    forget_words()


def mend() -> int:
    """Read in what the index misses, drop what is gone; return how many things were wrong.

    What services write is noted with it; this is for rows that came or went in another way.
    """
    wrong = 0
    for findable in FINDABLES.values():
        with everywhere("the index is compared with the rows"):
            keys = set(findable.ids())
        known = set(
            SearchEntry.objects.filter(kind=findable.kind).values_list("object_id", flat=True).distinct()
        )
        missing = sorted(keys - known)
        note_keys(findable.kind, missing)
        wrong += len(missing) + _drop_orphans(findable, keys)
    forget_words()
    catch_up()
    return wrong


def _drop_orphans(findable: Findable, keys: Iterable[int]) -> int:
    known = SearchEntry.objects.filter(kind=findable.kind).values_list("object_id", flat=True).distinct()
    gone = sorted(set(known) - set(keys))
    for chunk in _chunks(gone, CHUNK * 5):
        with transaction.atomic():
            _alone()
            _remove(findable.kind, chunk)
    return len(gone)


def _replace(findable: Findable, keys: Sequence[int]) -> None:
    """Write what can be found of these things in place of what stood there."""
    _remove(findable.kind, keys)
    documents = list(findable.documents(keys))
    lines = [_line(findable, each) for each in documents if each.marks]
    if connection.vendor == "postgresql":
        _write_vectors(lines)
    else:
        _write_fts(lines)
    _learn(lines)


#: An entry with its marks and its words, each as they stand in the index.
_Line = tuple[SearchEntry, list[str], list[str]]


def _line(findable: Findable, document: Document) -> _Line:
    title = words_of(document.title)
    words = dict.fromkeys([*title, *words_of(document.text)])
    kept = [word[:MOST_LETTERS] for word in words][:MOST_WORDS]
    entry = SearchEntry(
        kind=findable.kind, object_id=document.object_id, at=document.at, title=" ".join(title)[:200]
    )
    return entry, [findable.spelled(mark) for mark in sorted(document.marks)], kept


def _remove(kind: str, keys: Sequence[int]) -> None:
    rows = SearchEntry.objects.filter(kind=kind, object_id__in=keys)
    if connection.vendor == "sqlite":
        gone = [(pk,) for pk in rows.values_list("pk", flat=True)]
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM base_search_text WHERE rowid = %s", gone)
    rows.delete()


def _write_fts(lines: Sequence[_Line]) -> None:
    SearchEntry.objects.bulk_create([entry for entry, _marks, _words in lines], batch_size=100)
    rows = [
        (entry.pk, " ".join(marks), " ".join(f"{marks[0][0]}{word}" for word in words))
        for entry, marks, words in lines
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO base_search_text (rowid, marks, words) VALUES (%s, %s, %s)", rows)


def _write_vectors(lines: Sequence[_Line]) -> None:
    rows = [
        (
            entry.kind,
            entry.object_id,
            entry.at,
            entry.title,
            [f"_{mark}" for mark in marks] + [f"{marks[0][0]}{word}" for word in words],
        )
        for entry, marks, words in lines
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO base_searchentry (kind, object_id, at, title, words) "
            "VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[]))",
            rows,
        )


def _wanted(lines: Iterable[tuple[Sequence[str], Sequence[str]]]) -> set[tuple[str, str]]:
    return {
        (mark, word)
        for marks, words in lines
        for word in words
        if len(word) >= LEAST_LETTERS and not word.isdecimal()
        for mark in marks
        if mark[LETTER] not in APART
    }


def _learn(lines: Sequence[_Line]) -> None:
    """Add the words that are new where they stand."""
    wanted = sorted(_wanted((marks, words) for _entry, marks, words in lines))
    for chunk in _chunks(wanted, 2000):
        known = _known(chunk)
        _add_words(pair for pair in chunk if pair not in known)


def _known(pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which words are there already, each where it stands: one look in the index of the table each."""
    rows = ", ".join(["(%s, %s, %s)"] * len(pairs))
    asked = (
        f"WITH wanted (scope, length, word) AS (VALUES {rows}) "  # noqa: S608 - places of values alone
        "SELECT scope, word FROM wanted WHERE EXISTS (SELECT 1 FROM base_searchword AS known WHERE "
        "known.scope = wanted.scope AND known.length = wanted.length AND known.word = wanted.word)"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [value for mark, word in pairs for value in (mark, len(word), word)])
        return set(cursor.fetchall())


def _add_words(pairs: Iterable[tuple[str, str]]) -> None:
    rows = [(mark, len(word), word) for mark, word in pairs]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO base_searchword (scope, length, word) VALUES (%s, %s, %s)", rows)


def forget_words() -> int:
    """Drop the words that no entry holds any more and those that stand twice, add what is missing.

    Returns how many went. A name that was erased from a case leaves the index at once, this list within a
    day.
    """
    last = SearchWord.objects.aggregate(last=Max("pk"))["last"] or 0
    held: set[tuple[str, str]] = set()
    for lines in _texts():
        held |= _wanted(lines)
    gone = []
    rows = SearchWord.objects.filter(pk__lte=last).order_by("pk").values_list("pk", "scope", "word")
    for pk, scope, word in rows.iterator():
        if (scope, word) in held:
            held.discard((scope, word))
        else:
            gone.append(pk)
    for chunk in _chunks(gone, 5000):
        SearchWord.objects.filter(pk__in=chunk).delete()
    _add_words(sorted(held))
    return len(gone)


def _texts() -> Iterator[list[tuple[list[str], list[str]]]]:
    """Yield marks and words of all entries, some at a time."""
    last, size = 0, 2000
    while True:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT rowid, marks, words FROM base_search_text "
                    "WHERE rowid > %s ORDER BY rowid LIMIT %s",
                    [last, size],
                )
                rows = [
                    (pk, marks.split(), [word[1:] for word in words.split()])
                    for pk, marks, words in cursor.fetchall()
                ]
            else:
                cursor.execute(
                    "SELECT id, tsvector_to_array(words) FROM base_searchentry "
                    "WHERE id > %s ORDER BY id LIMIT %s",
                    [last, size],
                )
                rows = [
                    (
                        pk,
                        [each[1:] for each in lexemes if each[0] == "_"],
                        [each[1:] for each in lexemes if each[0] != "_"],
                    )
                    for pk, lexemes in cursor.fetchall()
                ]
        if not rows:
            return
        last = rows[-1][0]
        yield [(marks, words) for _pk, marks, words in rows]
