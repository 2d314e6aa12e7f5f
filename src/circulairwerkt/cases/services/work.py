"""What hangs on a case: parties and contacts, tasks, lessons and subsidy files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.accounts.models import User
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import inside, perms
from circulairwerkt.cases.models import Case, CaseStream, Contact, Lesson, Party, SubsidyFile, Task
from circulairwerkt.cases.services.thread import Person, _known_or_new, touch
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams.models import Capability, MaterialCard, Need


@write("cases.add_party", gettext_lazy("partij bij een dossier"))
def add_party(*, actor: Actor, case: Case, organisation: Organisation, role: Party.Role) -> Party:
    """Bring an organisation into the case; the same part a second time changes nothing but the trail."""
    require(perms.may_contribute(actor, case))
    party, is_new = Party.objects.get_or_create(case=case, organisation=organisation, role=role)
    if is_new:
        touch(case)
    record(actor=actor, row=party, hub_id=case.hub_id, changes={"role": [None, role.value]})
    return party


@write("cases.remove_party", gettext_lazy("partij weg uit een dossier"))
def remove_party(*, actor: Actor, party: Party) -> None:
    """Take an organisation out that was brought in by mistake."""
    require(perms.may_contribute(actor, party.case))
    record(actor=actor, row=party, hub_id=party.case.hub_id, changes={"role": [party.role, None]})
    party.delete()


@write("cases.add_contact", gettext_lazy("contact bij een dossier"))
def add_contact(*, actor: Actor, case: Case, person: Person, party: Party | None = None) -> Contact:
    """Keep somebody to call or write to; who is known already is completed, not doubled."""
    require(perms.may_contribute(actor, case))
    if not person:
        raise ValidationError(_("Vul een naam, een telefoonnummer of een mailadres in."))
    contact = _known_or_new(case, person, Contact.Source.TYPED)
    if party is not None and party.case_id == case.pk:
        contact.party = party
        contact.save(update_fields=["party"])
    record(actor=actor, row=contact, hub_id=case.hub_id, changes={"added": [None, contact.pk]})
    return contact


@write("cases.erase_contact", gettext_lazy("contact gewist"))
def erase_contact(*, actor: Actor, contact: Contact) -> None:
    """Erase somebody's name, number and address from a case, such as at that person's wish."""
    require(perms.may_contribute(actor, contact.case))
    record(actor=actor, row=contact, hub_id=contact.case.hub_id, changes={"erased": [False, True]})
    contact.entries.update(sender_name="", sender_email="")
    contact.delete()


@write("cases.add_task", gettext_lazy("taak toegevoegd"))
def add_task(
    *, actor: Actor, case: Case, text: str, due_on: date | None = None, for_user: User | None = None
) -> Task:
    """Note something to do, for oneself unless said otherwise; for a colleague of one of the case's hubs."""
    require(perms.may_contribute(actor, case))
    if for_user is not None and not any(
        inside.colleagues(hub_id).filter(pk=for_user.pk).exists()
        for hub_id in (case.hub_id, *perms.sharing_hubs(case))
    ):
        raise ValidationError({"for_user": [_("Deze persoon werkt niet bij de hub.")]})
    task = Task.objects.create(
        case=case,
        text=text.strip()[:300],
        due_on=due_on,
        for_user_id=for_user.pk if for_user is not None else actor.user_id,
        made_by_id=actor.user_id,
    )
    record(actor=actor, row=task, hub_id=case.hub_id, changes={"due_on": [None, due_on]})
    return task


@write("cases.finish_task", gettext_lazy("taak gedaan"))
def finish_task(*, actor: Actor, task: Task) -> Task:
    """Say that a task is done; a second time changes nothing but the trail."""
    require(perms.may_contribute(actor, task.case))
    Task.objects.filter(pk=task.pk, done_at__isnull=True).update(
        done_at=timezone.now(), done_by_id=actor.user_id
    )
    task.refresh_from_db()
    touch(task.case)
    record(actor=actor, row=task, hub_id=task.case.hub_id, changes={"done": [False, True]})
    return task


