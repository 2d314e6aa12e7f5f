"""Pages on which an enterprise guides people: its switch, a coach's people, one file, a code on paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circulairwerkt.base.edits import edit, sent_version
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import perms, queries, services, switches
from circulairwerkt.people.forms.files import EndForm, PersonForm, PurposeForm
from circulairwerkt.people.forms.growth import NoteForm, StageForm
from circulairwerkt.people.models import PersonFile, Purpose
from circulairwerkt.people.stages import NOTE_STEPS


def organisation_of(request: Request, slug: str) -> Organisation:
    """Return the enterprise to somebody who may guide people there; to everybody else it has no such page."""
    organisation: Organisation = get_object_or_404(Organisation, slug=slug)
    require(perms.may_switch_growth(request.actor, organisation))
    return organisation


def _file(request: Request, pk: int) -> PersonFile:
    file: PersonFile = get_object_or_404(PersonFile.objects.select_related("organisation", "coach"), pk=pk)
    require(perms.may_stand_in(request.actor, file))
    return file


def own_file(request: Request, pk: int) -> PersonFile:
    """Return a file to its own coach; to everybody else it does not exist."""
    file = _file(request, pk)
    require(perms.may_read(request.actor, file))
    return file


def closed(request: Request, file: PersonFile) -> HttpResponse:
    """Say that its person closed a file, and nothing of what is in it."""
    return render(request, "people/closed.html", {"file": file})


def read_by_coach(request: Request, pk: int, show: Callable[[PersonFile], HttpResponse]) -> HttpResponse:
    """Answer with what ``show`` makes of a file, once it is noted that its coach reads it."""
    file = own_file(request, pk)
    try:
        return show(services.read_file(actor=request.actor, file=file, purpose=Purpose.GUIDING))
    except services.Closed:
        return closed(request, file)


@never_cache
def growth(request: Request, slug: str) -> HttpResponse:
    """The people whom somebody guides at his enterprise; the switch with which the enterprise begins."""
    organisation = organisation_of(request, slug)
    switch = switches.switch_of(organisation)
    if request.method == "POST":
        try:
            services.switch_growth(
                actor=request.actor,
                organisation=organisation,
                is_on=request.POST.get("aan") == "1",
                seen_version=sent_version(request),
            )
        except EditConflict:
            messages.error(request, _("Iemand anders veranderde dit intussen. Kijk eerst wat er nu staat."))
        return redirect("people:growth", slug=slug)
    files = list(queries.files_of(request.actor.person_id, organisation))
    if files:
        services.read_list(actor=request.actor, organisation=organisation, files=files)
    context = {
        "organisation": organisation,
        "switch": switch,
        "version": switch.version if switch.pk else 0,
        "files": files,
        "waiting": queries.what_waits(request.actor.person_id, organisation),
        "others": queries.files_of_colleagues(request.actor.person_id, organisation),
        "figures": queries.figures_of(organisation),
    }
    return render(request, "people/growth.html", context)


@never_cache
def add(request: Request, slug: str) -> HttpResponse:
    """Open the file of a person."""
    organisation = organisation_of(request, slug)
    require(perms.may_guide(request.actor, organisation))
    form = PersonForm(request.POST if request.method == "POST" else None, row=PersonFile())
    if request.method == "POST" and form.is_valid():
        file = services.open_file(actor=request.actor, organisation=organisation, values=form.values())
        messages.success(request, _("Het dossier is er. Geef de persoon nu zijn code op papier."))
        return redirect("people:file", pk=file.pk)
    context = {"organisation": organisation, "form": form, "title": _("Open een dossier")}
    return render(request, "people/person_form.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Request, pk: int) -> HttpResponse:
    """One file: at once for the coach, for a colleague after he said why."""
    found = _file(request, pk)
    is_own = perms.may_read(request.actor, found)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if not is_own and not form.is_valid():
        return render(request, "people/why.html", {"file": found, "form": form}, status=form.status)
    purpose = Purpose.GUIDING if is_own else Purpose(form.cleaned_data["purpose"])
    return shown(request, found, purpose)


def shown(
    request: Request,
    found: PersonFile,
    purpose: Purpose,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """Draw a file for who said what for; one that its person closed tells nothing."""
    try:
        services.read_file(actor=request.actor, file=found, purpose=purpose)
    except services.Closed:
        return closed(request, found)
    is_own = perms.may_read(request.actor, found)
    transition = queries.transition_of(found)
    context = {
        "file": found,
        "is_own": is_own,
        "end_form": EndForm(),
        "note_form": NoteForm(),
        "notes": [(note, NOTE_STEPS[note.state]) for note in queries.notes_of(found)],
        # Even what somebody needs tells of his health: for his own coach alone.
        "adjustments": list(found.adjustments.all()) if is_own else [],
        "transition": transition,
        "stage_form": StageForm(transition=transition) if transition else None,
        "follow_ups": queries.follow_ups_of(found),
        **forms,
    }
    return render(request, "people/file.html", context, status=status)


@never_cache
def change(request: Request, pk: int) -> HttpResponse:
    """How a person is called and reached."""
    found = own_file(request, pk)
    try:
        services.read_file(actor=request.actor, file=found, purpose=Purpose.GUIDING)
    except services.Closed:
        return closed(request, found)

    def save(form: Any) -> None:
        services.change_file(
            actor=request.actor, file=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=found,
        form_class=PersonForm,
        save=save,
        template="people/person_form.html",
        context={"organisation": found.organisation, "title": _("Verander de gegevens")},
        done_url=reverse("people:file", args=[pk]),
        done_text=_("Bewaard."),
    )


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Say when the guidance ended."""
    found = own_file(request, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            services.end_file(actor=request.actor, file=found, on=form.cleaned_data["on"])
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("De begeleiding is gestopt. Na een jaar wissen we de gegevens."))
            return redirect("people:file", pk=pk)
    return shown(request, found, Purpose.GUIDING, status=422, end_form=form)


@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    """Become the coach of a colleague's person."""
    found = _file(request, pk)
    try:
        services.take_over(actor=request.actor, file=found)
    except services.Closed:
        return closed(request, found)
    messages.success(request, _("Jij begeleidt deze persoon nu. Hij leest dat in zijn dossier."))
    return redirect("people:file", pk=pk)


@never_cache
@require_POST
def code(request: Request, pk: int) -> HttpResponse:
    """Show a fresh code, once, on a page that is made to be printed."""
    found = own_file(request, pk)
    return render(
        request,
        "people/code.html",
        {"file": found, "code": services.give_code(actor=request.actor, file=found)},
    )
