"""Small reads about one case or hub that services and pages share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Role
from circulairwerkt.cases.goal_rules import Facts, Proposed, proposals
from circulairwerkt.cases.models import Case, CaseStream, Exit, HubRhythm, Lesson, Party, Stage
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.models import Hub, HubMembership
from circulairwerkt.organisations.models import Recognition
from circulairwerkt.reference.models import Goal
from circulairwerkt.streams.models import Capability, MaterialCard, Need

_TITLE_LENGTH = 120
#: What a case may be about, by the column of its line.
_SORTS: Mapping[str, type[MaterialCard | Need | Capability]] = {
    "card": MaterialCard,
    "need": Need,
    "capability": Capability,
}


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


def still_after(hub: Hub) -> int:
    """Return after how many days without news a case of the hub stands still; asked again, it is known."""
    # A hub without a rhythm has no such attribute; that too is asked once.
    rhythm: HubRhythm | None = getattr(hub, "rhythm", None)
    return HubRhythm.DEFAULT_STILL_DAYS if rhythm is None else rhythm.still_after_days


def still_border(hub: Hub) -> datetime:
    """Return the moment before which the last news of a case makes it stand still."""
    return timezone.now() - timedelta(days=still_after(hub))


def goals_today() -> QuerySet[Goal]:
    """Return the programme's goals as they hold today: the latest version of each."""
    latest: dict[str, int] = {}
    for key, pk in Goal.objects.order_by("version").values_list("key", "pk"):
        latest[key] = pk
    return Goal.objects.filter(pk__in=latest.values()).order_by("position", "key")


def latest_goals(keys: Iterable[str]) -> dict[str, Goal]:
    """Return the latest version of each of these goals, by key."""
    return {goal.key: goal for goal in Goal.objects.filter(key__in=keys).order_by("version")}


def parties_of(case: Case) -> QuerySet[Party]:
    """Return the parties of a case with their organisations; asked again, they are known."""
    prefetch_related_objects([case], Prefetch("parties", Party.objects.select_related("organisation")))
    return case.parties.all()


def lessons_of(case: Case) -> QuerySet[Lesson]:
    """Return the lessons of a case with who wrote them; asked again, they are known."""
    prefetch_related_objects([case], Prefetch("lessons", Lesson.objects.select_related("written_by")))
    return case.lessons.all()


@dataclass(frozen=True)
class SeenStream:
    """A card, need or capability that the case is about and that the reader may see."""

    link: CaseStream
    row: MaterialCard | Need | Capability

    @property
    def pk(self) -> int:
        """The key of its line in the case."""
        return self.link.pk

    @property
    def sort(self) -> str:
        """The column of its line: card, need or capability."""
        return next(sort for sort, model in _SORTS.items() if isinstance(self.row, model))


def streams_of(case: Case) -> list[SeenStream]:
    """Return the cards, needs and capabilities of a case that the reader may see; others are not named.

    Asked again, they are known.
    """
    prefetch_related_objects([case], Prefetch("streams", CaseStream.objects.select_related("work_package")))
    links = list(case.streams.all())
    for sort, model in _SORTS.items():
        keys = {link: key for link in links if (key := getattr(link, f"{sort}_id"))}
        if any(not hasattr(link, "seen_row") for link in keys):
            rows = model.objects.select_related("municipality").in_bulk(keys.values())
            for link, key in keys.items():
                link.seen_row = rows.get(key)
    return [SeenStream(link, row) for link in links if (row := link.seen_row) is not None]


def goal_proposals(case: Case) -> tuple[Proposed, ...]:
    """Return the goals that follow from what the case is today."""
    parties = parties_of(case)
    today = timezone.localdate()
    recognised = Recognition.objects.filter(
        organisation__in=[party.organisation_id for party in parties], valid_from__lte=today
    ).exclude(valid_to__lt=today)
    return proposals(
        Facts(
            kinds=tuple({p.organisation_id: p.organisation.kind for p in parties}.values()),
            is_any_recognised=recognised.exists(),
            stage=Stage(case.stage),
            has_lesson=bool(lessons_of(case)),
            is_shared=any(share.ended_at is None for share in case.shares.all()),
        )
    )
