"""Sets up what is missing and runs every test; ends with one line per part and the sum.

Parts: core (an environment without Django), architecture, web on SQLite, web on PostgreSQL, journeys (a real
browser). Spark, half a gigabyte and a Java, runs where --part spark or its folder asks, and in script/check
--full; there too what is marked any_database is tried on PostgreSQL as on SQLite. A PATH runs the parts it
belongs to; what pytest knows (-k WORDS, -x, --pdb ...) goes to pytest.
"""

import argparse
import os
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from way_in import browser, catalogues, cluster, environments, system
from way_in.environments import Environment
from way_in.places import ROOT, VAR
from way_in.say import SetupError, environ
from way_in.stamps import one_at_a_time

NOTHING_COLLECTED = 5
#: For what hangs: the first test of a worker waits for its database too, on a machine that may be busy.
SECONDS_PER_TEST = 600


@dataclass(frozen=True)
class Part:
    """One pytest run."""

    name: str
    folder: str
    environment: Environment
    needs: frozenset[str] = frozenset()
    when_asked: bool = False
    """Whether it runs only where its name or its folder is given."""


PARTS = (
    Part("core", "tests/symbiosis", environments.CORE),
    Part("architecture", "tests/architecture", environments.WEB),
    Part("web-sqlite", "tests/circulairwerkt", environments.WEB),
    Part("web-postgresql", "tests/circulairwerkt", environments.WEB, frozenset({"postgresql"})),
    Part("journeys", "tests/journeys", environments.WEB, frozenset({"chromium"})),
    Part("spark", "tests/spark", environments.SPARK, frozenset({"java"}), when_asked=True),
)


@dataclass(frozen=True)
class Outcome:
    """What came of one part."""

    part: Part
    passed: int
    failed: int
    skipped: tuple[str, ...]
    seconds: float
    code: int

    @property
    def line(self) -> str:
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        nothing = " (no test fits)" if self.code == NOTHING_COLLECTED else ""
        return (
            f"{self.part.name:15} {self.passed:5} passed, {self.failed} failed{skipped}"
            f" in {self.seconds:.0f} s{nothing}"
        )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/test", description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "--part", choices=[part.name for part in PARTS], action="append", help="only this part"
    )
    parser.add_argument("--full", action="store_true", help="with the long tests marked `full`")
    chosen, rest = parser.parse_known_args(arguments)
    paths = [word for word in rest if not word.startswith("-") and (ROOT / word.split("::")[0]).exists()]
    options = [word for word in rest if word not in paths]
    began = time.monotonic()
    chosen_tests = {part: wanted(part, paths, chosen.part) for part in PARTS}
    todo = {part: tests for part, tests in chosen_tests.items() if tests is not None}
    if not todo:
        raise SetupError(f"No part of the tests holds {' '.join(paths)}", remedy="script/test --help")
    whole = not rest and not chosen.part
    with ExitStack() as stack:
        env = _set_up(list(todo), stack)
        outcomes = [
            _run(part, tests, [*options, *_marks(part, chosen.full, options)], env.get(part.name, {}))
            for part, tests in todo.items()
        ]
    return _close(outcomes, whole=whole, seconds=time.monotonic() - began)


def wanted(part: Part, paths: Sequence[str], names: Sequence[str] | None) -> list[str] | None:
    """What of this part to run; None for nothing."""
    if names and part.name not in names:
        return None
    if not paths:
        return [part.folder] if names or not part.when_asked else None
    mine = [
        path for path in paths if (path.rstrip("/") + "/").startswith((part.folder + "/", part.folder + "::"))
    ]
    wider = [path for path in paths if (part.folder + "/").startswith(path.rstrip("/") + "/")]
    return mine or ([part.folder] if wider and (names or not part.when_asked) else None)


def _marks(part: Part, full: bool, options: Sequence[str]) -> list[str]:
    if full or "-m" in options:
        return []
    return ["-m", "not full and not any_database" if "postgresql" in part.needs else "not full"]


