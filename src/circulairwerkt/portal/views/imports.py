"""Reading a file in: choose it, say what its columns are, look at what is found, read it in, take it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circulairwerkt.base import downloads, imports, perms, queries, services
from circulairwerkt.base.models import Import, ImportRow
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.portal.import_form import ColumnsForm, FileForm

_A_PAGE = 20


def _hub(request: Request, slug: str) -> Hub:
    hub: Hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_import(request.actor, hub.pk))
    return hub


def _found(request: Request, slug: str, pk: int) -> tuple[Hub, Import, imports.Kind]:
    hub = _hub(request, slug)
    batch = get_object_or_404(queries.imports_of_hub(hub.pk), pk=pk)
    kind = imports.kinds()[batch.kind]
    require(perms.may_import(request.actor, hub.pk, kind))
    return hub, batch, kind


@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: Request, slug: str) -> HttpResponse:
    """Choose a file; below it what was read in before."""
    hub = _hub(request, slug)
    kinds = [each for each in imports.kinds().values() if perms.may_import(request.actor, hub.pk, each)]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        # One byte more than is allowed tells enough; the rest of a huge file is not read into memory.
        content = file.read(services.imports.MOST_BYTES + 1)
        try:
            batch = services.begin_import(
                actor=request.actor,
                hub_id=hub.pk,
                kind=form.cleaned_data["kind"],
                file_name=file.name,
                content=content,
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("portal:import", slug=slug, pk=batch.pk)
    page = Paginator(queries.imports_of_hub(hub.pk), _A_PAGE).get_page(request.GET.get("page"))
    context = {"hub": hub, "form": form, "page_obj": page, "kinds": kinds}
    return render(request, "portal/read_in.html", context, status=form.status if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: Request, slug: str, pk: int) -> HttpResponse:
    """One file: its columns to choose, or what was found in it and what became of it."""
    hub, found, kind = _found(request, slug, pk)
    may_choose = found.file and found.state in {Import.State.UPLOADED, Import.State.CHECKED}
    form = ColumnsForm(request.POST if request.method == "POST" else None, kind=kind, batch=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_columns(actor=request.actor, batch=found, mapping=form.mapping())
        except ValidationError as error:
            form.add_error(None, error)
        except services.ImportNotOpen:
            return _too_late(request, slug, pk)
        else:
            found.refresh_from_db()
            return redirect("base:job", pk=found.job_id)
    if request.method == "POST":
        status = 422
    lines = found.lines.filter(state__in=_SHOWN.get(Import.State(found.state), ()))
    page = Paginator(lines, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "hub": hub,
        "batch": found,
        "kind": kind,
        "form": form,
        "may_choose": may_choose,
        "counts": queries.counts_of(found),
        "sample": [dict(zip(found.columns, row, strict=False)) for row in found.sample],
        "page_obj": page,
        "rows": [_shown(kind, row) for row in page],
        "choices": ImportRow.Choice.choices,
        "has_stopped": found.job is None or found.job.has_ended,
    }
    return render(request, "portal/import.html", context, status=status)


#: Rows worth showing, by the state of the file: what waits for a choice, what stayed.
_SHOWN = {
    Import.State.CHECKED: (ImportRow.State.TWIN, ImportRow.State.WRONG),
    Import.State.DONE: (ImportRow.State.WRONG,),
    Import.State.UNDONE: (ImportRow.State.KEPT,),
}


def _shown(kind: imports.Kind, row: ImportRow) -> dict[str, object]:
    """One row for people: its problems with the label of their field, and both sides of a likeness."""
    labels = {each.name: str(each.label).capitalize() for each in kind.fields}
    theirs = row.twin.get("values", {})
    sides = [
        (label, row.cells.get(name, ""), theirs.get(name, ""))
        for name, label in labels.items()
        if row.cells.get(name) or theirs.get(name)
    ]
    problems = [
        (label, row.problems[name]) for name, label in {"": "", **labels}.items() if name in row.problems
    ]
    return {"row": row, "problems": problems, "sides": sides}


def _too_late(request: Request, slug: str, pk: int) -> HttpResponse:
    messages.warning(request, _("Dit bestand is intussen verder. Kijk hoe het ermee staat."))
    return redirect("portal:import", slug=slug, pk=pk)


@require_POST
def decide_twins(request: Request, slug: str, pk: int) -> HttpResponse:
    """Keep what was chosen for rows that resemble something."""
    _hub_row, found, _kind = _found(request, slug, pk)
    choices = {
        int(name[4:]): str(value)
        for name, value in request.POST.items()
        if name.startswith("rij-") and name[4:].isdecimal() and len(name) < 22
    }
    try:
        count = services.decide_twins(
            actor=request.actor, batch=found, choices=choices, for_all=request.POST.get("alle", "")
        )
    except services.ImportNotOpen:
        return _too_late(request, slug, pk)
    messages.success(request, _("Bewaard voor %(count)d rijen.") % {"count": count})
    return redirect("portal:import", slug=slug, pk=pk)


@require_POST
def run(request: Request, slug: str, pk: int) -> HttpResponse:
    """Read the good rows in."""
    _hub_row, found, _kind = _found(request, slug, pk)
    try:
        started = services.run_import(actor=request.actor, batch=found)
    except services.ImportNotOpen:
        return _too_late(request, slug, pk)
    return redirect("base:job", pk=started.job_id)


@require_POST
def undo(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the whole file back."""
    _hub_row, found, _kind = _found(request, slug, pk)
    try:
        started = services.undo_import(actor=request.actor, batch=found)
    except services.ImportNotOpen:
        return _too_late(request, slug, pk)
    return redirect("base:job", pk=started.job_id)


@require_safe
def problems(request: Request, slug: str, pk: int) -> HttpResponse:
    """The rows that are wrong, as a file: the cells as they stood, and what is wrong with them."""
    _hub_row, found, kind = _found(request, slug, pk)
    wrong = list(found.lines.filter(state=ImportRow.State.WRONG))
    labels = {each.name: str(each.label) for each in kind.fields}
    columns: dict[str, list[object]] = {_("rij"): [row.number for row in wrong]}
    for name in labels:
        if column := found.mapping.get(name):
            columns[column] = [row.cells.get(name, "") for row in wrong]
    columns[_("wat er mis is")] = [_in_one_cell(labels, row) for row in wrong]
    return downloads.taken_along(
        request.actor, f"fouten-{found.pk}", "xlsx", columns, of=found, hub_id=found.hub_id
    )


def _in_one_cell(labels: dict[str, str], row: ImportRow) -> str:
    """Everything that is wrong with a row, in the order of the fields."""
    said = [row.problems[""]] if "" in row.problems else []
    said += [f"{label}: {row.problems[name]}" for name, label in labels.items() if name in row.problems]
    return "; ".join(said)


@require_safe
def export(request: Request, slug: str, kind: str, ending: str) -> HttpResponse:
    """What the hub has of one kind, as a file that can be read in again."""
    hub = _hub(request, slug)
    known = imports.kinds().get(kind)
    if known is None or ending not in downloads.TYPES:
        raise Http404
    require(perms.may_import(request.actor, hub.pk, known))
    rows = list(known.rows_of(hub.pk))
    columns = {str(each.label): [row.get(each.name, "") for row in rows] for each in known.fields}
    name = f"{known.key}-{hub.slug}"
    return downloads.taken_along(request.actor, name, ending, columns, of=hub, hub_id=hub.pk)
