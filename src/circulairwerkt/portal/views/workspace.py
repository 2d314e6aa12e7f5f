"""What waits for the person who signed in, and for each hub: the first ten minutes of a coordinator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circulairwerkt.accounts import perms as account_perms
from circulairwerkt.accounts import queries as account_queries
from circulairwerkt.accounts.models import User
from circulairwerkt.agenda import perms as agenda_perms
from circulairwerkt.agenda import queries as agenda_queries
from circulairwerkt.base import queries as base_queries
from circulairwerkt.base.permissions import ROLE_LABELS, Actor, Role, require
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import queries as case_queries
from circulairwerkt.flows import queries as flow_queries
from circulairwerkt.hubs import perms
from circulairwerkt.hubs import queries as hub_queries
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.organisations import perms as organisation_perms
from circulairwerkt.organisations import queries as organisation_queries
from circulairwerkt.people import perms as people_perms
from circulairwerkt.people import queries as people_queries
from circulairwerkt.portal.today import today_at

#: A confirmation older than this is asked again.
CHECK_AGAIN_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits at a hub: what, why it matters, and where it is done."""

    key: str
    title: str
    text: str
    url: str
    action: str


def workspace(request: Request) -> HttpResponse:
    """The hubs and organisations one works for, and the own requests."""
    user = cast(User, request.user)
    hubs = list(hub_queries.hubs_of(request.actor))
    context = {
        "hubs": [(hub, _roles_at(request.actor, hub)) for hub in hubs],
        "organisations": organisation_queries.organisations_of(user.pk),
        "questions": case_queries.waiting_for(request.actor),
        "claims": organisation_queries.claims_by(user.pk),
        "second_factor_is_missing": account_queries.second_factor_is_missing(user.pk),
        "may_manage_programme": account_perms.may_manage_programme(request.actor),
    }
    return render(request, "portal/workspace.html", context)


def _roles_at(actor: Actor, hub: Hub) -> list[str]:
    return [str(ROLE_LABELS[role]) for role in sorted(actor.by_hub.get(hub.pk, frozenset()))]


def hub_workspace(request: Request, slug: str) -> HttpResponse:
    """What waits at one hub, and everything one can do there."""
    hub = get_object_or_404(
        Hub.objects.select_related("seat", "successor").prefetch_related("switches"), slug=slug
    )
    require(perms.may_see_inside(request.actor, hub))
    may_edit = perms.may_edit(request.actor, hub)
    context = {
        "hub": hub,
        "waiting": list(waiting_at(hub)) if may_edit else [],
        "today": today_at(request.actor, hub),
        "day": agenda_queries.on_day(hub, timezone.localdate())
        if agenda_perms.may_see_at(request.actor, hub)
        else [],
        "missing": flow_queries.monthly_words(hub) if flow_queries.may_read(request.actor, hub) else [],
        "may_edit": may_edit,
        "may_manage_members": perms.may_manage_members(request.actor, hub),
        "may_manage_partners": organisation_perms.may_manage_partners(request.actor, hub),
        "routes_calls": people_perms.may_route_calls(request.actor, hub) and hub_queries.is_on(hub, "work"),
        "may_see_history": perms.may_see_history(request.actor, hub),
        "roles": _roles_at(request.actor, hub),
        "is_coordinator": Role.COORDINATOR in request.actor.by_hub.get(hub.pk, frozenset()),
    }
    return render(request, "portal/hub_workspace.html", context)


def waiting_at(hub: Hub) -> Iterator[Waiting]:
    """Yield what waits at ``hub``, the most needed first."""
    yield from _about_the_hub(hub)
    yield from _about_people(hub)


