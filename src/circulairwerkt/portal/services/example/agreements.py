"""Made-up agreements of the example region, in every state, with what was planned and what moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Agreement, Case, Exit, Stage, Transfer
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.portal.services.example.partners import SOCIAL
from circulairwerkt.portal.services.example.streams import Streams
from circulairwerkt.streams.models import Capability, MaterialCard
from circulairwerkt.streams.words import LegalStatus, Period

#: In these stages something was agreed; in an exploration it is still being written.
_AGREED_IN = (Stage.TEST_TRAJECTORY, Stage.REALISED, Stage.SCALED_UP)
#: Which part of a card is agreed: a try takes a small one.
_PARTS = {Stage.EXPLORATION: 0.3, Stage.TEST_TRAJECTORY: 0.2, Stage.REALISED: 0.5, Stage.SCALED_UP: 0.8}
#: What moves against what was planned, from a bad month to a good one.
_AROUND_PLAN = (0.6, 1.15)
#: Days between two transfers, and between the first day of a case and that of its agreement.
_BETWEEN, _BEFORE_START = 30, 21
#: One transfer in so many was noted wrongly at first: ten times too much, as with a comma out of place.
_ONE_WRONG_IN = 9
_TRIES = (1.0, 0.5, 0.2, 0.05)
_DAYS = {Period.DAY: 1.0, Period.WEEK: 7.0, Period.MONTH: 30.4, Period.YEAR: 365.0}
_STATUSES = (LegalStatus.BY_PRODUCT, LegalStatus.WASTE, LegalStatus.WASTE, LegalStatus.UNKNOWN)
_SPLITS = (
    "Het bedrijf betaalt het vervoer. De verwerker houdt wat de verkoop opbrengt.",
    "De winst op de verwerking wordt gelijk verdeeld, na aftrek van het vervoer.",
    "Het bedrijf betaalt per uur werk. Het krijgt terug wat het aan ophaling spaart.",
)


@dataclass(frozen=True)
class Made:
    """How many rows were made."""

    agreements: int
    transfers: int


def make_agreements(cases: list[Case], streams: Streams, actor: Actor, chance: Random) -> Made:
    """Agree what the cases came to, and let material move from then until today."""
    takers = _takers(streams)
    made = 0
    for case in cases:
        if (stage := Stage(case.stage)) not in _PARTS or case.exit == Exit.ON_HOLD:
            continue
        pair = _pair(case)
        if pair is None:
            continue
        agreement = _write(case, *pair, _PARTS[stage], takers, actor, chance)
        made += 1
        if stage not in _AGREED_IN:
            continue
        agreement = _agree(agreement, actor)
        if agreement.is_in_force:
            last = case.moved_at.date() if case.exit == Exit.STOPPED else timezone.localdate()
            _move(agreement, last, actor, chance)
            if case.exit == Exit.STOPPED:
                _end(agreement, last, case, actor)
    transfers = Transfer.objects.filter(agreement__case__in=cases).count()
    return Made(agreements=made, transfers=transfers)


def _pair(case: Case) -> tuple[MaterialCard, Capability] | None:
    """Return the card and the capability of a case where the one takes what the other gives."""
    rows = list(case.streams.select_related("card__organisation", "capability__organisation"))
    card = next((row.card for row in rows if row.card is not None), None)
    capability = next((row.capability for row in rows if row.capability is not None), None)
    if card is None or capability is None or card.material not in capability.accepts:
        return None
    return card, capability


def _takers(streams: Streams) -> dict[str, Organisation]:
    """Return who asks for what, by material: to him goes what was made."""
    found: dict[str, Organisation] = {}
    for need in streams.needs:
        if need.organisation is not None and need.organisation.kind not in SOCIAL:
            found.setdefault(need.material, need.organisation)
    return found


def _write(
    case: Case,
    card: MaterialCard,
    capability: Capability,
    part: float,
    takers: dict[str, Organisation],
    actor: Actor,
    chance: Random,
) -> Agreement:
    giver, processor = card.organisation, capability.organisation
    if giver is None or processor is None or card.quantity is None:
        raise ValueError("every row of the example has an organisation and an amount")
    taker = next((takers[one] for one in capability.produces if one in takers), None)
    opened = timezone.localtime(case.opened_at).date()
    giving = chance.choice((0, 30, 40, 50))
    return services.save_agreement(
        actor=actor,
        case=case,
        agreement=None,
        values={
            "what": card.sentence.split(",")[0],
            "giver": giver,
            "processor": processor,
            "taker": taker if taker != giver else None,
            "card": card,
            "capability": capability,
            "quantity": _whole(card.quantity * part),
            "unit": card.unit,
            "period": card.period,
            "valid_from": opened + timedelta(days=_BEFORE_START),
            "legal_status": chance.choice(_STATUSES),
            "way": capability.ways[0],
            "is_new_service": processor.kind in SOCIAL and chance.random() < 0.5,
            "split_text": chance.choice(_SPLITS),
        },
        shares={giver.pk: Decimal(giving), processor.pk: Decimal(100 - giving)} if giving else {},
    )


def _whole(amount: float) -> Decimal:
    """An amount that somebody would agree on: whole, or a half where it is small."""
    return Decimal(max(round(amount), 1)) if amount >= 1 else Decimal("0.5")


def _agree(agreement: Agreement, actor: Actor) -> Agreement:
    """Agree it, on less where the processor is full, and leave a draft where it is full altogether."""
    whole = agreement.quantity or Decimal(1)
    for try_ in _TRIES:
        if try_ != 1.0:
            agreement.quantity = _whole(float(whole) * try_)
            agreement = services.save_agreement(
                actor=actor,
                case=agreement.case,
                agreement=agreement,
                seen_version=agreement.version,
                values={
                    name: getattr(agreement, name)
                    for name in ("giver", "processor", "taker", "card", "capability", "quantity", "unit")
                },
                shares={row.organisation_id: row.percent for row in agreement.shares.all()},
            )
        try:
            return services.agree(
                actor=actor,
                agreement=agreement,
                seen_version=agreement.version,
                on=agreement.valid_from - timedelta(days=3),
            )
        except services.Oversubscribed:
            continue
    return agreement


def _move(agreement: Agreement, last: date, actor: Actor, chance: Random) -> None:
    wrong = chance.randrange(_ONE_WRONG_IN)
    for number, (day, planned) in enumerate(_planned(agreement, last)):
        amount = _moved(planned * chance.uniform(*_AROUND_PLAN), agreement.unit)
        is_wrong = number % _ONE_WRONG_IN == wrong
        ihm = "Voorbeeldvervoerder (voorbeeld)" if agreement.legal_status == LegalStatus.WASTE else ""
        noted = services.note_transfer(
            actor=actor,
            agreement=agreement,
            moved_on=day,
            quantity=amount * 10 if is_wrong else amount,
            unit=agreement.unit,
            registered_ihm=ihm,
        )
        if is_wrong:
            services.correct_transfer(
                actor=actor,
                transfer=noted,
                moved_on=day,
                quantity=amount,
                unit=agreement.unit,
                registered_ihm=ihm,
                note="De komma stond een plaats te ver.",
            )


def _moved(amount: float, unit: str) -> Decimal:
    """An amount as somebody weighs or counts it, and never nothing."""
    if unit == "piece":
        return Decimal(max(round(amount), 1))
    return max(Decimal(str(round(amount, 2))), Decimal("0.01"))


def _planned(agreement: Agreement, last: date) -> Iterator[tuple[date, float]]:
    """Yield the days on which something moves, with what was planned since the time before."""
    whole = float(agreement.quantity or 0)
    if agreement.period == Period.ONCE:
        days = [agreement.valid_from + timedelta(days=each) for each in (7, 28)]
        yield from ((day, whole / len(days)) for day in days if day <= last)
        return
    day = agreement.valid_from + timedelta(days=_BETWEEN)
    while day <= last:
        yield day, whole * _BETWEEN / _DAYS[Period(agreement.period)]
        day += timedelta(days=_BETWEEN)


def _end(agreement: Agreement, last: date, case: Case, actor: Actor) -> None:
    services.end_agreement(
        actor=actor,
        agreement=agreement,
        seen_version=agreement.version,
        on=max(last, agreement.valid_from),
        reason=case.exit_reason or "De proef is gedaan.",
    )
