"""`--engine spark` where Spark is not installed, and where parts cannot answer: told in plain words."""

import importlib.util
from pathlib import Path

import pytest

from symbiosis.cli import main
from symbiosis.engines import spark

OFFERS = "id,kind,material,quantity,unit,lat,lon\no1,material,wood,5,t,51.0,3.7\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name in ("offers", "needs"):
        (tmp_path / f"{name}.csv").write_text(OFFERS.replace("o1", f"{name}1"), encoding="utf-8")
    return [str(tmp_path / "offers.csv"), str(tmp_path / "needs.csv")]


@pytest.mark.parametrize(("lang", "words"), [("nl", "staat niet"), ("en", "is not in"), ("fr", "n'est pas")])
def test_without_spark_the_command_that_installs_it_is_named(files, capsys, monkeypatch, lang, words):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "pyspark" else found(name, *rest)
    )
    out = str(Path(files[0]).parent / "out.csv")
    assert main(["match", *files, "--engine", "spark", "--out", out, "--lang", lang]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert 'python -m pip install -e ".[spark]"' in told
    assert not Path(out).exists()


def test_without_java_its_package_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(spark.EngineMissing, match="openjdk-17"):
        spark.need_spark()


def test_what_counts_over_the_whole_region_is_not_done_in_parts(files, capsys, tmp_path):
    words = ["allocate", "--offers", files[0], "--needs", files[1], "--out", str(tmp_path / "out")]
    assert main([*words, "--engine", "spark", "--hierarchy-first", "--lang", "en"]) == 2
    assert "--hierarchy-first counts over the whole region" in capsys.readouterr().err
