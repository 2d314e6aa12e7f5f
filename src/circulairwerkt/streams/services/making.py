"""Cards, needs and capabilities made from one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import plain, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams import perms
from circulairwerkt.streams.alike import Likeness, alike
from circulairwerkt.streams.dangers import Danger
from circulairwerkt.streams.models import SENTENCE_LENGTH, Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.services.rows import check, derived, refuse_unknown, tell
from circulairwerkt.streams.understanding import understood
from circulairwerkt.streams.words import Source

RowT = TypeVar("RowT", bound=Listing)


class Dangerous(Exception):
    """The sentence names something so dangerous that no row may come of it; nothing was stored."""

    def __init__(self, dangers: tuple[Danger, ...]) -> None:
        super().__init__(", ".join(one.key for one in dangers))
        self.dangers = dangers


class Alike(Exception):
    """Rows that may be the same are there; nothing was stored. Say ``is_another`` to make it still."""

    def __init__(self, likenesses: list[Likeness]) -> None:
        super().__init__(", ".join(str(one.row.pk) for one in likenesses))
        self.likenesses = likenesses


@write("streams.make_card", _("materiaalkaart gemaakt"))
def make_card(
    *,
    actor: Actor,
    hub: Hub,
    sentence: str,
    organisation: Organisation | None = None,
    site: Site | None = None,
    municipality: Municipality | None = None,
    values: Mapping[str, Any] | None = None,
    source: str = Source.DIRECT,
    is_another: bool = False,
    is_example: bool = False,
    is_cleared: bool = False,
) -> MaterialCard:
    """Make a material card from a sentence, closed, with what was understood as guesses.

    ``values`` are fields that somebody told apart; they are no guesses. Raises Dangerous, Alike (unless
    ``is_another``) and ValidationError. ``is_cleared``: somebody looked into the danger and found none.
    """
    return _make(
        MaterialCard,
        actor=actor,
        hub=hub,
        sentence=sentence,
        given={"organisation": organisation, "site": site, "municipality": municipality, **(values or {})},
        source=source,
        is_another=is_another,
        is_example=is_example,
        is_cleared=is_cleared,
    )


@write("streams.make_need", _("gezocht: toegevoegd"))
def make_need(
    *,
    actor: Actor,
    hub: Hub,
    sentence: str,
    organisation: Organisation | None = None,
    site: Site | None = None,
    municipality: Municipality | None = None,
    values: Mapping[str, Any] | None = None,
    source: str = Source.DIRECT,
    is_another: bool = False,
    is_example: bool = False,
    is_cleared: bool = False,
) -> Need:
    """Note what somebody seeks; as ``make_card``."""
    return _make(
        Need,
        actor=actor,
        hub=hub,
        sentence=sentence,
        given={"organisation": organisation, "site": site, "municipality": municipality, **(values or {})},
        source=source,
        is_another=is_another,
        is_example=is_example,
        is_cleared=is_cleared,
    )


@write("streams.make_capability", _("wie kan wat: toegevoegd"))
def make_capability(
    *,
    actor: Actor,
    hub: Hub,
    sentence: str,
    organisation: Organisation,
    site: Site | None = None,
    municipality: Municipality | None = None,
    values: Mapping[str, Any] | None = None,
    source: str = Source.DIRECT,
    is_another: bool = False,
    is_example: bool = False,
) -> Capability:
    """Note what an organisation can do; as ``make_card``. Prices are never guessed."""
    return _make(
        Capability,
        actor=actor,
        hub=hub,
        sentence=sentence,
        given={"organisation": organisation, "site": site, "municipality": municipality, **(values or {})},
        source=source,
        is_another=is_another,
        is_example=is_example,
    )


def _make(
    model: type[RowT],
    *,
    actor: Actor,
    hub: Hub,
    sentence: str,
    given: dict[str, Any],
    source: str,
    is_another: bool,
    is_example: bool,
    is_cleared: bool = False,
) -> RowT:
    site = given["site"]
    if given["organisation"] is None and site is not None:
        given["organisation"] = site.organisation
    require(perms.may_make(actor, hub, given["organisation"]))
    sentence = " ".join(sentence.split())[:SENTENCE_LENGTH]
    refuse_unknown(model, given, sees_money=_sees_money(actor, hub, given["organisation"]))
    found = understood(sentence, direction=_DIRECTIONS[model])
    if found.stops and not is_cleared:
        raise Dangerous(found.dangers)
    row = model(hub=hub, source=source, is_example=is_example, created_by_id=actor.user_id)
    dangers = [one.key for one in found.dangers if not (is_cleared and one.stops)]
    values = fill(row, sentence, given, Heard(found.values, found.probabilities, dangers))
    if not is_another:
        _refuse_alike(row, values)
    row.save(force_insert=True)
    record(actor=actor, row=row, changes=told_in(values), hub_id=hub.pk)
    tell(row)
    return row


@dataclass(frozen=True)
class Heard:
    """What a sentence was understood to say: values and probabilities by field, keys of dangers."""

    values: Mapping[str, Any]
    probabilities: Mapping[str, float | None]
    dangers: Sequence[str]


def fill(row: Listing, sentence: str, given: Mapping[str, Any], heard: Heard) -> dict[str, Any]:
    """Fill a new row with what was heard and what was told apart, which goes first; return the values.

    Raises ValidationError for what cannot be.
    """
    guesses = _guesses_for(type(row), heard.values, given)
    values = {**guesses, **given, "sentence": sentence}
    check(values)
    for name, value in values.items():
        setattr(row, name, value)
    row.guessed = {name: heard.probabilities.get(name) for name in guesses}
    if hasattr(row, "dangers"):
        row.dangers = list(heard.dangers)
    for name, value in derived(row).items():
        setattr(row, name, value)
    row.confirmed_at = timezone.now()
    return values


def told_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the guesses and what was told, the trail keeps what differs from an empty row."""
    return {name: [None, plain(value)] for name, value in values.items() if value not in (None, "", [])}


_DIRECTIONS: Mapping[type[Listing], str] = {MaterialCard: "offer", Need: "need", Capability: "capability"}


def _sees_money(actor: Actor, hub: Hub, organisation: Organisation | None) -> bool:
    return actor.may(perms.OPEN, hub_id=hub.pk, organisation_id=organisation.pk if organisation else None)


def _refuse_alike(row: Listing, values: dict[str, Any]) -> None:
    # Two who note the same thing at the same moment come one after the other.
    Hub.objects.select_for_update().get(pk=row.hub_id)
    likenesses = alike(
        type(row),
        hub=row.hub,
        sentence=row.sentence,
        organisation_id=row.organisation_id,
        municipality_id=row.municipality_id,
        values=values,
    )
    if likenesses:
        raise Alike(likenesses)


def _guesses_for(model: type[Listing], heard: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the guesses that this table has a column for and that nobody told otherwise."""
    names = {"kind", "material", "quantity", "unit", "period"}
    if model is not Capability:
        names |= {"state", "low_code", "temperature_c", "area_m2"}
    told = {name for name, value in given.items() if value not in (None, "", [])}
    if told & {"quantity", "unit"}:
        # An amount is one thing: a unit that was read does not go with a number that was told.
        told |= {"quantity", "unit"}
    guesses: dict[str, Any] = {
        name: value for name, value in heard.items() if name in names and name not in told
    }
    if model is Capability and "material" in guesses and "accepts" not in told:
        guesses["accepts"] = [guesses["material"]]
    return guesses
