"""From a lesson in a case to words for everybody: a first draft, and what may not stand in it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from circulairwerkt.base.names import bare
from circulairwerkt.base.texts import shown
from circulairwerkt.cases.models import Case, Exit, Lesson, Stage
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.queries import folded
from circulairwerkt.streams.models import Capability, MaterialCard, Need
from circulairwerkt.streams.queries import material_name

CameOf = CaseStory.CameOf

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)
#: Eight digits or more, however they are parted: a telephone or an enterprise number.
_NUMBER = re.compile(r"(?<!\d)(?:\+?\d[\s./-]?){8,14}(?!\d)")
_LEAST_LETTERS = 3

_BY_STAGE = {
    Stage.TEST_TRAJECTORY: CameOf.TESTED,
    Stage.REALISED: CameOf.REALISED,
    Stage.SCALED_UP: CameOf.SCALED_UP,
}


def came_of(case: Case) -> CameOf:
    """Return what came of a case until today, for its story."""
    if case.exit == Exit.STOPPED:
        return CameOf.STOPPED
    return _BY_STAGE.get(Stage(case.stage), CameOf.UNDER_WAY)


def draft_of(lesson: Lesson) -> CaseStory:
    """Return a story that is not saved, filled in with what the case holds; only its hub sees it.

    The words to find it by are the names of the materials. Run it in the scope of the hub.
    """
    case = lesson.case
    return CaseStory(
        hub=case.hub,
        title={"nl": case.title},
        summary={"nl": case.outcome or case.summary},
        lesson={"nl": lesson.text},
        keywords=sorted({material_name(row.material) for row in _streams(case) if row.material}),
        came_of=came_of(case),
        told_of=lesson,
        is_example=case.is_example,
    )


def _streams(case: Case) -> list[MaterialCard | Need | Capability]:
    """Every row that the case is about, whoever may see it: what is closed may not be named either."""
    found: list[MaterialCard | Need | Capability] = []
    for field, model in (("card", MaterialCard), ("need", Need), ("capability", Capability)):
        pks = case.streams.filter(**{f"{field}__isnull": False}).values(f"{field}_id")
        found += model._base_manager.filter(pk__in=pks).select_related("organisation", "site", "municipality")
    return found


def names_in(case: Case, texts: Iterable[str]) -> list[str]:
    """Return what stands in ``texts`` and names somebody: firms, people and places of the case, addresses,
    numbers. A text that names nobody of the case may still name another; the coordinator reads it.
    """
    said = " ".join(texts)
    plain = f" {folded(said)} "
    found = [match.strip() for pattern in (_MAIL, _NUMBER) for match in pattern.findall(said)]
    found += [name for name in _names_of(case) if (word := _bare(name)) and f" {word} " in plain]
    return list(dict.fromkeys(found))


def _bare(name: str) -> str:
    found = bare(name)
    return found if len(found) >= _LEAST_LETTERS else ""


def _names_of(case: Case) -> Iterator[str]:
    for party in case.parties.select_related("organisation"):
        yield party.organisation.name
    for contact in case.contacts.all():
        yield contact.name
        # A family name alone names him as well.
        yield from contact.name.split()[1:]
    if case.owner is not None:
        yield case.owner.name
    for row in _streams(case):
        yield from _names_of_row(row)
    if case.question is not None:
        yield str(case.question.municipality)


def _names_of_row(row: Any) -> Iterator[str]:
    if row.organisation is not None:
        yield row.organisation.name
    if row.site is not None and row.site.name:
        yield row.site.name
    if row.municipality is not None:
        yield row.municipality.name


def told_words(story: CaseStory) -> list[str]:
    """Return every word of a story that goes out."""
    return [
        *(str(shown(texts, "nl")) for texts in (story.title, story.summary, story.body, story.lesson)),
        *(str(word) for word in story.keywords),
    ]
