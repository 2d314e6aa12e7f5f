"""Searching everything one may see: words by their beginning, within compounds, and misspelt.

What an actor looks for is limited by marks inside the full text itself, so that what he may not see is in no
count, no suggestion and no time that a search takes. The rows shown are read once more by his rights of now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Case, Q, When
from django.db.models.functions import Substr
from django.utils import timezone
from rapidfuzz import process
from rapidfuzz.distance import OSA

from circulairwerkt.base.findables import LETTER, OWN, Findable, also_called, in_order, words_of
from circulairwerkt.base.full_text import matching
from circulairwerkt.base.models import SearchWord
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.search_index import LEAST_LETTERS, MOST_LETTERS

#: Things of one kind that a search looks at: those that changed last. More are said to be "more than".
MOST = 200
#: What is read of what somebody types.
MOST_TYPED = 120
_MOST_WORDS = 8
#: Words of which one is enough.
_MOST_ANY = 12
#: Shorter input finds everything, which is nothing.
LEAST_TYPED = 2
#: From so many letters on a word is also sought inside other words: *hout* in *sloophout*.
_INSIDE_FROM = 4
_MOST_INSIDE = 40
_MOST_MEANT = 8
#: Letters that may be wrong, by the length of the word.
_WRONG = ((4, 1), (7, 2))

_LETTER = Substr("scope", LETTER + 1, 1)
#: Not of one organisation: as the index of trigrams spells it (migration 0004), which is not used otherwise.
_SHARED = ~Q(letter=OWN)


@dataclass(frozen=True)
class Found:
    """What a search found of one kind, best first: keys alone; ``is_cut`` where there are more."""

    findable: Findable
    keys: tuple[int, ...]
    is_cut: bool


@dataclass(frozen=True)
class Result:
    """What a search found by kind, and which words were meant where what was typed occurs nowhere."""

    typed: tuple[str, ...]
    groups: tuple[Found, ...] = ()
    meant: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_short(self) -> bool:
        """Whether too little was typed to look for anything."""
        return not self.typed

    @property
    def total(self) -> int:
        """How many things were found; at least, where a group is cut."""
        return sum(len(group.keys) for group in self.groups)

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return any(group.is_cut for group in self.groups)

    @property
    def marked(self) -> tuple[str, ...]:
        """The words to mark in what is shown."""
        return (*self.typed, *(word for words in self.meant.values() for word in words))

    def of(self, kind: str) -> Found | None:
        """Return what was found of one kind; None where nothing was."""
        return next((group for group in self.groups if group.findable.kind == kind), None)


def typed_words(text: str) -> tuple[str, ...]:
    """Return the words to look for, none where fewer than two letters or digits were typed.

    >>> typed_words("ka"), typed_words("k"), typed_words("de Leie!")
    (('ka',), (), ('de', 'leie'))
    """
    words = list(dict.fromkeys(words_of(text[:MOST_TYPED])))[:_MOST_WORDS]
    if all(len(word) < LEAST_TYPED for word in words):
        return ()
    return tuple(word[:MOST_LETTERS] for word in words)


def search(actor: Actor, text: str, *, kinds: Iterable[str] = (), most: int = MOST) -> Result:
    """Return what ``actor`` finds for ``text``, by kind; ``kinds`` narrows it.

    A word is found by its beginning and inside compounds. Where all words together occur nowhere, each that
    occurs nowhere by itself is read as other words for the same, else as the words that look most like it.
    """
    typed = typed_words(text)
    if not typed:
        return Result(typed)
    looked = _looked_at(actor, kinds)
    if not looked:
        return Result(typed)
    marks = [mark for _each, own in looked for mark in own if not mark.startswith("-")]
    holding = {word: _words_with(marks, word) for word in typed}
    asked = {
        word: [f"{word}*", *(one for one in found or () if not one.startswith(word))]
        for word, found in holding.items()
    }
    unknown = {word for word, found in holding.items() if found == []}
    groups = () if unknown else _groups(looked, asked, typed, most)
    if groups:
        return Result(typed, groups)
    # A single word was just sought.
    nowhere = unknown or set(typed if len(typed) == 1 else ())
    meant = {
        word: likely
        for word in typed
        if (word in nowhere or _is_nowhere(looked, asked[word]))
        and (likely := _same(marks, word) or _likely(marks, word))
    }
    if not meant:
        return Result(typed)
    asked |= meant
    words = [meant[word][0] if word in meant else word for word in typed]
    return Result(typed, _groups(looked, asked, words, most), meant)


def search_any(
    actor: Actor, phrases: Iterable[str], *, kinds: Iterable[str] = (), most: int = MOST
) -> Result:
    """Return what ``actor`` finds that holds the words of at least one of ``phrases``; no typing error is
    forgiven, because nobody typed them.
    """
    words = tuple(dict.fromkeys(word for phrase in phrases for word in words_of(phrase) if _tells(word)))
    looked = _looked_at(actor, kinds) if words else []
    if not looked:
        return Result(())
    return Result(words, _groups(looked, {"": [f"{word}*" for word in words[:_MOST_ANY]]}, words, most))


def _tells(word: str) -> bool:
    return len(word) >= _INSIDE_FROM and not word.isdecimal()


def _looked_at(actor: Actor, kinds: Iterable[str]) -> list[tuple[Findable, list[str]]]:
    """Return the kinds that are looked at, each with what the actor looks for in it."""
    wanted = set(kinds)
    return [
        (each, marks)
        for each in in_order()
        if (not wanted or each.kind in wanted) and (marks := each.marks_of(actor))
    ]


def _groups(
    looked: Sequence[tuple[Findable, list[str]]],
    asked: Mapping[str, Sequence[str]],
    words: Sequence[str],
    most: int,
) -> tuple[Found, ...]:
    rows: dict[str, list[tuple[int, str, str]]] = {}
    now = timezone.now().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    for kind, key, at, title in matching(looked, list(asked.values()), most + 1):
        rows.setdefault(kind, []).append((key, at, title))
    return tuple(
        Found(each, tuple(_ranked(rows[each.kind], words, now)[:most]), len(rows[each.kind]) > most)
        for each, _marks in looked
        if each.kind in rows
    )


def _ranked(rows: Iterable[tuple[int, str, str]], words: Sequence[str], now: str) -> list[int]:
    """Return each key once: what has the words in its title first, then what is to come, the next one first,
    then what happened or changed last.

    >>> rows = [(1, "2026-01-05", "markt"), (2, "2026-01-03", "markt"), (3, "2025-12-31", "markt")]
    >>> _ranked([*rows, (4, "2025-12-30", "markt in mei")], ["markt"], "2026-01-01")
    [2, 1, 3, 4]
    """
    best: dict[int, tuple[int, str]] = {}
    first = f" {' '.join(words)} "
    # A title is its words with a space between: asked of the whole, for each row without calling anything.
    for key, at, title in rows:
        own = f" {title} "
        score = 2 if own[: len(first)] == first else 0
        for word in words:
            if f" {word}" in own:
                score += 3 if f" {word} " in own else 1
        found = (score, at)
        if key not in best or best[key] < found:
            best[key] = found
    by_time = sorted([(at, key) for key, (_score, at) in best.items()], reverse=True)
    to_come = [key for at, key in by_time if at > now]
    past = [key for at, key in by_time if at <= now]
    return sorted([*reversed(to_come), *past], key=lambda key: best[key][0], reverse=True)


def _is_nowhere(looked: Sequence[tuple[Findable, list[str]]], words: Sequence[str]) -> bool:
    return not matching(looked, [words], 1)


def _words_with(marks: Sequence[str], word: str) -> list[str] | None:
    """Return words that hold ``word``, among those that the reader finds: first where it stands further on,
    none only where there is none at all. None for what is sought by its beginning alone.
    """
    if len(word) < _INSIDE_FROM or word.isdecimal():
        return None
    shared, own = _apart(marks)
    where = _SHARED & Q(scope__in=shared)
    if own:
        where |= Q(scope__in=own)
    rows = SearchWord.objects.alias(letter=_LETTER).filter(where, word__contains=word)
    begins = rows.annotate(begins=Case(When(word__startswith=word, then=1), default=0))
    found = begins.order_by("begins", "length", "word").values_list("begins", "length", "word").distinct()
    return [each for _begins, _length, each in found[:_MOST_INSIDE]]


def _same(marks: Sequence[str], word: str) -> list[str]:
    """Return other words for the same, of those that the reader finds."""
    others = also_called(word)
    if not others:
        return []
    rows = SearchWord.objects.filter(scope__in=marks, word__in=others)
    known = set(rows.values_list("word", flat=True).distinct())
    return [each for each in others if each in known]


def _likely(marks: Sequence[str], word: str) -> list[str]:
    """Return the words that the reader finds and that differ from ``word`` by a letter or two."""
    wrong = max((most for least, most in _WRONG if len(word) >= least), default=0)
    if not wrong or word.isdecimal():
        return []
    known = _alike(marks, word, wrong)
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=wrong, limit=_MOST_MEANT)
    return [one for one, _distance, _place in sorted(found, key=lambda each: (each[1], each[0]))]


def _alike(marks: Sequence[str], word: str, wrong: int) -> list[str]:
    """Return words among which those that ``word`` may mean: by trigrams where there are, else by length.

    Trigrams say little of short words, and those are few; so are those of one organisation.
    """
    shortest, longest = max(LEAST_LETTERS, len(word) - wrong), len(word) + wrong
    found: list[str] = []
    by_length = marks
    if connection.vendor == "postgresql" and len(word) >= _WRONG[1][0]:
        shared, by_length = _apart(marks)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
            cursor.execute(_BY_TRIGRAMS, [shared, shortest, longest, word, word])
            found = [each for (each,) in cursor.fetchall()]
    if by_length:
        near = SearchWord.objects.filter(scope__in=by_length, length__range=(shortest, longest))
        found += near.values_list("word", flat=True).distinct()
    return list(dict.fromkeys(found))


def _apart(marks: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the marks that many look for, and those of one organisation."""
    shared = [mark for mark in marks if mark[LETTER] != OWN]
    return shared, [mark for mark in marks if mark[LETTER] == OWN]


# The condition is ``_SHARED``.
_BY_TRIGRAMS = (
    "SELECT word FROM base_searchword WHERE scope = ANY(%s) AND NOT (substring(scope, 3, 1) = 'o') "
    "AND length BETWEEN %s AND %s AND word %% %s "
    "GROUP BY word ORDER BY similarity(word, %s) DESC, word LIMIT 400"
)
