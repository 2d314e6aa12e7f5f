"""Goals, actions and notes of coach and coordinator."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.coaching import letters, perms
from circulairwerkt.coaching.models import Coaching, Note, Step
from circulairwerkt.coaching.services.rows import _touch
from circulairwerkt.coaching.words import Closing


def _refuse_withdrawn(coaching: Coaching) -> None:
    """Nothing is written any more about somebody who withdrew."""
    if coaching.closing == Closing.WITHDRAWN:
        raise ValidationError(_("De ondernemer trok dit in. Er kan niets meer bij."))


@write("coaching.write_note", gettext_lazy("notitie bij een begeleiding"))
def write_note(*, actor: Actor, coaching: Coaching, text: str, is_shared: bool) -> Note:
    """Write down what was said: shared with the entrepreneur, who hears of it, or for oneself alone."""
    require(perms.may_work(actor, coaching))
    _refuse_withdrawn(coaching)
    note = Note.objects.create(
        coaching=coaching, author_id=actor.user_id, is_from_hub=True, is_shared=is_shared, text=text
    )
    _touch(coaching)
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"noted": [False, True]})
    if is_shared:
        letters.noted(coaching, by_entrepreneur=False)
    return note


@write("coaching.add_step", gettext_lazy("doel of actie toegevoegd"))
def add_step(*, actor: Actor, coaching: Coaching, values: Mapping[str, Any]) -> Step:
    """Write down a goal, or what one of the two will do."""
    require(perms.may_work(actor, coaching))
    _refuse_withdrawn(coaching)
    step = Step.objects.create(
        coaching=coaching,
        kind=values["kind"],
        text=values["text"],
        whose=values["whose"],
        due_on=values["due_on"],
    )
    _touch(coaching)
    record(actor=actor, row=step, hub_id=coaching.hub_id, changes={"kind": [None, step.kind]})
    return step


@write("coaching.mark_step", gettext_lazy("doel of actie afgevinkt"))
def mark_step(*, actor: Actor, step: Step, is_done: bool) -> Step:
    """Tick a goal that was reached or an action that was done, or take the tick away."""
    require(perms.may_work(actor, step.coaching))
    step.done_at = timezone.now() if is_done else None
    step.save(update_fields=["done_at"])
    _touch(step.coaching)
    record(actor=actor, row=step, hub_id=step.coaching.hub_id, changes={"done": [not is_done, is_done]})
    return step
