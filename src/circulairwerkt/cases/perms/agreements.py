"""Who may read and write agreements and transfers, and why."""

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Agreement
from circulairwerkt.cases.perms.cases import may_contribute, may_see, may_work


def may_see_agreement(actor: Actor, agreement: Agreement) -> bool:
    """What parties agree about price and shares is for them and for the hubs that brought them together."""
    return may_see(actor, agreement.case)


def may_write_agreement(actor: Actor, agreement: Agreement) -> bool:
    """Who works on the case writes down what the parties say."""
    return may_contribute(actor, agreement.case)


def may_conclude(actor: Actor, agreement: Agreement) -> bool:
    """An agreement takes a part of what others count on: the hub that answers for the case concludes it."""
    return may_work(actor, agreement.case)
