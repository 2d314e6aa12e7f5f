"""Mails about questions: a link and no content, in the reader's language."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.base import outbox
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Role
from circulairwerkt.cases.links import (
    mail_address_of,
    mail_address_of_question,
    party_address,
    private_address,
)
from circulairwerkt.cases.models import Case, Contact, Question, Task
from circulairwerkt.hubs.models import Hub, ProgrammeInbox
from circulairwerkt.hubs.queries import readers_on


def _send(
    question: Question, address: str, subject: str, lines: Iterable[str], *, reply_to: str = ""
) -> None:
    outbox.post(
        to=address,
        subject=subject,
        text="\n\n".join(lines),
        hub_id=question.hub_id,
        about=f"cases.question:{question.pk}",
        reply_to=reply_to,
        headers=None if reply_to else outbox.BY_ITSELF,
    )


def readers_of(hub: Hub) -> list[str]:
    """Return the addresses of who reads for a hub today (coordinators, or who replaces those that are away),
    else the hub's own address, else none.
    """
    readers = {user.email for user in readers_on(hub, timezone.localdate())}
    return sorted(readers) or ([hub.contact_email] if hub.contact_email else [])


def programme_readers() -> list[str]:
    """Return the address of the programme inbox, else those of the administrators."""
    inbox = ProgrammeInbox.objects.filter(is_active=True).order_by("pk").first()
    if inbox:
        return [inbox.email]
    today = held_on(timezone.localdate())
    administrators = ProgrammeRole.objects.filter(today, role=Role.ADMINISTRATOR).values("user")
    return sorted(User.objects.filter(pk__in=administrators, is_active=True).values_list("email", flat=True))


def _inside_address(question: Question) -> str:
    return settings.BASE_URL + reverse("cases:question", args=[question.pk])


def _day(question: Question) -> str:
    return date_format(question.answer_by, "j F Y")


def tell_readers(question: Question) -> None:
    """Tell those who answer for the question that it is there."""
    for address in readers_of(question.hub) if question.hub else programme_readers():
        with override(settings.LANGUAGE_CODE):
            _send(
                question,
                address,
                _("Nieuwe vraag uit %(place)s") % {"place": question.municipality},
                [
                    _("Er is een nieuwe vraag. Antwoord ten laatste op %(day)s.") % {"day": _day(question)},
                    _inside_address(question),
                ],
            )


def tell_readers_of_remark(question: Question) -> None:
    """Tell those who answer for the question that the asker added something or withdrew it."""
    for address in readers_of(question.hub) if question.hub else programme_readers():
        with override(settings.LANGUAGE_CODE):
            subject = _("Nieuws bij een vraag uit %(place)s") % {"place": question.municipality}
            _send(question, address, subject, [_inside_address(question)])


def tell_programme_of_delay(question: Question) -> None:
    """Tell the programme that a hub let the day pass."""
    for address in programme_readers():
        with override(settings.LANGUAGE_CODE):
            _send(
                question,
                address,
                _("Vraag zonder antwoord bij %(hub)s") % {"hub": question.hub or _("het programma")},
                [
                    _("Deze vraag had een antwoord moeten hebben op %(day)s.") % {"day": _day(question)},
                    _inside_address(question),
                ],
            )


def tell_asker(question: Question, subject: str, line: str) -> None:
    """Send the asker the private link with one line, and how to answer; in the language that is on.

    Nothing where only a telephone number is known.
    """
    if question.has_mail:
        address = mail_address_of_question(question)
        how = (
            _("Antwoord gewoon op deze mail, of schrijf via je link.")
            if address
            else _("Antwoorden doe je via je link, niet op deze mail: niemand leest dat adres.")
        )
        _send(question, question.contact, subject, [line, private_address(question), how], reply_to=address)


def _case_address(case: Case) -> str:
    return settings.BASE_URL + reverse("cases:case", args=[case.pk])


def write_to_party(case: Case, contact: Contact, text: str) -> None:
    """Send a party what the hub wrote, with the private link and the way to answer by mail."""
    outbox.send(
        "cases/mail/to_party.txt",
        to=contact.email,
        language=contact.language,
        context={
            "case": case,
            "hub": case.hub,
            "contact": contact,
            "text": text,
            "link": party_address(contact),
            "mail_address": mail_address_of(case),
        },
        reply_to=mail_address_of(case),
    )


def tell_owner(case: Case) -> None:
    """Tell who follows the case up, or the hub's readers, that a party wrote: a link and no content."""
    addresses = [case.owner.email] if case.owner and case.owner.is_active else readers_of(case.hub)
    for address in addresses:
        outbox.send(
            "cases/mail/party_wrote.txt",
            to=address,
            language=settings.LANGUAGE_CODE,
            context={"case": case, "link": _case_address(case)},
            headers=outbox.BY_ITSELF,
        )


def remind_of_task(task: Task) -> None:
    """Remind somebody of a task whose day has come: a link and no content."""
    if task.for_user is not None and task.for_user.email:
        outbox.send(
            "cases/mail/task_due.txt",
            to=task.for_user.email,
            language=settings.LANGUAGE_CODE,
            context={"case": task.case, "task": task, "link": _case_address(task.case)},
            headers=outbox.BY_ITSELF,
        )
