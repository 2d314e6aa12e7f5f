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


def main(arguments: Sequence[str]) -> int:
    known = {path.stem: path for path in sorted(BENCHES.glob("*.py")) if not path.stem.startswith("_")}
    if not arguments or arguments[0] in ("-h", "--help"):
        print(f"{__doc__}\n")
        for name, path in known.items():
            print(f"  {name:14} {_purpose(path)}")
        return 0
    if arguments[0] not in known:
        raise SetupError(f"No benchmark {arguments[0]}; there are {', '.join(known)}", remedy="script/bench")
    with one_at_a_time():
        environment = environments.prepare(environments.BENCH, "bench")
    command = [environment.python, str(known[arguments[0]]), *arguments[1:]]
    return subprocess.run(command, cwd=ROOT, env=environ({}), check=False).returncode


def _purpose(path: Path) -> str:
    """The first line of the module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
