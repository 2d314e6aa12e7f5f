"""The command line: exit codes, languages, interruption."""

import importlib
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from types import SimpleNamespace
from typing import Any

import pytest

from symbiosis import cli
from symbiosis.commands import arguments
from symbiosis.commands.console import Console
from symbiosis.errors import ExitCode, FileRefused, Problem, ProblemCode


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A subcommand `probe` whose end a test decides by setting `run`."""
    module = SimpleNamespace(configure=lambda parser: parser.add_argument("--size", type=int), run=None)
    original = importlib.import_module

    def find(name: str, package: str | None = None) -> Any:
        return module if name == "symbiosis.commands.probe" else original(name, package)

    monkeypatch.setattr(importlib, "import_module", find)
    monkeypatch.setattr(cli, "COMMANDS", (*cli.COMMANDS, cli.Command("probe", "try something")))
    return module


def test_help_lists_the_commands(probe: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["--help"])
    assert caught.value.code == 0
    assert "try something" in capsys.readouterr().out


def test_a_command_gets_its_arguments_and_a_console(probe: SimpleNamespace) -> None:
    seen: list[tuple[Namespace, Console]] = []

    def run(args: Namespace, console: Console) -> int:
        seen.append((args, console))
        return ExitCode.ROWS_REFUSED

    probe.run = run
    assert cli.main(["probe", "--size", "3", "--lang", "fr", "--strict"]) == 3
    assert seen[0][0].size == 3
    assert seen[0][0].strict
    assert seen[0][1].lang == "fr"


@pytest.mark.parametrize(("lang", "word"), [("nl", "leeg"), ("en", "empty"), ("fr", "vide")])
def test_a_refused_file_is_one_sentence_and_exit_code_1(
    probe: SimpleNamespace, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    def run(args: Namespace, console: Console) -> int:
        raise FileRefused(Problem(ProblemCode.FILE_EMPTY, file="offers.csv"))

    probe.run = run
    assert cli.main(["probe", "--lang", lang]) == ExitCode.REFUSED
    told = capsys.readouterr().err
    assert told.startswith("offers.csv: ")
    assert word in told
    assert told.count("\n") == 1


def test_an_interrupt_ends_cleanly(probe: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    def run(args: Namespace, console: Console) -> int:
        raise KeyboardInterrupt

    probe.run = run
    assert cli.main(["probe", "--lang", "en"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == "Stopped at your request.\n"


@pytest.mark.parametrize("argv", [[], ["nothing"], ["probe", "--size", "x"], ["probe", "--lang", "de"]])
def test_wrong_arguments_are_exit_code_2(probe: SimpleNamespace, argv: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(argv)
    assert caught.value.code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (arguments.whole_number(least=1), "0"),
        (arguments.whole_number(least=0), "1.5"),
        (arguments.number(least=0.0), "nan"),
        (arguments.number(least=0.0), "inf"),
        (arguments.day, "2026-02-30"),
        (arguments.table_path, "out.pdf"),
    ],
)
def test_values_that_an_argument_cannot_hold(
    kind: Any, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    parser.add_argument("value", type=kind)
    with pytest.raises(SystemExit):
        parser.parse_args([word])
    assert repr(word) in capsys.readouterr().err


def test_the_core_starts_without_django_or_the_platform() -> None:
    program = (
        "import sys, symbiosis.cli, symbiosis.resources; "
        "sys.exit(any(m.split('.')[0] in ('django', 'circulairwerkt') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_python_dash_m() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "symbiosis", "--version"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("symbiosis ")