@write("cases.reopen_task", gettext_lazy("taak heropend"))
def reopen_task(*, actor: Actor, task: Task) -> Task:
    """Undo ``finish_task``."""
    require(perms.may_contribute(actor, task.case))
    task.done_at, task.done_by = None, None
    task.save(update_fields=["done_at", "done_by"])
    record(actor=actor, row=task, hub_id=task.case.hub_id, changes={"done": [True, False]})
    return task


@write("cases.write_lesson", gettext_lazy("les opgeschreven"))
def write_lesson(*, actor: Actor, case: Case, text: str) -> Lesson:
    """Write what a colleague may learn; a task that asked for it is done with that."""
    require(perms.may_contribute(actor, case))
    lesson = Lesson.objects.create(
        case=case, text=text.strip(), stage=case.stage, written_by_id=actor.user_id
    )
    case.tasks.filter(sort=Task.Sort.LESSON, done_at__isnull=True).update(
        done_at=timezone.now(), done_by_id=actor.user_id
    )
    touch(case)
    record(actor=actor, row=lesson, hub_id=case.hub_id, changes={"written": [None, lesson.pk]})
    return lesson


@write("cases.save_subsidy_file", gettext_lazy("subsidiedossier bewaard"))
def save_subsidy_file(
    *, actor: Actor, case: Case, row: SubsidyFile | None, seen_version: int, values: Mapping[str, Any]
) -> SubsidyFile:
    """Add or change a subsidy file. Raises ValidationError where a state lacks its day, EditConflict where
    somebody else saved in between.
    """
    require(perms.may_contribute(actor, case))
    _check_days(values)
    if row is None:
        made = SubsidyFile.objects.create(case=case, **values)
        record(actor=actor, row=made, hub_id=case.hub_id, changes={"state": [None, made.state]})
        touch(case)
        return made
    require(row.case_id == case.pk)
    changes = differences(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save_as_successor_of(seen_version, [*values])
    touch(case)
    record(actor=actor, row=row, hub_id=case.hub_id, changes=changes)
    return row


def _check_days(values: Mapping[str, Any]) -> None:
    state, submitted, decided = values["state"], values.get("submitted_on"), values.get("decided_on")
    if state != SubsidyFile.State.DRAFT and submitted is None:
        raise ValidationError({"submitted_on": [_("Wanneer is het ingediend?")]})
    if state in {SubsidyFile.State.APPROVED, SubsidyFile.State.REFUSED} and decided is None:
        raise ValidationError({"decided_on": [_("Wanneer is het beslist?")]})
    if submitted and decided and decided < submitted:
        raise ValidationError({"decided_on": [_("Dit ligt voor de dag waarop het is ingediend.")]})


@write("cases.attach_stream", gettext_lazy("materiaal bij een dossier"))
def attach_stream(*, actor: Actor, case: Case, row: MaterialCard | Need | Capability) -> CaseStream:
    """Say that the case is about a card, a need or a capability that the reader may see."""
    require(perms.may_contribute(actor, case))
    link, is_new = CaseStream.objects.get_or_create(
        case=case, **{stream_field(row): row}, defaults={"added_by_id": actor.user_id}
    )
    if is_new:
        touch(case)
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"stream": [None, link.pk]})
    return link


@write("cases.detach_stream", gettext_lazy("materiaal weg uit een dossier"))
def detach_stream(*, actor: Actor, link: CaseStream) -> None:
    """Say that the case is not about it after all; the card itself stays."""
    require(perms.may_contribute(actor, link.case))
    record(actor=actor, row=link.case, hub_id=link.case.hub_id, changes={"stream": [link.pk, None]})
    link.delete()


def stream_field(row: MaterialCard | Need | Capability) -> str:
    """Return the field of ``CaseStream`` that holds such a row."""
    if isinstance(row, MaterialCard):
        return "card"
    return "need" if isinstance(row, Need) else "capability"
