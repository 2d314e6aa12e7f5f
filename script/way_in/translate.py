"""Keeps the catalogues of English and French in step with the Dutch of the sources.

extract: bring the .po files in step with the sources. check: say what is missing, doubtful, left over or
lacks a placeholder. compile: make the binary catalogues (script/serve does it too).
"""

import argparse
import subprocess
from collections.abc import Sequence

from way_in import environments
from way_in.places import ROOT, shown
from way_in.say import environ


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/translate", description=__doc__)
    parser.add_argument("action", choices=["extract", "check", "compile"])
    chosen = parser.parse_args(arguments)
    if not environments.holds_the_platform():
        environments.prepare(environments.WEB, "web")
        again = [environments.WEB.python, str(ROOT / "script" / "way_in"), "translate", *arguments]
        return subprocess.run(again, env=environ({}), check=False).returncode
    return {"extract": _extract, "check": _check, "compile": _compile}[chosen.action]()


def _extract() -> int:
    from way_in import extraction

    for locale in extraction.LOCALES:
        came, went = extraction.update(locale)
        print(f"{shown(extraction.path_of(locale))}: {came} new, {went} gone")
    return 0


def _check() -> int:
    from way_in import extraction

    wrong = list(extraction.faults())
    for fault in wrong:
        print(fault)
    print(f"{len(wrong)} faults" if wrong else "The catalogues are complete.")
    return 1 if wrong else 0


def _compile() -> int:
    from way_in import extraction

    for path in extraction.compile_all():
        print(shown(path))
    return 0
