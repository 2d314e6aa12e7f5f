"""Calling back: asked, routed, called, and the number is gone. No request is lost, none is there twice."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.queries import working_day_after
from circulairwerkt.hubs.models import Hub
from circulairwerkt.people import letters, perms, times
from circulairwerkt.people.models import Caller, CallRequest
from circulairwerkt.people.models.files import fresh_nonce
from circulairwerkt.people.routing import callers_for
from circulairwerkt.people.seals import digest_of
from circulairwerkt.people.wording import plain_phone
from circulairwerkt.reference.models import Municipality

State = CallRequest.State


class NobodyCalls(Exception):
    """Nobody agreed to call people of this place."""


class NotOpen(Exception):
    """The request ended meanwhile: there is no name and no number any more."""


@write("people.ask_call", _("gevraagd om terug te bellen"))
def ask_call(
    *,
    actor: Actor,
    municipality: Municipality,
    first_name: str,
    phone: str,
    language: str,
    nonce: str,
) -> CallRequest:
    """Have somebody call ``phone``. The same form, or the same number while it waits, is one request.

    ``nonce`` names the form that was sent. Raises NobodyCalls, with nothing kept, where nobody agreed.
    """
    digest = digest_of("phone", plain_phone(phone))
    known = _known(nonce, digest)
    if known is None:
        caller = _locked_caller(municipality)
        if caller is None:
            raise NobodyCalls
        today = timezone.localdate()
        try:
            with transaction.atomic():
                known = CallRequest.objects.create(
                    hub_id=caller.hub_id,
                    municipality=municipality.current,
                    caller=caller,
                    first_name=first_name,
                    phone=phone,
                    phone_digest=digest,
                    nonce=nonce,
                    language=language,
                    asked_at=timezone.now(),
                    call_by=working_day_after(today, caller.call_within_days),
                    is_example=caller.is_example,
                )
        except IntegrityError:
            # Somebody pressed twice at the same moment: the other one is there.
            known = _known(nonce, digest)
            if known is None:
                raise
        else:
            letters.tell_caller(caller)
    record(actor=actor, row=known, hub_id=known.hub_id, changes={})
    return known


def _known(nonce: str, digest: str) -> CallRequest | None:
    return (
        CallRequest.objects.filter(nonce=nonce).first()
        or CallRequest.objects.filter(phone_digest=digest).first()
    )


def _locked_caller(municipality: Municipality, *, besides: int | None = None) -> Caller | None:
    """Return who calls, locked: who stops at the same moment either has no request yet, or passes it on."""
    with everywhere("who calls back"):
        for each in callers_for(municipality):
            caller: Caller = Caller.objects.select_for_update().get(pk=each.pk)
            if caller.calls and caller.pk != besides:
                return caller
    return None


def _ended(request: CallRequest, state: str) -> None:
    """Let name and number go and keep what happened; the only way out of the open states."""
    request.state, request.ended_at = state, timezone.now()
    request.first_name = request.phone = request.phone_digest = ""
    request.save_as_successor_of(
        request.version, ["state", "ended_at", "first_name", "phone", "phone_digest", "tries"]
    )


def _open(request: CallRequest) -> CallRequest:
    """Return the request as it stands, locked. Raises NotOpen where it ended."""
    found = CallRequest.objects.select_for_update().get(pk=request.pk)
    if not found.is_open:
        raise NotOpen
    return found


@write("people.read_calls", _("namen en nummers gelezen om te bellen"))
def read_calls(*, actor: Actor, caller: Caller) -> list[CallRequest]:
    """Return who waits for ``caller``, with name and number, and note that he read them."""
    require(perms.may_call(actor, caller) and caller.calls)
    waiting = list(
        caller.requests.filter(state__in=CallRequest.OPEN)
        .select_related("municipality")
        .order_by("call_by", "pk")
    )
    caller.requests.filter(pk__in=[each.pk for each in waiting], seen_at=None).update(seen_at=timezone.now())
    record(actor=actor, row=caller, hub_id=caller.hub_id, changes={"count": [0, len(waiting)]})
    return waiting


@write("people.note_call", _("genoteerd dat er gebeld is"))
def note_call(*, actor: Actor, caller: Caller, request: CallRequest, reached: bool) -> CallRequest:
    """Note a call: reached, and the number is gone; not reached, and after the third time it is gone too."""
    require(perms.may_call(actor, caller) and request.caller_id == caller.pk)
    found = _open(request)
    if found.caller_id != caller.pk:
        raise NotOpen
    if reached:
        _ended(found, State.DONE)
    else:
        found.tries += 1
        if found.tries >= times.MOST_TRIES:
            _ended(found, State.UNREACHED)
        else:
            found.state = State.TRIED
            found.call_by = working_day_after(timezone.localdate(), 1)
            found.save_as_successor_of(found.version, ["state", "tries", "call_by"])
    record(actor=actor, row=found, hub_id=found.hub_id, changes={"state": ["-", "-"]})
    return found


@write("people.withdraw_call", _("terugbelvraag ingetrokken"))
def withdraw_call(*, actor: Actor, request: CallRequest) -> CallRequest:
    """Let the number go: who asked no longer wants to be called. Holding the link is the right."""
    found = CallRequest.objects.select_for_update().get(pk=request.pk)
    if found.is_open:
        _ended(found, State.WITHDRAWN)
    record(actor=actor, row=found, hub_id=found.hub_id, changes={"state": ["-", "-"]})
    return found


@write("people.ask_caller", _("gevraagd om terug te bellen voor werkzoekenden"))
def ask_caller(
    *,
    actor: Actor,
    hub: Hub,
    kind: str,
    name: str,
    email: str,
    municipalities: Iterable[Municipality],
    user_id: int | None = None,
) -> Caller:
    """Ask somebody to call job seekers; nothing is shown and nothing routed before he says yes himself."""
    require(perms.may_route_calls(actor, hub))
    places = [place.current for place in municipalities]
    if not places:
        raise ValidationError({"municipalities": _("Kies een gemeente.")})
    caller: Caller = Caller.objects.create(
        hub=hub, kind=kind, name=name, email=email, user_id=user_id, is_example=hub.is_example
    )
    caller.municipalities.set(places)
    letters.ask_caller(caller)
    record(actor=actor, row=caller, hub_id=hub.pk, changes={"name": ["-", "-"], "municipalities": ["-", "-"]})
    return caller


@write("people.agree_to_call", _("zei ja om terug te bellen"))
def agree_to_call(*, actor: Actor, caller: Caller, hours: str, call_within_days: int) -> Caller:
    """Say yes, with when one calls; from now on one's name stands on the pages."""
    require(perms.may_call(actor, caller))
    found = _caller(caller)
    found.agreed_at, found.stopped_at = timezone.now(), None
    found.hours, found.call_within_days = hours, call_within_days
    found.save_as_successor_of(found.version, ["agreed_at", "stopped_at", "hours", "call_within_days"])
    record(actor=actor, row=found, hub_id=found.hub_id, changes={"agreed_at": ["-", "-"]})
    return found


