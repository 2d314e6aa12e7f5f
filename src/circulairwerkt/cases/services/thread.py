"""What is said in a case: notes, calls, messages to and from the parties, files, and who is let in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import letters, perms
from circulairwerkt.cases.models import Case, CaseFile, Contact, Entry, Task
from circulairwerkt.cases.uploads import Sniffed, sniff


@dataclass(frozen=True)
class Person:
    """Somebody to reach, as typed or read from a note; what is empty is unknown."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True)
class PhoneNoteDone:
    """What one box made."""

    entry: Entry
    contact: Contact | None
    task: Task | None


def touch(case: Case) -> None:
    """Note that something happened in the case just now."""
    case.moved_at = timezone.now()
    Case._base_manager.filter(pk=case.pk).update(moved_at=case.moved_at)


@write("cases.write_note", gettext_lazy("notitie in een dossier"))
def write_note(*, actor: Actor, case: Case, text: str, kind: str = Entry.Kind.NOTE) -> Entry:
    """Write a note that only the hubs of the case see."""
    require(perms.may_contribute(actor, case))
    entry = Entry.objects.create(case=case, kind=kind, author_id=actor.user_id, text=text.strip())
    touch(case)
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"noted": [None, entry.pk]})
    return entry


@write("cases.note_call", gettext_lazy("gesprek genoteerd"))
def note_call(
    *,
    actor: Actor,
    case: Case,
    text: str,
    person: Person,
    task_text: str = "",
    due_on: date | None = None,
) -> PhoneNoteDone:
    """Write a note of a call with, from the same box, the person it was with and what is to be done."""
    require(perms.may_contribute(actor, case))
    contact = _known_or_new(case, person, Contact.Source.PHONE) if person else None
    entry = Entry.objects.create(
        case=case, kind=Entry.Kind.PHONE, author_id=actor.user_id, text=text.strip(), contact=contact
    )
    task = None
    if task_text.strip():
        task = Task.objects.create(
            case=case,
            text=task_text.strip()[:300],
            due_on=due_on,
            for_user_id=actor.user_id,
            made_by_id=actor.user_id,
        )
    touch(case)
    made = {"contact": [None, contact and contact.pk], "task": [None, task and task.pk]}
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"noted": [None, entry.pk], **made})
    return PhoneNoteDone(entry, contact, task)


def _known_or_new(case: Case, person: Person, source: str) -> Contact:
    """Return the contact of the case that ``person`` is, completed with what is new, or a new one.

    The same address or number is the same person; the same name alone is, when nothing else contradicts it.
    """
    digits = _digits(person.phone)
    for known in Contact.objects.select_for_update().filter(case=case).order_by("pk"):
        same_mail = bool(person.email) and known.email.lower() == person.email.lower()
        same_phone = bool(digits) and _digits(known.phone) == digits
        same_name = bool(person.name) and known.name.lower() == person.name.lower()
        no_clash = not (person.email and known.email) and not (digits and known.phone)
        if same_mail or same_phone or (same_name and no_clash):
            known.name = known.name or person.name[:120]
            known.phone = known.phone or person.phone[:30]
            known.email = known.email or person.email
            known.save(update_fields=["name", "phone", "email"])
            return known
    return Contact.objects.create(
        case=case, name=person.name[:120], phone=person.phone[:30], email=person.email, source=source
    )


def _digits(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits.removeprefix("00").removeprefix("32").lstrip("0")


@write("cases.write_to", gettext_lazy("bericht aan betrokkenen"))
def write_to(*, actor: Actor, case: Case, contacts: Iterable[Contact], text: str) -> Entry:
    """Write to parties: the words stand in the thread, each gets a mail with them and a private link."""
    require(perms.may_contribute(actor, case))
    wanted = {contact.pk for contact in contacts}
    reached = [
        contact
        for contact in Contact.objects.filter(case=case, pk__in=wanted, wants_no_mail=False)
        if contact.email
    ]
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.MAIL_OUT if reached else Entry.Kind.MESSAGE,
        audience=Entry.Audience.PARTIES,
        author_id=actor.user_id,
        text=text.strip(),
        subject=", ".join(str(contact) for contact in reached)[:250],
    )
    entry.recipients.set(reached)
    for contact in reached:
        letters.write_to_party(case, contact, text.strip())
    touch(case)
    record(
        actor=actor,
        row=case,
        hub_id=case.hub_id,
        changes={"written_to": [None, sorted(contact.pk for contact in reached)]},
    )
    return entry


