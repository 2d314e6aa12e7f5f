"""Growth plans in and out as a file, and on paper."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from circulairwerkt.base import downloads
from circulairwerkt.base.bridge import Cells, UnreadableFile, read_cells
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.requests import Request
from circulairwerkt.people import plans, queries, services
from circulairwerkt.people.forms.plans import PlansForm
from circulairwerkt.people.models import PersonFile
from circulairwerkt.people.switches import is_switched_on
from circulairwerkt.people.views.files import organisation_of, read_by_coach
from circulairwerkt.people.views.own import own_by, private


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def in_and_out(request: Request, slug: str) -> HttpResponse:
    """Take one's plans along in a file, or read them in from one."""
    organisation = organisation_of(request, slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlansForm(*sent)
    problems: list[tuple[int, str]] = []
    if form.is_bound and form.is_valid():
        try:
            rows = plans.read(_cells(form.cleaned_data["file"]))
            taken = services.import_plans(actor=request.actor, organisation=organisation, rows=rows)
        except UnreadableFile as error:
            form.add_error("file", error.sentence or _("Dit is geen CSV of XLSX."))
        except plans.PlansRefused as refused:
            problems = refused.problems
            form.add_error("file", _("Er is niets ingelezen. Verbeter eerst wat hieronder staat."))
        else:
            messages.success(
                request,
                _(
                    "Ingelezen. Nieuwe dossiers: %(opened)d. Nieuwe lijnen: %(noted)d. "
                    "Bijgewerkt: %(moved)d. Er al: %(known)d."
                )
                % vars(taken),
            )
            return redirect("people:growth", slug=slug)
    context = {
        "organisation": organisation,
        "form": form,
        "problems": problems[:100],
        "more": max(len(problems) - 100, 0),
        "columns": plans.COLUMNS,
        "reads_in": is_switched_on(organisation),
    }
    return render(request, "people/plans.html", context, status=form.status)


def _cells(file: Any) -> Cells:
    """Read what was sent; it lies on disk no longer than that takes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plannen{Path(file.name).suffix.lower()[:6]}"
        path.write_bytes(file.read())
        return read_cells(path, language=(get_language() or "nl")[:2])


@never_cache
@require_safe
def as_file(request: Request, slug: str, form: str) -> HttpResponse:
    """The plans of the people whom one guides, as CSV or XLSX."""
    organisation = organisation_of(request, slug)
    if form not in downloads.TYPES:
        raise Http404
    columns = services.export_plans(actor=request.actor, organisation=organisation)
    return downloads.table("groeiplannen", form, columns)


@never_cache
@require_safe
def plan(request: Request, pk: int) -> HttpResponse:
    """The plan of a person, made to be printed and gone through together."""
    return read_by_coach(request, pk, lambda file: _on_paper(request, file))


@login_not_required
@never_cache
@require_safe
def own_plan(request: Request, token: str) -> HttpResponse:
    """The same sheet for the person himself."""
    file = services.read_own(actor=NOBODY, file=own_by(token))
    return private(_on_paper(request, file, token=token))


def _on_paper(request: Request, file: PersonFile, token: str = "") -> HttpResponse:
    context = {
        "file": file,
        "parts": queries.plan_of(file),
        "transition": queries.transition_of(file),
        "token": token,
    }
    return render(request, "people/plan.html", context)
