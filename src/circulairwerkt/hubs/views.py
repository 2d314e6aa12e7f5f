"""Pages of a hub for its own people, and the programme's pages about hubs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.base import hours
from circulairwerkt.base.edits import edit, sent_version
from circulairwerkt.base.forms import refused
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import Role, require
from circulairwerkt.base.requests import Request
from circulairwerkt.base.trail import shown
from circulairwerkt.hubs import inside, perms, services
from circulairwerkt.hubs.absences import absences_of, who_may_read
from circulairwerkt.hubs.area_list import municipalities_in, read_list
from circulairwerkt.hubs.forms import (
    AbsenceForm,
    AreaForm,
    ConfirmForm,
    EndForm,
    HubForm,
    InboxForm,
    InviteForm,
    NewHubForm,
    SwitchForm,
)
from circulairwerkt.hubs.models import Absence, Hub, HubMembership, Invitation, LifeCycle, ProgrammeInbox

#: Lines of the trail on one page.
HISTORY_PAGE = 50


def _hub(slug: str) -> Hub:
    return get_object_or_404(Hub.objects.select_related("seat"), slug=slug)


def edit_hub(request: Request, slug: str) -> HttpResponse:
    """Texts, sectors, contact, opening hours."""
    hub = _hub(slug)
    require(perms.may_edit(request.actor, hub))

    def save(form: Any) -> None:
        services.edit_hub(
            actor=request.actor,
            hub=form.row,
            seen_version=form.seen_version,
            values=form.values(),
            sectors=form.cleaned_data["sectors"],
            aliases=form.cleaned_data["aliases"].splitlines(),
        )

    return edit(
        request,
        row=hub,
        form_class=HubForm,
        save=save,
        template="hubs/edit.html",
        context={"hub": hub, "hours": hours.in_words(hub.opening_hours)},
        done_url=reverse("portal:hub_workspace", args=[hub.slug]),
        done_text=_("Bewaard."),
    )


def confirm_hub(request: Request, slug: str) -> HttpResponse:
    """Where the hub stands, and that somebody looked today."""
    hub = _hub(slug)
    require(perms.may_edit(request.actor, hub))

    def save(form: Any) -> None:
        services.confirm_hub(
            actor=request.actor,
            hub=form.row,
            seen_version=form.seen_version,
            life_cycle=LifeCycle(form.cleaned_data["life_cycle"]),
            successor=form.cleaned_data["successor"],
            successor_text=form.cleaned_data["successor_text"],
        )

    return edit(
        request,
        row=hub,
        form_class=ConfirmForm,
        save=save,
        template="hubs/confirm.html",
        context={"hub": hub},
        done_url=reverse("portal:hub_workspace", args=[hub.slug]),
        done_text=_("Bevestigd op vandaag."),
    )


def area(request: Request, slug: str) -> HttpResponse:
    """The municipalities of a hub: paste, look, apply."""
    hub = _hub(slug)
    require(perms.may_edit(request.actor, hub))
    form = AreaForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "hub": hub,
        "form": form,
        "area": inside.area_of(hub),
        "last_change": services.last_change(hub),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "hubs/area.html", context, status=form.status)
    lines = read_list(form.cleaned_data["names"])
    chosen = municipalities_in(lines)
    if not chosen:
        form.add_error("names", _("In deze lijst herkennen we geen enkele gemeente."))
        return render(request, "hubs/area.html", {**context, "lines": lines}, status=422)
    replace = form.cleaned_data["mode"] == "replace"
    if "apply" in request.POST:
        try:
            change = services.set_area(
                actor=request.actor,
                hub=hub,
                municipalities=chosen,
                from_day=form.cleaned_data["from_day"],
                replace=replace,
                seen=form.cleaned_data["seen"],
            )
        except services.AreaChanged:
            context["is_changed"] = True
        else:
            messages.success(
                request,
                _("Het gebied is bewaard: %(come)d erbij, %(go)d eruit.")
                % {"come": len(change.come), "go": len(change.go)},
            )
            return redirect("hubs:area", slug=hub.slug)
    context["stamp"] = services.area_stamp(hub)
    change = services.planned_change(hub=hub, municipalities=chosen, replace=replace)
    names = inside.municipalities_by_nis([*change.come, *change.stay, *change.go])
    context.update(
        lines=lines,
        unknown=[line for line in lines if line.municipality is None],
        other_names=[line for line in lines if line.municipality is not None and line.is_other_name],
        come=[names[nis] for nis in change.come],
        stay=[names[nis] for nis in change.stay],
        go=[names[nis] for nis in change.go],
    )
    return render(request, "hubs/area.html", context, status=409 if "is_changed" in context else 200)


@require_POST
def undo_area(request: Request, slug: str) -> HttpResponse:
    """Take the last change of the area back."""
    hub = _hub(slug)
    try:
        services.undo_area(actor=request.actor, hub=hub, seen_entry=sent_version(request))
    except services.AreaUndone as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Het gebied is weer zoals daarvoor."))
    return redirect("hubs:area", slug=hub.slug)


def switches(request: Request, slug: str) -> HttpResponse:
    """What the hub uses."""
    hub = _hub(slug)
    require(perms.may_edit(request.actor, hub))

    def save(form: Any) -> None:
        services.set_switches(
            actor=request.actor,
            hub=form.row,
            seen_version=form.seen_version,
            on=[*form.cleaned_data["kinds"], *form.cleaned_data["instruments"]],
        )

    return edit(
        request,
        row=hub,
        form_class=SwitchForm,
        save=save,
        template="hubs/switches.html",
        context={"hub": hub},
        done_url=reverse("portal:hub_workspace", args=[hub.slug]),
        done_text=_("Bewaard. Wat uit staat, is nergens meer te zien."),
    )


def people(request: Request, slug: str) -> HttpResponse:
    """Who works at the hub; inviting somebody."""
    hub = _hub(slug)
    require(perms.may_manage_members(request.actor, hub))
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.invite(
            actor=request.actor,
            hub=hub,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
        )
        messages.success(request, _("De uitnodiging is verstuurd."))
        return redirect("hubs:people", slug=hub.slug)
    context = {
        "hub": hub,
        "form": form,
        "memberships": inside.memberships_of(hub),
        "invitations": inside.open_invitations_of(hub),
    }
    return render(request, "hubs/people.html", context, status=form.status)


def end_membership(request: Request, slug: str, pk: int) -> HttpResponse:
    """End a role at the hub."""
    hub = _hub(slug)
    membership = get_object_or_404(HubMembership.objects.select_related("user", "hub"), pk=pk, hub=hub)
    require(perms.may_manage_members(request.actor, hub))

    def save(form: Any) -> None:
        services.end_membership(
            actor=request.actor,
            membership=form.row,
            seen_version=form.seen_version,
            last_day=form.cleaned_data["last_day"],
        )

    return edit(
        request,
        row=membership,
        form_class=EndForm,
        save=save,
        template="hubs/end_membership.html",
        context={"hub": hub, "membership": membership},
        done_url=reverse("hubs:people", args=[hub.slug]),
        done_text=_("De rol is gestopt."),
    )


@require_POST
def withdraw_invitation(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    hub = _hub(slug)
    invitation: Invitation = get_object_or_404(Invitation.objects.select_related("hub"), pk=pk, hub=hub)
    try:
        services.withdraw_invitation(actor=request.actor, invitation=invitation)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("De uitnodiging is ingetrokken."))
    return redirect("hubs:people", slug=hub.slug)


@login_not_required
def invitation(request: Request, token: str) -> HttpResponse:
    """What an invitation offers, and taking it."""
    try:
        offered = services.invitation_for(token)
    except services.InvitationGone as error:
        return render(request, "hubs/invitation_gone.html", {"text": " ".join(error.messages)}, status=410)
    context: dict[str, Any] = {"invitation": offered, "path": request.path}
    if request.method != "POST":
        return render(request, "hubs/invitation.html", context)
    if request.actor.is_anonymous:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    try:
        services.accept_invitation(actor=request.actor, token=token)
    except ValidationError as error:
        context["problem"] = " ".join(error.messages)
        return render(request, "hubs/invitation.html", context, status=422)
    messages.success(request, _("Welkom bij %(hub)s.") % {"hub": offered.hub.name})
    return redirect("portal:hub_workspace", slug=offered.hub.slug)


def absences(request: Request, slug: str) -> HttpResponse:
    """Who is away and who replaces him; noting days."""
    hub = _hub(slug)
    require(perms.may_manage_members(request.actor, hub))
    form = AbsenceForm(request.POST if request.method == "POST" else None, people=who_may_read(hub))
    if request.method == "POST" and form.is_valid():
        try:
            services.note_absence(actor=request.actor, hub=hub, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Genoteerd."))
            return redirect("hubs:absences", slug=hub.slug)
    context = {"hub": hub, "form": form, "absences": absences_of(hub)}
    return render(request, "hubs/absences.html", context, status=form.status)


@require_POST
def withdraw_absence(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take an absence back."""
    absence: Absence = get_object_or_404(Absence.objects.select_related("hub"), pk=pk, hub=_hub(slug))
    services.withdraw_absence(actor=request.actor, absence=absence)
    messages.success(request, _("Deze afwezigheid is weg."))
    return redirect("hubs:absences", slug=slug)


