"""Flows: sums per kind and unit, balance where notes disagree, who sees names, files without formulas."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone, translation

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.cases.models import AgreementState, Transfer
from circulairwerkt.cases.services import note_transfer
from circulairwerkt.flows.bridge import laid_out
from circulairwerkt.flows.sankey import Flows, flows_of_hub, flows_of_region
from circulairwerkt.flows.sankey_drawing import HEIGHT, NAME_HEIGHT, drawing_of
from circulairwerkt.hubs.models import Switch
from circulairwerkt.organisations.models import Kind
from tests.circulairwerkt import factories as make

YEAR = 2025


@pytest.fixture
def hub(db: None) -> Any:
    return make.hub("Hub van de test")


def _agreed(hub: Any, moved: tuple[str, ...] = (), **fields: Any) -> Any:
    values = {
        "state": AgreementState.AGREED,
        "valid_from": date(YEAR, 1, 1),
        "valid_to": date(YEAR, 12, 31),
        "unit": "kg",
        "quantity": Decimal(1000),
        "period": "month",
        **fields,
    }
    of = values.pop("case", None) or make.case(hub)
    agreement = make.agreement(of, **values)
    for amount in moved:
        Transfer.objects.create(
            agreement=agreement, moved_on=date(YEAR, 5, 5), quantity=Decimal(amount), unit="kg"
        )
    return agreement


def _of_hub(hub: Any, chosen: str = "") -> Flows:
    # Rows of a test are written without a line in the trail, which tells that something is new.
    caches["memory"].clear()
    with scope.everywhere("a test looks"):
        return flows_of_hub(hub, YEAR, chosen)


def test_planned_and_real_of_a_year_in_tonnes(hub: Any) -> None:
    agreement = _agreed(hub, ("4000", "3000"))
    wrong = Transfer.objects.create(
        agreement=agreement, moved_on=date(YEAR, 6, 1), quantity=Decimal(99), unit="kg"
    )
    Transfer.objects.create(
        agreement=agreement, moved_on=date(YEAR, 6, 1), quantity=Decimal(0), unit="kg", corrects=wrong
    )
    Transfer.objects.create(
        agreement=agreement, moved_on=date(YEAR - 1, 6, 1), quantity=Decimal(500), unit="kg"
    )
    _agreed(hub, state=AgreementState.DRAFT)
    found = _of_hub(hub)
    (line,) = found.lines
    assert found.choice is not None
    assert (found.choice.kind, found.choice.unit) == ("material", "t")
    assert line.planned == pytest.approx(12)
    assert line.real == pytest.approx(7)
    # 10 % of each, on its own: sqrt(0.4² + 0.3²).
    assert line.sigma == pytest.approx(0.5)
    assert not line.is_adjusted


def test_kinds_and_measures_are_never_added_up(hub: Any) -> None:
    card = make.card(hub, kind="food", organisation=make.organisation())
    _agreed(hub, ("100",))
    _agreed(hub, ("100",), card=card)
    _agreed(hub, unit="pallet", quantity=Decimal(2))
    assert {one.key for one in _of_hub(hub).choices} == {"material-t", "food-t", "material-pallet"}
    assert [line.real for line in _of_hub(hub, "food-t").lines] == [pytest.approx(0.1)]
    Switch.objects.create(hub=hub, key="food", is_on=False)
    assert {one.key for one in _of_hub(hub).choices} == {"material-t", "material-pallet"}


def test_where_notes_disagree_the_page_shows_the_balanced_value_as_an_estimate(hub: Any) -> None:
    workshop = make.organisation("Maatwerk De Schakel", kind=Kind.SOCIAL_ENTERPRISE)
    _agreed(hub, ("10000",), processor=workshop)
    _agreed(hub, ("12000",), giver=workshop, taker=make.organisation())
    lines = _of_hub(hub).lines
    # Variances 1 and 1.44: 2 is divided in that proportion.
    assert [line.real for line in lines] == [pytest.approx(10 + 2 / 2.44), pytest.approx(10 + 2 / 2.44)]
    assert sorted(line.measured or 0 for line in lines) == [pytest.approx(10), pytest.approx(12)]
    client = Client()
    client.force_login(make.member(hub))
    text = client.get(f"/werkplek/{hub.slug}/stromen/?jaar={YEAR}").content.decode()
    assert text.count("chip-estimate") == 2
    assert "genoteerd: 12" in text
    assert "Maatwerk De Schakel" in text


def _crowd(hub: Any, number: int = 5, firms: int = 3, amount: str = "1000") -> None:
    givers = [make.organisation() for _ in range(firms)]
    takers = [make.organisation(kind=Kind.SOCIAL_ENTERPRISE) for _ in range(firms)]
    for at in range(number):
        _agreed(hub, (amount,), giver=givers[at % firms], processor=takers[at % firms])


def test_the_region_tells_kinds_of_organisations_and_no_name(hub: Any) -> None:
    _crowd(hub)
    found = flows_of_region(YEAR)
    (line,) = found.lines
    assert (line.source, line.target) == ("from-enterprise", "to-social_enterprise")
    assert line.real == pytest.approx(5)
    assert line.planned == pytest.approx(60)
    text = Client().get(f"/stromen/?jaar={YEAR}").content.decode()
    assert "Organisatie " not in text
    assert hub.name not in text


@pytest.mark.parametrize(
    ("number", "firms"), [(4, 3), (5, 2)], ids=["four agreements", "two firms at each side"]
)
def test_the_region_keeps_few_parties_to_itself(hub: Any, number: int, firms: int) -> None:
    _crowd(hub, number, firms)
    found = flows_of_region(YEAR)
    assert found.lines == ()
    assert found.hidden


def test_the_region_tells_no_sum_that_is_mostly_one_firms(hub: Any) -> None:
    _crowd(hub)
    _agreed(hub, ("90000",))
    (line,) = flows_of_region(YEAR).lines
    assert line.real is None
    assert line.planned == pytest.approx(72)


def test_another_hubs_one_agreement_is_not_what_is_left_of_the_region(hub: Any) -> None:
    _crowd(hub, 6)
    _agreed(make.hub(), ("1000",))
    assert flows_of_region(YEAR).lines == ()


def test_nothing_made_up_is_added_to_what_is_real(hub: Any) -> None:
    made_up = make.case(hub, is_example=True)
    for _ in range(5):
        _agreed(hub, ("1000",), case=made_up)
    only_examples = flows_of_region(YEAR)
    assert only_examples.is_example
    assert len(only_examples.lines) == 1
    _crowd(hub)
    found = flows_of_region(YEAR)
    assert not found.is_example
    assert [line.real for line in found.lines] == [pytest.approx(5)]


def test_at_most_twenty_bands_and_every_line_in_the_table(hub: Any) -> None:
    case = make.case(hub)
    for number in range(25):
        _agreed(hub, (str(1000 + number),), case=case)
    found = _of_hub(hub)
    assert found.real is not None
    assert len(found.real.bands) <= 20
    assert sum(band.quantity for band in found.real.bands) + found.real.inside_rest == pytest.approx(25.3)
    assert len(found.lines) == 25


def test_a_file_holds_the_table_and_no_formula(hub: Any) -> None:
    _agreed(hub, ("7000",), giver=make.organisation('=HYPERLINK("http://x.example","klik")'))
    client = Client()
    client.force_login(make.member(hub))
    address = f"/werkplek/{hub.slug}/stromen/bestand/?jaar={YEAR}&vorm="
    answer = client.get(address + "csv")
    (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert row["Van"].startswith("'=")
    assert (row["Echt"], row["Afgesproken"], row["Tot en met"]) == ("7", "12", f"{YEAR}-12-31")
    sheet = openpyxl.load_workbook(BytesIO(client.get(address + "xlsx").content)).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert client.get(address + "exe").status_code == 404


def test_an_empty_page_says_what_would_stand_here(hub: Any, django_assert_max_num_queries: Any) -> None:
    client = Client()
    assert "Nog geen stromen om te tonen" in client.get("/stromen/").content.decode()
    assert client.get("/stromen/?jaar=1990").status_code == 422
    client.force_login(make.member(hub))
    assert "Noteer in een dossier" in client.get(f"/werkplek/{hub.slug}/stromen/").content.decode()
    assert timezone.localdate().year >= YEAR
    counts = []
    for _ in range(2):
        _crowd(hub)
        caches["memory"].clear()
        with django_assert_max_num_queries(16) as seen:
            client.get(f"/werkplek/{hub.slug}/stromen/?jaar={YEAR}")
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


def test_no_name_of_the_picture_lies_upon_another() -> None:
    flows = {(f"g{number}", f"t{number}"): 1000.0 if number == 0 else 1.0 for number in range(9)}
    names = {end: end for ends in flows for end in ends}
    found = drawing_of("real", "Wat bewoog", laid_out(flows), names, "ton")
    for anchor in ("start", "end"):
        tops = sorted(bar.text_y for bar in found.bars if bar.anchor == anchor)
        assert len(tops) == 9
        assert all(low - high >= NAME_HEIGHT - 1e-9 for high, low in pairwise(tops))
        assert tops[0] >= 0
        assert tops[-1] + NAME_HEIGHT <= HEIGHT


def test_a_hub_sees_at_once_what_somebody_notes(hub: Any) -> None:
    agreement = _agreed(hub, ("1000",))
    assert [line.real for line in _of_hub(hub).lines] == [pytest.approx(1)]
    note_transfer(actor=SYSTEM, agreement=agreement, moved_on=date(YEAR, 6, 1), quantity=Decimal(2), unit="t")
    with scope.everywhere("a test looks"):
        assert [line.real for line in flows_of_hub(hub, YEAR).lines] == [pytest.approx(3)]


def test_what_a_hub_keeps_is_not_for_who_sees_less(hub: Any) -> None:
    _agreed(hub, ("1000",))
    assert _of_hub(hub).lines
    with scope.opened(scope.Scope(hubs=frozenset({make.hub().pk}), network=True)):
        assert flows_of_hub(hub, YEAR).lines == ()


def test_the_region_says_when_it_counted_and_keeps_that_in_every_language(hub: Any) -> None:
    _crowd(hub)
    address = f"/stromen/?jaar={YEAR}"
    first = Client().get(address).content.decode()
    assert "Geteld op" in first
    assert "maatwerkbedrijf" in first
    _crowd(hub)
    assert "maatwerkbedrijf" in Client().get(address).content.decode()
    english = Client().get(f"/en{address}").content.decode()
    with translation.override("en"):
        assert f">{Kind.SOCIAL_ENTERPRISE.label}<" in english
    assert ">maatwerkbedrijf<" not in english


def test_of_many_lines_the_page_shows_some_and_the_file_all(hub: Any) -> None:
    case = make.case(hub)
    for number in range(60):
        _agreed(hub, (str(1000 + number),), case=case)
    client = Client()
    client.force_login(make.member(hub))
    address = f"/werkplek/{hub.slug}/stromen/?jaar={YEAR}&soort=material-t"
    first = client.get(address).content.decode()
    assert first.count("<tr>") == 51
    assert "60 lijnen, de grootste eerst" in first
    assert f"jaar={YEAR}&amp;soort=material-t&amp;page=2" in first
    second = client.get(f"{address}&page=2").content.decode()
    assert second.count("<tr>") == 11
    assert "data-sankey" in first
    assert "data-sankey" not in second
    assert client.get(f"{address}&page=3").status_code == 404
    content = client.get(f"/werkplek/{hub.slug}/stromen/bestand/?jaar={YEAR}&vorm=csv").content
    assert len(list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))) == 60
