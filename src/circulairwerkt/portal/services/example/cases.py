"""Made-up questions and cases of the example region, in every stage, with what was said and done."""

from calendar import FRIDAY
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import services
from circulairwerkt.cases.models import (
    Case,
    CaseStream,
    Contact,
    Entry,
    Exit,
    Lesson,
    Party,
    Question,
    Stage,
    SubsidyFile,
    Task,
)
from circulairwerkt.portal.services.example.files import rows_of
from circulairwerkt.portal.services.example.partners import SOCIAL, Region
from circulairwerkt.portal.services.example.streams import Streams
from circulairwerkt.reference.models import Goal
from circulairwerkt.streams.models import Capability, MaterialCard

#: How many cases stand where: 80 together.
_STANDS: tuple[tuple[Stage, Exit, int], ...] = (
    (Stage.QUALIFIED, Exit.NONE, 8),
    (Stage.CASE, Exit.NONE, 14),
    (Stage.EXPLORATION, Exit.NONE, 16),
    (Stage.TEST_TRAJECTORY, Exit.NONE, 12),
    (Stage.REALISED, Exit.NONE, 10),
    (Stage.SCALED_UP, Exit.NONE, 4),
    (Stage.EXPLORATION, Exit.ON_HOLD, 6),
    (Stage.TEST_TRAJECTORY, Exit.STOPPED, 6),
    (Stage.CASE, Exit.STOPPED, 4),
)
#: A stopped case has a lesson, and so has one that came to a result.
_WITH_LESSON = (Stage.REALISED, Stage.SCALED_UP)


class Words:
    """Sentences of each sort, handed out in turn."""

    def __init__(self) -> None:
        rows = rows_of("words")
        self._turns = {
            sort: cycle([row["text"] for row in rows if row["sort"] == sort])
            for sort in dict.fromkeys(row["sort"] for row in rows)
        }

    def next(self, sort: str) -> str:
        """Return the next sentence of a sort."""
        return next(self._turns[sort])


def make_questions(region: Region, actor: Actor) -> None:
    """Ask the hub what entrepreneurs ask: some wait, one is late, some are answered."""
    words = Words()
    places = [one.municipality for one in region.hub.area.select_related("municipality").order_by("pk")]
    for number, row in enumerate(row for row in rows_of("words") if row["sort"] == "question"):
        place = places[number % len(places)]
        question = services.ask(
            actor=actor,
            hub=region.hub,
            municipality=place,
            place_text=place.name,
            sentence=row["text"],
            contact=f"vrager{number + 1}@example.invalid",
            contact_name="Voorbeeld",
        )
        waiting = timedelta(days=number)
        Question._base_manager.filter(pk=question.pk).update(
            asked_at=question.asked_at - waiting, answer_by=question.answer_by - waiting
        )
        if number % 3 == 2:
            services.reply(actor=actor, question=question, text=words.next("mail_out"))


def make_cases(region: Region, streams: Streams, actor: Actor, chance: Random) -> list[Case]:
    """Open the cases and lead each to where it stands."""
    words = Words()
    goals = {goal.key: goal for goal in Goal.objects.order_by("version")}
    cards = cycle(chance.sample(streams.cards, len(streams.cards)))
    made = []
    for stage, way_out, count in _STANDS:
        for _number in range(count):
            card = next(cards)
            capability = _able(streams.capabilities, card, chance)
            made.append(_make_case(region, card, capability, stage, way_out, actor, chance, words, goals))
    return made


def _able(capabilities: list[Capability], card: MaterialCard, chance: Random) -> Capability:
    fitting = [one for one in capabilities if card.material in one.accepts]
    return chance.choice(fitting or capabilities)


