"""What came of an event: questions and cases, tied to it and let go."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.links import join, part
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case, Question


def _may_tie(actor: Actor, result: Question | Case) -> bool:
    """Whoever works on the question or case knows where it began."""
    if isinstance(result, Question):
        return case_perms.may_answer(actor, result)
    return case_perms.may_contribute(actor, result)


@write("agenda.came_of", gettext_lazy("kwam van een activiteit"))
def came_of(*, actor: Actor, event: Event, result: Question | Case) -> None:
    """Say that a question or case began at ``event``; a second time changes nothing."""
    require(perms.may_see(actor, event) and _may_tie(actor, result))
    if event.is_draft:
        raise ValidationError(_("Van wat nog in voorbereiding is, kan niets komen."))
    join(event, result)
    record(actor=actor, row=result, hub_id=event.hub_id, changes={"event": [None, str(event)]})


@write("agenda.let_go_of", gettext_lazy("losgemaakt van een activiteit"))
def let_go_of(*, actor: Actor, event: Event, result: Question | Case) -> None:
    """Undo ``came_of``: it was tied by mistake."""
    require(perms.may_see(actor, event) and _may_tie(actor, result))
    part(event, result)
    record(actor=actor, row=result, hub_id=event.hub_id, changes={"event": [str(event), None]})
