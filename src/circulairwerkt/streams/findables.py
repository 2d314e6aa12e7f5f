"""Cards, needs and capabilities: each reader finds them by the fields that he gets and by no others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.base.findables import (
    ALL,
    EVERYBODY,
    NAMINGS,
    NETWORK,
    Document,
    Findable,
    Hit,
    itself,
    register,
)
from circulairwerkt.base.permissions import Actor
from circulairwerkt.streams import bridge
from circulairwerkt.streams.disclosure import Disclosed, Viewer, disclosed, disclosed_to
from circulairwerkt.streams.models import Listing
from circulairwerkt.streams.perms import OPEN, SEE
from circulairwerkt.streams.showing import shown
from circulairwerkt.streams.sorts import SORTS, Sort
from circulairwerkt.streams.words import ACTIVITIES

#: What a line tells of other rows; all columns of four tables would be half of what a search takes.
_OF_OTHERS = ("hub__name", "organisation__name", "municipality__name", "municipality__province")
_LANGUAGES = ("nl", "en", "fr")
_PLAIN = (
    "sentence",
    "shown_text",
    "product",
    "remarks",
    "state",
    "packaging",
    "brand",
    "model",
    "low_code",
    "destination_text",
    "contact_email",
    "organisation",
    "site",
    "municipality",
    "province",
)
_CLASSES = ("materials", "accepts", "produces")
_LISTS = ("certificates", "permits")
_CODES = {"card": "c", "need": "n", "capability": "k"}


def _documents(sort: Sort, keys: Sequence[int]) -> Iterator[Document]:
    rows = sort.model._base_manager.filter(pk__in=keys).select_related(
        "hub", "organisation", "site", "municipality"
    )
    for row in rows:
        own = f"{row.organisation_id}" if row.organisation_id else ""
        inside = {f"h{row.hub_id}", ALL, *([f"o{own}"] if own else [])}
        # What is gone is history: only those whose it is look it up.
        views = [(Viewer.PARTY, inside)]
        if not row.is_gone:
            apart = {f"j{own}"} if own else set()
            views.append((Viewer.OTHER_HUB, {NETWORK, f"i{row.hub_id}", *apart}))
            views.append((Viewer.ANYONE, {EVERYBODY, *apart}))
        for viewer, marks in views:
            told = disclosed_to(row, viewer)
            if told is not None:
                yield Document(
                    object_id=row.pk,
                    marks=frozenset(marks),
                    title=" ".join(dict.fromkeys(_titles(row, told))),
                    text=_text(told),
                    at=row.confirmed_at,
                )


def _titles(row: Listing, told: Disclosed) -> Iterator[str]:
    for language in _LANGUAGES:
        with override(language):
            yield shown(row, told).title


def _text(told: Disclosed) -> str:
    parts = [str(told.get(name) or "") for name in _PLAIN]
    parts += [str(each) for name in _LISTS for each in told.get(name) or ()]
    classes = [told.get("material"), *(key for name in _CLASSES for key in told.get(name) or ())]
    for language in _LANGUAGES:
        parts += [bridge.material_name(str(key), language) for key in classes if key]
        with override(language):
            parts += [str(ACTIVITIES[key]) for key in told.get("activities") or () if key in ACTIVITIES]
    site = told.get("site")
    if site is not None:
        parts += [site.street, site.postcode]
    return " ".join(parts)


def _marks(actor: Actor) -> Iterator[str]:
    """As ``disclosure.viewer_of`` says how near somebody stands to a row."""
    if actor.may(SEE):
        yield ALL
        return
    hubs = [hub_id for hub_id in sorted(actor.by_hub) if actor.may(SEE, hub_id=hub_id)]
    own = [key for key in sorted(actor.by_organisation) if actor.may(OPEN, organisation_id=key)]
    yield from (f"h{hub_id}" for hub_id in hubs)
    yield from (f"o{key}" for key in own)
    yield NETWORK if actor.may_anywhere(SEE) else EVERYBODY
    yield from (f"-i{hub_id}" for hub_id in hubs)
    yield from (f"-j{key}" for key in own)


def _shown(sort: Sort, actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    found: dict[int, Hit] = {}
    own = [column.name for column in sort.model._meta.concrete_fields]
    rows = sort.model._base_manager.filter(pk__in=keys).order_by()
    rows = rows.select_related("hub", "organisation", "municipality").only(*own, *_OF_OTHERS)
    for row in rows:
        told = disclosed(row, actor)
        if told is not None and (told.is_inside or not row.is_gone):
            found[row.pk] = _hit(sort, row, told)
    return found


def _hit(sort: Sort, row: Any, told: Disclosed) -> Hit:
    line = shown(row, told)
    firm = told.get("organisation")
    return Hit(
        pk=row.pk,
        title=line.title,
        url=reverse("streams:row", args=[sort, row.pk]),
        text=" · ".join(filter(None, [line.text, told.get("remarks") or ""])),
        where=" · ".join(filter(None, [str(firm or ""), line.place, "" if firm else row.hub.name])),
        status=line.freshness.word,
        tone=line.freshness.tone,
        icon=line.freshness.icon,
        at=row.confirmed_at,
        is_example=row.is_example,
    )


def _by(sort: Sort, column: str) -> Callable[[int], Iterable[int]]:
    return lambda key: sort.model._base_manager.filter(**{column: key}).values_list("pk", flat=True)


for _place, _sort in enumerate(SORTS):
    register(
        Findable(
            kind=_sort.key,
            code=_CODES[_sort.key],
            name=_sort.name,
            icon=_sort.icon,
            order=30 + _place,
            ids=partial(_sort.model._base_manager.values_list, "pk", flat=True),
            documents=partial(_documents, _sort),
            marks=_marks,
            shown=partial(_shown, _sort),
            touched={
                _sort.model._meta.label_lower: itself,
                "organisations.organisation": _by(_sort, "organisation_id"),
                "organisations.site": _by(_sort, "site_id"),
            },
        )
    )
NAMINGS.append(bridge.names_for)
