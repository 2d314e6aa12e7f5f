"""A region cut into families and cells with halos: the joined answers are those of the whole region."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbiosis.cli import main
from symbiosis.errors import Report
from symbiosis.matching.answers import ANSWER, answers, joined
from symbiosis.matching.apart import Asked
from symbiosis.matching.carriage import Shared, table_of
from symbiosis.matching.packing import pack, pack_processors
from symbiosis.matching.partition import partition, resolution_for
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.tables import read_processors, read_streams
from tests.symbiosis.matching.worlds import DAY, TERMS, worlds

TOP = 3


def whole_and_joined(asking, held, *, forward, resolution=None):
    """The answers of the whole region, and those of its parts, each answered from its own rows alone."""
    wish = {"forward": forward, "top": TOP, "lang": "nl"}
    whole = pa.concat_tables([ANSWER.empty_table(), *answers(asking, held, TERMS, **wish)])
    asked = Asked(
        asking=Shared.of(asking, need=not forward),
        held=Shared.of(held, need=forward),
        terms=TERMS.without_words(),
        **wish,
    )
    parts = list(partition(asking, held, detour=TERMS.detour_factor, resolution=resolution))
    found = [
        asked.answer(table_of(asking, [part], asking=True), table_of(held, [part], asking=False))
        for part in parts
    ]
    return whole, joined(pa.concat_tables([ANSWER.empty_table(), *found]), asking, held, top=TOP), parts


def same(one, other):
    """Whether both tables hold the same rows; NaN is equal to NaN."""
    return str(one.to_pylist()) == str(other.to_pylist())


@settings(max_examples=25)
@given(worlds(), st.booleans(), st.sampled_from((None, 2, 5)))
def test_parts_answer_as_the_whole_world_does(world, forward, resolution):
    offers, needs = (
        pack(StreamTable.from_rows(side, rows), TERMS)
        for side, rows in zip((Side.OFFER, Side.NEED), world, strict=True)
    )
    asking, held = (offers, needs) if forward else (needs, offers)
    whole, found, _ = whole_and_joined(asking, held, forward=forward, resolution=resolution)
    assert same(found, whole)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    folder = Path(tmp_path_factory.mktemp("region"))
    sizes = ["--offers", "400", "--needs", "400", "--processors", "25", "--seed", "3"]
    assert main(["generate", *sizes, "--out", str(folder), "--quiet"]) == 0
    report = Report()
    return (
        *(
            pack(read_streams(folder / f"{name}.csv", side, on_date=DAY, report=report), TERMS)
            for name, side in (("offers", Side.OFFER), ("needs", Side.NEED))
        ),
        pack_processors(read_processors(folder / "processors.csv", report=report), TERMS),
    )


@pytest.mark.parametrize("resolution", [None, 4])
@pytest.mark.parametrize("direction", ["offers", "needs", "processors"])
def test_parts_of_a_region_answer_as_the_whole_does(region, direction, resolution):
    offers, needs, processors = region
    forward = direction != "needs"
    asking, held = (offers, needs) if forward else (needs, offers)
    held = processors if direction == "processors" else held
    whole, found, parts = whole_and_joined(asking, held, forward=forward, resolution=resolution)
    assert same(found, whole)
    assert whole.num_rows > 40
    # it is cut indeed: by family and by cell, and no part holds all pairs
    assert len({part.family for part in parts}) > 10
    assert len({part.cell for part in parts}) > 2
    pairs = len(asking) * len(held)
    assert max(len(part.asking) * len(part.held) for part in parts) < pairs / 10


def test_cells_are_as_wide_as_the_reach():
    # H3: edges of 8.5 km at resolution 5, 22.6 at 4, 158 at 2, 1,107 at 0
    assert [resolution_for(km) for km in (0.5, 8.0, 20.0, 100.0, 2000.0)] == [5, 5, 4, 2, 0]