def history(request: Request, slug: str) -> HttpResponse:
    """Who changed what at the hub, when."""
    hub = _hub(slug)
    require(perms.may_see_history(request.actor, hub))
    page = Paginator(inside.history_of(hub), HISTORY_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "hubs/history.html", {"hub": hub, "page": page, "entries": shown(page)})


def programme(request: Request) -> HttpResponse:
    """The programme's own page: its hubs, its inbox, its people."""
    require(perms.may_create(request.actor))
    context = {"hubs": inside.hubs_with_state(), "inbox": inside.current_inbox()}
    return render(request, "hubs/programme.html", context)


def add_hub(request: Request) -> HttpResponse:
    """Add a hub to the programme."""
    require(perms.may_create(request.actor))
    form = NewHubForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            hub = services.add_hub(actor=request.actor, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("De hub is toegevoegd. Nodig nu een coördinator uit."))
            return redirect("hubs:people", slug=hub.slug)
    return render(request, "hubs/add.html", {"form": form}, status=form.status)


def inbox(request: Request) -> HttpResponse:
    """Who reads the questions that no hub reads."""
    require(perms.may_set_inbox(request.actor))
    current = inside.current_inbox()

    def save(form: Any) -> None:
        services.set_programme_inbox(
            actor=request.actor, inbox=form.row, seen_version=form.seen_version, **form.values()
        )

    return edit(
        request,
        row=current or ProgrammeInbox(),
        form_class=InboxForm,
        save=save,
        template="hubs/inbox.html",
        context={"inbox": current},
        done_url=reverse("hubs:programme"),
        done_text=_("Bewaard."),
    )


@require_POST
def stop_inbox(request: Request) -> HttpResponse:
    """Close the programme's inbox."""
    try:
        services.stop_programme_inbox(actor=request.actor, seen_version=sent_version(request))
    except EditConflict:
        messages.error(request, _("Iemand anders veranderde de inbox intussen. Kijk eerst wat er nu staat."))
        return redirect("hubs:inbox")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("De inbox is gesloten."))
    return redirect("hubs:programme")
