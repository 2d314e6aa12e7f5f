"""The step to regular work: its stages with their days, and the two questions after 3, 6 and 12 months."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import letters, perms, times
from circulairwerkt.people.models import FollowUp, PersonFile, StageReached, Transition
from circulairwerkt.people.models.growth import months_after
from circulairwerkt.people.services.growth import _of_coach
from circulairwerkt.people.stages import TRANSITION_STEPS

Stage = Transition.Stage
_AT_ONCE = 200


class AlreadyAnswered(Exception):
    """The two questions were answered, or let go."""


@write("people.begin_transition", _("stap naar gewoon werk begonnen"))
def begin_transition(*, actor: Actor, file: PersonFile) -> Transition:
    """Begin the way to regular work; a second time changes nothing."""
    found = _of_coach(actor, file)
    transition, is_new = Transition.objects.get_or_create(file=found)
    if is_new:
        StageReached.objects.create(transition=transition, stage=transition.stage, on=transition.since)
    record(actor=actor, row=transition, changes={"stage": ["-", "-"]})
    return transition


@write("people.move_transition", _("stap naar gewoon werk verder gezet"))
def move_transition(
    *, actor: Actor, transition: Transition, to: str, on: date, partner: Organisation | None = None
) -> Transition:
    """Say that a stage was reached. Raises ValidationError for a stage or a day that cannot be."""
    _of_coach(actor, transition.file)
    found = Transition.objects.select_for_update().get(pk=transition.pk)
    if to not in TRANSITION_STEPS[found.stage]:
        raise ValidationError(_("Deze stap kan nu niet. Kijk eerst waar het staat."))
    if on > timezone.localdate() or on < found.since:
        raise ValidationError({"on": _("Deze dag kan niet: hij ligt voor de vorige stap of in de toekomst.")})
    found.stage, found.since = to, on
    found.partner = partner or found.partner
    if to == Stage.STARTED:
        found.started_on = on
        FollowUp.objects.filter(transition=found, answered_at__isnull=True).delete()
        FollowUp.objects.bulk_create(
            FollowUp(transition=found, months=months, due_on=months_after(on, months))
            for months in FollowUp.MONTHS
            if not found.follow_ups.filter(months=months).exists()
        )
    found.save_as_successor_of(found.version, ["stage", "since", "partner", "started_on"])
    StageReached.objects.create(transition=found, stage=to, on=on)
    record(actor=actor, row=found, changes={"stage": ["-", "-"]})
    return found


@write("people.ask_how_it_goes", _("gevraagd hoe het gaat"))
def ask_how_it_goes(*, actor: Actor, today: date | None = None) -> int:
    """Ask the two questions that are due, and let go what nobody answered; return how many were asked."""
    require(perms.may_retain(actor))
    day = today or timezone.localdate()
    waiting = FollowUp.objects.filter(answered_at__isnull=True, lapsed_on__isnull=True)
    waiting.filter(due_on__lte=day - times.FOLLOW_UP_WAITS).update(lapsed_on=day)
    due = list(
        waiting.select_for_update(of=("self",))
        .filter(due_on__lte=day, asked_at__isnull=True, transition__file__objected_at__isnull=True)
        .select_related("transition__file")
        .order_by("pk")[:_AT_ONCE]
    )
    for follow_up in due:
        FollowUp.objects.filter(pk=follow_up.pk).update(asked_at=timezone.now())
        letters.ask_how_it_goes(follow_up)
    record(actor=actor, row=FollowUp(), changes={"count": [0, len(due)]} if due else {})
    return len(due)


@write("people.answer_follow_up", _("gezegd hoe het gaat"))
def answer_follow_up(*, actor: Actor, follow_up: FollowUp, works: str, feels: str) -> FollowUp:
    """Take in the two answers, once; holding the link is the right. Raises AlreadyAnswered."""
    found = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not found.is_open:
        raise AlreadyAnswered
    if works not in FollowUp.Works.values or feels not in FollowUp.Feels.values:
        raise ValidationError(_("Kies een antwoord op elke vraag."))
    found.works, found.feels, found.answered_at = works, feels, timezone.now()
    found.save(update_fields=["works", "feels", "answered_at"])
    record(actor=actor, row=found, changes={"works": ["-", "-"], "feels": ["-", "-"]})
    return found
