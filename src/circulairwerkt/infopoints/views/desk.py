"""The day at a desk: a visit in one line, who has an appointment, and a question that comes of a visit."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.queries import contact_in
from circulairwerkt.cases.services import NobodyReads
from circulairwerkt.infopoints import perms, queries, services, yields
from circulairwerkt.infopoints.forms import AskForm, VisitForm
from circulairwerkt.infopoints.models import InfoPoint, Visit
from circulairwerkt.infopoints.opening import standing_of
from circulairwerkt.infopoints.views.room import own_point

PER_PAGE = 30


def _page(request: Request, point: InfoPoint, form: VisitForm, status: int = 200) -> HttpResponse:
    page = page_of(request, queries.visits_at(point), PER_PAGE)
    context = {
        "hub": point.hub,
        "point": point,
        "standing": standing_of(point),
        "form": form,
        "appointments": queries.ahead_at(point),
        "now": timezone.now(),
        "page_obj": page,
        "rows": yields.came_of(request.actor, list(page.object_list)),
        "may_edit": perms.may_edit(request.actor, point),
    }
    return render(request, "infopoints/desk.html", context, status=status)


@require_safe
def desk(request: Request, slug: str, pk: int) -> HttpResponse:
    """The line to note a visit, the appointments, and the latest visits with what came of them."""
    return _page(request, own_point(request, slug, pk), VisitForm())


@require_POST
def log_visit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Note a visit; the line is there again for the next."""
    point = own_point(request, slug, pk)
    form = VisitForm(request.POST)
    if not form.is_valid():
        return _page(request, point, form, status=422)
    services.log_visit(actor=request.actor, point=point, words=form.cleaned_data["words"])
    messages.success(request, _("Genoteerd."))
    return redirect("infopoints:desk", slug=slug, pk=pk)


def _visit(point: InfoPoint, pk: int) -> Visit:
    visit: Visit = get_object_or_404(Visit, pk=pk, point=point)
    visit.point, visit.hub = point, point.hub
    return visit


@require_POST
def take_back_visit(request: Request, slug: str, pk: int, visit_pk: int) -> HttpResponse:
    """Take a visit away that was noted by mistake."""
    point = own_point(request, slug, pk)
    try:
        services.take_back_visit(actor=request.actor, visit=_visit(point, visit_pk))
        messages.success(request, _("Teruggenomen."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("infopoints:desk", slug=slug, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for(request: Request, slug: str, pk: int, visit_pk: int) -> HttpResponse:
    """Make a question of a visit; what is known stands there already."""
    point = own_point(request, slug, pk)
    visit = _visit(point, visit_pk)
    form = AskForm(request.POST if request.method == "POST" else None, initial=_known(visit))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            question = services.ask_for(
                actor=request.actor,
                visit=visit,
                municipality=said["plaats"].municipality,
                place_text=said["plaats"].value,
                values={
                    "sentence": said["zin"],
                    "contact": said["contact"],
                    "contact_name": said["naam"],
                    "language": get_language() or settings.LANGUAGE_CODE,
                },
            )
        except NobodyReads:
            form.add_error(None, _("Bevestig eerst je hub. Dan kan ze vragen ontvangen."))
        else:
            messages.success(request, _("Het bezoek is nu een vraag. Ze staat bij de vragen van je hub."))
            return redirect("cases:question", pk=question.pk)
    context = {"hub": point.hub, "point": point, "visit": visit, "form": form}
    return render(request, "infopoints/ask_for.html", context, status=form.status)


def _known(visit: Visit) -> dict[str, str]:
    """Return what the visit and its appointment say already."""
    made = visit.appointment
    return {
        "zin": visit.words,
        "plaats": visit.point.municipality.name,
        "contact": (made.contact if made else "") or contact_in(visit.words),
        "naam": made.name if made else "",
    }


@require_POST
def mark_appointment(request: Request, slug: str, pk: int, appointment_pk: int) -> HttpResponse:
    """Cancel an appointment, or say whether the visitor came."""
    point = own_point(request, slug, pk)
    appointment = get_object_or_404(point.appointments, pk=appointment_pk)
    appointment.keeper = point
    sent = request.POST.get("naar", "")
    try:
        to = SlotState(sent)
        services.mark(actor=request.actor, appointment=appointment, to=to)
        messages.success(request, _("Genoteerd."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except ValueError:
        messages.warning(request, _("Dat kan niet met een afspraak."))
    return redirect("infopoints:desk", slug=slug, pk=pk)
