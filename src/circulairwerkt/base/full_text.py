"""The full text of the database asked: which entries hold the words and may be found, the newest first.

A table of FTS5 on SQLite reads from the newest entry and stops where it has enough. The index of PostgreSQL
knows no order: it would fetch every entry that matches, to keep the newest. So it is asked for the newest
thousands of a large kind alone first, and for all of them only where those hold too few.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from django.core.cache import caches
from django.db import connection

from circulairwerkt.base.findables import Findable

#: Kind, key, moment and title of an entry.
Row = tuple[str, int, str, str]
#: A kind that is looked at, with the marks of the reader.
Looked = tuple[Findable, list[str]]

#: Of a kind with more entries PostgreSQL looks at so many first.
NEWEST = 8_000
#: Entries stand in the index by blocks of 2 ** 12 numbers (migration 0003).
_BLOCK_BITS = 12
#: How long it is kept where the newest of a kind begin: meanwhile some more are looked at.
_KEPT_SECONDS = 600


def matching(looked: Sequence[Looked], asked: Sequence[Sequence[str]], most: int) -> list[Row]:
    """Return what holds a word of each group: of each kind the newest entries, ``most`` of them.

    A moment is text in UTC, as databases write it and in whose order it stands: more than a thousand of them
    are compared for a page and none is shown.
    """
    if connection.vendor == "sqlite":
        return _asked_of_fts(looked, asked, most)
    blocks = _newest_blocks([each.kind for each, _marks in looked])
    small = [each for each in looked if each[0].kind not in blocks]
    large = [each for each in looked if each[0].kind in blocks]
    found = _asked_of_gin(large, asked, most, blocks, small)
    held = Counter(kind for kind, *_told in found)
    short = [each for each in large if held[each[0].kind] < most]
    if not short:
        return found
    again = {each.kind for each, _marks in short}
    return [row for row in found if row[0] not in again] + _asked_of_gin(short, asked, most)


def _asked_of_fts(looked: Sequence[Looked], asked: Sequence[Sequence[str]], most: int) -> list[Row]:
    values: list[Any] = []
    for each, marks in looked:
        values += [_fts_expression(each.code, marks, asked), each.kind, most]
    return _rows([_OF_FTS] * len(looked), values)


def _asked_of_gin(
    looked: Sequence[Looked],
    asked: Sequence[Sequence[str]],
    most: int,
    blocks: Mapping[str, list[str]] = MappingProxyType({}),
    small: Sequence[Looked] = (),
) -> list[Row]:
    """Ask each kind by itself, and those of few entries together: PostgreSQL plans each part anew."""
    parts: list[str] = []
    values: list[Any] = []
    for each, marks in looked:
        own = blocks.get(each.kind)
        parts.append(_OF_GIN.format(blocks=_IN_BLOCKS if own else ""))
        values += [_gin_expression(each.code, marks, asked), *([own] if own else []), each.kind, most]
    if small:
        # Words begin with the letter of their kind: one question holds those of all.
        together = " | ".join(f"({_gin_expression(each.code, marks, asked)})" for each, marks in small)
        parts.append(_OF_GIN_TOGETHER)
        values += [together, [each.kind for each, _marks in small], most]
    return _rows(parts, values)


def _rows(parts: Sequence[str], values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return cast(list[Row], cursor.fetchall())


#: Of one kind; what is due to be read in again is left out, because its rights may have changed.
_OF_FTS = (
    "SELECT * FROM (SELECT e.kind, e.object_id, e.at || '', e.title FROM base_search_text t "
    "CROSS JOIN base_searchentry e ON e.id = t.rowid "
    "WHERE t.base_search_text MATCH %s AND e.kind = %s AND NOT EXISTS "
    "(SELECT 1 FROM base_searchdue d WHERE d.kind = e.kind AND d.object_id = e.object_id) "
    "ORDER BY t.rowid DESC LIMIT %s)"
)
# OFFSET 0 keeps PostgreSQL to the index of the words: it takes a word for rarer or commoner than it is, and
# then looks through all entries, the newest first, or fetches all of the kind.
_OF_GIN = (
    "(SELECT g.kind, g.object_id, g.at::text, g.title FROM ("
    "SELECT f.* FROM (SELECT id, kind, object_id, at, title FROM base_searchentry "
    "WHERE words @@ %s::tsquery{blocks} OFFSET 0) f WHERE f.kind = %s AND (f.kind, f.object_id) "
    "NOT IN (SELECT d.kind, d.object_id FROM base_searchdue d) ORDER BY f.id DESC LIMIT %s) g)"
)
_OF_GIN_TOGETHER = (
    "(SELECT g.kind, g.object_id, g.at::text, g.title FROM ("
    "SELECT f.*, row_number() OVER (PARTITION BY f.kind ORDER BY f.id DESC) AS place "
    "FROM (SELECT id, kind, object_id, at, title FROM base_searchentry "
    "WHERE words @@ %s::tsquery OFFSET 0) f WHERE f.kind = ANY(%s) AND (f.kind, f.object_id) "
    "NOT IN (SELECT d.kind, d.object_id FROM base_searchdue d)) g WHERE g.place <= %s)"
)
#: As the index spells it, or PostgreSQL does not know it for the same.
_IN_BLOCKS = f" AND ARRAY[kind::text || '.' || (id >> {_BLOCK_BITS})::text] && %s"


def _newest_blocks(kinds: Sequence[str]) -> dict[str, list[str]]:
    """Return for each large kind the blocks that hold its newest entries, as the index spells them.

    Where they begin is kept a while: entries come at the end, so that too many are looked at, never too few.
    """
    begins = {kind: begin for kind, begin in _begins(kinds).items() if begin is not None}
    if not begins:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM base_searchentry")
        (last,) = cursor.fetchone()
    # One more than there are: somebody may write an entry now.
    end = ((last or 0) >> _BLOCK_BITS) + 2
    return {
        kind: [f"{kind}.{block}" for block in range(begin >> _BLOCK_BITS, end)]
        for kind, begin in begins.items()
        if begin >> _BLOCK_BITS < end  # Else its newest are gone since.
    }


def _begins(kinds: Sequence[str]) -> dict[str, int | None]:
    """Return the number of the entry at which the newest of each kind begin; None for a small one."""
    kept, names = caches["memory"], {f"full_text.{kind}": kind for kind in kinds}
    found = {names[name]: begin for name, begin in kept.get_many(names).items()}
    missing = [kind for kind in kinds if kind not in found]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_BEGINS, [NEWEST, missing])
            told: dict[str, int | None] = dict(cursor.fetchall())
        kept.set_many({f"full_text.{kind}": begin for kind, begin in told.items()}, _KEPT_SECONDS)
        found |= told
    return found


_BEGINS = (
    "SELECT k, (SELECT e.id FROM base_searchentry e WHERE e.kind = k ORDER BY e.id DESC OFFSET %s LIMIT 1) "
    "FROM unnest(%s::text[]) AS k"
)


def _fts_expression(code: str, marks: Sequence[str], asked: Sequence[Sequence[str]]) -> str:
    """Return the question to the full text: one of the marks, and of each group one of the words.

    Marks and words hold letters and digits alone, so nothing needs to be escaped; ``*`` at the end asks for
    the beginning of a word.
    """
    either = " OR "
    words = _groups(asked, lambda stem, more: f'"{code}{stem}"{"*" * more}', either)
    readers = either.join(f'"{mark}"' for mark in marks if not mark.startswith("-"))
    apart = "".join(f' NOT marks : "{mark[1:]}"' for mark in marks if mark.startswith("-"))
    return f"(marks : ({readers}) AND words : ({' AND '.join(words)})){apart}"


def _gin_expression(code: str, marks: Sequence[str], asked: Sequence[Sequence[str]]) -> str:
    """Return the same question as ``_fts_expression``, to PostgreSQL."""
    either = " | "
    words = _groups(asked, lambda stem, more: f"'{code}{stem}'{':*' * more}", either)
    readers = either.join(f"'_{mark}'" for mark in marks if not mark.startswith("-"))
    apart = "".join(f" & !'_{mark[1:]}'" for mark in marks if mark.startswith("-"))
    return f"({readers}){apart} & {' & '.join(words)}"


def _groups(asked: Sequence[Sequence[str]], spelt: Callable[[str, bool], str], either: str) -> list[str]:
    """Return each group as a choice of its words, ``spelt`` from a word and whether more may follow it."""
    return [
        f"({either.join(spelt(word.rstrip('*'), word.endswith('*')) for word in words)})" for words in asked
    ]
