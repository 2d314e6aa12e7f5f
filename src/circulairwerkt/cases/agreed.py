"""What was agreed and what moved: room left, planned against real, the questions of the law."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.base.texts import shown
from circulairwerkt.cases.amounts import Amount, Fit, Month, Room, months_between, planned_in, room_in
from circulairwerkt.cases.bridge import converted, legal_checklist, legal_questions, measured, unit_name
from circulairwerkt.cases.models import Agreement, AgreementState, Case, LegalAnswer, Transfer
from circulairwerkt.cases.work_rules import rules_for
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams.models import Capability, MaterialCard

#: Months in the table of planned against real; what lies before is summed in one row.
MOST_MONTHS = 24


def agreements_of(case: Case) -> QuerySet[Agreement]:
    """Return the agreements of a case with their parties, newest first; asked again, they are known."""
    rows = Agreement.objects.none().only("case")
    # Most cases have none: seven joined tables are not asked for nothing.
    if case.agreements.exists():
        moved = Prefetch("transfers", Transfer.objects.filter(corrected_by__isnull=True))
        rows = Agreement.objects.select_related(
            "giver", "processor", "taker", "card", "capability", "work_package"
        ).prefetch_related("shares__organisation", moved)
    prefetch_related_objects([case], Prefetch("agreements", rows))
    return case.agreements.all()


def agreements_at(hub: Hub) -> QuerySet[Agreement]:
    """Return the agreements of the cases that ``hub`` owns, oldest first."""
    return (
        Agreement.objects.filter(case__in=Case.objects.filter(hub=hub))
        .select_related("giver", "processor", "taker", "card")
        .order_by("pk")
    )


#: The columns that ``amount_of`` reads.
AMOUNT = ("quantity", "unit", "period", "valid_from", "valid_to", "ended_on")


def amount_of(agreement: Agreement) -> Amount:
    """Return what an agreement is about, as an amount; one that ended counts to its last day."""
    return Amount(
        quantity=agreement.quantity,
        unit=agreement.unit,
        period=agreement.period,
        first=agreement.valid_from,
        last=last_day_of(agreement.valid_to, agreement.ended_on),
    )


def last_day_of(valid_to: date | None, ended_on: date | None) -> date | None:
    """Return the last day that an agreement counts: the one agreed, or the earlier one on which it ended."""
    return min(valid_to, ended_on) if valid_to and ended_on else valid_to or ended_on


def room_of(listing: MaterialCard | Capability, besides: Iterable[Agreement] = ()) -> Room:
    """Return how much of a card or a capability is agreed, with ``besides`` counted as agreed too."""
    column = "card" if isinstance(listing, MaterialCard) else "capability"
    taken = Agreement.objects.filter(
        Q(state=AgreementState.AGREED) | Q(state=AgreementState.ENDED, ended_on__gte=timezone.localdate()),
        **{column: listing},
    )
    others = {row.pk: row for row in taken}
    others.update({row.pk: row for row in besides})
    limit = Amount(listing.quantity, listing.unit, listing.period, date.min)
    return room_in(limit, [amount_of(row) for row in others.values()])


def rooms(agreement: Agreement, *, with_it: bool) -> list[tuple[str, Room]]:
    """Return the room in the card and in the capability of an agreement, each with its word."""
    besides = [agreement] if with_it else []
    found = []
    if agreement.card is not None:
        found.append((_("de materiaalkaart"), room_of(agreement.card, besides)))
    if agreement.capability is not None:
        found.append((_("wie verwerkt"), room_of(agreement.capability, besides)))
    return found


def too_much(words: str, room: Room) -> str:
    """Say in words that it does not fit."""
    return _("Samen wordt dat %(taken)s %(unit)s. %(where)s: daar is %(limit)s.") % {
        "taken": _number(room.taken),
        "unit": unit_name(room.unit, room.taken or 0, get_language() or "nl"),
        "where": words.capitalize(),
        "limit": _number(room.limit),
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def warnings_of(agreement: Agreement) -> Iterator[str]:
    """Yield what somebody should know and what never stops him: unknown amounts, too much after all."""
    if agreement.quantity is None:
        yield _("Er staat niet bij hoeveel het is. Zo telt het nergens mee.")
    for words, room in rooms(agreement, with_it=True):
        if room.fit == Fit.UNKNOWN:
            yield _(
                "We weten niet of het past (%(where)s): een hoeveelheid ontbreekt of is niet om te rekenen."
            ) % {"where": words}
        elif room.fit == Fit.TOO_MUCH:
            yield too_much(words, room)


@dataclass(frozen=True)
class PlannedRow:
    """One month: planned and moved, in the agreement's unit; ``planned`` None where it is unknown."""

    month: date
    planned: Decimal | None
    moved: Decimal