@write("people.stop_calling", _("belt niet meer terug"))
def stop_calling(*, actor: Actor, caller: Caller) -> Caller:
    """Stop, oneself or by the coordinator; who still waits goes to the next, and is never dropped."""
    require(perms.may_call(actor, caller) or perms.may_route_calls(actor, caller.hub))
    found = _caller(caller)
    found.stopped_at, found.nonce = timezone.now(), fresh_nonce()
    found.save_as_successor_of(found.version, ["stopped_at", "nonce"])
    for request in CallRequest.objects.select_for_update().filter(caller=found, state__in=CallRequest.OPEN):
        _pass_on(request, besides=found.pk)
    record(actor=actor, row=found, hub_id=found.hub_id, changes={"stopped_at": ["-", "-"]})
    return found


def _caller(caller: Caller) -> Caller:
    with everywhere("a caller by his own link or his coordinator"):
        # The hub stays free: a request that comes in at this moment names it, and holds a caller.
        found: Caller = Caller.objects.select_for_update(of=("self",)).select_related("hub").get(pk=caller.pk)
    return found


def _pass_on(request: CallRequest, *, besides: int | None = None) -> bool:
    """Give an open request to the next who calls; without one it waits, and the coordinator hears of it."""
    following = _locked_caller(request.municipality, besides=besides)
    request.caller, request.seen_at = following, None
    if following is not None:
        request.hub_id = following.hub_id
        letters.tell_caller(following)
    request.save_as_successor_of(request.version, ["caller", "hub", "seen_at"])
    return following is not None


def late_on(day: date) -> list[CallRequest]:
    """Return who should have been called before ``day``, or has nobody, and of whom nobody was told yet."""
    return [
        request
        for request in CallRequest.objects.select_for_update()
        .filter(state__in=CallRequest.OPEN, told_late_at__isnull=True)
        .order_by("pk")[:200]
        if request.caller_id is None or request.call_by < day
    ]
