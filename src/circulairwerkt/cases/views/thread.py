"""What is said in a case: notes, calls, messages, files, and mails that wait to be let in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms, phone_note, services
from circulairwerkt.cases.forms.work import CallForm, FileForm, MessageForm, NoteForm
from circulairwerkt.cases.models import CaseFile, Entry
from circulairwerkt.cases.views import page
from circulairwerkt.cases.views.found import open_to, readable

_NOTE_READ_AT_MOST = 8000


def from_note(form: CallForm) -> dict[str, Any]:
    """Return what a service wants to know of a call: as corrected, or as read where nobody looked yet."""
    text = form.cleaned_data["text"]
    if form.cleaned_data["read"]:
        return {
            "text": text,
            "person": form.person(),
            "task_text": form.cleaned_data["task"],
            "due_on": form.cleaned_data["due_on"],
        }
    note = phone_note.read(text, timezone.localdate())
    typed = form.person()
    return {
        "text": text,
        "person": services.Person(
            name=typed.name or note.name,
            phone=typed.phone or note.phone[:30],
            email=typed.email or note.email,
        ),
        "task_text": form.cleaned_data["task"] or (note.task.text if note.task else ""),
        "due_on": form.cleaned_data["due_on"] or (note.task.due_on if note.task else None),
    }


@never_cache
@require_POST
def read_note(request: Request) -> HttpResponse:
    """Show what a note seems to say, as fields to correct. Nothing is kept."""
    require(request.actor.may_anywhere(perms.WORK))
    text = request.POST.get("text", "")[:_NOTE_READ_AT_MOST]
    note = phone_note.read(text, timezone.localdate())
    return render(request, "cases/_read_note.html", {"note": note})


@require_POST
def note_call(request: Request, pk: int) -> HttpResponse:
    """Keep a call with the person and the task that its note names."""
    case = open_to(request, pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        return page.show(request, case, call_form=form, status=422)
    done = services.note_call(actor=request.actor, case=case, **from_note(form))
    told = [_("Notitie bewaard.")]
    if done.contact is not None:
        told.append(_("Contact: %(name)s.") % {"name": done.contact})
    if done.task is not None:
        told.append(_("Taak: %(task)s.") % {"task": done.task.text})
    messages.success(request, " ".join(told))
    return redirect("cases:case", pk=pk)


@require_POST
def write_note(request: Request, pk: int) -> HttpResponse:
    """Keep a note for the hub alone."""
    case = open_to(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page.show(request, case, note_form=form, status=422)
    services.write_note(actor=request.actor, case=case, text=form.cleaned_data["text"])
    messages.success(request, _("Notitie bewaard. Alleen de hub ziet ze."))
    return redirect("cases:case", pk=pk)


@require_POST
def write_to(request: Request, pk: int) -> HttpResponse:
    """Write to parties; nothing goes to a company without this press."""
    case = open_to(request, pk)
    form = MessageForm(request.POST, case=case)
    if not form.is_valid():
        return page.show(request, case, message_form=form, status=422)
    services.write_to(actor=request.actor, case=case, **form.cleaned_data)
    messages.success(request, _("Je bericht is verstuurd."))
    return redirect("cases:case", pk=pk)


@require_POST
def add_file(request: Request, pk: int) -> HttpResponse:
    """Keep a file; a saved mail joins the thread."""
    case = open_to(request, pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return page.show(request, case, file_form=form, status=422)
    file = form.cleaned_data["file"]
    try:
        if file.name.lower().endswith(".eml"):
            services.drop_mail(actor=request.actor, case=case, content=file.read())
            messages.success(request, _("De mail staat in het dossier."))
        else:
            note = form.cleaned_data["note"]
            services.add_file(actor=request.actor, case=case, name=file.name, content=file, note=note)
            messages.success(request, _("Het bestand staat in het dossier."))
    except ValidationError as error:
        form.add_error("file", error)
        return page.show(request, case, file_form=form, status=422)
    return redirect("cases:case", pk=pk)


@never_cache
@require_safe
def file(request: Request, pk: int, file_pk: int) -> FileResponse:
    """Give a file back as it came: as a download, never shown by the browser as a page of ours."""
    case = readable(request, pk)
    row = get_object_or_404(CaseFile, pk=file_pk, case=case)
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove_file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    """Remove a file for good."""
    case = open_to(request, pk)
    row = get_object_or_404(CaseFile.objects.select_related("case"), pk=file_pk, case=case)
    services.remove_file(actor=request.actor, file=row)
    messages.success(request, _("Het bestand is weg."))
    return redirect("cases:case", pk=pk)


@require_POST
def decide_mail(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Let a waiting mail in, or erase it."""
    case = open_to(request, pk)
    entry = get_object_or_404(Entry.objects.select_related("case"), pk=entry_pk, case=case, is_waiting=True)
    if request.POST.get("besluit") == "toelaten":
        services.let_in(actor=request.actor, entry=entry)
        messages.success(request, _("De mail staat in het dossier. De afzender is nu een contact."))
    else:
        services.turn_away(actor=request.actor, entry=entry)
        messages.success(request, _("De mail is gewist."))
    return redirect("cases:case", pk=pk)
