"""One Spark in local mode for all tests, and a region that both engines are asked about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from symbiosis.cli import main
from symbiosis.commands import on_spark
from symbiosis.engines.spark import Engine, running


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with running() as spark:
        yield spark


@pytest.fixture(autouse=True)
def one_spark(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands use the Spark that runs already: starting one takes as long as all the rest."""

    @contextmanager
    def the_same() -> Iterator[Engine]:
        yield engine

    monkeypatch.setattr(on_spark, "running", the_same)


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("region"))
    sizes = ["--offers", "300", "--needs", "300", "--processors", "20", "--seed", "11"]
    assert main(["generate", *sizes, "--out", str(folder), "--quiet"]) == 0
    return folder
