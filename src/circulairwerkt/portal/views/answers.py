"""The answer to the one question: which hub, why, whom to contact, who is near; and asking the hub itself."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.agenda.queries import near as events_near
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import QuestionPart
from circulairwerkt.cases.queries import Understanding, contact_in, private_address, understood
from circulairwerkt.cases.services import NobodyReads, ask, changed_part
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import HubAnswer, answer_for
from circulairwerkt.knowledge.queries import resembling
from circulairwerkt.organisations.queries import partners_by_kind
from circulairwerkt.people.queries import seeks_work, tells_of_health
from circulairwerkt.portal import sent_photos
from circulairwerkt.portal.bridge import Point
from circulairwerkt.portal.forms import PlaceForm
from circulairwerkt.portal.part_form import PartForm, Shown, tapped
from circulairwerkt.portal.question_form import QuestionForm
from circulairwerkt.reference.queries import PlaceAnswer, PlaceKind, find_place


@dataclass(frozen=True)
class Reader:
    """Who reads a question sent from this page, and within how many working days."""

    hub: Hub | None
    name: str
    answer_days: int


def reader_of(answer: HubAnswer) -> Reader | None:
    """Return who reads: the one hub that answers when it is claimed, else the programme inbox, else nobody.

    Where two hubs are nearly as near the programme finds out which takes it up.
    """
    claimed = [hub for hub in answer.hubs if hub.is_claimed]
    if answer.serving and claimed:
        return Reader(claimed[0], claimed[0].name, claimed[0].answer_days)
    if len(answer.hubs) == 1 and claimed:
        return Reader(claimed[0], claimed[0].name, claimed[0].answer_days)
    if answer.inbox:
        return Reader(None, answer.inbox.name, answer.inbox.answer_days)
    if claimed:
        return Reader(claimed[0], claimed[0].name, claimed[0].answer_days)
    return None


@login_not_required
@require_safe
def answer(request: Request) -> HttpResponse:
    """Answer from the place and the sentence in the address, so that an answer can be linked to."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return render(request, "portal/answer_unknown.html", {"form": form}, status=422)
    place = find_place(form.cleaned_data["plaats"])
    if seeks_work(form.cleaned_data["zin"]):
        return _to_work(request, form, place)
    return _answer_page(request, form, place)


def _to_work(request: Request, form: PlaceForm, place: PlaceAnswer) -> HttpResponse:
    """Lead who seeks work to the pages for him; of the sentence nothing goes along."""
    if tells_of_health(form.cleaned_data["zin"]):
        messages.info(
            request,
            _("Je schreef iets over je gezondheid. Dat is van jou. We bewaren het niet, nergens."),
        )
    where = {"plaats": place.place.value} if place.place is not None else {}
    return redirect(f"{reverse('people:call_me')}?{urlencode(where)}")


def _answer_page(
    request: Request,
    form: PlaceForm,
    place: PlaceAnswer,
    question: QuestionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if place.kind is not PlaceKind.FOUND or place.place is None:
        return render(request, "portal/answer_unknown.html", {"form": form, "place": place}, status=status)
    here = Point(lat=place.place.lat, lon=place.place.lon)
    found = answer_for(place.place.municipality, here)
    prefetch_related_objects(found.hubs, "sectors")
    sentence = form.cleaned_data["zin"]
    reader = reader_of(found)
    read = understood(sentence)
    if question is None and reader is not None:
        question = QuestionForm(
            initial={
                "plaats": place.place.value,
                "zin": sentence,
                "contact": contact_in(sentence),
                "getoond": fresh_stamp(),
            },
            auto_id="vraag_%s",
        )
    return render(
        request,
        "portal/answer.html",
        {
            "form": form,
            "place": place.place,
            "answer": found,
            "sentence": sentence,
            "reader": reader,
            "partners": partners_by_kind(found.hubs, here) if found.hubs and not read.danger else [],
            "stories": [] if read.danger else resembling(sentence, hubs=found.hubs),
            "events": events_near(here),
            "understood": Shown.of(read, request.POST if request.method == "POST" else None),
            "question": question,
        },
        status=status,
    )


def _corrected(sent: QueryDict, read: Understanding) -> list[QuestionPart] | None:
    """Return the parts with what was corrected on the page; None where a correction cannot be read.

    Corrections hold for the sentence that they stood beside: of another sentence the guesses are new.
    """
    if " ".join(sent.get("gelezen", "").split()) != " ".join(sent.get("zin", "").split()):
        return list(read.parts)
    filled = tapped(sent)
    forms = [PartForm(filled, part=part) for part in read.parts]
    if not all(form.is_valid() for form in forms):
        return None
    return [changed_part(form.part, form.values()) for form in forms]


@login_not_required
@require_POST
def ask_hub(request: Request) -> HttpResponse:
    """Take the question to the hub; what was typed stays on the page, and no question is ever swallowed."""
    question = QuestionForm(request.POST, request.FILES, auto_id="vraag_%s")
    form = PlaceForm({"plaats": request.POST.get("plaats", ""), "zin": request.POST.get("zin", "")})
    question.full_clean()
    photos = sent_photos.kept_with(request, question)
    question.put(bewaard=sent_photos.named(photos))
    question.photos_kept = len(photos)
    if not question.is_valid() or not form.is_valid():
        question.put(getoond=request.POST.get("getoond") or fresh_stamp())
        if not form.is_valid():
            return render(request, "portal/answer_unknown.html", {"form": form}, status=422)
        return _answer_page(request, form, find_place(form.cleaned_data["plaats"]), question, status=422)
    place = find_place(form.cleaned_data["plaats"])
    if place.kind is not PlaceKind.FOUND or place.place is None:
        return _answer_page(request, form, place, question, status=422)
    status = question.held_back(
        request,
        action="cases.ask",
        most=5,
        seconds=600,
        too_often=_("Je stelde al enkele vragen kort na elkaar. Probeer het over tien minuten opnieuw."),
    )
    if status is not None:
        return _answer_page(request, form, place, question, status=status)
    found = answer_for(place.place.municipality, Point(lat=place.place.lat, lon=place.place.lon))
    reader = reader_of(found)
    parts = _corrected(request.POST, understood(question.cleaned_data["zin"]))
    if parts is None:
        question.add_error(None, _("Kijk nog eens naar wat we begrepen: er staat iets dat geen getal is."))
        return _answer_page(request, form, place, question, status=422)
    try:
        asked = ask(
            actor=request.actor,
            hub=reader.hub if reader else None,
            municipality=place.place.municipality,
            place_text=question.cleaned_data["plaats"],
            sentence=question.cleaned_data["zin"],
            contact=question.cleaned_data["contact"],
            contact_name=question.cleaned_data["naam"],
            language=get_language() or settings.LANGUAGE_CODE,
            parts=parts,
            waiting_photos=photos,
        )
    except NobodyReads:
        question.add_error(None, _("Niemand kan je vraag nu lezen. We hebben niets bewaard."))
        return _answer_page(request, form, place, question, status=409)
    request.session["asked"] = {
        "reader": reader.name if reader else "",
        "days": reader.answer_days if reader else 0,
        "sentence": asked.sentence,
        "link": private_address(asked),
        "has_mail": asked.has_mail,
    }
    return redirect("portal:asked")


@login_not_required
@require_safe
def asked(request: Request) -> HttpResponse:
    """Say who reads the question and by when."""
    return render(request, "portal/asked.html", {"asked": request.session.get("asked")})
