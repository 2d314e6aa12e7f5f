"""Small reads about one case or hub that services and pages share."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Role
from circulairwerkt.cases.goal_rules import Facts, Proposed, proposals
from circulairwerkt.cases.models import Case, Exit, HubRhythm, Stage
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.models import HubMembership
from circulairwerkt.organisations.models import Recognition
from circulairwerkt.reference.models import Goal

_TITLE_LENGTH = 120


def title_from(sentence: str) -> str:
    """Return a title made of the asker's sentence: its first line, cut at a word.

    >>> title_from("elke week twee paletten karton\\nwie wil ze?")
    'Elke week twee paletten karton'
    """
    lines = [line.strip() for line in sentence.splitlines() if line.strip()]
    first = lines[0] if lines else "?"
    if len(first) > _TITLE_LENGTH:
        first = first[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
    return first[:1].upper() + first[1:]


def position_of(case: Case) -> Position:
    """Return where the case is."""
    return Position(Stage(case.stage), Exit(case.exit))


def colleagues(hub_id: int, day: date | None = None) -> QuerySet[User]:
    """Return who works the cases of a hub on ``day`` (default: today), by name."""
    held = HubMembership.objects.filter(
        held_on(day or timezone.localdate()), hub_id=hub_id, role__in=[Role.COORDINATOR, Role.MEMBER]
    )
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "email")


def still_after(hub_id: int) -> int:
    """Return after how many days without news a case of the hub stands still."""
    found = HubRhythm.objects.filter(hub_id=hub_id).values_list("still_after_days", flat=True).first()
    return HubRhythm.DEFAULT_STILL_DAYS if found is None else found


def still_border(hub_id: int) -> Any:
    """Return the moment before which the last news of a case makes it stand still."""
    return timezone.now() - timedelta(days=still_after(hub_id))


def goals_today() -> QuerySet[Goal]:
    """Return the programme's goals as they hold today: the latest version of each."""
    latest: dict[str, int] = {}
    for key, pk in Goal.objects.order_by("version").values_list("key", "pk"):
        latest[key] = pk
    return Goal.objects.filter(pk__in=latest.values()).order_by("position", "key")


def goal_proposals(case: Case) -> tuple[Proposed, ...]:
    """Return the goals that follow from what the case is today."""
    parties = list(case.parties.select_related("organisation"))
    today = timezone.localdate()
    recognised = Recognition.objects.filter(
        organisation__in=[party.organisation_id for party in parties], valid_from__lte=today
    ).exclude(valid_to__lt=today)
    return proposals(
        Facts(
            kinds=tuple({p.organisation_id: p.organisation.kind for p in parties}.values()),
            is_any_recognised=recognised.exists(),
            stage=Stage(case.stage),
            has_lesson=case.lessons.exists(),
            is_shared=case.shares.filter(ended_at__isnull=True).exists(),
        )
    )
