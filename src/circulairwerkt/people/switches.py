"""Whether an enterprise keeps files of growth here."""

from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people.models import GrowthSwitch


def switch_of(organisation: Organisation) -> GrowthSwitch:
    """Return the switch of ``organisation``; one that was never touched is off and has no key."""
    return GrowthSwitch.objects.filter(organisation=organisation).first() or GrowthSwitch(
        organisation=organisation
    )


def is_switched_on(organisation: Organisation) -> bool:
    """Whether new files may be opened at ``organisation``."""
    return GrowthSwitch.objects.filter(organisation=organisation, is_on=True).exists()
