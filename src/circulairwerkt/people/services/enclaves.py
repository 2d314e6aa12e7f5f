"""What was agreed and told of a group that works at another firm."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import perms, queries
from circulairwerkt.people.models import Enclave


@write("people.save_enclave", _("werk in groep bij een ander bedrijf genoteerd"))
def save_enclave(*, actor: Actor, row: Enclave, seen_version: int, values: Mapping[str, Any]) -> Enclave:
    """Note a group of ``row.organisation`` at another firm, or change what is noted; 0 for a new one.

    Raises ValidationError for days that cannot be and for somebody who does not work there, EditConflict
    where somebody else saved in between.
    """
    require(perms.may_send_group(actor, row.organisation))
    if unknown := set(values) - set(Enclave.WRITTEN):
        raise ValueError(f"not to write here: {sorted(unknown)}")
    _check(row.organisation, values)
    changes = differences(row if row.pk else Enclave(), values)
    for name, value in values.items():
        setattr(row, name, value)
    row.is_example = row.organisation.is_example
    row.add_or_succeed(seen_version, [*values, "is_example"])
    record(actor=actor, row=row, changes=changes)
    return row


def _check(organisation: Organisation, values: Mapping[str, Any]) -> None:
    wrong: dict[str, Any] = {}
    if values.get("ends_on") and values["ends_on"] < values["starts_on"]:
        wrong["ends_on"] = _("De laatste dag ligt voor de eerste.")
    for name in ("agreed_on", "told_on"):
        if values.get(name) and values[name] > timezone.localdate():
            wrong[name] = _("Deze dag moet nog komen. Vul hem in als het gebeurd is.")
    coach = values.get("coach")
    if coach is not None and not queries.members_of(organisation).filter(pk=coach.pk).exists():
        wrong["coach"] = _("Deze persoon werkt niet bij jullie.")
    if wrong:
        raise ValidationError(wrong)


@write("people.remove_enclave", _("werk in groep bij een ander bedrijf weggehaald"))
def remove_enclave(*, actor: Actor, row: Enclave) -> None:
    """Take away what was noted by mistake."""
    require(perms.may_send_group(actor, row.organisation))
    record(actor=actor, row=row)
    row.delete()
