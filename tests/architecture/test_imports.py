"""Who may import whom: the contracts of import-linter, and the design's rules that it has no words for."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import CORE, ROOT, SOURCE, WEB, imports, module_of, python_files, shown

# Design rule 4: what another room may use. `perms` answers whether one may; `actors` is where a room adds the
# roles that it gives to people, `loading` holds the services that write what ships. `base` is no room but the
# floor beneath all of them.
#: ``words``: the fixed vocabularies that a room's public models are written in.
OPEN_TO_OTHER_ROOMS = {"models", "queries", "services", "perms", "actors", "loading", "words"}
FLOOR = "base"


def _room(module: str) -> str:
    """The app that a module of the web belongs to; empty for what joins the apps (settings, urls)."""
    parts = module.split(".")
    is_room = len(parts) > 1 and (WEB / parts[1] / "apps.py").exists()
    return parts[1] if parts[0] == "circulairwerkt" and is_room else ""


def test_the_contracts_of_import_linter_are_kept() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        env={"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_only_the_solvers_import_a_solver() -> None:
    wrong = [
        f"{shown(path)}:{line} imports {name}"
        for path in python_files(SOURCE)
        for line, name in imports(path)
        if name.split(".")[0] == "highspy" and not path.is_relative_to(CORE / "solvers")
    ]
    assert not wrong, "Design rule 1: only symbiosis.solvers imports HiGHS; a problem is handed a solver."


def test_only_the_engines_import_spark() -> None:
    wrong = [
        f"{shown(path)}:{line} imports {name}"
        for path in python_files(SOURCE)
        for line, name in imports(path)
        if name.split(".")[0] in ("pyspark", "pandas") and not path.is_relative_to(CORE / "engines")
    ]
    assert not wrong, "Decision 61: only symbiosis.engines knows Spark; a part is a plain function."


def test_other_rooms_are_entered_by_the_front_door() -> None:
    wrong = []
    for path in python_files(WEB):
        mine = _room(module_of(path))
        if not mine or "migrations" in path.parts:
            continue
        for line, name in imports(path):
            room = _room(name)
            door = name.split(".")[2] if name.count(".") >= 2 else ""
            if room and room not in (mine, FLOOR) and door not in OPEN_TO_OTHER_ROOMS:
                wrong.append(f"{shown(path)}:{line} imports {name}")
    assert not wrong, f"Design rule 4: across apps only {sorted(OPEN_TO_OTHER_ROOMS)}:\n" + "\n".join(wrong)


def test_only_bridges_and_commands_know_the_core() -> None:
    wrong = [
        f"{shown(path)}:{line} imports {name}"
        for path in python_files(WEB)
        for line, name in imports(path)
        if name.split(".")[0] == "symbiosis"
        and path.name != "bridge.py"
        and "commands" not in path.relative_to(WEB).parts
    ]
    assert not wrong, "Design rule 5: only bridge.py and commands import symbiosis:\n" + "\n".join(wrong)


def test_personal_data_stays_in_its_room() -> None:
    wrong = [
        f"{shown(path)}:{line} imports {name}"
        for path in python_files(WEB)
        for line, name in imports(path)
        if name.startswith("circulairwerkt.people.models") and not path.is_relative_to(WEB / "people")
    ]
    assert not wrong, "Design rule 6: people.models is imported by people alone:\n" + "\n".join(wrong)


def test_nothing_hangs_on_signals_of_models() -> None:
    wrong = [
        f"{shown(path)}:{line} imports {name}"
        for path in python_files(WEB)
        for line, name in imports(path)
        if name.startswith("django.db.models.signals")
    ]
    assert not wrong, "Every write is one named service, never a signal:\n" + "\n".join(wrong)


@pytest.mark.parametrize("path", python_files(WEB), ids=module_of)
def test_the_unscoped_manager_is_for_django_alone(path: Path) -> None:
    if path == WEB / "base" / "models.py" or "migrations" in path.parts:
        return
    text = path.read_text(encoding="utf-8")
    assert ".unscoped" not in text, f"{shown(path)} reads around the hub scope"
