"""Writing down what the parties of an agreement earn together and apart."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases.models import Agreement
from circulairwerkt.flows import perms
from circulairwerkt.flows.models import FairSplit
from circulairwerkt.flows.splits.telling import players_of


@write("flows.save_split", gettext_lazy("eerlijke verdeling opgeschreven"))
def save_split(
    *,
    actor: Actor,
    agreement: Agreement,
    seen_version: int,
    worths: Mapping[frozenset[int], Decimal],
) -> FairSplit:
    """Write what each group of parties earns in a year, against doing nothing; all together must stand in it.

    Raises ValidationError for a group with a stranger, EditConflict when somebody saved in between.
    """
    require(perms.may_work_split(actor, agreement))
    parties = frozenset(players_of(agreement))
    if any(not members or members - parties for members in worths) or parties not in worths:
        raise ValidationError(_("Vul in wat alle partijen samen verdienen."))
    told = [
        {"members": sorted(members), "eur": float(value)}
        for members, value in sorted(worths.items(), key=lambda one: (len(one[0]), sorted(one[0])))
    ]
    known = FairSplit.objects.filter(agreement=agreement).first()
    split = known or FairSplit(agreement=agreement)
    split.worths = told
    if known is None:
        split.save(force_insert=True)
    else:
        split.save_as_successor_of(seen_version, ["worths"])
    record(actor=actor, row=split, hub_id=agreement.case.hub_id, changes={"worths": [None, told]})
    return split
