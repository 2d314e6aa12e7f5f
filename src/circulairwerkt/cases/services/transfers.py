"""What really moved: noted once, corrected by a row of its own, never changed."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.bridge import amount_units
from circulairwerkt.cases.models import Agreement, AgreementState, CaseFile, Transfer
from circulairwerkt.streams.words import LegalStatus

EARLIEST = date(2015, 1, 1)


class CorrectedMeanwhile(Exception):
    """Somebody else corrected this transfer already; correct that correction."""


@write("cases.note_transfer", gettext_lazy("levering genoteerd"))
def note_transfer(
    *,
    actor: Actor,
    agreement: Agreement,
    moved_on: date,
    quantity: Decimal,
    unit: str,
    registered_ihm: str = "",
    note: str = "",
    evidence: CaseFile | None = None,
) -> Transfer:
    """Note that so much moved on a day, with a file of the case as proof.

    Raises ValidationError for a draft, a day to come, an amount of nothing, a file of another case, and for
    waste without a word on who is registered to arrange its transport.
    """
    require(perms.may_write_agreement(actor, agreement))
    if agreement.state == AgreementState.DRAFT:
        raise ValidationError(_("Zeg eerst dat dit afgesproken is. Dan noteer je wat er vertrok."))
    if quantity <= 0:
        raise ValidationError({"quantity": [_("Vul meer dan 0 in.")]})
    return _write(actor, agreement, None, moved_on, quantity, unit, registered_ihm, note, evidence)


@write("cases.correct_transfer", gettext_lazy("levering verbeterd"))
def correct_transfer(
    *,
    actor: Actor,
    transfer: Transfer,
    moved_on: date,
    quantity: Decimal,
    unit: str,
    registered_ihm: str = "",
    note: str = "",
    evidence: CaseFile | None = None,
) -> Transfer:
    """Tell the whole truth of a transfer anew; the row that was wrong stays and no longer counts.

    An amount of 0 says that nothing moved. Raises CorrectedMeanwhile when it was corrected already, and
    ValidationError as ``note_transfer``.
    """
    require(perms.may_write_agreement(actor, transfer.agreement))
    if quantity < 0:
        raise ValidationError({"quantity": [_("Vul 0 of meer in.")]})
    try:
        with transaction.atomic():
            return _write(
                actor, transfer.agreement, transfer, moved_on, quantity, unit, registered_ihm, note, evidence
            )
    except IntegrityError:
        # The database holds one correction for each row; of two at the same moment one is too late.
        raise CorrectedMeanwhile from None


def _write(
    actor: Actor,
    agreement: Agreement,
    corrects: Transfer | None,
    moved_on: date,
    quantity: Decimal,
    unit: str,
    registered_ihm: str,
    note: str,
    evidence: CaseFile | None,
) -> Transfer:
    _check(agreement, moved_on, quantity, unit, registered_ihm, evidence)
    made = Transfer.objects.create(
        agreement=agreement,
        corrects=corrects,
        moved_on=moved_on,
        quantity=quantity,
        unit=unit,
        registered_ihm=registered_ihm.strip(),
        note=note.strip(),
        evidence=evidence,
        noted_by_id=actor.user_id,
    )
    changes: dict[str, object] = {
        "quantity": [None, str(quantity)],
        "unit": [None, unit],
        "moved_on": [None, str(moved_on)],
    }
    if corrects is not None:
        changes["corrects"] = [None, corrects.pk]
    record(actor=actor, row=made, hub_id=agreement.case.hub_id, changes=changes)
    return made


def _check(
    agreement: Agreement,
    moved_on: date,
    quantity: Decimal,
    unit: str,
    registered_ihm: str,
    evidence: CaseFile | None,
) -> None:
    wrong: dict[str, list[str]] = {}
    if not EARLIEST <= moved_on <= timezone.localdate():
        wrong["moved_on"] = [_("Kies een dag die voorbij is, of vandaag.")]
    if unit not in amount_units():
        wrong["unit"] = [_("Kies een eenheid.")]
    if agreement.legal_status == LegalStatus.WASTE and quantity > 0 and not registered_ihm.strip():
        wrong["registered_ihm"] = [
            _("Dit is afval. Zeg wie de geregistreerde IHM is, of waarom er geen nodig is.")
        ]
    if evidence is not None and evidence.case_id != agreement.case_id:
        wrong["evidence"] = [_("Dit bestand is van een ander dossier.")]
    if wrong:
        raise ValidationError(wrong)
