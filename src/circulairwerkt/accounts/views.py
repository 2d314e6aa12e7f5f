"""Pages of one's own account, and roles for the whole programme; signing in itself is django-allauth's."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circulairwerkt.accounts import queries, services
from circulairwerkt.accounts.forms import LeaveForm, ProfileForm, ProgrammeRoleForm
from circulairwerkt.accounts.models import User
from circulairwerkt.accounts.perms import may_manage_programme
from circulairwerkt.base.permissions import Role, require
from circulairwerkt.base.requests import Request


def refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 422 where ``view``, one of django-allauth's, shows a form again because it was not right."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        forms = [context.get(name) for name in ("form", "webauthn_form", "verify_form", "change_form")]
        if request.method == "POST" and any(form is not None and form.errors for form in forms):
            response.status_code = 422
        return response

    return answer


class SecurityView(IndexView):  # type: ignore[misc]
    """Second factors, and whether one is still missing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether this administrator has to add one before going on."""
        missing = queries.second_factor_is_missing(cast(User, self.request.user).pk)
        return {**super().get_context_data(**kwargs), "second_factor_is_missing": missing}


def profile(request: Request) -> HttpResponse:
    """Name and language."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        services.edit_profile(
            actor=request.actor,
            user_id=user.pk,
            name=form.cleaned_data["name"],
            language=form.cleaned_data["language"],
        )
        messages.success(request, _("Bewaard."))
        with translation.override(form.cleaned_data["language"]):
            return redirect("accounts:profile")
    context = {
        "form": form,
        "has_second_factor": queries.has_second_factor(user.pk),
        "needs_second_factor": queries.second_factor_is_missing(user.pk),
    }
    return render(request, "accounts/profile.html", context, status=form.status)


@reauthentication_required(allow_get=True, app="allauth.mfa")  # type: ignore[untyped-decorator]
def leave(request: Request) -> HttpResponse:
    """Remove one's own account."""
    user = cast(User, request.user)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.forget_person(actor=request.actor, user_id=user.pk)
        logout(request)
        messages.success(request, _("Je account is verwijderd. Bedankt voor wat je deed."))
        return redirect("portal:home")
    return render(request, "accounts/leave.html", {"form": form}, status=form.status)


def programme_people(request: Request) -> HttpResponse:
    """Who holds a role for the whole programme, and giving one."""
    require(may_manage_programme(request.actor))
    form = ProgrammeRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(
                actor=request.actor, email=form.cleaned_data["email"], role=Role(form.cleaned_data["role"])
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("De rol is gegeven. De persoon krijgt een mail."))
            return redirect("accounts:programme_people")
    context = {"form": form, "roles": queries.programme_roles()}
    return render(request, "accounts/programme_people.html", context, status=form.status)


@require_POST
def end_programme_role(request: Request, pk: int) -> HttpResponse:
    """Take a programme-wide role away."""
    try:
        services.end_programme_role(actor=request.actor, role_id=pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("De rol is gestopt."))
    return HttpResponseRedirect(reverse("accounts:programme_people"))
