"""Attests: given to who was present, withdrawn and restored."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.trainings import letters, perms
from circulairwerkt.trainings.entitled import asked_sessions, entitled_to, hours_of
from circulairwerkt.trainings.models import Attest, Training


@write("trainings.give", gettext_lazy("attesten gegeven"))
def give(*, actor: Actor, event: Event) -> list[Attest]:
    """Give an attest to everybody who was present at each session that the training asks for, and none yet.

    Who registered gets a letter with the links. Pressed twice it gives nothing twice. Raises ValidationError
    where the training gives none, and before the last session that counts is over.
    """
    require(perms.may_attest(actor, event))
    training = Training.objects.select_for_update(of=("self",)).filter(event=event).first()
    if training is None or not training.gives_attest:
        raise ValidationError(_("Zeg eerst bij de opleiding dat ze een attest geeft."))
    training.event = event
    asked, now = asked_sessions(training), timezone.now()
    if not asked or any(session.ends_at > now for session in asked):
        raise ValidationError(_("Dat kan pas als de laatste sessie die meetelt voorbij is."))
    known = set(Attest._base_manager.filter(event=event).values_list("registration_id", "place"))
    days = [timezone.localdate(session.starts_at) for session in asked]
    made: list[Attest] = []
    for registration, people in groupby(entitled_to(training), key=lambda row: row.registration):
        fresh = [
            Attest(
                hub_id=event.hub_id,
                event=event,
                registration=registration,
                place=row.place,
                name=row.name,
                title=event.title,
                outcomes=training.outcomes,
                first_day=min(days),
                last_day=max(days),
                hours=hours_of(asked),
                language=registration.language,
                given_at=now,
            )
            for row in people
            if (registration.pk, row.place) not in known
        ]
        for attest in fresh:
            attest.save(force_insert=True)
        if fresh:
            registration.event = event
            letters.given(registration, fresh)
        made += fresh
    record(
        actor=actor,
        row=training,
        hub_id=event.hub_id,
        changes={"attests": [len(known), len(known) + len(made)]},
    )
    return made


@write("trainings.withdraw", gettext_lazy("attest ingetrokken"))
def withdraw(*, actor: Actor, attest: Attest, reason: str) -> Attest:
    """Say that an attest holds no longer; whoever checks it sees that from now on, not why."""
    require(perms.may_attest(actor, attest.event))
    attest.withdrawn_at, attest.withdraw_reason = attest.withdrawn_at or timezone.now(), reason
    attest.save(update_fields=["withdrawn_at", "withdraw_reason"])
    record(actor=actor, row=attest, hub_id=attest.hub_id, changes={"withdrawn": [False, True]})
    return attest


@write("trainings.restore", gettext_lazy("attest geldt opnieuw"))
def restore(*, actor: Actor, attest: Attest) -> Attest:
    """It was withdrawn by mistake: it holds again."""
    require(perms.may_attest(actor, attest.event))
    attest.withdrawn_at, attest.withdraw_reason = None, ""
    attest.save(update_fields=["withdrawn_at", "withdraw_reason"])
    record(actor=actor, row=attest, hub_id=attest.hub_id, changes={"withdrawn": [True, False]})
    return attest