@write("cases.party_writes", gettext_lazy("betrokkene schreef in een dossier"))
def party_writes(*, actor: Actor, contact: Contact, text: str) -> Entry:
    """Let a party write through the private link; whoever holds the link acts for that person."""
    case = contact.case
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.MESSAGE,
        contact=contact,
        text=text.strip(),
        sender_name=contact.name[:160],
    )
    touch(case)
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"said": [None, entry.pk]})
    transaction.on_commit(lambda: letters.tell_owner(case))
    return entry


@write("cases.stop_mail", gettext_lazy("betrokkene wil geen mail meer"))
def stop_mail(*, actor: Actor, contact: Contact) -> Contact:
    """Let a party say: no more mail about this case. The hub sees it beside the name."""
    contact.wants_no_mail = True
    contact.save(update_fields=["wants_no_mail"])
    record(actor=actor, row=contact, hub_id=contact.case.hub_id, changes={"wants_no_mail": [False, True]})
    return contact


def _keep_file(
    *, case: Case, sniffed: Sniffed, content: File[bytes], added_by_id: int | None, entry: Entry | None
) -> CaseFile:
    """Store a file that was looked at by ``uploads``; only for services of this room."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    row = CaseFile(
        case=case,
        entry=entry,
        name=sniffed.name,
        content_type=sniffed.content_type,
        size_bytes=sniffed.size_bytes,
        digest=digest.hexdigest(),
        added_by_id=added_by_id,
    )
    row.file.save(sniffed.name, content, save=False)
    row.save()
    return row


def _keep_bytes(
    *, case: Case, sniffed: Sniffed, content: bytes, added_by_id: int | None, entry: Entry | None
) -> CaseFile:
    """Store an attachment; as ``_keep_file``."""
    return _keep_file(
        case=case, sniffed=sniffed, content=ContentFile(content), added_by_id=added_by_id, entry=entry
    )


@write("cases.add_file", gettext_lazy("bestand bij een dossier"))
def add_file(*, actor: Actor, case: Case, name: str, content: File[bytes], note: str = "") -> CaseFile:
    """Keep a file with the case. Raises ValidationError for what ``uploads.sniff`` refuses."""
    require(perms.may_contribute(actor, case))
    sniffed = sniff(name, cast(BinaryIO, content), content.size or 0)
    entry = Entry.objects.create(
        case=case, kind=Entry.Kind.FILE, author_id=actor.user_id, subject=sniffed.name, text=note.strip()
    )
    row = _keep_file(case=case, sniffed=sniffed, content=content, added_by_id=actor.user_id, entry=entry)
    touch(case)
    record(actor=actor, row=row, hub_id=case.hub_id, changes={"size_bytes": [None, row.size_bytes]})
    return row


@write("cases.remove_file", gettext_lazy("bestand verwijderd"))
def remove_file(*, actor: Actor, file: CaseFile) -> None:
    """Remove a file for good, bytes included."""
    require(perms.may_contribute(actor, file.case))
    record(actor=actor, row=file, hub_id=file.case.hub_id, changes={"size_bytes": [file.size_bytes, None]})
    forget_bytes(file)
    file.delete()


def forget_bytes(file: CaseFile) -> None:
    """Remove the bytes from the disk once the transaction is saved."""
    storage, path = file.file.storage, file.file.name
    if path:
        transaction.on_commit(lambda: storage.delete(path))


@write("cases.let_in", gettext_lazy("mail toegelaten in een dossier"))
def let_in(*, actor: Actor, entry: Entry, remember_sender: bool = True) -> Entry:
    """Let a waiting mail into the thread; its sender becomes a contact, so that the next one comes in."""
    require(perms.may_contribute(actor, entry.case))
    if entry.is_waiting:
        entry.is_waiting = False
        if remember_sender and entry.sender_email:
            person = Person(name=entry.sender_name, email=entry.sender_email)
            entry.contact = _known_or_new(entry.case, person, Contact.Source.MAIL)
        entry.save(update_fields=["is_waiting", "contact"])
        touch(entry.case)
    record(actor=actor, row=entry, hub_id=entry.case.hub_id, changes={"is_waiting": [True, False]})
    return entry


@write("cases.turn_away", gettext_lazy("mail geweigerd in een dossier"))
def turn_away(*, actor: Actor, entry: Entry) -> None:
    """Erase a waiting mail with what was attached; nobody answers its sender."""
    require(perms.may_contribute(actor, entry.case) and entry.is_waiting)
    record(actor=actor, row=entry, hub_id=entry.case.hub_id, changes={"turned_away": [False, True]})
    for file in entry.files.all():
        forget_bytes(file)
    entry.delete()
