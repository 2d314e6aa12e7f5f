"""What hangs on a case: parties, contacts, materials, tasks, lessons, subsidy files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.base.edits import edit
from circulairwerkt.base.requests import Request, typed_in
from circulairwerkt.cases import services
from circulairwerkt.cases.forms.work import ContactForm, LessonForm, SubsidyForm, TaskForm
from circulairwerkt.cases.models import Case, CaseStream, Contact, Party, SubsidyFile, Task
from circulairwerkt.cases.views import page
from circulairwerkt.cases.views.found import open_to
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.queries import DirectorySearch, directory
from circulairwerkt.streams.models import Capability, MaterialCard, Need

#: Found organisations and cards offered at once.
_OFFERED = 12
_STREAMS: dict[str, Any] = {"card": MaterialCard, "need": Need, "capability": Capability}


def _key(text: str) -> int:
    """Return a row's number as sent; 404 for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)


def parties(request: Request, pk: int) -> HttpResponse:
    """Look an organisation up and bring it into the case with its role."""
    case = open_to(request, pk)
    if request.method == "POST":
        organisation = get_object_or_404(Organisation, pk=_key(request.POST.get("organisation", "")))
        role = request.POST.get("role", "")
        if role not in Party.Role.values:
            raise Http404
        services.add_party(actor=request.actor, case=case, organisation=organisation, role=Party.Role(role))
        messages.success(request, _("%(name)s staat bij het dossier.") % {"name": organisation})
        return redirect("cases:case", pk=pk)
    text = typed_in(request, "zoek")
    found = directory(DirectorySearch(name=text))[:_OFFERED] if text else []
    context = {
        "case": case,
        "hub": page.home_of(request.actor, case),
        "text": text,
        "found": found,
        "roles": Party.Role.choices,
    }
    return render(request, "cases/parties.html", context)


@require_POST
def remove_party(request: Request, pk: int, party_pk: int) -> HttpResponse:
    """Take an organisation out."""
    case = open_to(request, pk)
    party = get_object_or_404(Party.objects.select_related("case", "organisation"), pk=party_pk, case=case)
    services.remove_party(actor=request.actor, party=party)
    messages.success(request, _("%(name)s is weg uit het dossier.") % {"name": party.organisation})
    return redirect("cases:case", pk=pk)


@require_POST
def add_contact(request: Request, pk: int) -> HttpResponse:
    """Keep somebody to call or write to."""
    case = open_to(request, pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return page.show(request, case, contact_form=form, status=422)
    services.add_contact(actor=request.actor, case=case, person=form.person())
    messages.success(request, _("Contact bewaard."))
    return redirect("cases:case", pk=pk)


@require_POST
def erase_contact(request: Request, pk: int, contact_pk: int) -> HttpResponse:
    """Erase somebody's data from the case."""
    case = open_to(request, pk)
    contact = get_object_or_404(Contact.objects.select_related("case"), pk=contact_pk, case=case)
    services.erase_contact(actor=request.actor, contact=contact)
    messages.success(request, _("De gegevens van deze persoon zijn gewist."))
    return redirect("cases:case", pk=pk)


def streams(request: Request, pk: int) -> HttpResponse:
    """Say which card, need or capability the case is about."""
    case = open_to(request, pk)
    if request.method == "POST":
        model = _STREAMS.get(request.POST.get("sort", ""))
        if model is None:
            raise Http404
        row = get_object_or_404(model, pk=_key(request.POST.get("row", "")))
        services.attach_stream(actor=request.actor, case=case, row=row)
        messages.success(request, _("Bij het dossier gezet."))
        return redirect("cases:case", pk=pk)
    text = typed_in(request, "zoek")
    context = {
        "case": case,
        "hub": page.home_of(request.actor, case),
        "text": text,
        "found": _streams_about(case, text),
    }
    return render(request, "cases/streams.html", context)


def _streams_about(case: Case, text: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for sort, model in _STREAMS.items():
        rows = model.objects.filter(hub_id=case.hub_id, is_gone=False).select_related("municipality")
        if text:
            rows = rows.filter(sentence__icontains=text)
        found += [(sort, row) for row in rows.order_by("-pk")[:_OFFERED]]
    return found


@require_POST
def detach_stream(request: Request, pk: int, link_pk: int) -> HttpResponse:
    """Say that the case is not about it after all."""
    case = open_to(request, pk)
    link = get_object_or_404(CaseStream.objects.select_related("case"), pk=link_pk, case=case)
    services.detach_stream(actor=request.actor, link=link)
    messages.success(request, _("Weg uit het dossier. De kaart zelf blijft."))
    return redirect("cases:case", pk=pk)


@require_POST
def add_task(request: Request, pk: int) -> HttpResponse:
    """Note something to do."""
    case = open_to(request, pk)
    form = TaskForm(request.POST, case=case)
    if not form.is_valid():
        return page.show(request, case, task_form=form, status=422)
    services.add_task(actor=request.actor, case=case, **form.cleaned_data)
    messages.success(request, _("Taak bewaard."))
    return redirect("cases:case", pk=pk)


@require_POST
def finish_task(request: Request, pk: int) -> HttpResponse:
    """Say that a task is done, or not after all."""
    task = get_object_or_404(
        Task.objects.select_related("case__hub").filter(case__in=Case.objects.all()), pk=pk
    )
    if request.POST.get("toch") == "niet":
        services.reopen_task(actor=request.actor, task=task)
        messages.success(request, _("De taak staat weer open."))
    else:
        services.finish_task(actor=request.actor, task=task)
        messages.success(request, _("Gedaan: %(task)s") % {"task": task.text})
    if request.POST.get("terug") == "vandaag":
        return redirect("portal:hub_workspace", slug=task.case.hub.slug)
    return redirect("cases:case", pk=task.case_id)


@require_POST
def write_lesson(request: Request, pk: int) -> HttpResponse:
    """Write what was learnt."""
    case = open_to(request, pk)
    form = LessonForm(request.POST)
    if not form.is_valid():
        return page.show(request, case, lesson_form=form, status=422)
    services.write_lesson(actor=request.actor, case=case, text=form.cleaned_data["text"])
    messages.success(request, _("Les bewaard. Dank je, ook namens wie na je komt."))
    return redirect("cases:case", pk=pk)


def subsidy(request: Request, pk: int, subsidy_pk: int | None = None) -> HttpResponse:
    """Add or change a subsidy file."""
    case = open_to(request, pk)
    known = get_object_or_404(SubsidyFile, pk=subsidy_pk, case=case) if subsidy_pk is not None else None

    def save(form: Any) -> None:
        services.save_subsidy_file(
            actor=request.actor, case=case, row=known, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=known or SubsidyFile(case=case),
        form_class=SubsidyForm,
        save=save,
        template="cases/subsidy.html",
        context={"case": case, "hub": page.home_of(request.actor, case), "subsidy": known},
        done_url=reverse("cases:case", args=[pk]),
        done_text=_("Bewaard."),
    )
