"""Which goals a case seems to count for, and why: rules over what the case is, never asked at each save."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models import Stage

#: Kinds of organisation that belong to the social economy.
SOCIAL_ECONOMY = frozenset(
    {
        "social_enterprise",
        "sheltered_department",
        "local_services",
        "reuse_centre",
        "other_social_enterprise",
    }
)
_RESULTS = frozenset({Stage.TEST_TRAJECTORY, Stage.REALISED, Stage.SCALED_UP})


@dataclass(frozen=True)
class Facts:
    """What a rule looks at: kinds of the parties, those recognised today, stage, lessons, sharing."""

    kinds: tuple[str, ...] = ()
    is_any_recognised: bool = False
    stage: Stage = Stage.CASE
    has_lesson: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class Proposed:
    """A goal that seems to fit, by its key, with the reason in words."""

    key: str
    reason: str | Promise


def proposals(facts: Facts) -> tuple[Proposed, ...]:
    """Return the goals that follow from ``facts``, in the order of the programme's five.

    A goal on awareness follows from events, not from cases: a person ticks it.

    >>> [one.key for one in proposals(Facts(kinds=("enterprise", "social_enterprise")))]
    ['network']
    """
    found = []
    kinds: Set[str] = frozenset(facts.kinds)
    has_social = bool(kinds & SOCIAL_ECONOMY)
    if len(facts.kinds) >= 2:
        found.append(Proposed("network", _("Er werken minstens twee organisaties samen.")))
    if facts.stage in _RESULTS and has_social:
        found.append(
            Proposed("initiatives", _("Er loopt iets nieuws, met iemand uit de sociale economie erbij."))
        )
    if facts.is_any_recognised:
        found.append(Proposed("assignments", _("Een erkend bedrijf uit de sociale economie is betrokken.")))
    if facts.has_lesson or facts.is_shared:
        reason = (
            _("Er staat een les bij waaruit anderen leren.")
            if facts.has_lesson
            else _("Twee hubs werken er samen aan.")
        )
        found.append(Proposed("anchoring", reason))
    return tuple(found)


def missing(proposed: Iterable[Proposed], chosen: Iterable[str]) -> tuple[Proposed, ...]:
    """Return the proposals that are not chosen yet."""
    have = frozenset(chosen)
    return tuple(one for one in proposed if one.key not in have)
