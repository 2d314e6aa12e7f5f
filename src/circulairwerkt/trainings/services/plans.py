"""What a training teaches, and what its attest asks."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda.models import Kind, Session
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.trainings import perms
from circulairwerkt.trainings.models import Training

EDITABLE = ("outcomes", "gives_attest")


@write("trainings.save", gettext_lazy("opleiding bewaard"))
def save_training(
    *,
    actor: Actor,
    training: Training,
    seen_version: int,
    values: Mapping[str, Any],
    asked: Collection[Session],
) -> Training:
    """Write what one learns and which sessions count; attests that were given stay as they are.

    Raises EditConflict where it was changed since ``seen_version``, ValidationError for what is no training.
    """
    event = training.event
    require(perms.may_attest(actor, event))
    if event.kind != Kind.TRAINING:
        raise ValidationError(_("Alleen een opleiding geeft attesten."))
    filled = {name: values[name] for name in EDITABLE}
    changes = differences(training, filled)
    for name, value in filled.items():
        setattr(training, name, value)
    training.add_or_succeed(seen_version, EDITABLE)
    before = sorted(training.asked.values_list("pk", flat=True))
    training.asked.set(asked)
    after = sorted(row.pk for row in asked)
    if before != after:
        changes["asked"] = [before, after]
    record(actor=actor, row=training, hub_id=event.hub_id, changes=changes)
    return training
