"""Mails about referrals: to the hub that is asked, back to the hub that asked, and to the asker."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from circulairwerkt.base import outbox
from circulairwerkt.cases.bodies import bodies
from circulairwerkt.cases.letters import programme_readers, readers_of, tell_asker
from circulairwerkt.cases.models import Referral, ReferralState
from circulairwerkt.hubs.models import Hub


def target_name(referral: Referral) -> str:
    """Return the name of the hub or body that it goes to."""
    if referral.to_hub is not None:
        return referral.to_hub.name
    body = bodies().get(referral.to_body)
    return body.name if body else referral.to_body


def _address(referral: Referral, hub: Hub | None) -> str:
    if hub is None:
        return settings.BASE_URL + reverse("cases:question", args=[referral.question_id])
    return settings.BASE_URL + reverse("cases:referral", args=[hub.slug, referral.pk])


def _send(referral: Referral, to: Iterable[str], subject: str, lines: Iterable[str]) -> None:
    text = "\n\n".join(lines)
    for address in to:
        outbox.post(
            to=address,
            subject=subject,
            text=text,
            hub_id=referral.from_hub_id,
            about=f"cases.referral:{referral.pk}",
        )


def tell_sent(referral: Referral) -> None:
    """Ask the readers of the other hub; tell the asker to whom the question was handed."""
    with override(settings.LANGUAGE_CODE):
        if referral.to_hub is not None:
            _send(
                referral,
                readers_of(referral.to_hub),
                _("%(hub)s vraagt je om iets op te nemen") % {"hub": referral.from_hub or _("Het programma")},
                [
                    _("Antwoord ten laatste op %(day)s.") % {"day": date_format(referral.due_on, "j F Y")},
                    _address(referral, referral.to_hub),
                ],
            )
    if referral.question is not None:
        with override(referral.question.language):
            name = target_name(referral)
            tell_asker(
                referral.question,
                _("Nieuws over je vraag"),
                _("We denken dat %(name)s je beter kan helpen. Op je link lees je hoe het verder gaat.")
                % {"name": name},
            )


def tell_closed(referral: Referral) -> None:
    """Tell the hub that referred what came of it; tell the asker where the question is when it moved."""
    name = target_name(referral)
    with override(settings.LANGUAGE_CODE):
        lines = {
            ReferralState.ACCEPTED: _("%(name)s neemt het op."),
            ReferralState.RETURNED: _("%(name)s stuurt het terug. Je leest waarom, en wie het wel kan zijn."),
            ReferralState.LAPSED: _("%(name)s antwoordde niet op tijd. We stellen een andere hub voor."),
        }
        line = lines.get(ReferralState(referral.state))
        if line and referral.to_hub is not None:
            readers = readers_of(referral.from_hub) if referral.from_hub else programme_readers()
            _send(
                referral,
                readers,
                _("Antwoord op je doorverwijzing"),
                [line % {"name": name}, _address(referral, referral.from_hub)],
            )
    if referral.question is not None and referral.state == ReferralState.ACCEPTED:
        with override(referral.question.language):
            tell_asker(
                referral.question,
                _("Nieuws over je vraag"),
                _("%(name)s neemt je vraag op.") % {"name": name},
            )
