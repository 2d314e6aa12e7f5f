"""Agreements: written as a draft, agreed where there is room for it, ended; answers on the law."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import agreed, perms
from circulairwerkt.cases.amounts import Fit
from circulairwerkt.cases.models import Agreement, AgreementShare, AgreementState, Case, LegalAnswer
from circulairwerkt.streams.models import Capability, MaterialCard

#: Fields that ``save_agreement`` writes.
AGREEMENT_FIELDS = (
    "what",
    "giver",
    "processor",
    "taker",
    "card",
    "capability",
    "quantity",
    "unit",
    "period",
    "valid_from",
    "valid_to",
    "legal_status",
    "low_code",
    "way",
    "is_new_service",
    "split_text",
)
WHOLE = Decimal(100)


class Oversubscribed(ValidationError):
    """More would be agreed than a card gives or a processor can take; nothing was changed."""


@write("cases.save_agreement", gettext_lazy("overeenkomst opgeschreven"))
def save_agreement(
    *,
    actor: Actor,
    case: Case,
    agreement: Agreement | None,
    seen_version: int = 0,
    values: Mapping[str, Any],
    shares: Mapping[int, Decimal],
) -> Agreement:
    """Write a new draft, or change one. ``shares``: per cent by id of a party; none, or 100 together.

    Raises ValidationError for what was agreed already (end it and write a new one), for shares that are not
    the whole or go to a stranger; EditConflict when somebody else saved it in between.
    """
    require(perms.may_contribute(actor, case))
    unknown = set(values) - set(AGREEMENT_FIELDS)
    if unknown:
        raise ValueError(f"not for this service: {sorted(unknown)}")
    _check_values(values)
    _check_shares(values, shares)
    if agreement is None:
        made = Agreement.objects.create(case=case, made_by_id=actor.user_id, **values)
        changes: dict[str, Any] = {"state": [None, made.state]}
    else:
        require(agreement.case_id == case.pk)
        now = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if now.state != AgreementState.DRAFT:
            raise ValidationError(_("Dit is al afgesproken. Stop het en schrijf een nieuwe overeenkomst."))
        changes = differences(now, values)
        for name, value in values.items():
            setattr(agreement, name, value)
        made = agreement.save_as_successor_of(seen_version, values)
        made.shares.all().delete()
    AgreementShare.objects.bulk_create(
        AgreementShare(agreement=made, organisation_id=pk, percent=percent)
        for pk, percent in shares.items()
        if percent
    )
    record(actor=actor, row=made, hub_id=case.hub_id, changes=changes)
    return made


def _check_values(values: Mapping[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    if not values.get("processor") and not values.get("taker"):
        wrong["processor"] = [_("Zeg wie verwerkt of wie afneemt.")]
    if (values.get("quantity") is None) != (not values.get("unit")):
        wrong["unit"] = [_("Een hoeveelheid heeft een eenheid nodig, en omgekeerd.")]
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        wrong["valid_to"] = [_("De laatste dag ligt voor de eerste dag.")]
    card, giver = values.get("card"), values.get("giver")
    if card is not None and card.organisation_id and giver and card.organisation_id != giver.pk:
        wrong["card"] = [_("Deze kaart is van een andere organisatie dan wie geeft.")]
    capability, processor = values.get("capability"), values.get("processor")
    if capability is not None and (processor is None or capability.organisation_id != processor.pk):
        wrong["capability"] = [_("Dit aanbod is niet van wie verwerkt.")]
    if wrong:
        raise ValidationError(wrong)


def _check_shares(values: Mapping[str, Any], shares: Mapping[int, Decimal]) -> None:
    if not any(shares.values()):
        return
    parties = {one.pk for one in (values.get(name) for name in ("giver", "processor", "taker")) if one}
    if not {pk for pk, percent in shares.items() if percent} <= parties:
        raise ValidationError(_("Alleen wie meedoet, krijgt een deel."))
    if any(percent < 0 for percent in shares.values()) or sum(shares.values()) != WHOLE:
        raise ValidationError(_("De delen zijn samen geen 100 %."))


@write("cases.agree", gettext_lazy("overeenkomst afgesproken"))
def agree(*, actor: Actor, agreement: Agreement, seen_version: int, on: date | None = None) -> Agreement:
    """Note that the parties agreed, where card and processor have room for it.

    The card and the capability are locked first, in that order, and then what others agreed is counted, so
    that however many agree at once never more is agreed than there is. What is not known warns on the page
    and never blocks. Raises Oversubscribed, EditConflict for a draft that changed since it was seen, and
    ValidationError for one that is no draft any more.
    """
    require(perms.may_conclude(actor, agreement))
    if agreement.card_id is not None:
        MaterialCard._base_manager.select_for_update(of=("self",)).get(pk=agreement.card_id)
    if agreement.capability_id is not None:
        Capability._base_manager.select_for_update(of=("self",)).get(pk=agreement.capability_id)
    now = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if now.state != AgreementState.DRAFT:
        raise ValidationError(_("Dit is al afgesproken of gestopt."))
    if (now.card_id, now.capability_id) == (agreement.card_id, agreement.capability_id):
        # Otherwise somebody changed the draft meanwhile; the version says so below.
        for words, room in agreed.rooms(now, with_it=True):
            if room.fit == Fit.TOO_MUCH:
                raise Oversubscribed(agreed.too_much(words, room))
    now.state, now.agreed_on = AgreementState.AGREED, on or timezone.localdate()
    now.save_as_successor_of(seen_version, ["state", "agreed_on"])
    record(
        actor=actor,
        row=now,
        hub_id=now.case.hub_id,
        changes={"state": ["draft", AgreementState.AGREED.value]},
    )
    return now


@write("cases.end_agreement", gettext_lazy("overeenkomst gestopt"))
def end_agreement(
    *, actor: Actor, agreement: Agreement, seen_version: int, on: date | None = None, reason: str
) -> Agreement:
    """End what was agreed after ``on`` (default: today), with a reason; what it took is free again."""
    require(perms.may_conclude(actor, agreement))
    now = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if now.state != AgreementState.AGREED:
        raise ValidationError(_("Alleen wat afgesproken is, kan stoppen."))
    if not reason.strip():
        raise ValidationError({"reason": [_("Zeg in een zin waarom.")]})
    day = on or timezone.localdate()
    now.state, now.ended_on, now.end_reason = AgreementState.ENDED, day, reason.strip()
    now.save_as_successor_of(seen_version, ["state", "ended_on", "end_reason"])
    record(
        actor=actor,
        row=now,
        hub_id=now.case.hub_id,
        changes={"state": ["agreed", AgreementState.ENDED.value]},
    )
    return now


@write("cases.answer_legal", gettext_lazy("vraag over de wet beantwoord"))
def answer_legal(
    *, actor: Actor, agreement: Agreement, answers: Mapping[str, tuple[str, str]]
) -> list[LegalAnswer]:
    """Add answers (yes, no or unknown, with a remark) to questions of the checklist; old ones stay.

    Raises ValidationError for a question that is not on the list of this agreement.
    """
    require(perms.may_write_agreement(actor, agreement))
    known = {item.key for item in agreed.legal_items(agreement, all_of_them=True)}
    if not set(answers) <= known:
        raise ValidationError(_("Deze vraag staat niet op de lijst."))
    rows = [
        LegalAnswer(
            agreement=agreement,
            key=key,
            answer=LegalAnswer.Answer(answer),
            remark=remark.strip(),
            answered_by_id=actor.user_id,
        )
        for key, (answer, remark) in answers.items()
    ]
    made = LegalAnswer.objects.bulk_create(rows)
    record(
        actor=actor,
        row=agreement,
        hub_id=agreement.case.hub_id,
        changes={"answers": [None, {row.key: row.answer for row in rows}]},
    )
    return made
