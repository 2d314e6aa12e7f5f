"""Runs one benchmark, or lists them all: script/bench NAME [its own options]."""

import ast
import subprocess
from collections.abc import Sequence
from pathlib import Path

from way_in import environments
from way_in.places import ROOT
from way_in.say import SetupError, environ
from way_in.stamps import one_at_a_time

BENCHES = ROOT / "bench"


def known() -> dict[str, Path]:
    """Every benchmark by its name; what begins with an underscore serves others."""
    return {path.stem: path for path in sorted(BENCHES.glob("*.py")) if not path.stem.startswith("_")}


def main(arguments: Sequence[str]) -> int:
    benches = known()
    if not arguments or arguments[0] in ("-h", "--help"):
        print(f"{__doc__}\n")
        for name, path in benches.items():
            print(f"  {name:14} {purpose(path)}")
        return 0
    if arguments[0] not in benches:
        raise SetupError(
            f"No benchmark {arguments[0]}; there are {', '.join(benches)}", remedy="script/bench"
        )
    with one_at_a_time():
        environment = environments.prepare(environments.BENCH, "bench")
    command = [environment.python, str(benches[arguments[0]]), *arguments[1:]]
    return subprocess.run(command, cwd=ROOT, env=environ({}), check=False).returncode


def purpose(path: Path) -> str:
    """The first line of the module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
