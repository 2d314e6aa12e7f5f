"""What a hub writes down of the work in a case; what it leaves empty is guessed again."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.bridge import amount_units
from circulairwerkt.cases.labour import bridge
from circulairwerkt.cases.models import Agreement, CaseStream, SaidBy, WorkPackage
from circulairwerkt.streams.words import ACTIVITIES, Way

#: Fields that ``save_work_package`` writes, and that ``told`` may name.
TOLD_FIELDS = ("tasks", "competences", "conditions", "way", "rhythm", "hours")
PACKAGE_FIELDS = (
    "told",
    "tasks",
    "competences",
    "conditions",
    "way",
    "rhythm",
    "hours_low_h",
    "hours_high_h",
    "hours_unit",
    "hours_said_by",
)


@write("cases.save_work_package", gettext_lazy("werk in een dossier opgeschreven"))
def save_work_package(
    *, actor: Actor, of: Agreement | CaseStream, seen_version: int, values: Mapping[str, Any]
) -> WorkPackage:
    """Write what was told of the work of an agreement, or of a card of a case; the first time it is made.

    ``seen_version``: 0 where there was nothing yet. Raises ValidationError for unknown keys, a range turned
    round, and hours without a word on who says so; EditConflict when somebody else saved it in between.
    """
    case = of.case
    require(perms.may_contribute(actor, case))
    if unknown := set(values) - set(PACKAGE_FIELDS):
        raise ValueError(f"not for this service: {sorted(unknown)}")
    _check(of, values)
    owner = {"agreement" if isinstance(of, Agreement) else "stream": of}
    row = WorkPackage.objects.filter(**owner).first()
    changes: dict[str, Any]
    if row is None:
        row, changes = WorkPackage(case=case, **owner), {"told": [[], list(values.get("told", []))]}
    else:
        changes = differences(row, values)
        if seen_version == 0:
            raise EditConflict(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.noted_by_id = actor.user_id
    try:
        with transaction.atomic():
            row.add_or_succeed(seen_version, [*values, "noted_by_id"])
    except IntegrityError:
        # The database holds one for each agreement or card; of two at the same moment one is too late.
        raise EditConflict(WorkPackage.objects.filter(**owner).first()) from None
    record(actor=actor, row=row, hub_id=case.hub_id, changes=changes)
    return row


def _check(of: Agreement | CaseStream, values: Mapping[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    levels = set(bridge.Level) | {""}
    conditions = values.get("conditions", {})
    if (
        not set(values.get("told", ())) <= set(TOLD_FIELDS)
        or not set(values.get("tasks", ())) <= set(ACTIVITIES)
        or not set(values.get("competences", ())) <= set(bridge.competence_keys())
        or not set(conditions) <= set(bridge.Condition)
        or not set(conditions.values()) <= levels
        or values.get("way", "") not in {"", *Way.values}
        or values.get("hours_said_by", "") not in {"", *SaidBy.values}
    ):
        raise ValidationError(_("Dit staat niet op de lijst."))
    low, high = values.get("hours_low_h"), values.get("hours_high_h")
    if (low is None) != (high is None):
        wrong["hours_high_h" if high is None else "hours_low_h"] = [_("Vul beide in: van en tot.")]
    elif low is not None and high is not None and not 0 <= low <= high:
        wrong["hours_high_h"] = [_("Het laagste getal staat eerst.")]
    if low is not None and not values.get("hours_said_by"):
        wrong["hours_said_by"] = [_("Zeg van wie je dit weet.")]
    if low is not None and values.get("hours_unit") not in amount_units():
        wrong["hours_unit"] = [_("Kies een eenheid.")]
    if wrong:
        raise ValidationError(wrong)
    if isinstance(of, CaseStream) and of.card_id is None:
        raise ValidationError(_("Alleen van een materiaalkaart valt te zeggen hoeveel werk ze is."))
