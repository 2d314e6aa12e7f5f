"""Seats as lists draw them: the buttons at the door, and where somebody stands for a session.

A list at the door has hundreds of rows: drawn by a template, what stands here took most of its page.
"""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circulairwerkt.agenda.models import Seat, Way
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.templatetags.face import icon, moment

register = template.Library()


@register.simple_tag
def at_door(seat: Seat, is_hybrid: bool) -> SafeString:
    """Draw who has a seat, with whom, and what the door must know of it."""
    who = seat.registration
    with_whom = f" · {escape(', '.join(who.others))}" if who.others else ""
    remarks = []
    if is_hybrid and who.way:
        remarks.append(("small", "globe" if who.way == Way.ONLINE else "map-pin", str(who.get_way_display())))
    if who.may_be_pictured is False:
        remarks.append(("small", "camera-off", _("niet op foto's")))
    if who.is_walk_in:
        remarks.append(("muted small", "door-open", _("aan de deur bijgeschreven")))
    told = "".join(f'<span class="{look}">{icon(sign)} {words}</span>' for look, sign, words in remarks)
    return mark_safe(  # noqa: S308 - what people wrote is escaped
        f'<span class="stack stack-s" id="plaats-{seat.pk}"><strong>{escape(who.shown_name)}</strong>'
        f'<span class="muted">{escape(who.organisation)}{with_whom}</span>{told}</span>'
    )


@register.simple_tag(takes_context=True)
def tick(context: template.Context, seat: Seat, address: str) -> SafeString:
    """Draw the form with which one registration is ticked; it posts to ``address``."""
    key, drawn = seat.pk, _number if seat.size > 1 else _button
    return mark_safe(  # noqa: S308 - the name, which people wrote, is escaped
        f'<form class="tick" method="post" action="{escape(address)}"'
        f' data-tick="{key}" data-size="{seat.size}" data-came="{seat.came or 0}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{context["csrf_token"]}">'
        f'<input type="hidden" name="plaats" value="{key}">'
        f"{drawn(seat, escape(seat.registration.name))}</form>"
    )


def _button(seat: Seat, name: str) -> str:
    """One button for who comes alone: pressed once he is there."""
    look, would_be, is_pressed = (" button-primary", 0, "true") if seat.came else ("", 1, "false")
    return (
        f'<button class="button{look}" type="submit" name="hoeveel" value="{would_be}" '
        f'aria-pressed="{is_pressed}">{icon("check")}{_("Aanwezig")}{_of(name)}</button>'
    )


def _number(seat: Seat, name: str) -> str:
    """A number for a group."""
    label = _("Hoeveel van %(name)s zijn er?") % {"name": name}
    options = "".join(
        f'<option value="{n}"{" selected" if n == seat.ticked else ""}>{n}</option>' for n in seat.numbers
    )
    return (
        f'<label class="visually-hidden" for="hoeveel-{seat.pk}">{label}</label>'
        f'<select class="input" id="hoeveel-{seat.pk}" name="hoeveel">{options}</select>'
        f'<button class="button" type="submit">{_("Bewaren")}{_of(name)}</button>'
        f"<span data-ticked>{icon('circle-check') if seat.came else ''}</span>"
    )


def _of(name: str) -> str:
    """Whom a button is about, for who hears the page."""
    return f'<span class="visually-hidden"> {name}</span>'


@register.simple_tag
def seat_state(seat: Seat) -> SafeString:
    """Draw where somebody stands for a session; ``seat.ahead`` says who waits before him, where known."""
    tone, sign, word, more = "ended", "archive", str(seat.get_state_display()).capitalize(), ""
    if seat.state == SeatState.CONFIRMED:
        tone, sign, word = "good", "circle-check", _("Ingeschreven")
        more = ngettext("%(n)s plaats", "%(n)s plaatsen", seat.size) % {"n": seat.size}
    elif seat.state == SeatState.WAITING:
        tone, sign, word = "waiting", "hourglass", _("Op de wachtlijst")
        ahead = getattr(seat, "ahead", None)
        more = "" if ahead is None else _("plaats %(n)s in de rij") % {"n": ahead + 1}
    elif seat.state == SeatState.OFFERED:
        tone, sign, word = "waiting", "clock", _("Er is een plaats")
        more = _("antwoord voor %(until)s") % {"until": moment(seat.offered_until)}
    return mark_safe(  # noqa: S308 - words and numbers of our own
        f'<span class="status status-{tone}">{icon(sign)}<span><strong>{word}</strong> {more}</span></span>'
    )