@dataclass(frozen=True)
class PlannedTable:
    """Planned against real, month by month, and transfers in units that do not convert."""

    unit: str
    rows: tuple[PlannedRow, ...]
    planned: Decimal | None
    moved: Decimal
    aside: tuple[Transfer, ...]


def transfers_of(agreement: Agreement) -> QuerySet[Transfer]:
    """Return every transfer with what corrected it, newest first."""
    return agreement.transfers.select_related("corrects", "corrected_by", "evidence", "noted_by")


def planned_table(agreement: Agreement, today: date | None = None) -> PlannedTable:
    """Return what was planned and what moved in each month from the first day to today."""
    day = today or timezone.localdate()
    counting = [row for row in transfers_of(agreement) if not hasattr(row, "corrected_by")]
    unit = agreement.unit or (counting[0].unit if counting else "")
    moved: dict[date, Decimal] = {}
    aside = []
    for row in counting:
        if not unit or measured(row.unit) != measured(unit):
            aside.append(row)
            continue
        amount = _exact(converted(float(row.quantity), row.unit, unit)) if row.unit != unit else row.quantity
        first = row.moved_on.replace(day=1)
        moved[first] = moved.get(first, Decimal(0)) + amount
    amount_planned = amount_of(agreement)
    begins = min([agreement.valid_from, *moved])
    ends = max([min(day, agreement.valid_to or day), *moved, begins])
    rows = [
        PlannedRow(month.first, _planned(amount_planned, month), moved.get(month.first, Decimal(0)))
        for month in months_between(begins, ends)
    ]
    known = [row.planned for row in rows if row.planned is not None]
    return PlannedTable(
        unit=unit,
        rows=tuple(rows[-MOST_MONTHS:]),
        planned=sum(known, Decimal(0)) if known else None,
        moved=sum(moved.values(), Decimal(0)),
        aside=tuple(aside),
    )


def _planned(amount: Amount, month: Month) -> Decimal | None:
    planned = planned_in(amount, month)
    return None if planned is None else _exact(float(planned))


def _exact(value: float) -> Decimal:
    return Decimal(str(round(value, 6)))


@dataclass(frozen=True)
class LegalItem:
    """One question of the checklist with its answer; ``is_stop``: nothing goes on without advice."""

    key: str
    text: str
    why: str
    law: str
    authority: str
    url: str
    is_verified: bool
    is_stop: bool
    answer: LegalAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a yes or no."""
        return self.answer is None or self.answer.answer == LegalAnswer.Answer.UNKNOWN

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered last."""
        return self.answer.answered_at if self.answer else None


def legal_items(agreement: Agreement, *, all_of_them: bool = False) -> list[LegalItem]:
    """Return the questions of the law for an agreement, in the order to ask them, with their answers.

    Which are asked follows from what it is in law, its code, its kind and what was answered; a question
    that was answered stays. ``all_of_them``: every question that could be asked.
    """
    answers = {row.key: row for row in agreement.legal_answers.select_related("answered_by")}
    told = {key: row.answer == "yes" for key, row in answers.items() if row.answer in {"yes", "no"}}
    kind = agreement.card.kind if agreement.card else "material"
    known = legal_questions()
    checklist = legal_checklist(
        kind=kind,
        status=agreement.legal_status,
        low_code=agreement.low_code,
        answers={key: value for key, value in told.items() if key in known},
        day=agreement.valid_from,
    )
    stops = {question.key for question in checklist.stops}
    wanted = stops | {question.key for question in checklist.open} | set(answers)
    language = (get_language() or "nl")[:2]
    items = [
        LegalItem(
            key=question.key,
            text=question.text.text("en" if language == "en" else "fr" if language == "fr" else "nl"),
            why=question.why.text("en" if language == "en" else "fr" if language == "fr" else "nl"),
            law=question.law,
            authority=question.authority,
            url=question.url,
            is_verified=question.verified,
            is_stop=question.key in stops,
            answer=answers.get(question.key),
        )
        for question in known.values()
        if all_of_them or question.key in wanted
    ]
    for rule in rules_for(agreement.way):
        items.append(
            LegalItem(
                key=rule.key,
                text=str(shown(rule.text)),
                why=str(shown(rule.why)),
                law=rule.law,
                authority=rule.authority,
                url=rule.url,
                is_verified=rule.is_verified,
                is_stop=told.get(rule.key) is rule.stop_on,
                answer=answers.get(rule.key),
            )
        )
    return items
