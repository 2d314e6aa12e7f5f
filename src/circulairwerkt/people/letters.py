"""Letters about a person: a link and nothing else. What it is about stands behind the link."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from circulairwerkt.base import outbox
from circulairwerkt.base.periods import held_on
from circulairwerkt.hubs.actors import coordinators_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, OrganisationMembership
from circulairwerkt.people.links import caller_address, follow_up_address, own_address
from circulairwerkt.people.models import Caller, FollowUp, PersonFile

#: How the letters of this room begin in the outbox: their address is forgotten as soon as they went.
ABOUT = "people."


def tell_of_retention(file: PersonFile) -> None:
    """Tell the person that names will be erased, where he gave an address."""
    if file.email:
        outbox.send(
            "people/mail/retention.txt",
            to=file.email,
            language=file.language,
            context={"address": own_address(file)},
            about=f"{ABOUT}retention",
        )


def ask_how_it_goes(follow_up: FollowUp) -> None:
    """Ask the two questions behind a link, where the person gave an address."""
    file = follow_up.transition.file
    if file.email:
        outbox.send(
            "people/mail/follow_up.txt",
            to=file.email,
            language=file.language,
            context={"address": follow_up_address(follow_up, file.language)},
            about=f"{ABOUT}follow_up",
        )


def _language_of(caller: Caller) -> str:
    return (caller.user.language if caller.user else "") or "nl"


def _is_made_up(caller: Caller) -> bool:
    """Whether no letter can reach him: the callers of the example region live at a domain that is none."""
    return str(caller.email).endswith("@example.invalid")


def ask_caller(caller: Caller) -> None:
    """Ask somebody whether he wants to call job seekers back."""
    if _is_made_up(caller):
        return
    language = _language_of(caller)
    outbox.send(
        "people/mail/ask_caller.txt",
        to=caller.email,
        language=language,
        context={"hub": caller.hub, "address": caller_address(caller, language)},
        about=f"{ABOUT}ask_caller",
    )


def tell_caller(caller: Caller) -> None:
    """Tell who agreed that somebody waits; name and number stand behind the link."""
    if _is_made_up(caller):
        return
    language = _language_of(caller)
    outbox.send(
        "people/mail/call.txt",
        to=caller.email,
        language=language,
        context={"address": caller_address(caller, language)},
        about=f"{ABOUT}call",
    )


def tell_coordinators(hub_id: int) -> None:
    """Tell the coordinators of a hub that somebody waits too long; not who."""
    hub = Hub.objects.get(pk=hub_id)
    for user in coordinators_of(hub):
        language = user.language or "nl"
        with override(language):
            address = settings.BASE_URL + reverse("people:callers", args=[hub.slug])
        outbox.send(
            "people/mail/late.txt",
            to=user.email,
            language=language,
            context={"address": address},
            about=f"{ABOUT}late",
        )


def ask_about_offers(organisation: Organisation, count: int) -> bool:
    """Ask a member of ``organisation`` whether its work is still there; False where nobody speaks for it."""
    member = (
        OrganisationMembership.objects.filter(
            held_on(timezone.localdate()), organisation=organisation, user__is_active=True
        )
        .select_related("user")
        .order_by("pk")
        .first()
    )
    if member is None:
        return False
    language = member.user.language or "nl"
    with override(language):
        address = settings.BASE_URL + reverse("people:offers", args=[organisation.slug])
    outbox.send(
        "people/mail/offers.txt",
        to=member.user.email,
        language=language,
        context={"organisation": organisation, "count": count, "address": address},
        kind=outbox.Kind.BUNDLE,
        about="people-offers",
    )
    return True