def _make_case(
    region: Region,
    card: MaterialCard,
    capability: Capability,
    stage: Stage,
    way_out: Exit,
    actor: Actor,
    chance: Random,
    words: Words,
    goals: dict[str, Goal],
) -> Case:
    giver, processor = card.organisation, capability.organisation
    if giver is None or processor is None:
        raise ValueError("every row of the example has an organisation")
    title = f"{card.sentence.split(',')[0]}: van {_short(str(giver))} naar {_short(str(processor))}"
    case = services.open_case(actor=actor, hub=region.hub, title=title[:160], summary=card.sentence)
    now = timezone.now()
    opened = now - timedelta(days=chance.randrange(30, 420))
    moments = _moments(opened, now - timedelta(days=chance.choice((0, 2, 6, 15, 50))), chance)
    Party.objects.create(case=case, organisation=giver, role=Party.Role.GIVER, since=opened)
    Party.objects.create(case=case, organisation=processor, role=Party.Role.PROCESSOR, since=opened)
    CaseStream.objects.create(case=case, card=card)
    CaseStream.objects.create(case=case, capability=capability)
    Contact.objects.create(
        case=case, name="Voorbeeldpersoon", email=f"dossier{case.number}@example.invalid", added_at=opened
    )
    last = _tell(case, actor, words, moments)
    _work(case, actor, words, chance)
    case.goals.set([goals["initiatives"], *([goals["assignments"]] if processor.kind in SOCIAL else [])])
    if way_out == Exit.STOPPED or stage in _WITH_LESSON:
        Lesson.objects.create(
            case=case, text=words.next("lesson"), stage=stage, learnt_at=last, written_by_id=actor.user_id
        )
    if stage in (Stage.TEST_TRAJECTORY, *_WITH_LESSON) and chance.random() < 0.4:
        _subsidy(case, opened, chance)
    Case._base_manager.filter(pk=case.pk).update(
        is_example=True,
        stage=stage,
        stage_since=moments[len(moments) // 2],
        exit=way_out,
        exit_since=last if way_out else None,
        exit_reason=words.next(way_out.value) if way_out else "",
        opened_at=opened,
        moved_at=last,
    )
    case.refresh_from_db()
    return case


def _short(name: str) -> str:
    return name.removesuffix(" (voorbeeld)")


def _moments(first: datetime, last: datetime, chance: Random) -> list[datetime]:
    """Return when something happened, in order, at hours at which a hub calls and writes."""
    span = (last - first) / 6
    return sorted(_at_work(first + span * step, chance) for step in range(1, 7))


def _at_work(moment: datetime, chance: Random) -> datetime:
    """Some time between nine and five on the last working day before ``moment``."""
    day = timezone.localtime(moment) - timedelta(days=1)
    while day.weekday() > FRIDAY:
        day -= timedelta(days=1)
    return day.replace(
        hour=chance.randrange(9, 17), minute=chance.randrange(0, 60, 5), second=0, microsecond=0
    )


def _tell(case: Case, actor: Actor, words: Words, moments: list[datetime]) -> datetime:
    kinds: Iterator[str] = cycle(("phone", "note", "mail_out", "mail_in", "phone"))
    for moment in moments:
        kind = next(kinds)
        Entry.objects.create(
            case=case,
            kind=kind,
            text=words.next(kind),
            at=moment,
            author_id=None if kind == "mail_in" else actor.user_id,
            sender_name="Voorbeeldpersoon" if kind == "mail_in" else "",
        )
    return moments[-1]


def _work(case: Case, actor: Actor, words: Words, chance: Random) -> None:
    for _number in range(chance.randrange(0, 3)):
        Task.objects.create(
            case=case,
            text=words.next("task"),
            due_on=timezone.localdate() + timedelta(days=chance.randrange(-6, 25)),
            for_user_id=actor.user_id,
            made_by_id=actor.user_id,
            done_at=timezone.now() if chance.random() < 0.3 else None,
        )


def _subsidy(case: Case, opened: datetime, chance: Random) -> None:
    state = chance.choice(list(SubsidyFile.State))
    day = opened.date()
    SubsidyFile.objects.create(
        case=case,
        name="Oproep voor circulaire proeven (voorbeeld)",
        state=state,
        drafted_on=day,
        submitted_on=day + timedelta(days=30) if state != SubsidyFile.State.DRAFT else None,
        decided_on=day + timedelta(days=90)
        if state in (SubsidyFile.State.APPROVED, SubsidyFile.State.REFUSED)
        else None,
    )
