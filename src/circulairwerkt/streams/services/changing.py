"""Changes of a row: what it tells, whether it still holds, who may see it, until when a processor is full."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.streams import bridge, perms
from circulairwerkt.streams.answers import values_of_answer
from circulairwerkt.streams.models import Capability, Listing
from circulairwerkt.streams.services.rows import check, derived, refuse_unknown, tell
from circulairwerkt.streams.understanding import understood

RowT = TypeVar("RowT", bound=Listing)
#: Columns of a row that a tap on a guess may write.
CORRECTABLE = frozenset({"kind", "material", "product", "state", "quantity", "unit", "period", "low_code"})


def locked(row: RowT) -> RowT:
    """Read the row again and hold it, so that of two taps none is lost."""
    found: RowT = (
        type(row)
        ._base_manager.select_for_update(of=("self",))
        .select_related("hub", "organisation", "site", "municipality")
        .get(pk=row.pk)
    )
    return found


def _save(actor: Actor, row: Listing, values: Mapping[str, Any], *, seen_version: int) -> None:
    """Write ``values`` and what follows from them, with a line in the trail and word to the rooms above."""
    changes: dict[str, object] = dict(differences(row, values))
    for name, value in values.items():
        setattr(row, name, value)
    following = derived(row)
    for name, value in following.items():
        setattr(row, name, value)
    row.save_as_successor_of(seen_version, {*values, *following})
    record(actor=actor, row=row, changes=changes, hub_id=row.hub_id)
    tell(row)


@write("streams.change", _("gegevens veranderd"))
def change(*, actor: Actor, row: RowT, seen_version: int, values: Mapping[str, Any]) -> RowT:
    """Change what a row tells. Whoever changes it says that it holds: it counts as confirmed.

    Raises ValidationError, and EditConflict where somebody saved since ``seen_version``. A changed sentence
    that names a danger that stops closes the row (see ``open_to``) and marks it.
    """
    require(perms.may_keep(actor, row))
    refuse_unknown(type(row), values, sees_money=perms.may_see_money(actor, row))
    check({"quantity": row.quantity, "unit": row.unit, "min_quantity": row.min_quantity, **values})
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    written: dict[str, Any] = dict(values)
    written["guessed"] = {name: share for name, share in row.guessed.items() if name not in values}
    if "sentence" in changed and hasattr(row, "dangers"):
        written |= _dangers_in(str(values["sentence"]), row.visibility)
    written["confirmed_at"] = timezone.now()
    _save(actor, row, written, seen_version=seen_version)
    return row


def _dangers_in(sentence: str, visibility: str) -> dict[str, Any]:
    found = understood(sentence)
    closed = Visibility.PARTIES if found.stops else visibility
    return {"dangers": [one.key for one in found.dangers], "visibility": closed}


@write("streams.correct", _("vermoeden bevestigd of verbeterd"))
def correct(*, actor: Actor, row: RowT, values: Mapping[str, Any]) -> RowT:
    """Say of guesses what is right; ``values`` holds every field that was looked at. Nothing else changes."""
    row = locked(row)
    require(perms.may_keep(actor, row))
    if unknown := set(values) - CORRECTABLE - {"accepts"}:
        raise ValueError(f"no guesses: {sorted(unknown)}")
    check({"quantity": row.quantity, "unit": row.unit, "min_quantity": row.min_quantity, **values})
    told = dict(values)
    if "low_code" in row.guessed and told.get("material", row.material) != row.material:
        # The code was guessed of another material: it goes with it.
        told["low_code"] = ""
    left = {name: share for name, share in row.guessed.items() if name not in told}
    _save(actor, row, {**told, "guessed": left}, seen_version=row.version)
    return row


@write("streams.answer_question", _("vraag over de kaart beantwoord"))
def answer_question(*, actor: Actor, row: RowT, field: str, answer: str) -> RowT:
    """Take in the answer to the one question of the page. Raises ValidationError for one not understood."""
    row = locked(row)
    require(perms.may_keep(actor, row))
    values = values_of_answer(row, field, answer)
    check({"quantity": row.quantity, "unit": row.unit, "min_quantity": row.min_quantity, **values})
    left = {name: share for name, share in row.guessed.items() if name not in values}
    if values.get("dangers"):
        values["visibility"] = Visibility.PARTIES
    answers = {**row.answers, field: answer[:200]}
    _save(actor, row, {**values, "guessed": left, "answers": answers}, seen_version=row.version)
    return row


@write("streams.confirm", _("bevestigd: klopt nog"))
def confirm(*, actor: Actor, row: RowT) -> RowT:
    """Say that a row still holds, today."""
    row = locked(row)
    require(perms.may_keep(actor, row))
    if row.is_gone:
        raise ValidationError(_("Dit is weg. Zet het eerst terug."))
    _save(actor, row, {"confirmed_at": timezone.now()}, seen_version=row.version)
    return row


@write("streams.close_as_gone", _("is weg"))
def close_as_gone(*, actor: Actor, row: RowT) -> RowT:
    """Say that it is gone. The row stays for its history; the address to ask at is emptied."""
    row = locked(row)
    require(perms.may_keep(actor, row))
    gone_at = row.gone_at or timezone.now()
    values = {"is_gone": True, "gone_at": gone_at, "contact_email": ""}
    _save(actor, row, values, seen_version=row.version)
    return row


@write("streams.reopen", _("weer teruggezet"))
def reopen(*, actor: Actor, row: RowT) -> RowT:
    """Undo: it is there after all, and that was said today."""
    row = locked(row)
    require(perms.may_keep(actor, row))
    values = {"is_gone": False, "gone_at": None, "confirmed_at": timezone.now()}
    _save(actor, row, values, seen_version=row.version)
    return row


@write("streams.forget_words", _("woorden gewist: vraag ingetrokken of verlopen"))
def forget_words(*, actor: Actor, row: RowT) -> RowT:
    """Wipe what somebody wrote who took his question back: the name of the material remains.

    A row that no organisation stands behind is gone with it. Only the platform itself does this.
    """
    require(actor.is_system)
    row = locked(row)
    words = bridge.material_name(row.material) if row.material else _("Gewist")
    values: dict[str, Any] = {"sentence": str(words), "contact_email": ""}
    if row.organisation_id is None and not row.is_gone:
        values |= {"is_gone": True, "gone_at": timezone.now()}
    _save(actor, row, values, seen_version=row.version)
    return row


@write("streams.open_to", _("anderen mogen het zien, of niet meer"))
def open_to(*, actor: Actor, row: RowT, visibility: str) -> RowT:
    """Open a row further, or close it. Raises ValidationError for one that names a danger that stops."""
    row = locked(row)
    require(perms.may_open(actor, row))
    wanted = Visibility(visibility)
    if wanted in (Visibility.PUBLIC, Visibility.NETWORK) and perms.is_stopped(row):
        raise ValidationError(_("Dit kan gevaarlijk zijn. Zolang dat niet duidelijk is, blijft het dicht."))
    _save(actor, row, {"visibility": wanted.value}, seen_version=row.version)
    return row


@write("streams.set_full", _("vol, of weer plaats"))
def set_full(*, actor: Actor, capability: Capability, until: date | None) -> Capability:
    """Say that a processor is full up to and including ``until``, or that it has room again (None)."""
    row = locked(capability)
    require(perms.may_keep(actor, row))
    if until is not None and until < timezone.localdate():
        raise ValidationError(_("Deze dag is voorbij."))
    _save(actor, row, {"full_until": until}, seen_version=row.version)
    return row
