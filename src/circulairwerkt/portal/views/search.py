"""Searching everything one may see, the quick list, and searches that people keep."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import SavedSearch
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.base.search import MOST, MOST_TYPED, search
from circulairwerkt.portal import finding, perms, queries
from circulairwerkt.portal.search_form import KeepForm, SaveForm, SearchForm
from circulairwerkt.portal.services import searches

PER_PAGE = 20


@login_not_required
@require_safe
def find(request: Request) -> HttpResponse:
    """Everything that holds the words, by kind; of one kind a page at a time."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"form": form, "most": MOST, "may_save": perms.may_save_searches(request.actor)}
    if not form.is_valid():
        return render(request, "portal/search.html", context, status=422 if form.is_bound else 200)
    words, kind = form.cleaned_data["q"], form.cleaned_data["soort"]
    result = search(request.actor, words)
    context |= {"words": words, "kind": kind, "result": result}
    groups = finding.groups_of(request.actor, result, words, 0 if kind else finding.FIRST)
    if kind:
        found = result.of(kind)
        keys = found.keys if found else ()
        page = page_of(request, keys, PER_PAGE)
        hits = finding.hits_of(request.actor, found.findable, list(page.object_list)) if found else []
        context |= {"page_obj": page, "hits": hits, "found": found}
    context |= {
        "groups": groups,
        "tabs": result.groups,
        "save_form": SaveForm(initial={"q": words, "soort": kind, "naam": words[:80]}),
    }
    return render(request, "portal/search.html", context)


@login_not_required
@require_safe
def quick(request: Request) -> JsonResponse:
    """Pages, actions and things for the quick list, as one types."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_TYPED]
    lines = finding.suggestions(request.actor, words)
    answer = JsonResponse(
        {"suggestions": [{"label": one.label, "detail": one.detail, "url": one.url} for one in lines]}
    )
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_safe
def saved_searches(request: Request) -> HttpResponse:
    """The searches that one keeps."""
    return _list(request)


def _list(request: Request, changed: SavedSearch | None = None, form: KeepForm | None = None) -> HttpResponse:
    user_id = request.actor.person_id
    context = {
        "searches": [
            (
                saved,
                form if saved == changed and form else _form_of(saved),
                finding.address(saved.words, saved.kind),
            )
            for saved in queries.searches_of(user_id)
        ],
        "stopped": queries.mails_are_stopped(user_id),
        "removed": queries.removed_of(user_id),
        "days": searches.COMES_BACK.days,
    }
    return render(request, "portal/saved_searches.html", context, status=422 if form else 200)


def _form_of(saved: SavedSearch) -> KeepForm:
    return KeepForm(initial={"naam": saved.name, "mails": saved.alerts}, auto_id=f"id_%s_{saved.pk}")


@require_POST
def save_search(request: Request) -> HttpResponse:
    """Keep a search under a name."""
    form = SaveForm(request.POST)
    if form.is_valid() and SearchForm(request.POST).is_valid():
        try:
            searches.save_search(
                actor=request.actor,
                name=form.cleaned_data["naam"],
                words=form.cleaned_data["q"],
                kind=form.cleaned_data["soort"],
                alerts=form.cleaned_data["mails"],
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Bewaard. Je vindt je zoekopdrachten hier terug."))
            return redirect("portal:saved_searches")
    context = {"form": SearchForm(), "save_form": form, "may_save": True, "most": MOST}
    return render(request, "portal/search.html", context, status=422)


def _own(request: Request, pk: int) -> SavedSearch:
    saved = SavedSearch.objects.filter(pk=pk).first()
    if saved is None:
        raise Http404
    require(perms.may_keep_search(request.actor, saved))
    return saved


@require_POST
def change_search(request: Request, pk: int) -> HttpResponse:
    """Another name, or mails more or less often."""
    saved = _own(request, pk)
    form = KeepForm(request.POST, auto_id=f"id_%s_{saved.pk}")
    if not form.is_valid():
        return _list(request, saved, form)
    searches.change_search(
        actor=request.actor, saved=saved, name=form.cleaned_data["naam"], alerts=form.cleaned_data["mails"]
    )
    messages.success(request, _("Gewijzigd."))
    return redirect("portal:saved_searches")


@require_POST
def pause_search(request: Request, pk: int) -> HttpResponse:
    """No mails for a while, or again."""
    pause = request.POST.get("pauze") != "uit"
    searches.pause_search(actor=request.actor, saved=_own(request, pk), pause=pause)
    messages.success(request, _("Gepauzeerd. Je krijgt geen mails.") if pause else _("Je krijgt weer mails."))
    return redirect("portal:saved_searches")


@require_POST
def remove_search(request: Request, pk: int) -> HttpResponse:
    """Take a search away; it can come back for a while."""
    saved = _own(request, pk)
    searches.remove_search(actor=request.actor, saved=saved)
    messages.success(request, _("“%(name)s” is weg. Onderaan haal je het terug.") % {"name": saved.name})
    return redirect("portal:saved_searches")


@require_POST
def bring_back_search(request: Request, pk: int) -> HttpResponse:
    """Undo the taking away."""
    searches.bring_back_search(actor=request.actor, saved=_own(request, pk))
    messages.success(request, _("Je zoekopdracht staat er weer."))
    return redirect("portal:saved_searches")
