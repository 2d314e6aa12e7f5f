"""Mails about appointments at an info point: when, where, and the private link; never what it is about."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from circulairwerkt.base import outbox
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.hubs.queries import readers_on
from circulairwerkt.infopoints.links import desk_address, private_address
from circulairwerkt.infopoints.models import Appointment, InfoPoint


def _post(
    point: InfoPoint,
    to: str,
    subject: str,
    lines: Iterable[str],
    language: str,
    useless_at: datetime | None = None,
) -> None:
    outbox.post(
        to=to,
        subject=subject,
        text="\n\n".join(filter(None, lines)),
        language=language,
        hub_id=point.hub_id,
        about=f"infopoints.infopoint:{point.pk}",
        headers=outbox.BY_ITSELF,
        useless_at=useless_at,
    )


def _tell(appointment: Appointment, subject: str, *lines: str, useless_at: datetime | None = None) -> None:
    """Write to the visitor in the language that is on; nothing where no mail address is known."""
    if appointment.has_mail:
        lines = (*lines, private_address(appointment))
        _post(appointment.keeper, appointment.contact, subject, lines, appointment.language, useless_at)


def _tell_hosts(point: InfoPoint, subject: str) -> None:
    """Write to who sits there; where nobody is named, to who reads for the hub."""
    hosts = set(point.hosts.filter(is_active=True).exclude(email="").values_list("email", flat=True))
    for address in sorted(hosts or {user.email for user in readers_on(point.hub, timezone.localdate())}):
        _post(point, address, subject, [desk_address(point)], settings.LANGUAGE_CODE)


def _where(point: InfoPoint) -> str:
    return f"{point.name}, {point.address}"


def booked(appointment: Appointment) -> None:
    """Tell the visitor when and where, and those who sit there that somebody comes."""
    point, when = appointment.keeper, appointment.starts_at
    with override(appointment.language):
        _tell(
            appointment,
            _("Je afspraak op %(moment)s") % {"moment": moment(when)},
            _("We verwachten je op %(moment)s.") % {"moment": moment(when)},
            _where(point),
            _("Past het niet meer? Zeg af met één klik. Je zet de afspraak daar ook in je agenda:"),
        )
    with override(settings.LANGUAGE_CODE):
        words = {"moment": moment(when), "point": point.name}
        _tell_hosts(point, _("Afspraak op %(moment)s in %(point)s") % words)


def cancelled(appointment: Appointment, *, by_hub: bool) -> None:
    """Tell both that it does not take place; who cancelled himself knows it already from the page."""
    point = appointment.keeper
    with override(appointment.language):
        subject = _("Afgezegd: afspraak op %(moment)s") % {"moment": moment(appointment.starts_at)}
        again = _("Een ander moment kies je via deze link:") if by_hub else ""
        _tell(appointment, subject, _("Deze afspraak gaat niet door."), again)
    if not by_hub:
        with override(settings.LANGUAGE_CODE):
            words = {"moment": moment(appointment.starts_at), "point": point.name}
            _tell_hosts(point, _("Afgezegd: %(moment)s in %(point)s") % words)


def remind(appointment: Appointment) -> None:
    """Remind the visitor of an appointment that comes near."""
    with override(appointment.language):
        when = moment(appointment.starts_at)
        _tell(
            appointment,
            _("Herinnering: %(moment)s") % {"moment": when},
            _("We verwachten je op %(moment)s.") % {"moment": when},
            _where(appointment.keeper),
            _("Kan je niet? Zeg af met één klik:"),
            useless_at=appointment.starts_at,
        )
