"""Calls: made, changed, opened for ideas, stopped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.links import let_go
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.models import Call, EntryState, Judgement, Kind, State, Step, StepKind, Vote
from circulairwerkt.calls.models.call import usual_criteria
from circulairwerkt.hubs.models import Hub

CALL_FIELDS = ("title", "summary", "description", "closes_at", "event", "criteria")
#: The steps that a new call begins with; the coordinator changes them as he likes.
_STEPS: Mapping[str, tuple[StepKind, ...]] = {
    Kind.CALL: (StepKind.PITCH, StepKind.GUIDANCE, StepKind.PEER_REVIEW, StepKind.FINAL_PITCH),
    Kind.HACKATHON: (StepKind.FINAL_PITCH,),
}
_SLUG_LENGTH = 120


def locked(call: Call) -> Call:
    """Return a call as it stands, its row locked: who hands in and who closes go one after the other."""
    found: Call = Call._base_manager.select_for_update(of=("self",)).select_related("hub").get(pk=call.pk)
    return found


def _free_slug(title: str) -> str:
    """Return an address that no other call has."""
    plain = slugify(title)[:_SLUG_LENGTH].strip("-") or "oproep"
    taken = set(Call._base_manager.filter(slug__startswith=plain).values_list("slug", flat=True))
    number, slug = 1, plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


@write("calls.make", gettext_lazy("oproep gemaakt"))
def make_call(*, actor: Actor, hub: Hub, kind: str, values: Mapping[str, Any]) -> Call:
    """Make a draft of ``hub`` with the usual steps of its kind; ``values``: fields of ``CALL_FIELDS``."""
    require(perms.may_edit_at(actor, hub))
    call = Call(hub=hub, kind=kind, made_by_id=actor.user_id, is_example=hub.is_example)
    for name in CALL_FIELDS:
        if name in values:
            setattr(call, name, values[name])
    call.slug = _free_slug(call.title.get("nl", ""))
    call.save()
    Step.objects.bulk_create(
        Step(call=call, number=number, kind=sort, has_peers=sort == StepKind.PEER_REVIEW)
        for number, sort in enumerate(_STEPS[kind], start=1)
    )
    record(actor=actor, row=call, hub_id=hub.pk, changes={"title": ["", str(call)]})
    return call


@write("calls.edit", gettext_lazy("oproep veranderd"))
def edit_call(
    *,
    actor: Actor,
    call: Call,
    seen_version: int,
    values: Mapping[str, Any],
    now: datetime | None = None,
) -> Call:
    """Write the fields of ``CALL_FIELDS``. A deadline can be moved while ideas come in, never to the past.

    Without criteria the usual ones hold: a jury that is asked nothing could give no points.

    Raises ValidationError for a deadline that cannot be, EditConflict where somebody else saved in between.
    """
    require(perms.may_edit(actor, call))
    current = locked(call)
    moment = now or timezone.now()
    if values["closes_at"] != current.closes_at and not current.is_draft:
        if current.position or not current.is_running:
            raise ValidationError({"closes_day": _("De inzendingen zijn gesloten. Deze dag ligt vast.")})
        if values["closes_at"] is None or values["closes_at"] <= moment:
            raise ValidationError({"closes_day": _("Kies een moment dat nog komt.")})
    criteria = values["criteria"] or usual_criteria()
    if criteria != current.criteria and Judgement.objects.filter(step__call=current).exists():
        raise ValidationError({"criteria": _("De jury gaf al punten. De criteria liggen vast.")})
    written = {**{name: values[name] for name in CALL_FIELDS}, "criteria": criteria}
    changes = differences(call, written)
    for name, value in written.items():
        setattr(call, name, value)
    call.save_as_successor_of(seen_version, CALL_FIELDS)
    record(actor=actor, row=call, hub_id=call.hub_id, changes=changes)
    return call


def what_is_missing(call: Call, moment: datetime) -> list[str]:
    """Return in words what a draft lacks before ideas can come in."""
    found = []
    if not call.title.get("nl"):
        found.append(_("Geef de oproep een titel."))
    if not call.summary.get("nl"):
        found.append(_("Zeg in het kort waarover het gaat."))
    if call.closes_at is None:
        found.append(_("Zeg tot wanneer men kan inzenden."))
    elif call.closes_at <= moment:
        found.append(_("De laatste dag om in te zenden is al voorbij. Kies een latere."))
    return found


@write("calls.publish", gettext_lazy("oproep geopend"))
def publish(*, actor: Actor, call: Call, now: datetime | None = None) -> Call:
    """Open a draft for ideas. Raises ValidationError where it lacks what somebody with an idea needs."""
    require(perms.may_edit(actor, call))
    call, moment = locked(call), now or timezone.now()
    missing = what_is_missing(call, moment)
    if not call.is_draft or missing:
        raise ValidationError(missing or [_("Deze oproep staat al open.")])
    call.state, call.visibility, call.published_at = State.RUNNING, Visibility.PUBLIC, moment
    call.save_as_successor_of(call.version, ["state", "visibility", "published_at"])
    record(actor=actor, row=call, hub_id=call.hub_id, changes={"state": [State.DRAFT, State.RUNNING]})
    return call


@write("calls.stop", gettext_lazy("oproep gestopt"))
def stop(*, actor: Actor, call: Call, reason: str, now: datetime | None = None) -> Call:
    """End a call before its time and tell all who are in. Raises ValidationError where it does not run."""
    require(perms.may_edit(actor, call))
    call = locked(call)
    if not call.is_running:
        raise ValidationError(_("Deze oproep loopt niet."))
    call.state, call.ended_at, call.stop_reason = State.STOPPED, now or timezone.now(), reason.strip()
    call.save_as_successor_of(call.version, ["state", "ended_at", "stop_reason"])
    record(
        actor=actor,
        row=call,
        hub_id=call.hub_id,
        changes={"state": [State.RUNNING, State.STOPPED], "stop_reason": ["", call.stop_reason]},
    )
    Vote.objects.filter(call=call).delete()
    letters.stopped(call, call.entries.filter(state=EntryState.IN).prefetch_related("versions"))
    return call


@write("calls.remove", gettext_lazy("oproep verwijderd"))
def remove_call(*, actor: Actor, call: Call) -> None:
    """Remove a draft. What was open is stopped instead: people handed something in, or were about to."""
    require(perms.may_edit(actor, call))
    if not call.is_draft:
        raise ValidationError(_("Wat open stond, stop je. Zo weet iedereen het."))
    record(actor=actor, row=call, hub_id=call.hub_id, changes={"title": [str(call), ""]})
    let_go([*call.challenges.all(), call])
    call.delete()
