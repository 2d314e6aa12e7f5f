"""Looks at all that a machine can check without running the platform; says per check why it failed.

--full adds what takes long: every combination of language, theme and width under axe, the same answers from
Apache Spark, and a run in which each permission check is removed in turn and a test must notice.
"""

import argparse
import base64
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from way_in import browser, catalogues, environments
from way_in.places import ROOT, VAR
from way_in.say import environ
from way_in.stamps import one_at_a_time

PYTHON = environments.WEB.python
MUTATION = ROOT / "script" / "mutate_permissions"


@dataclass(frozen=True)
class Check:
    """One command whose exit code says whether all is well."""

    name: str
    command: Sequence[str]
    mend: str = ""
    env: Mapping[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """Every check, in the order in which they are shown."""
    module = [PYTHON, "-m"]
    here = {"CW_ENV": "test", "CW_DATA_DIR": str(VAR / "check"), "DATABASE_URL": "sqlite:///:memory:"}
    production = {
        "CW_ENV": "production",
        "CW_SECRET_KEY": secrets.token_urlsafe(60),
        "CW_HOSTS": "hubs.example.org",
        "CW_BASE_URL": "https://hubs.example.org",
        "CW_MAIL_URL": "smtp://mail.example.org:25",
        "CW_PEOPLE_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "CW_DATA_DIR": str(VAR / "check"),
        "DATABASE_URL": "postgresql://nobody@localhost:5432/none",
    }
    manage = [*module, "circulairwerkt"]
    return [
        Check("format", [*module, "ruff", "format", "--check", "."], "ruff format ."),
        Check("lint", [*module, "ruff", "check", "."], "ruff check --fix ."),
        Check("requirements", [sys.executable, "script/way_in", "pin", "--check"], "script/pin"),
        Check("types-core", [*module, "mypy", "-p", "symbiosis"]),
        Check(
            "types-web",
            [*module, "mypy", "--config-file", "src/circulairwerkt/mypy.ini", "-p", "circulairwerkt"],
            env=here,
        ),
        Check("types-scripts", [*module, "mypy", "--config-file", "script/way_in/mypy.ini", "script/way_in"]),
        Check("imports", [environments.WEB.program("lint-imports"), "--no-cache"], env=here),
        Check(
            "migrations",
            [*manage, "makemigrations", "--check", "--dry-run"],
            "python -m circulairwerkt makemigrations",
            env=here,
        ),
        Check("translations", [PYTHON, "script/way_in", "translate", "check"], "script/translate extract"),
        Check("templates", [*module, "djlint", "src/circulairwerkt/templates", "--lint", "--quiet"]),
        Check("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], env=production),
    ]


def long_checks() -> list[Check]:
    """What `--full` adds; the mutation run stands in a script of its own."""
    return [
        Check(
            "long tests", [sys.executable, "script/way_in", "test", "--full", "-m", "full or any_database"]
        ),
        Check("spark", [sys.executable, "script/way_in", "test", "--part", "spark"]),
        Check("permission checks", [PYTHON, str(MUTATION)]),
    ]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/check", description=__doc__)
    parser.add_argument("--full", action="store_true", help="with the long checks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these checks")
    chosen = parser.parse_args(arguments)
    todo = [check for check in checks() if not chosen.names or check.name in chosen.names]
    unknown = set(chosen.names) - {check.name for check in checks()}
    if unknown:
        parser.error(
            f"no such check: {', '.join(unknown)}; there are {', '.join(each.name for each in checks())}"
        )
    with one_at_a_time():
        web = environments.prepare(environments.WEB, "test")
        browser.prepare(web)
        catalogues.prepare(web)
    with ThreadPoolExecutor(max_workers=2) as pool:
        good = [_show(*told) for told in pool.map(_look, todo)]
    if chosen.full:
        good += [_show(*_look(check, aloud=True)) for check in long_checks()]
    print(f"{good.count(True)} checks passed, {good.count(False)} failed", flush=True)
    return 0 if all(good) else 1


def _look(check: Check, *, aloud: bool = False) -> tuple[Check, int, str, float]:
    """Run a check and return what it said, or let it say itself how far it is: the long ones take minutes."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environ(check.env),
        stdin=subprocess.DEVNULL,
        stdout=None if aloud else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return check, done.returncode, done.stdout or "", time.monotonic() - began


def _show(check: Check, code: int, told: str, seconds: float) -> bool:
    print(f"{check.name:18} {'ok' if code == 0 else 'FAILED'} ({seconds:.0f} s)", flush=True)
    if code != 0:
        for line in told.splitlines()[-80:]:
            print(f"    {line}")
        if check.mend:
            print(f"    This mends it: {check.mend}")
    return code == 0