def _set_up(parts: Sequence[Part], stack: ExitStack) -> dict[str, dict[str, str]]:
    """Set up what these parts need; return the environment variables of each."""
    more: dict[str, dict[str, str]] = {}
    with one_at_a_time():
        if any(part.environment is environments.CORE for part in parts):
            environments.prepare(environments.CORE, "test-core")
            _prove_absence_of_django()
        if any(part.environment is environments.SPARK for part in parts):
            system.need_java()
            environments.prepare(environments.SPARK, "test-core", "spark")
        if any(part.environment is environments.WEB for part in parts):
            system.need_pango()
            web = environments.prepare(environments.WEB, "test")
            browser.prepare(web)
            catalogues.prepare(web)
    for part in parts:
        if part.environment is environments.WEB:
            more[part.name] = {
                "CW_ENV": "test",
                "CW_DATA_DIR": str(VAR / "test" / part.name),
                "DJANGO_SETTINGS_MODULE": "circulairwerkt.settings",
                "DATABASE_URL": "sqlite:///:memory:",
            }
        if "chromium" in part.needs:
            more[part.name]["CW_CHROMIUM"] = system.need_chromium()
        if "postgresql" in part.needs:
            more[part.name]["DATABASE_URL"] = stack.enter_context(cluster.temporary())
    return more


def _prove_absence_of_django() -> None:
    """The core's tests mean something only where the web's libraries cannot be imported at all."""
    question = "import importlib.util as u, sys; sys.exit(u.find_spec('django') is not None)"
    if subprocess.run([environments.CORE.python, "-c", question], check=False).returncode != 0:
        folder = environments.CORE.folder
        raise SetupError(f"Django is importable in {folder}", remedy=f"rm -rf {folder} && script/test")


def _run(part: Part, tests: Sequence[str], options: Sequence[str], env: Mapping[str, str]) -> Outcome:
    report = VAR / "test" / f"{part.name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    print(f"\n== {part.name} ==", flush=True)
    began = time.monotonic()
    # Spark uses all cores by itself
    alone = part.environment is environments.SPARK or {"--pdb", "-s"} & set(options)
    several = [] if alone else ["-n", str(os.cpu_count() or 2), "--dist", "worksteal"]
    pytest = [
        part.environment.python,
        "-m",
        "pytest",
        "-q",
        f"--timeout={SECONDS_PER_TEST}",
        f"--junit-xml={report}",
    ]
    done = subprocess.run(
        [*pytest, *tests, *several, *options],
        cwd=ROOT,
        env=environ(env),
        check=False,
    )
    passed, failed, skipped = counted(report)
    if done.returncode not in (0, NOTHING_COLLECTED) and failed == 0:
        failed = 1  # pytest itself broke off: that is a failure without a test's name
    return Outcome(part, passed, failed, tuple(skipped), time.monotonic() - began, done.returncode)


def counted(report: Path) -> tuple[int, int, list[str]]:
    """Passed, failed and the reasons of the skipped, from pytest's report."""
    if not report.exists():
        return 0, 0, []
    passed = failed = 0
    skipped = []
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314 - we wrote the file ourselves
        reason = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif reason is not None:
            skipped.append(f"{case.get('classname')}.{case.get('name')}: {reason.get('message')}")
        else:
            passed += 1
    return passed, failed, skipped


def _close(outcomes: Sequence[Outcome], *, whole: bool, seconds: float) -> int:
    """Print the closing lines; a skipped test is named with its reason."""
    print("\n== closing ==")
    for line in _skips(outcomes):
        print(line)
    empty = [outcome for outcome in outcomes if whole and outcome.code == NOTHING_COLLECTED]
    for outcome in empty:
        print(f"{outcome.part.name}: no test at all in {outcome.part.folder}; that counts as a failure")
    for outcome in outcomes:
        print(outcome.line)
    if whole:
        for part in PARTS:
            if part.when_asked:
                print(f"{part.name:15} not asked: script/test --part {part.name}, or script/check --full")
    print(f"in all {seconds:.0f} s")
    failed = sum(outcome.failed for outcome in outcomes) + len(empty)
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _skips(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        for skipped in outcome.skipped:
            yield f"skipped in {outcome.part.name}: {skipped}"
