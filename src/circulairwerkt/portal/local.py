"""Pages for trying the platform out on one's own machine: outgoing mail, and signing in as a made-up person.

They are in no address list in production (``urls``), and refuse any other name of the machine than its own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import mail
from circulairwerkt.base.forms import Form
from circulairwerkt.base.permissions import ROLE_LABELS, Role
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs import services
from circulairwerkt.hubs.models import Hub
from circulairwerkt.settings.environment import LOCAL_HOSTS

ROLES = (Role.COORDINATOR, Role.MEMBER, Role.COACH, Role.ADMINISTRATOR, Role.FUNDER)


def here_alone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open ``view`` without sign-in, but only where the platform is tried out, and only from this machine."""

    @login_not_required
    @wraps(view)
    def answer(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        host = request.get_host().rpartition(":")[0] or request.get_host()
        if not settings.LOCAL_PAGES or host not in LOCAL_HOSTS:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


class PersonForm(Form):
    """As whom to look around."""

    hub = forms.ModelChoiceField(
        label=_("Hub"),
        queryset=Hub.objects.all(),
        to_field_name="slug",
        error_messages={"invalid_choice": _("Deze hub kennen we niet.")},
    )
    role = forms.ChoiceField(
        label=_("Rol"),
        choices=[(role.value, ROLE_LABELS[role]) for role in ROLES],
        initial=Role.COORDINATOR.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = Hub.objects.order_by("name").first()
        self.fields["hub"].initial = first.slug if first else None


@here_alone
def post(request: Request) -> HttpResponse:
    """The mail that would have been sent."""
    return render(request, "local/post.html", {"letters": mail.letters()})


@here_alone
def letter(request: Request, key: str) -> HttpResponse:
    """One message."""
    found = mail.letter(key)
    if found is None:
        raise Http404
    return render(request, "local/letter.html", {"letter": found})


@here_alone
def sign_in(request: Request) -> HttpResponse:
    """Choose a hub and a role, and be signed in as a made-up person."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        hub, role = form.cleaned_data["hub"], Role(form.cleaned_data["role"])
        user = services.example_person(hub=hub, role=role)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(request, _("Je bent aangemeld als %(name)s.") % {"name": user.name})
        if role in (Role.ADMINISTRATOR, Role.FUNDER):
            return redirect("portal:workspace")
        return redirect("portal:hub_workspace", slug=hub.slug)
    return render(request, "local/sign_in.html", {"form": form}, status=form.status)
