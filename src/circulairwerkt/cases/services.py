"""What happens to questions: asked, answered, erased when their time is over."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, Role, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.working_days import working_day_after
from circulairwerkt.hubs.actors import held_on
from circulairwerkt.hubs.models import Hub, HubMembership, ProgrammeInbox
from circulairwerkt.reference.models import Municipality


class NobodyReads(Exception):
    """Neither a claimed hub nor a programme inbox can read the question; nothing was stored."""


@write("cases.ask")
def ask(
    *,
    actor: Actor,
    hub: Hub | None,
    municipality: Municipality,
    place_text: str,
    sentence: str,
    contact: str,
    contact_name: str = "",
    language: str = "nl",
) -> Question:
    """Store a question for ``hub``, or for the programme inbox where the hub is unclaimed, and tell its
    readers.

    Raises NobodyReads where there is neither: a question is never swallowed. The audit line holds no
    contact data.
    """
    reader = hub if hub is not None and hub.is_claimed and hub.is_working else None
    inbox = None if reader else ProgrammeInbox.objects.filter(is_active=True).order_by("pk").first()
    if reader is None and inbox is None:
        raise NobodyReads
    days = reader.answer_days if reader else inbox.answer_days if inbox else 0
    question = Question.objects.create(
        hub=reader,
        municipality=municipality,
        place_text=place_text,
        sentence=sentence,
        contact=contact,
        contact_name=contact_name,
        language=language,
        answer_by=working_day_after(timezone.localdate(), days),
    )
    record(actor=actor, row=question, hub_id=reader.pk if reader else None, changes={"asked": [None, True]})
    addresses = _readers_of(reader) if reader else [inbox.email] if inbox else []
    transaction.on_commit(lambda: _tell(question, addresses))
    return question


def _readers_of(hub: Hub) -> list[str]:
    """Addresses of those who answer for ``hub``: its coordinators today, else the hub's own address."""
    coordinators = HubMembership.objects.filter(
        held_on(timezone.localdate()), hub=hub, role=Role.COORDINATOR, user__is_active=True
    ).values_list("user__email", flat=True)
    return sorted(set(coordinators)) or ([hub.contact_email] if hub.contact_email else [])


def _tell(question: Question, addresses: list[str]) -> None:
    """Mail the readers a link; the question itself stays on the platform."""
    link = settings.BASE_URL + reverse("cases:question", args=[question.pk])
    for address in addresses:
        send_mail(
            subject=_("Nieuwe vraag uit %(place)s") % {"place": question.municipality},
            message=_("Er is een nieuwe vraag. Antwoord ten laatste op %(day)s.\n\n%(link)s\n")
            % {"day": question.answer_by.strftime("%d/%m/%Y"), "link": link},
            from_email=None,
            recipient_list=[address],
        )


@write("cases.mark_answered")
def mark_answered(*, actor: Actor, question: Question) -> Question:
    """Note that the asker got an answer; the clock stops. A second time changes nothing but the trail."""
    require(perms.may_answer(actor, question))
    if question.answered_at is None:
        question.answered_at = timezone.now()
        question.answered_by_id = actor.user_id
        question.save(update_fields=["answered_at", "answered_by"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"answered": [False, True]})
    return question


@write("cases.reopen_question")
def reopen(*, actor: Actor, question: Question) -> Question:
    """Undo ``mark_answered``."""
    require(perms.may_answer(actor, question))
    question.answered_at = None
    question.answered_by = None
    question.save(update_fields=["answered_at", "answered_by"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"answered": [True, False]})
    return question


@write("cases.erase_old_questions")
def erase_old_questions(*, actor: Actor) -> int:
    """Erase questions older than their retention and return how many; the trail keeps the count only.

    Run it inside ``scope.everywhere``: it reaches the questions of all hubs.
    """
    require(actor.is_system)
    border = timezone.now() - timedelta(days=Question.RETENTION_DAYS)
    old = Question.objects.filter(asked_at__lt=border)
    count = old.count()
    old.delete()
    record(actor=actor, row=Question(pk=0), changes={"erased": [count, 0]})
    return count


def thanks(question: Question) -> str:
    """The sentence that tells the asker who answers and by when."""
    days = question.hub.answer_days if question.hub else None
    if question.hub and days:
        return ngettext(
            "%(hub)s leest je vraag. Je krijgt antwoord binnen %(days)s werkdag.",
            "%(hub)s leest je vraag. Je krijgt antwoord binnen %(days)s werkdagen.",
            days,
        ) % {"hub": question.hub.name, "days": days}
    return _("Het programma leest je vraag.")
