"""The steps and challenges of a call: added, changed, removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.models import Call, Challenge, Step
from circulairwerkt.calls.origins import may_see
from circulairwerkt.calls.peering import is_reviewing
from circulairwerkt.calls.queries import still_in
from circulairwerkt.calls.services.calls import locked
from circulairwerkt.cases.models import Case
from circulairwerkt.streams.models import Listing

STEP_FIELDS = ("kind", "starts_at", "ends_at", "place", "letter", "has_jury", "has_vote", "has_peers")
#: What somebody who is at a step has to know when it changes.
_TOLD = {"starts_at", "ends_at", "place"}
CHALLENGE_FIELDS = ("title", "words", "skills")


def _refuse_after_the_end(call: Call) -> None:
    if call.is_over:
        raise ValidationError(_("Deze oproep is afgelopen."))


def _refuse_peers(call: Call, step: Step, values: Mapping[str, Any], moment: datetime) -> None:
    """Refuse what would break the feedback of each other: begun is begun, and what is frozen stays so."""
    is_reached = step.number is not None and 0 < step.number <= call.position
    kept = Step.objects.filter(pk=step.pk).first() if is_reached else None
    if kept is not None and kept.has_peers != values["has_peers"]:
        raise ValidationError({"has_peers": _("Deze stap is al begonnen. Dat ligt nu vast.")})
    if kept is not None and kept.has_peers and values["ends_at"] != kept.ends_at:
        if call.position > kept.number or not is_reviewing(kept, moment):
            raise ValidationError({"until_day": _("De feedback is gesloten. Deze dag ligt vast.")})
        if values["ends_at"] is None or values["ends_at"] <= moment:
            raise ValidationError({"until_day": _("Kies een moment dat nog komt.")})
    if values["has_peers"] and call.steps.filter(has_peers=True).exclude(pk=step.pk).exists():
        raise ValidationError({"has_peers": _("Bij een andere stap lezen inzenders elkaars idee al.")})


@write("calls.save_step", gettext_lazy("stap bewaard"))
def save_step(
    *, actor: Actor, step: Step, seen_version: int, values: Mapping[str, Any], now: datetime | None = None
) -> Step:
    """Add a step at the end, one without a key yet, or change one; ``values``: ``STEP_FIELDS``.

    Who is at the step is told by mail when its day, hours or place change, or become known.
    Raises ValidationError once the call is over, EditConflict where somebody else saved in between.
    """
    call = step.call
    require(perms.may_edit(actor, call))
    call = locked(call)
    _refuse_after_the_end(call)
    if values["has_vote"] and values["ends_at"] is None:
        raise ValidationError({"day": _("Zeg tot wanneer men kan stemmen.")})
    if step.judged_at is not None and not values["has_jury"]:
        raise ValidationError({"has_jury": _("De jury beoordeelde hier al. Dat blijft staan.")})
    moment = now or timezone.now()
    _refuse_peers(call, step, values, moment)
    changes = differences(step, {name: values[name] for name in STEP_FIELDS})
    for name in STEP_FIELDS:
        setattr(step, name, values[name])
    if step._state.adding:
        step.number = (call.steps.aggregate(last=Max("number"))["last"] or 0) + 1
    step.add_or_succeed(seen_version, STEP_FIELDS)
    record(actor=actor, row=step, hub_id=call.hub_id, changes=changes)
    is_to_come = step.ends_at is None or step.ends_at > moment
    if call.is_running and step.number == call.position and is_to_come and _TOLD & changes.keys():
        letters.step_changed(call, still_in(call), step)
    return step


@write("calls.remove_step", gettext_lazy("stap verwijderd"))
def remove_step(*, actor: Actor, step: Step, seen_version: int) -> None:
    """Leave a step out. Raises ValidationError for one that was reached, EditConflict as ``save_step``."""
    require(perms.may_edit(actor, step.call))
    call = locked(step.call)
    _refuse_after_the_end(call)
    if step.number <= call.position:
        raise ValidationError(_("Deze stap is al begonnen. Hij hoort bij wat gebeurde."))
    step.save_as_successor_of(seen_version, [])
    record(actor=actor, row=step, hub_id=call.hub_id, changes={"kind": [step.kind, ""]})
    step.delete()


@write("calls.save_challenge", gettext_lazy("uitdaging bewaard"))
def save_challenge(
    *,
    actor: Actor,
    challenge: Challenge,
    seen_version: int,
    values: Mapping[str, Any],
    came_of: Listing | Case | None = None,
) -> Challenge:
    """Add a challenge, one without a key yet, or change one; ``values``: ``CHALLENGE_FIELDS``.

    ``came_of``: a card, need or case of the same hub that it is made of; the two stay linked.
    Raises ValidationError once the call is over, EditConflict where somebody else saved in between.
    """
    call = challenge.call
    require(perms.may_edit(actor, call))
    require(came_of is None or (came_of.hub_id == call.hub_id and may_see(actor, came_of)))
    _refuse_after_the_end(call)
    changes = differences(challenge, {name: values[name] for name in CHALLENGE_FIELDS})
    for name in CHALLENGE_FIELDS:
        setattr(challenge, name, values[name])
    challenge.add_or_succeed(seen_version, CHALLENGE_FIELDS)
    if came_of is not None:
        links.join(came_of, challenge)
        changes["came_of"] = [None, f"{came_of._meta.label_lower} {came_of.pk}"]
    record(actor=actor, row=challenge, hub_id=call.hub_id, changes=changes)
    return challenge


@write("calls.remove_challenge", gettext_lazy("uitdaging verwijderd"))
def remove_challenge(*, actor: Actor, challenge: Challenge, seen_version: int) -> None:
    """Take a challenge away. Raises ValidationError once there is an idea or a team for it."""
    require(perms.may_edit(actor, challenge.call))
    call = locked(challenge.call)
    if challenge.entries.exists():
        raise ValidationError(_("Er kwam al een idee binnen voor deze uitdaging. Ze blijft staan."))
    if challenge.team.exists():
        raise ValidationError(_("Er werkt al een team aan deze uitdaging. Verplaats eerst wie erin zit."))
    challenge.save_as_successor_of(seen_version, [])
    record(actor=actor, row=challenge, hub_id=call.hub_id, changes={"title": [challenge.title, ""]})
    links.let_go([challenge])
    challenge.delete()
