"""Names on attests: erased when their time is over, or at once when the holder asks."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.trainings.models import Attest

#: Rows that one round erases, so that nobody waits for it.
_AT_ONCE = 500
_NAMELESS = {"name": "", "withdraw_reason": ""}


@write("trainings.forget_own_name", gettext_lazy("naam op een attest gewist door wie het kreeg"))
def forget_own_name(*, actor: Actor, attest: Attest) -> Attest:
    """Erase the name for who holds the link; the number still answers. It cannot be undone."""
    for field, value in _NAMELESS.items():
        setattr(attest, field, value)
    attest.save(update_fields=[*_NAMELESS])
    record(actor=actor, row=attest, hub_id=attest.hub_id, changes={"erased": [False, True]})
    return attest


@write("trainings.erase", gettext_lazy("namen op attesten gewist: termijn voorbij"))
def _erase(*, actor: Actor, keys: list[int]) -> None:
    Attest.objects.filter(pk__in=keys).update(**_NAMELESS)
    record(actor=actor, row=Attest(pk=0), changes={"erased": [len(keys), 0]})


def erase_old_names(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase names on attests that were given long ago; return how many. Inside ``scope.everywhere``."""
    require(actor.is_system)
    border = (now or timezone.now()) - timedelta(days=Attest.RETENTION_DAYS)
    old = Attest.objects.filter(given_at__lt=border).exclude(**_NAMELESS)
    keys = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    if keys:
        _erase(actor=actor, keys=keys)
    return len(keys)
