"""Mails about coaching: when, with whom, and the private link; what was said stays on the page."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from circulairwerkt.base import outbox
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.coaching.links import inside_address, private_address
from circulairwerkt.coaching.models import Coach, Coaching, Meeting
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import readers_on


def _post(
    coaching: Coaching,
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
        hub_id=coaching.hub_id,
        about=f"coaching.coaching:{coaching.pk}",
        headers=outbox.BY_ITSELF,
        useless_at=useless_at,
    )


def _tell(coaching: Coaching, subject: str, *lines: str, useless_at: datetime | None = None) -> None:
    """Write to the entrepreneur in the language that is on; nothing where no mail address is known."""
    if coaching.has_mail:
        lines = (*lines, private_address(coaching))
        _post(coaching, coaching.contact, subject, lines, coaching.language, useless_at)


def _tell_coach(
    coach: Coach | None, coaching: Coaching, subject: str, *lines: str, useless_at: datetime | None = None
) -> None:
    if coach is not None and coach.user.is_active and coach.user.email:
        lines = (*lines, inside_address(coaching))
        _post(coaching, coach.user.email, subject, lines, settings.LANGUAGE_CODE, useless_at)


def _readers(hub: Hub) -> list[str]:
    """Return the addresses of who reads for a hub today, else the hub's own address, else none."""
    readers = {user.email for user in readers_on(hub, timezone.localdate())}
    return sorted(readers) or ([hub.contact_email] if hub.contact_email else [])


def asked(coaching: Coaching) -> None:
    """Give the entrepreneur his link, and tell the hub that somebody asks for a coach."""
    with override(coaching.language):
        _tell(
            coaching,
            _("Je vraag om een coach bij %(hub)s") % {"hub": coaching.hub},
            _("Je vraag is aangekomen. Via deze link kies je een coach en een moment."),
        )
    with override(settings.LANGUAGE_CODE):
        subject = _("Een ondernemer uit %(place)s vraagt een coach") % {"place": coaching.municipality}
        for address in _readers(coaching.hub):
            _post(coaching, address, subject, [inside_address(coaching)], settings.LANGUAGE_CODE)


def new_link(coaching: Coaching) -> None:
    """Give the entrepreneur a new link; the old one is void."""
    with override(coaching.language):
        _tell(
            coaching,
            _("Je nieuwe link"),
            _("Met deze link volg je je begeleiding. De vorige link werkt niet meer."),
        )


def given_coach(coaching: Coaching) -> None:
    """Tell both that they belong together."""
    with override(coaching.language):
        _tell(
            coaching,
            _("%(coach)s wordt je coach") % {"coach": coaching.coach},
            _("Kies via deze link wanneer je afspreekt."),
        )
    with override(settings.LANGUAGE_CODE):
        _tell_coach(coaching.coach, coaching, _("Een ondernemer voor jou"), _("De hub vraagt jou als coach."))


def booked(meeting: Meeting) -> None:
    """Tell both when and how they meet."""
    coaching = meeting.coaching
    with override(coaching.language):
        _tell(
            coaching,
            _("Je afspraak op %(moment)s") % {"moment": moment(meeting.starts_at)},
            _("Je spreekt met %(coach)s, %(moment)s.")
            % {"coach": meeting.keeper, "moment": moment(meeting.starts_at)},
            _how(meeting),
            _("Past het niet meer? Zeg af met één klik. Je zet de afspraak daar ook in je agenda:"),
        )
    with override(settings.LANGUAGE_CODE):
        _tell_coach(
            meeting.keeper,
            coaching,
            _("Afspraak op %(moment)s") % {"moment": moment(meeting.starts_at)},
            _how(meeting),
        )


def cancelled(meeting: Meeting) -> None:
    """Tell both that the meeting does not take place."""
    coaching = meeting.coaching
    with override(coaching.language):
        subject = _("Afgezegd: afspraak op %(moment)s") % {"moment": moment(meeting.starts_at)}
        again = _("Een ander moment kies je via deze link:") if coaching.is_open else ""
        _tell(coaching, subject, _("Deze afspraak gaat niet door."), again)
    with override(settings.LANGUAGE_CODE):
        subject = _("Afgezegd: afspraak op %(moment)s") % {"moment": moment(meeting.starts_at)}
        _tell_coach(meeting.keeper, coaching, subject, _("Deze afspraak gaat niet door."))


def remind(meeting: Meeting) -> None:
    """Remind both of a meeting that comes near."""
    coaching = meeting.coaching
    with override(coaching.language):
        subject = _("Herinnering: %(moment)s") % {"moment": moment(meeting.starts_at)}
        _tell(
            coaching,
            subject,
            _("Je spreekt met %(coach)s, %(moment)s.")
            % {"coach": meeting.keeper, "moment": moment(meeting.starts_at)},
            _how(meeting),
            _("Kan je niet? Zeg af met één klik:"),
            useless_at=meeting.starts_at,
        )
    with override(settings.LANGUAGE_CODE):
        subject = _("Herinnering: %(moment)s") % {"moment": moment(meeting.starts_at)}
        _tell_coach(meeting.keeper, coaching, subject, _how(meeting), useless_at=meeting.starts_at)


def noted(coaching: Coaching, *, by_entrepreneur: bool) -> None:
    """Tell the other side that there is something to read."""
    if by_entrepreneur:
        with override(settings.LANGUAGE_CODE):
            subject = _("Een ondernemer schreef je")
            _tell_coach(coaching.coach, coaching, subject, _("Je leest het op deze pagina:"))
        return
    with override(coaching.language):
        _tell(coaching, _("Je coach schreef iets"), _("Je leest het via deze link:"))


def closed(coaching: Coaching) -> None:
    """Tell the entrepreneur that it ends, and that he is welcome again."""
    with override(coaching.language):
        _tell(
            coaching,
            _("Je begeleiding is afgesloten"),
            _("Wat jullie afspraken, lees je nog via deze link. Een nieuwe vraag mag altijd."),
        )


def _how(meeting: Meeting) -> str:
    """How one meets, in words, with the place or the link."""
    return ": ".join(filter(None, [str(meeting.get_way_display()), meeting.where]))
