"""A call that opens a case: one box gives the case, the note, the person and the task."""

from datetime import date

from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.inside import title_from
from circulairwerkt.cases.models import Case, Stage
from circulairwerkt.cases.services.cases import open_case
from circulairwerkt.cases.services.thread import Person, note_call
from circulairwerkt.hubs.models import Hub


@write("cases.open_with_call", gettext_lazy("dossier geopend na een gesprek"))
def open_with_call(
    *,
    actor: Actor,
    hub: Hub,
    text: str,
    person: Person,
    title: str = "",
    task_text: str = "",
    due_on: date | None = None,
) -> Case:
    """Open a case at the stage of a question with the note of the call in it, in one transaction.

    Without a title the first line of the note is one.
    """
    case = open_case(actor=actor, hub=hub, title=title.strip() or title_from(text), stage=Stage.QUESTION)
    note_call(actor=actor, case=case, text=text, person=person, task_text=task_text, due_on=due_on)
    record(actor=actor, row=case, hub_id=hub.pk, changes={"opened": [None, case.reference]})
    return case
