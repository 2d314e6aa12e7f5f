"""Cards and needs that came from a file, taken back."""

from collections.abc import Mapping, Sequence

from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.imports import RowKept, leaned_on
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams import perms
from circulairwerkt.streams.models import Listing, MaterialCard, Need

_MODELS: Mapping[str, type[Listing]] = {
    "streams.materialcard": MaterialCard,
    "streams.need": Need,
}


@write("streams.undo_import", _("ingelezen kaart teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, rows: Mapping[str, Sequence[int]]) -> None:
    """Remove what a row of a file became. Raises RowKept where somebody edited it since, or leans on it.

    Proposals that nobody did anything with go along: the next run makes what still holds.
    """
    require(perms.may_make(actor, hub, None))
    wanted = {model: rows[label] for label, model in _MODELS.items() if label in rows}
    for model, (key, version) in wanted.items():
        row = model._base_manager.select_for_update(of=("self",)).filter(pk=key, hub=hub).first()
        if row is None or row.version != version or leaned_on(row, rows):
            raise RowKept
        record(actor=actor, row=row, hub_id=hub.pk, changes={"removed": [row.audit_name, None]})
        try:
            row.delete()
        except (ProtectedError, RestrictedError):
            raise RowKept from None
    if not wanted:
        record(actor=actor, row=hub, hub_id=hub.pk, changes={})
