"""Who gets which field: every column x every viewer x every way of being open."""

from itertools import pairwise, product
from typing import Any

import pytest

from circulairwerkt.base.visibility import Visibility
from circulairwerkt.streams.disclosure import FIELDS, MONEY, Viewer, disclosed_to, fields_for
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need
from tests.circulairwerkt import factories as make

#: From closed to open, as it counts for who gets it at all.
OPENNESS = (Visibility.PARTIES, Visibility.HUB, Visibility.NETWORK, Visibility.PUBLIC)
MODELS = (MaterialCard, Need, Capability)
#: Not columns: told instead of the exact place.
DERIVED = {"province", "coarse_cell"}
#: What tells who somebody is or where exactly he is, and what no outsider gets of a card or a need.
TELLING = {
    "organisation",
    "site",
    "lat",
    "lon",
    "h3_cell",
    "sentence",
    "remarks",
    "contact_email",
    "created_by",
}


@pytest.mark.parametrize("model", MODELS)
def test_every_column_has_its_place_in_the_table(model: type[Listing]) -> None:
    columns = {field.name for field in model._meta.local_concrete_fields}
    assert set(FIELDS[model]) - DERIVED == columns


@pytest.mark.parametrize(("model", "visibility", "viewer"), list(product(MODELS, Visibility, Viewer)))
def test_who_gets_a_row_at_all(model: type[Listing], visibility: Visibility, viewer: Viewer) -> None:
    """Written by hand beside the code's own table."""
    gets = {
        Visibility.PUBLIC: {Viewer.ANYONE, Viewer.OTHER_HUB, Viewer.COLLEAGUE, Viewer.PARTY},
        Visibility.NETWORK: {Viewer.OTHER_HUB, Viewer.COLLEAGUE, Viewer.PARTY},
        Visibility.HUB: {Viewer.COLLEAGUE, Viewer.PARTY},
        Visibility.PARTIES: {Viewer.COLLEAGUE, Viewer.PARTY},
    }[visibility]
    assert bool(fields_for(model, viewer, visibility)) == (viewer in gets)


@pytest.mark.parametrize(("model", "visibility", "viewer"), list(product(MODELS, Visibility, Viewer)))
def test_money_and_firm_stay_where_they_belong(
    model: type[Listing], visibility: Visibility, viewer: Viewer
) -> None:
    got = fields_for(model, viewer, visibility)
    if viewer < Viewer.PARTY:
        assert not got & MONEY
    if viewer < Viewer.COLLEAGUE:
        named = TELLING - {"organisation"} if model is Capability else TELLING
        assert not got & named
    if viewer == Viewer.ANYONE and model is not Capability:
        assert "municipality" not in got
    if viewer < Viewer.COLLEAGUE and model is Capability:
        assert not got & {"quantity", "hours_per_week_h", "seeks_hours_per_week_h", "full_until", "storage"}


@pytest.mark.parametrize(("model", "visibility"), list(product(MODELS, Visibility)))
def test_who_stands_nearer_gets_never_less(model: type[Listing], visibility: Visibility) -> None:
    for farther, nearer in pairwise(Viewer):
        assert fields_for(model, farther, visibility) <= fields_for(model, nearer, visibility)


@pytest.mark.parametrize(("model", "viewer"), list(product(MODELS, Viewer)))
def test_opening_further_shows_never_less(model: type[Listing], viewer: Viewer) -> None:
    for closed, opened in pairwise(OPENNESS):
        assert fields_for(model, viewer, closed) <= fields_for(model, viewer, opened)


@pytest.mark.django_db
def test_an_outsider_gets_no_trace_of_the_hidden_values() -> None:
    place = make.municipality("Lokeren", lat=51.1, lon=3.99)
    site = make.site(make.organisation("Geheime Bakkerij"), lat=51.1034, lon=3.9912, place=place)
    row: Any = make.card(
        make.hub("De Hub"),
        "Geheime Bakkerij geeft karton",
        site=site,
        visibility="public",
        destination_cost_eur=1234.5,
        contact_email="bakker@example.org",
    )
    for viewer in (Viewer.ANYONE, Viewer.OTHER_HUB):
        shown = disclosed_to(row, viewer)
        assert shown is not None
        told = repr(dict(shown.values))
        for secret in ("Geheime", "1234.5", "bakker@", "51.1034", "3.9912"):
            assert secret not in told
        assert ("Lokeren" in told) == (viewer is Viewer.OTHER_HUB)
    assert disclosed_to(row, Viewer.OTHER_HUB, Visibility.HUB) is None
