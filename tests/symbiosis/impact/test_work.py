"""Work packages: the worked numbers through the command line, and the laws that every package keeps."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis import factors
from symbiosis.cli import main
from symbiosis.errors import InvalidValue, ProblemCode, Report
from symbiosis.impact.hours import Ground, Hours, estimated, told
from symbiosis.impact.tasks import (
    LEVELS,
    Condition,
    competences,
    competences_of,
    conditions_of,
    task,
    tasks,
    usual_tasks,
)
from symbiosis.impact.work import Missing, Step, WorkPackage, package_of, summed, summed_alike
from symbiosis.matching.impacts import hours_per_tonne
from symbiosis.quantities import Period, convert
from symbiosis.resources import materials
from symbiosis.resources.kinds import Kind, RStrategy
from symbiosis.tables import read_steps
from tests.symbiosis.worked_tables import as_csv, worked

COUNTS = factors.load()
MASSES = st.sampled_from(("t", "kg", "g"))
AMOUNTS = st.floats(0, 1e6)
PER_UNIT = st.tuples(st.floats(0, 1e3), st.floats(0, 1e3)).map(sorted)

STEPS = st.builds(
    Step,
    id=st.text(max_size=4),
    quantity=st.none() | AMOUNTS,
    unit=st.sampled_from(("", "t", "kg", "pallet", "m3", "piece")),
    period=st.none() | st.sampled_from(Period),
    strategy=st.none() | st.sampled_from(RStrategy),
    kind=st.none() | st.sampled_from(Kind),
    material=st.sampled_from(("", "wood_a", "textile", "laptop", "no class")),
    tasks=st.lists(st.sampled_from(sorted(tasks())), max_size=4, unique=True).map(tuple),
    said=st.none()
    | st.builds(lambda two, per: told(two[0], two[1], per), PER_UNIT, st.sampled_from(("t", "pallet"))),
    is_further=st.booleans(),
)


def _package(step: Step) -> WorkPackage:
    return package_of(step, COUNTS)


def test_the_page_tells_what_the_command_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = worked("work.md", "steps")
    names = list(rows[0])
    given_names, found_names = names[: names.index("per")], names[names.index("per") :]
    source, out = tmp_path / "steps.csv", tmp_path / "out.csv"
    source.write_text(as_csv(rows, given_names))
    assert main(["work", str(source), "--out", str(out), "--strict", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "135.8 - 196.0 h a week" in said
    assert "489.4 - 1957.8 h for what comes once" in said
    assert "3 of 7 unknown" in said
    with out.open(newline="") as stream:
        written = list(csv.DictReader(stream))
    for row, found in zip(rows, written, strict=True):
        for name in found_names:
            if name.startswith("hours") and row[name]:
                assert float(found[name]) == pytest.approx(float(row[name]), abs=1e-5), (row["id"], name)
            else:
                assert found[name] == row[name], (row["id"], name)


@pytest.mark.parametrize(
    ("strategy", "low", "value", "high"),
    [
        (RStrategy.R3, 61.18, 99.26892, 244.72),
        (RStrategy.R5, 5.395152, 70.6192, 70.6192),
        (RStrategy.R6, 9.614, 9.614, 9.614),
        (RStrategy.R8, 6.936624, 20.102, 20.102),
        (RStrategy.R9, 0.192684, 0.32338, 0.3496),
    ],
)
def test_each_rung_has_its_range_around_the_figure_that_matching_reckons_with(
    strategy: RStrategy, low: float, value: float, high: float
) -> None:
    found = estimated(COUNTS, strategy, Kind.MATERIAL)
    assert found is not None
    assert (found.hours.low, found.hours.value, found.hours.high) == pytest.approx(
        (low, value, high), abs=1e-5
    )
    central = hours_per_tonne(COUNTS, strategy)
    assert central is not None
    assert found.hours.value == central[0]
    assert found.is_range_known is (low < high)
    assert all(one.source.title and one.edition and one.licence for one in found.factors)


def test_collected_and_processed_tonnes_never_make_one_range() -> None:
    for strategy in RStrategy:
        found = estimated(COUNTS, strategy, Kind.MATERIAL)
        assert found is not None
        assert len({"collected" in one.unit for one in found.factors}) == 1


@pytest.mark.parametrize("kind", [Kind.ENERGY, Kind.WATER, Kind.SPACE, None])
def test_of_energy_water_and_space_no_count_says_anything(kind: Kind | None) -> None:
    assert estimated(COUNTS, RStrategy.R8, kind) is None


@given(STEPS)
def test_a_package_has_hours_or_a_reason_and_its_range_is_in_order(step: Step) -> None:
    found = _package(step)
    assert (found.hours is None) is (found.missing is not None)
    if found.hours is not None:
        assert 0 <= found.hours.low <= found.hours.value <= found.hours.high
        assert found.per_unit is not None
    if step.is_further and step.said is None:
        assert found.hours is None


@given(STEPS, st.integers(0, 40))
def test_hours_are_linear_in_how_much_there_is(step: Step, times: int) -> None:
    one = _package(step)
    if one.hours is None or step.quantity is None:
        return
    more = _package(replace(step, quantity=step.quantity * times)).hours
    assert more is not None
    for name in ("low", "value", "high"):
        assert getattr(more, name) == pytest.approx(times * getattr(one.hours, name), rel=1e-12, abs=1e-12)


@given(AMOUNTS, MASSES, MASSES, st.sampled_from(Period), st.sampled_from(RStrategy))
def test_the_unit_and_the_rhythm_in_which_it_is_told_change_nothing(
    quantity: float, unit: str, other: str, period: Period, strategy: RStrategy
) -> None:
    step = Step("a", quantity, unit, period, strategy)
    here = _package(step).hours
    there = _package(replace(step, quantity=convert(quantity, unit, other), unit=other)).hours
    assert here is not None
    assert there is not None
    assert there.value == pytest.approx(here.value, rel=1e-9, abs=1e-12)
    if period is Period.WEEK:
        yearly = _package(replace(step, quantity=quantity * 365 / 7, period=Period.YEAR)).hours
        assert yearly is not None
        assert yearly.high == pytest.approx(here.high, rel=1e-9, abs=1e-12)


@given(st.lists(STEPS, max_size=8), st.data())
def test_the_sum_of_the_parts_is_the_whole(steps: list[Step], data: st.DataObject) -> None:
    packages = [_package(step) for step in steps]
    cut = data.draw(st.integers(0, len(packages)))
    whole, first, rest = summed(packages), summed(packages[:cut]), summed(packages[cut:])
    for name in ("weekly", "once", "weekly_told", "once_told"):
        for bound in ("low", "value", "high"):
            parts = getattr(getattr(first, name), bound) + getattr(getattr(rest, name), bound)
            assert getattr(getattr(whole, name), bound) == pytest.approx(parts, rel=1e-9, abs=1e-9)
    assert whole.weekly_told.high <= whole.weekly.high + 1e-9
    for name in ("packages", "unknown", "open_ranges"):
        assert getattr(whole, name) == getattr(first, name) + getattr(rest, name)
    assert whole.is_empty is (whole.packages == whole.unknown)


@given(STEPS, st.lists(AMOUNTS, min_size=1, max_size=6))
def test_what_is_alike_is_summed_as_each_by_itself(step: Step, amounts: list[float]) -> None:
    each = summed(_package(replace(step, quantity=amount)) for amount in amounts)
    alike = summed_alike([(_package(replace(step, quantity=math.fsum(amounts))), len(amounts))])
    for name in ("weekly", "once", "weekly_told", "once_told"):
        for bound in ("low", "value", "high"):
            here, there = (getattr(getattr(found, name), bound) for found in (each, alike))
            assert there == pytest.approx(here, rel=1e-9, abs=1e-9)
    for name in ("packages", "unknown", "open_ranges"):
        assert getattr(alike, name) == getattr(each, name)


@given(AMOUNTS, st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_a_stream_over_several_processors_is_as_much_work_as_over_one(
    mass: float, parts: list[float]
) -> None:
    whole = _package(Step("all", mass, "t", Period.YEAR, RStrategy.R8)).hours
    shares = [mass * part / math.fsum(parts) for part in parts]
    split = summed(_package(Step("part", share, "t", Period.YEAR, RStrategy.R8)) for share in shares)
    assert whole is not None
    assert split.weekly.value == pytest.approx(whole.value, rel=1e-9, abs=1e-9)


@given(STEPS)
def test_what_is_told_goes_before_what_is_counted_elsewhere(step: Step) -> None:
    said = _package(replace(step, quantity=2.0, unit="t", said=told(3, 5, "t")))
    assert said.per_unit is not None
    assert said.per_unit.ground is Ground.TOLD
    assert said.missing is None


@given(st.sets(st.sampled_from(sorted(tasks()))), st.sampled_from(sorted(tasks())))
def test_one_more_task_asks_no_less(some: set[str], another: str) -> None:
    before, after = conditions_of(some), conditions_of(some | {another})
    for condition in before:
        rise = LEVELS.index(after[condition]) - LEVELS.index(before[condition])
        assert rise <= 0 if condition is Condition.QUIET else rise >= 0
    assert set(competences_of(some)) <= set(competences_of(some | {another}))


def test_tasks_are_whole_and_of_known_materials() -> None:
    for key, one in tasks().items():
        assert set(one.competences) <= set(competences()), key
        assert one.materials <= set(materials.all()), key
        assert set(one.conditions) == set(Condition), key
        assert all(one.words.name(lang) for lang in ("nl", "en", "fr")), key
    assert usual_tasks(RStrategy.R7, "wood_a") == ("sort", "woodwork")
    assert usual_tasks(None, "wood_a") == ()
    with pytest.raises(InvalidValue):
        task("juggle")


def test_what_is_no_range_is_refused() -> None:
    for low, high in ((3.0, 2.0), (-1.0, 2.0), (0.0, math.inf)):
        with pytest.raises(InvalidValue):
            told(low, high, "t")
    with pytest.raises(InvalidValue):
        Hours(1, 3, 2)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("b,1,t,R8,juggle,,", "tasks", ProblemCode.UNKNOWN_WORD),
        ("b,1,t,R8,,5,3", "hours_per_unit_high", ProblemCode.OUT_OF_RANGE),
        ("b,1,t,R8,,,3", "hours_per_unit_high", ProblemCode.OUT_OF_RANGE),
        ("b,1,,R8,,5,", "unit", ProblemCode.EMPTY),
        ("b,-1,t,R8,,,", "quantity", ProblemCode.NEGATIVE),
        ("a,1,t,R8,,,", "id", ProblemCode.ID_TWICE),
    ],
)
def test_a_step_that_cannot_be(tmp_path: Path, row: str, column: str, code: ProblemCode) -> None:
    path = tmp_path / "steps.csv"
    path.write_text(
        f"id,quantity,unit,strategy,tasks,hours_per_unit,hours_per_unit_high\na,1,t,R8,,,\n{row}\n"
    )
    report = Report()
    assert [step.id for step in read_steps(path, report=report)] == ["a"]
    assert [(p.row, p.column, p.code) for p in report.errors] == [(2, column, code)]


def test_nothing_known_says_what_is_missing() -> None:
    assert _package(Step("a")).missing is Missing.QUANTITY
    assert _package(Step("a", 3, "pallet", Period.WEEK, RStrategy.R8)).missing is Missing.MEASURE
    assert _package(Step("a", 3, "t", Period.WEEK)).missing is Missing.HOURS
    assert _package(Step("a", 3, "t", Period.WEEK, RStrategy.R8, is_further=True)).missing is Missing.FURTHER
