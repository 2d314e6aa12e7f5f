"""The letter that brings attests: a link for each, no name and no file."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from circulairwerkt.agenda.models import Registration
from circulairwerkt.base import outbox
from circulairwerkt.trainings.links import private_address
from circulairwerkt.trainings.models import Attest


def given(registration: Registration, attests: Sequence[Attest]) -> None:
    """Tell who registered where the attests stand; nothing once the address is erased."""
    if not registration.email:
        return
    first = attests[0]
    with override(registration.language):
        subject = _("Je attest: %(training)s") % {"training": first.shown_title}
        lines = [
            _("Je was erbij. Via deze link zie je je attest, en bewaar je het als PDF."),
            *(private_address(row) for row in attests),
            _("Wie de link heeft, ziet de naam. Deel hem alleen met wie je attest mag nakijken."),
        ]
    outbox.post(
        to=registration.email,
        subject=subject,
        text="\n\n".join(lines),
        language=registration.language,
        hub_id=first.hub_id,
        about=f"trainings.attest:{first.pk}",
        reply_to=registration.event.hub.contact_email,
        headers=outbox.BY_ITSELF,
    )
