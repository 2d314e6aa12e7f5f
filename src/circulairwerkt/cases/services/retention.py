"""What the clock does for cases: reminds of tasks, erases people's data when their time is over."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base import search_index
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import letters
from circulairwerkt.cases.models import Case, Contact, Entry, Task
from circulairwerkt.cases.services.thread import forget_bytes

#: Cases that one transaction erases from, so that nobody waits for it.
_AT_ONCE = 200
_MAILS = (Entry.Kind.MAIL_IN, Entry.Kind.MAIL_OUT, Entry.Kind.MESSAGE)


@write("cases.erase_from_case", gettext_lazy("persoonsgegevens gewist: termijn voorbij"))
def _erase_from(*, actor: Actor, case: Case) -> int:
    """Erase who was called, what was written to and fro, and the words of notes and tasks; the case stays.

    Its stages, lessons, parties and figures name nobody and are what remains.
    """
    search_index.note_keys("contact", list(case.contacts.values_list("pk", flat=True)))
    contacts, _by_model = case.contacts.all().delete()
    for entry in case.entries.filter(kind__in=_MAILS).prefetch_related("files"):
        for file in entry.files.all():
            forget_bytes(file)
            file.delete()
    case.entries.exclude(kind=Entry.Kind.SHARING).update(text="", subject="", sender_name="", sender_email="")
    case.tasks.filter(done_at__isnull=False).delete()
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"erased_contacts": [contacts, 0]})
    return contacts


def erase_old_cases(*, actor: Actor) -> int:
    """Erase people's data from cases in which nothing happened for the time of retention; return how many.

    Run it inside ``scope.everywhere``. Each case is its own transaction.
    """
    require(actor.is_system)
    border = timezone.now() - timedelta(days=Contact.RETENTION_DAYS)
    old = Case.objects.filter(moved_at__lt=border)
    told = Entry.objects.filter(case_id=OuterRef("pk")).exclude(text="", subject="", sender_email="")
    people = Contact.objects.filter(case_id=OuterRef("pk"))
    wanted = list(
        old.filter(Exists(people) | Exists(told.exclude(kind=Entry.Kind.SHARING)))
        .order_by("pk")
        .values_list("pk", flat=True)[:_AT_ONCE]
    )
    for case in Case.objects.filter(pk__in=wanted):
        _erase_from(actor=actor, case=case)
    return len(wanted)


@write("cases.remind", gettext_lazy("herinnerd aan een taak"))
def _remind(*, actor: Actor, task: Task) -> None:
    task.reminded_at = timezone.now()
    task.save(update_fields=["reminded_at"])
    record(actor=actor, row=task, hub_id=task.case.hub_id, changes={"reminded": [False, True]})
    letters.remind_of_task(task)


def remind_of_tasks(*, actor: Actor, today: date | None = None) -> int:
    """Mail each person once about a task whose day has come; return how many. Inside ``scope.everywhere``."""
    require(actor.is_system)
    due = Task.objects.filter(
        done_at__isnull=True,
        reminded_at__isnull=True,
        due_on__lte=today or timezone.localdate(),
        for_user__is_active=True,
        case__in=Case.objects.all(),
    ).select_related("case", "for_user")
    count = 0
    for task in due.iterator(chunk_size=_AT_ONCE):
        _remind(actor=actor, task=task)
        count += 1
    return count
