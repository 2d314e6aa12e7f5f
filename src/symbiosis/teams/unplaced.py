"""Why somebody has no team: said in words, so that nobody is left out without a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from symbiosis.teams.building import Teams
from symbiosis.teams.given import Member, Rules, Unit, units_of


class Reason(StrEnum):
    """What keeps somebody out of every team."""

    NO_LANGUAGE = "no_language"
    """Those who must stay together share no language, or somebody named none."""
    TOO_LARGE = "too_large"
    """Those who must stay together are more than a team may have."""
    TOO_FEW = "too_few"
    """Too few people to make a team share a language with him."""
    NO_ROOM = "no_room"
    """Every team that he could be in is full, or has as many of his organisation as it may."""


def why_unplaced(members: Sequence[Member], teams: Teams, rules: Rules | None = None) -> dict[str, Reason]:
    """A reason for each member of `teams.unplaced`; `members` and `rules` as they were given to `build`."""
    own, units, left = rules or Rules(), units_of(members), set(teams.unplaced)
    speakers: Counter[str] = Counter()
    for unit in units:
        if unit.size <= own.most:
            speakers.update(dict.fromkeys(unit.languages, unit.size))
    return {
        one.key: _reason(unit, speakers, own) for unit in units for one in unit.members if one.key in left
    }


def _reason(unit: Unit, speakers: Counter[str], rules: Rules) -> Reason:
    if unit.size > rules.most:
        return Reason.TOO_LARGE
    if not unit.languages:
        return Reason.NO_LANGUAGE
    if max(speakers[word] for word in unit.languages) < rules.least:
        return Reason.TOO_FEW
    return Reason.NO_ROOM
