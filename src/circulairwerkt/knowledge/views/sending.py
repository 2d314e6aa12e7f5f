"""Making a newsletter at a hub: what is in it, how it will look, and sending it once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import news
from circulairwerkt.base.edits import edit, sent_version
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge import perms, queries, services
from circulairwerkt.knowledge.issue_form import IssueForm
from circulairwerkt.knowledge.models import Issue
from circulairwerkt.knowledge.plain import hints_on

PER_PAGE = 24


def _hub(request: Request, slug: str) -> Hub:
    """Return a hub whose newsletter the reader makes; to others there is nothing here."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_send_newsletter(request.actor, hub) and perms.may_subscribe(request.actor, hub))
    return hub


def _issue(request: Request, slug: str, pk: int) -> Issue:
    found: Issue = get_object_or_404(Issue, pk=pk, hub=_hub(request, slug))
    return found


@require_safe
def issues(request: Request, slug: str) -> HttpResponse:
    """The newsletters of a hub, and how many people asked for them; who they are is told to nobody."""
    hub = _hub(request, slug)
    page = page_of(request, queries.issues_of(hub), PER_PAGE)
    count = queries.readers_of(hub)
    return render(request, "knowledge/issues.html", {"hub": hub, "page_obj": page, "readers": count})


def new_issue(request: Request, slug: str) -> HttpResponse:
    """Begin a newsletter with what is new."""
    hub = _hub(request, slug)
    return _write(request, Issue(hub=hub, is_example=hub.is_example))


def edit_issue(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change a draft, look at it and send it; one that was sent is only shown."""
    found = _issue(request, slug, pk)
    if not found.is_draft:
        return render(request, "knowledge/issue_sent.html", {"hub": found.hub, "issue": found})
    return _write(request, found)


def _write(request: Request, issue: Issue) -> HttpResponse:
    def save(form: Any) -> None:
        services.save_issue(
            actor=request.actor, issue=form.row, seen_version=form.seen_version, values=form.values()
        )

    if request.method == "POST" and "bekijk" in request.POST:
        form = IssueForm(request.POST, row=issue)
        is_valid = form.is_valid()
        context: dict[str, Any] = {"hub": issue.hub, "issue": issue, "form": form}
        if is_valid:
            values = form.values()
            read = hints_on([str(values["intro"].get("nl", ""))])
            context |= {"preview": values, "items": news.shown(values["keys"]), "reading": read}
        return render(request, "knowledge/write_issue.html", context, status=form.status)
    return edit(
        request,
        row=issue,
        form_class=IssueForm,
        save=save,
        template="knowledge/write_issue.html",
        context={"hub": issue.hub, "issue": issue},
        done_url=reverse("knowledge:issues", args=[issue.hub.slug]),
        done_text=_("Bewaard. Niemand kreeg al iets."),
    )


@require_POST
def send_issue(request: Request, slug: str, pk: int) -> HttpResponse:
    """Send it to everybody on the list, once."""
    found = _issue(request, slug, pk)
    try:
        services.send_issue(actor=request.actor, issue=found, seen_version=sent_version(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except EditConflict:
        messages.error(request, _("Iemand anders wijzigde dit intussen. Lees het eerst na."))
    else:
        messages.success(request, _("De nieuwsbrief vertrekt. Wie ingeschreven is, krijgt hem één keer."))
    return redirect("knowledge:edit_issue", slug=slug, pk=pk)


@require_POST
def remove_issue(request: Request, slug: str, pk: int) -> HttpResponse:
    """Throw a draft away."""
    services.remove_issue(actor=request.actor, issue=_issue(request, slug, pk))
    messages.success(request, _("Het ontwerp is weg."))
    return redirect("knowledge:issues", slug=slug)
