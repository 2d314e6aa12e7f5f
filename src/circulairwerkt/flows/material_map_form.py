"""What the map of materials is narrowed by, as the address holds it, and its chips."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.flows.material_map import MOST, OnMap, Wanted
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Sector
from circulairwerkt.streams.queries import BY_SEGMENT, CARD, SORTS, material_names
from circulairwerkt.streams.words import Kind, Strategy

#: The parts of the address, in the order in which they are written.
PARAMETERS = ("wat", "soort", "materiaal", "sector", "kan", "hub", "vers", "cel")
FRESHNESS = {"fresh": _("onlangs bevestigd"), "fading": _("na te kijken")}


class MapForm(Form):
    """Reads the address; what is no choice is said beside its field."""

    wat = forms.ChoiceField(
        label=_("Wat"), required=False, choices=[(sort.segment, sort.name) for sort in SORTS]
    )
    soort = forms.ChoiceField(label=_("Soort"), required=False, choices=Kind.choices)
    materiaal = forms.ChoiceField(label=_("Materiaal"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False, empty_label=_("Alle sectoren")
    )
    kan = forms.ChoiceField(label=_("Wat ermee kan"), required=False, choices=Strategy.choices)
    hub = forms.ModelChoiceField(
        label=_("Hub"), queryset=Hub.objects.none(), to_field_name="slug", required=False
    )
    vers = forms.ChoiceField(label=_("Hoe zeker"), required=False, choices=list(FRESHNESS.items()))
    cel = forms.RegexField(label=_("Plek op de kaart"), regex=r"^85[0-9a-f]{13}$", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "nl")[:2]
        fields: dict[str, Any] = self.fields
        fields["materiaal"].choices = [("", _("Alle materialen")), *material_names(language)]
        fields["sector"].queryset = Sector.objects.all()
        fields["sector"].label_from_instance = lambda sector: sector.shown_label
        fields["hub"].queryset = Hub.objects.all()

    def wanted(self) -> Wanted:
        """Return the search as understood; a field that was refused narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        sector, hub = data.get("sector"), data.get("hub")
        return Wanted(
            sort=BY_SEGMENT.get(data.get("wat") or "", CARD),
            kind=data.get("soort") or "",
            material=data.get("materiaal") or "",
            sector=sector.key if sector else "",
            strategy=data.get("kan") or "",
            hub=hub.slug if hub else "",
            freshness=data.get("vers") or "",
            cell=data.get("cel") or "",
        )


def query_of(wanted: Wanted, **changes: str) -> str:
    """Return the part of the address after the path; ``changes`` by name of parameter, empty takes it out."""
    values = {
        "wat": "" if wanted.sort is CARD else wanted.sort.segment,
        "soort": wanted.kind,
        "materiaal": wanted.material,
        "sector": wanted.sector,
        "kan": wanted.strategy,
        "hub": wanted.hub,
        "vers": wanted.freshness,
        "cel": wanted.cell,
        **changes,
    }
    if values["wat"] == CARD.segment:
        values["wat"] = ""
    return "?" + urlencode({name: values[name] for name in PARAMETERS if values[name]})


@dataclass(frozen=True)
class Chip:
    """One choice with how many rows it leaves; pressing the one that is on takes it away.

    ``is_more``: there are more than ``count``, and nobody counted how many.
    """

    key: str
    label: Any
    count: int
    query: str
    is_on: bool
    is_more: bool = False


@dataclass(frozen=True)
class Chips:
    """The choices of one property."""

    name: str
    label: Any
    chips: tuple[Chip, ...]


def chips_of(found: OnMap) -> list[Chips]:
    """Return the chips of a search, by property; a choice that would leave nothing is not offered."""
    wanted = found.wanted
    offered: list[tuple[str, Any, str, Iterable[tuple[str, Any]], Mapping[str, int]]] = [
        ("soort", _("Soort"), wanted.kind, Kind.choices, found.by_kind),
        ("kan", _("Wat ermee kan"), wanted.strategy, Strategy.choices, found.by_strategy),
        ("vers", _("Hoe zeker"), wanted.freshness, FRESHNESS.items(), found.by_freshness),
        ("hub", _("Hub"), wanted.hub, found.hub_names.items(), found.by_hub),
    ]
    return [
        Chips(
            name,
            label,
            tuple(
                Chip(
                    f"{name}-{key}",
                    word,
                    counts.get(key, 0),
                    query_of(wanted, **{name: "" if key == chosen else key}),
                    key == chosen,
                )
                for key, word in choices
                if counts.get(key) or key == chosen
            ),
        )
        for name, label, chosen, choices, counts in offered
    ]


def sorts_of(found: OnMap) -> list[Chip]:
    """Return the three sorts of rows with their numbers under the same filters."""
    return [
        Chip(
            f"wat-{sort.segment}",
            sort.name,
            min(found.by_sort[sort.segment], found.total if is_on else MOST),
            query_of(found.wanted, wat=sort.segment, cel=""),
            is_on,
            is_more=not is_on and found.by_sort[sort.segment] > MOST,
        )
        for sort in SORTS
        for is_on in [sort is found.wanted.sort]
    ]
