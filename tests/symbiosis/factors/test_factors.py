"""Factors: what ships, what a file overrides, what is refused."""

from pathlib import Path

import pytest

from symbiosis import factors
from symbiosis.errors import FileRefused, InvalidValue, ProblemCode


def test_transport_factors_and_where_they_come_from() -> None:
    shipped = factors.load()
    detour = shipped.get("transport.detour_factor")
    assert (detour.low, detour.value, detour.high) == (1.2, 1.3, 1.4)
    assert "2406.06490" in detour.source.url
    lorry = shipped.get("transport.kgco2e_per_tkm")
    assert lorry.value == 0.10163
    assert lorry.licence == "OGL-3.0"
    assert lorry.year == 2025


def test_euros_per_tonne_km_follow_from_the_kilometre_price_and_the_load() -> None:
    shipped = factors.load()
    load = shipped.get("transport.load_t")
    price = shipped.get("transport.eur_per_tkm")
    assert price.value == pytest.approx(shipped.value("transport.eur_per_km.nl_container") / load.value)
    assert load.low is not None
    assert load.high is not None
    assert price.low == pytest.approx(shipped.value("transport.eur_per_km.be_full") / load.high)
    assert price.high == pytest.approx(shipped.value("transport.eur_per_km.nl_chemicals") / load.low)
    assert not price.verified


def test_every_factor_says_unit_source_and_licence_and_lies_in_its_range() -> None:
    for factor in factors.load():
        assert factor.unit, factor.key
        assert factor.about, factor.key
        assert factor.source.title, factor.key
        assert factor.edition, factor.key
        assert factor.licence, factor.key
        low, high = factor.range
        assert low <= factor.value <= high, factor.key


def test_waste_treatment_factors_say_that_they_rank_nothing() -> None:
    treatment = factors.load().family("emission.treatment")
    assert len(treatment) > 200
    assert all("ranking" in factor.not_for for factor in treatment)


def test_job_factors_keep_their_own_units() -> None:
    units = {factor.unit for factor in factors.load().family("job.")}
    assert {"FTE/1000 t collected", "jobs/10000 t a year", "jobs/10000 short tons"} <= units


def test_us_tonnes_were_turned_into_metric_ones() -> None:
    # 0.32 t CO2e per short ton of 0.90718474 t, EPA hub 2021
    steel = factors.load().value("emission.treatment_us.steel_cans.recycled")
    assert steel == pytest.approx(0.32 / 0.90718474 * 1000, abs=1e-4)


def test_an_unknown_key_names_its_neighbours() -> None:
    with pytest.raises(InvalidValue) as caught:
        factors.load().get("transport.detour")
    assert caught.value.problem.code is ProblemCode.FACTOR_UNKNOWN
    assert "transport.detour_factor" in caught.value.sentence("nl")


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_overrides_and_adds(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        "key,value,low,high,unit,source,verified\n"
        "transport.detour_factor,1.25,,,,own measurement,yes\n"
        "transport.eur_per_tkm.barge,0.03,0.02,0.04,EUR/tkm,quote,no\n",
    )
    own = factors.load(path)
    detour = own.get("transport.detour_factor")
    assert detour.value == 1.25
    assert detour.range == (1.25, 1.25)
    assert detour.unit == "road km/km"
    assert detour.source.title == "own measurement"
    assert detour.verified
    assert own.value("transport.eur_per_tkm.barge") == 0.03
    assert len(own) == len(factors.load()) + 1
    assert own.digest != factors.load().digest
    assert factors.load().value("transport.detour_factor") == 1.3


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("key,value\ntransport.load_t,ten\n", ProblemCode.NOT_A_NUMBER, "value"),
        ("key,value\ntransport.load_t,\n", ProblemCode.EMPTY, "value"),
        ("key,value\n,3\n", ProblemCode.EMPTY, "key"),
        ("key,value\ntransport.load_t,nan\n", ProblemCode.NOT_FINITE, "value"),
        ("key,value,unit\ntransport.load_t,3,kg\n", ProblemCode.UNIT_MISMATCH, "unit"),
        ("key,value,low\ntransport.load_t,3,4\n", ProblemCode.OUT_OF_RANGE, "low"),
        ("key,value,high\ntransport.load_t,3,2\n", ProblemCode.OUT_OF_RANGE, "high"),
        ("key,value\na,1\na,2\n", ProblemCode.ID_TWICE, "key"),
        ("key,value,valid_from\na,1,2026-13-01\n", ProblemCode.NOT_A_DATE, "valid_from"),
        ("key,value,verified\na,1,perhaps\n", ProblemCode.NOT_YES_NO, "verified"),
        ("key,value,year\na,1,2020.5\n", ProblemCode.NOT_WHOLE, "year"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, text: str, code: ProblemCode, column: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        factors.load(_written(tmp_path, text))
    problem = caught.value.problem
    assert (problem.code, problem.column, problem.file) == (code, column, "own.csv")
    assert problem.row == text.count("\n") - 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ProblemCode.FILE_EMPTY),
        (b"  \n", ProblemCode.FILE_EMPTY),
        (b"key,size\na,1\n", ProblemCode.COLUMN_MISSING),
        ("key,value\nprijs,1\xe9".encode("latin-1"), ProblemCode.FILE_ENCODING),
        (b"key,value\n" + b"#" * (4 * 1024 * 1024), ProblemCode.FILE_TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: bytes, code: ProblemCode) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as caught:
        factors.load(path)
    assert caught.value.problem.code is code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        factors.load(tmp_path / "none.csv")
    assert caught.value.problem.code is ProblemCode.FILE_MISSING