def _about_the_hub(hub: Hub) -> Iterator[Waiting]:
    if hub.life_cycle == LifeCycle.NOT_CONFIRMED:
        yield Waiting(
            "confirm",
            _("Bevestig je hub"),
            _("Niemand zei nog of de hub werkt. Zolang gaan vragen niet naar jullie."),
            reverse("hubs:confirm", args=[hub.slug]),
            _("Bevestig de hub"),
        )
    elif hub.checked_on is None or hub.checked_on < timezone.localdate() - CHECK_AGAIN_AFTER:
        yield Waiting(
            "check",
            _("Kijk de hub nog eens na"),
            _("Het is langer dan een jaar geleden dat iemand dit bevestigde."),
            reverse("hubs:confirm", args=[hub.slug]),
            _("Kijk na"),
        )
    if not (hub.contact_email or hub.contact_phone):
        yield Waiting(
            "contact",
            _("Zeg hoe mensen je bereiken"),
            _("Er staat nog geen e-mailadres en geen telefoonnummer."),
            reverse("hubs:edit", args=[hub.slug]),
            _("Vul het contact in"),
        )
    if not hub_queries.has_area(hub):
        yield Waiting(
            "area",
            _("Zeg voor welke gemeenten je werkt"),
            _("Plak een lijst van gemeenten. Nu kennen we alleen de gemeente van de zetel."),
            reverse("hubs:area", args=[hub.slug]),
            _("Plak de gemeenten"),
        )
    if not hub.switches.all():
        yield Waiting(
            "switches",
            _("Kies wat je gebruikt"),
            _("Wat je niet gebruikt, zet je uit. Dan staat het nergens in de weg."),
            reverse("hubs:switches", args=[hub.slug]),
            _("Kies"),
        )
    if not hub.summary.get("nl"):
        yield Waiting(
            "summary",
            _("Stel je hub voor"),
            _("Zeg in een paar zinnen wat je doet en voor wie."),
            reverse("hubs:edit", args=[hub.slug]),
            _("Schrijf de voorstelling"),
        )


def _about_people(hub: Hub) -> Iterator[Waiting]:
    if claims := organisation_queries.claims_at(hub).count():
        yield Waiting(
            "claims",
            ngettext(
                "%(count)d persoon zegt dat hij voor een organisatie spreekt",
                "%(count)d personen zeggen dat ze voor een organisatie spreken",
                claims,
            )
            % {"count": claims},
            _("Ken je hen? Zeg ja of nee."),
            reverse("organisations:claims", args=[hub.slug]),
            _("Bekijk de aanvragen"),
        )
    if uncertain := organisation_queries.uncertain_partners(hub).count():
        yield Waiting(
            "kinds",
            ngettext(
                "Van %(count)d partner is niet zeker wat hij is",
                "Van %(count)d partners is niet zeker wat ze zijn",
                uncertain,
            )
            % {"count": uncertain},
            _("Een maatwerkbedrijf of een gewoon bedrijf? Wie zoekt, rekent erop."),
            reverse("organisations:partners", args=[hub.slug]) + "?onzeker=on",
            _("Bekijk de partners"),
        )
    if undelivered := base_queries.undelivered_of_hub(hub.pk).count():
        yield Waiting(
            "undelivered",
            ngettext(
                "%(count)d mail raakte niet weg",
                "%(count)d mails raakten niet weg",
                undelivered,
            )
            % {"count": undelivered},
            _("Iemand wacht misschien op nieuws. Bel, of kijk het adres na."),
            f"{reverse('base:undelivered')}?hub={hub.slug}",
            _("Bekijk de mails"),
        )
    calls = people_queries.waiting_at(hub)
    if late := calls["late"] + calls["alone"]:
        yield Waiting(
            "calls",
            ngettext(
                "%(count)d werkzoekende wacht te lang op een telefoontje",
                "%(count)d werkzoekenden wachten te lang op een telefoontje",
                late,
            )
            % {"count": late},
            _("Kijk wie kan bellen. Je ziet hoeveel, niet wie."),
            reverse("people:callers", args=[hub.slug]),
            _("Bekijk wie belt"),
        )
    if invitations := hub_queries.open_invitations_of(hub).count():
        yield Waiting(
            "invitations",
            ngettext(
                "%(count)d uitnodiging wacht op antwoord",
                "%(count)d uitnodigingen wachten op antwoord",
                invitations,
            )
            % {"count": invitations},
            _("De link in de mail werkt twee weken."),
            reverse("hubs:people", args=[hub.slug]),
            _("Bekijk de mensen"),
        )
