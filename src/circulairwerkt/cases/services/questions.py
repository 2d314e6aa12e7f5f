"""What happens to questions: asked, answered, added to, moved, withdrawn, escalated, erased."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from circulairwerkt.base import links, search_index
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import letters, perms
from circulairwerkt.cases.models import (
    Case,
    Contact,
    Question,
    QuestionPart,
    QuestionPhoto,
    Remark,
    fresh_nonce,
)
from circulairwerkt.cases.services import made, photos
from circulairwerkt.cases.services.questions_lock import locked
from circulairwerkt.cases.services.referrals import close_open
from circulairwerkt.cases.understanding import danger_in, understood
from circulairwerkt.cases.working_days import answer_day
from circulairwerkt.hubs.models import Hub, ProgrammeInbox
from circulairwerkt.reference.models import Municipality


class NobodyReads(Exception):
    """Neither a claimed hub nor a programme inbox can read the question; nothing was stored."""


class NoLongerOpen(Exception):
    """The question was answered or withdrawn meanwhile; nothing was changed."""


@write("cases.ask", gettext_lazy("vraag gesteld"))
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
    parts: Sequence[QuestionPart] | None = None,
    waiting_photos: Collection[int] = (),
) -> Question:
    """Store a question for ``hub``, or for the programme inbox where the hub cannot read it, and tell its
    readers.

    ``parts`` is what was understood and corrected on the page; without it the sentence is read now.
    ``waiting_photos`` are keys of photos that were kept for it (``keep_photo``).

    Raises NobodyReads where there is neither: a question is never swallowed. The trail holds no contact data.
    """
    reader, days = _reader(hub)
    question: Question = Question.objects.create(
        hub=reader,
        municipality=municipality,
        place_text=place_text,
        sentence=sentence,
        contact=contact,
        contact_name=contact_name,
        language=language,
        answer_by=answer_day(timezone.localdate(), days, reader),
    )
    for part in understood(sentence).parts if parts is None else parts:
        part.question = question
        part.save()
        question.danger = question.danger or danger_in([part])
    question.save(update_fields=["danger"])
    photos.put_with(question, waiting_photos)
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"asked": [None, True]})
    letters.tell_readers(question)
    with override(language):
        subject, line = (
            _("Je vraag aan %(hub)s") % {"hub": reader or "Circulair werk(t)"},
            _("Je vraag is aangekomen. Via deze link volg je ze, vul je ze aan of trek je ze in."),
        )
    letters.tell_asker(question, subject, line)
    return question


def _reader(hub: Hub | None) -> tuple[Hub | None, int]:
    """Return who reads and within how many working days: a claimed working hub, else (None) the inbox."""
    if hub is not None and hub.is_claimed and hub.is_working:
        return hub, hub.answer_days
    inbox = ProgrammeInbox.objects.filter(is_active=True).order_by("pk").first()
    if inbox is None:
        raise NobodyReads
    return None, inbox.answer_days


@write("cases.reply", gettext_lazy("vraag beantwoord"))
def reply(*, actor: Actor, question: Question, text: str) -> Question:
    """Answer the asker: the words stand behind the private link, the clock stops.

    Raises NoLongerOpen for a question that was withdrawn; one that was answered may be answered again.
    """
    require(perms.may_answer(actor, question))
    question = locked(question)
    if question.withdrawn_at is not None:
        raise NoLongerOpen
    Remark.objects.create(question=question, author_id=actor.user_id, is_from_hub=True, text=text)
    _stop_clock(question, actor)
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"answered": [False, True]})
    with override(question.language):
        subject = _("Antwoord van %(hub)s") % {"hub": question.hub or "Circulair werk(t)"}
        line = _("Er is een antwoord op je vraag. Je leest het via deze link.")
    letters.tell_asker(question, subject, line)
    return question


@write("cases.note", gettext_lazy("notitie geschreven"))
def note(*, actor: Actor, question: Question, text: str) -> Remark:
    """Write a note that only those who answer see, such as of a call; the clock goes on."""
    require(perms.may_answer(actor, question))
    remark = Remark.objects.create(
        question=question, author_id=actor.user_id, is_from_hub=True, is_inside=True, text=text
    )
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"noted": [False, True]})
    return remark


@write("cases.mark_answered", gettext_lazy("aangeduid als beantwoord"))
def mark_answered(*, actor: Actor, question: Question) -> Question:
    """Note that the asker got an answer by telephone or in person; a second time changes nothing but the
    trail.
    """
    require(perms.may_answer(actor, question))
    question = locked(question)
    _stop_clock(question, actor)
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"answered": [False, True]})
    return question


def _stop_clock(question: Question, actor: Actor) -> None:
    if question.answered_at is None:
        question.answered_at = timezone.now()
        question.answered_by_id = actor.user_id
        question.save(update_fields=["answered_at", "answered_by"])


@write("cases.reopen_question", gettext_lazy("vraag heropend"))
def reopen(*, actor: Actor, question: Question) -> Question:
    """Undo ``mark_answered``."""
    require(perms.may_answer(actor, question))
    question = locked(question)
    question.answered_at = None
    question.answered_by = None
    question.save(update_fields=["answered_at", "answered_by"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"answered": [True, False]})
    return question


@write("cases.add_remark", gettext_lazy("iets toegevoegd aan de vraag"))
def add(
    *, actor: Actor, question: Question, text: str, waiting_photos: Collection[int] = ()
) -> Remark | None:
    """Let the asker add words, photos or both through the private link; the readers are told."""
    question = locked(question)
    if question.withdrawn_at is not None:
        raise NoLongerOpen
    remark = Remark.objects.create(question=question, text=text) if text else None
    photos.put_with(question, waiting_photos)
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"added": [False, True]})
    letters.tell_readers_of_remark(question)
    return remark


@write("cases.withdraw", gettext_lazy("vraag ingetrokken"))
def withdraw(*, actor: Actor, question: Question) -> Question:
    """Let the asker take the question back: words and contact data are erased at once, the fact remains."""
    question = locked(question)
    if question.withdrawn_at is None:
        was_open = question.is_open
        question.withdrawn_at = timezone.now()
        question.sentence = question.contact = question.contact_name = question.place_text = ""
        question.save(update_fields=["withdrawn_at", "sentence", "contact", "contact_name", "place_text"])
        question.remarks.all().delete()
        photos.forget_photos(question.photos.all())
        made.forget_words(question)
        _forget_in_case(question)
        question.parts.all().delete()
        close_open(question=question)
        if was_open:
            letters.tell_readers_of_remark(question)
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"withdrawn": [False, True]})
    return question


def _forget_in_case(question: Question) -> None:
    """Erase the asker from the case that the question became: data, words taken over, what was written."""
    case = Case._base_manager.filter(question=question).first()
    if case is None:
        return
    asker = case.contacts.filter(source=Contact.Source.QUESTION)
    case.entries.filter(contact__in=asker).update(text="", subject="", sender_name="", sender_email="")
    search_index.note_keys("contact", list(asker.values_list("pk", flat=True)))
    asker.delete()
    case.title = _("Ingetrokken vraag")
    case.save(update_fields=["title"])


@write("cases.move", gettext_lazy("vraag naar een andere hub gebracht"))
def move(*, actor: Actor, question: Question, hub: Hub) -> Question:
    """Take an escalated question to another hub at the asker's wish; the clock starts anew, the old hub
    lets go.

    Raises NoLongerOpen unless it is open and escalated, and 404 for a hub that cannot read it.
    """
    question = locked(question)
    if not question.is_open or question.escalated_at is None:
        raise NoLongerOpen
    if not (hub.is_claimed and hub.is_working) or hub.pk == question.hub_id:
        raise Http404
    before = question.hub_id
    question.hub = hub
    question.answer_by = answer_day(timezone.localdate(), hub.answer_days, hub)
    question.escalated_at = None
    question.save(update_fields=["hub", "answer_by", "escalated_at"])
    close_open(question=question)
    record(actor=actor, row=question, hub_id=hub.pk, changes={"hub": [before, hub.pk]})
    letters.tell_readers(question)
    return question


@write("cases.renew_link", gettext_lazy("nieuwe link gemaakt"))
def renew_link(*, actor: Actor, question: Question) -> Question:
    """Make the private link void and send the asker a new one, for a link that went astray."""
    require(perms.may_answer(actor, question))
    question = locked(question)
    question.nonce = fresh_nonce()
    question.save(update_fields=["nonce"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"link": ["old", "new"]})
    with override(question.language):
        subject, line = (
            _("Een nieuwe link naar je vraag"),
            _("De oude link werkt niet meer. Dit is de nieuwe."),
        )
    letters.tell_asker(question, subject, line)
    return question


@write("cases.escalate", gettext_lazy("programma verwittigd: te laat"))
def _escalate(*, actor: Actor, question: Question) -> None:
    """Note that the day to answer by has passed, and tell the programme."""
    question.escalated_at = timezone.now()
    question.save(update_fields=["escalated_at"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"escalated": [False, True]})
    letters.tell_programme_of_delay(question)


def escalate_overdue(*, actor: Actor, today: date | None = None) -> int:
    """Escalate each open question whose day has passed, once; return how many. Run it inside
    ``scope.everywhere``.

    Each question is its own transaction: one that fails keeps no other waiting.
    """
    require(actor.is_system)
    overdue = Question.objects.filter(
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        escalated_at__isnull=True,
        answer_by__lt=today or timezone.localdate(),
    ).select_related("hub", "municipality")
    count = 0
    for question in overdue:
        _escalate(actor=actor, question=question)
        count += 1
    return count


@write("cases.erase_old_questions")
def erase_old_questions(*, actor: Actor) -> int:
    """Erase questions older than their retention and return how many; the trail keeps the count only.

    Run it inside ``scope.everywhere``: it reaches the questions of all hubs.
    """
    require(actor.is_system)
    border = timezone.now() - timedelta(days=Question.RETENTION_DAYS)
    old = Question.objects.filter(asked_at__lt=border)
    search_index.note_keys("question", list(old.values_list("pk", flat=True)))
    photos.forget_photos(QuestionPhoto.objects.filter(question__in=old))
    for question in old.prefetch_related("parts"):
        made.forget_words(question)
        links.let_go([question, *question.parts.all()])
    count = old.count()
    old.delete()
    record(actor=actor, row=Question(pk=0), changes={"erased": [count, 0]})
    return count
