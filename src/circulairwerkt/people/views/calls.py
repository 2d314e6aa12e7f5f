"""Pages about who calls back: the coordinator asks people, who agreed sees whom to call."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from circulairwerkt.accounts.queries import person_by_address
from circulairwerkt.base.forms import refused
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.people import perms, queries, services
from circulairwerkt.people.forms.calls import AgreeForm, AskCallerForm
from circulairwerkt.people.links import caller_of
from circulairwerkt.people.models import Caller, CallRequest
from circulairwerkt.reference.models import Municipality


def _hub(request: Request, slug: str) -> Hub:
    hub: Hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_route_calls(request.actor, hub) and is_on(hub, "work"))
    return hub


@never_cache
def callers(request: Request, slug: str) -> HttpResponse:
    """Who calls for this hub, how many wait; asking somebody else."""
    hub = _hub(request, slug)
    places = Municipality.objects.filter(pk__in=hub.area.values("municipality")).order_by("name")
    form = AskCallerForm(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        user = person_by_address(told["email"])
        try:
            services.ask_caller(
                actor=request.actor,
                hub=hub,
                kind=told["kind"],
                name=told["name"],
                email=told["email"],
                municipalities=told["municipalities"],
                user_id=user.pk if user else None,
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Gevraagd. Na een ja staat de naam op de site."))
            return redirect("people:callers", slug=slug)
    context = {
        "hub": hub,
        "form": form,
        "callers": queries.callers_of(hub),
        "numbers": queries.waiting_at(hub),
    }
    return render(request, "people/callers.html", context, status=form.status)


@require_POST
def stop_caller(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take somebody off: who waits goes to the next."""
    hub = _hub(request, slug)
    services.stop_calling(actor=request.actor, caller=get_object_or_404(Caller, hub=hub, pk=pk))
    messages.success(request, _("Gestopt. Wie nog wachtte, gaat naar de volgende."))
    return redirect("people:callers", slug=slug)


@login_not_required
@never_cache
def calling(request: Request, token: str) -> HttpResponse:
    """The page of who was asked to call: say yes, see whom to call, note how it went, stop."""
    caller = caller_of(token)
    if caller is None:
        raise Http404
    if not perms.may_call(request.actor, caller):
        if request.actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise Http404
    form = AgreeForm(
        request.POST if request.POST.get("keuze") == "ja" else None,
        initial={"hours": caller.hours, "call_within_days": caller.call_within_days},
    )
    if request.method == "POST":
        answered = _answered(request, caller, token, form)
        if answered is not None:
            return answered
    waiting = services.read_calls(actor=request.actor, caller=caller) if caller.calls else []
    context = {"caller": caller, "waiting": waiting, "form": form, "token": token}
    answer = render(request, "people/calling.html", context, status=form.status)
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _answered(request: Request, caller: Caller, token: str, form: AgreeForm) -> HttpResponse | None:
    """Do what was pressed; None where the form is to be shown again."""
    choice = request.POST.get("keuze", "")
    if choice == "ja":
        if not form.is_valid():
            return None
        services.agree_to_call(
            actor=request.actor,
            caller=caller,
            hours=form.cleaned_data["hours"],
            call_within_days=form.cleaned_data["call_within_days"],
        )
        messages.success(request, _("Dank je. Je naam staat nu op de site."))
    elif choice == "stop":
        services.stop_calling(actor=request.actor, caller=caller)
        messages.success(request, _("Je belt niet meer. Je naam is van de site."))
        return redirect("people:work")
    elif choice in ("gebeld", "niemand"):
        key = request.POST.get("vraag", "")
        if not (key.isascii() and key.isdigit() and len(key) < 15):
            raise Http404
        asked = get_object_or_404(CallRequest, pk=int(key), caller=caller)
        try:
            services.note_call(actor=request.actor, caller=caller, request=asked, reached=choice == "gebeld")
        except services.NotOpen:
            messages.info(request, _("Dit was al afgehandeld. Het nummer is weg."))
        else:
            words = _("Goed. Naam en nummer zijn gewist.") if choice == "gebeld" else _("Genoteerd.")
            messages.success(request, words)
    else:
        raise Http404
    return redirect("people:calling", token=token)
