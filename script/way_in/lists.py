"""Writes the lists in docs/ from the code: settings, commands, permissions and the reasons of their rules.

A list stands in a page between `<!-- list: NAME -->` and `<!-- end of list -->`; a test keeps it in step.
"""

import argparse
import importlib
import inspect
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from way_in import bench, environments
from way_in.database import local_settings
from way_in.places import ROOT, VAR, WEB, shown
from way_in.say import environ
from way_in.stamps import files_under

DOCS = ROOT / "docs"
PLACE = re.compile(r"(<!-- list: (?P<name>[a-z-]+) -->\n).*?(<!-- end of list -->)", re.DOTALL)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/lists", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; say which lists are out of step"
    )
    chosen = parser.parse_args(arguments)
    if not environments.holds_the_platform():
        environments.prepare(environments.WEB, "web")
        again = [environments.WEB.python, "script/way_in", "lists", *arguments]
        env = environ(local_settings({"CW_ENV": "test", "CW_DATA_DIR": str(VAR / "check")}))
        return subprocess.run(again, cwd=ROOT, env=env, check=False).returncode
    start_django()
    outdated = list(write(only_look=chosen.check))
    for path in outdated:
        print(f"{shown(path)} {'is out of step' if chosen.check else 'is written anew'}")
    return 1 if chosen.check and outdated else 0


def start_django() -> None:
    """Load the platform's apps, so that every registry is filled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
    django = importlib.import_module("django")
    django.setup()


def write(*, only_look: bool) -> Iterator[Path]:
    """Bring every list in step with the code, and name the pages that were not."""
    for page in sorted(DOCS.rglob("*.md")):
        before = page.read_text(encoding="utf-8")
        after = PLACE.sub(
            lambda found: found[1] + "\n".join(LISTS[found["name"]]()) + "\n" + found[3], before
        )
        if after != before:
            if not only_look:
                page.write_text(after, encoding="utf-8")
            yield page


def named() -> set[str]:
    """The lists that some page shows."""
    return {found["name"] for page in DOCS.rglob("*.md") for found in PLACE.finditer(page.read_text("utf-8"))}


def _table(*columns: str) -> list[str]:
    return [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]


def settings() -> Iterator[str]:
    """The environment variables that the platform reads."""
    environment = importlib.import_module("circulairwerkt.settings.environment")
    yield from _table("variable", "meaning", "without it")
    for name, meaning, default in environment.VARIABLES:
        yield f"| `{name}` | {meaning} | {default} |"


def commands() -> Iterator[str]:
    """Our own management commands with their help."""
    yield from _table("command", "what it does")
    for path in sorted(files_under(WEB, "*.py"), key=lambda path: path.name):
        if path.parent.name == "commands" and path.stem != "__init__":
            module = ".".join(path.relative_to(WEB.parent).with_suffix("").parts)
            purpose = importlib.import_module(module).Command.help or ""
            yield f"| `{path.stem}` | {' '.join(str(purpose).split())} |"


def permissions() -> Iterator[str]:
    """The registry of permissions and the roles that hold each."""
    _load_perms()
    registry = importlib.import_module("circulairwerkt.base.permissions").REGISTRY
    yield from _table("permission", "meaning", "held by")
    for codename, permission in sorted(registry.items()):
        held = ", ".join(sorted(str(role.value) for role in permission.roles))
        yield f"| `{codename}` | {permission.meaning} | {held} |"


def rules() -> Iterator[str]:
    """The rules that views and services ask, each with its reason."""
    yield from _table("rule", "reason")
    for module in _load_perms():
        for name, rule in sorted(inspect.getmembers(module, inspect.isfunction)):
            if rule.__module__ == module.__name__ and name.startswith("may_"):
                room = module.__name__.split(".")[1]
                yield f"| `{room}.{name}` | {' '.join((inspect.getdoc(rule) or '').split())} |"


def actions() -> Iterator[str]:
    """Every write that leaves a line in the audit trail."""
    # Each module that names one, so that the list does not depend on what happens to be imported.
    for path in files_under(WEB, "*.py"):
        if re.search(r"^@(write|edition)\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            _loaded(path)
    known = importlib.import_module("circulairwerkt.base.audit").ACTIONS
    ours = {name: each for name, each in known.items() if each.__module__.startswith("circulairwerkt.")}
    yield from _table("action", "what it does")
    for name, service in sorted(ours.items()):
        first = (inspect.getdoc(service) or "").partition("\n\n")[0]
        yield f"| `{name}` | {' '.join(first.split())} |"


def people() -> Iterator[str]:
    """The register of the room that holds files of persons, in its own words: rows of the page on privacy."""
    translation = importlib.import_module("django.utils.translation")
    register = importlib.import_module("circulairwerkt.people.register")
    yield from _table("field", "what for", "how long", "who sees it")
    with translation.override("nl"):
        for row in register.rows():
            told = row.processing
            sealed = ", verzegeld" if row.is_sealed else ""
            yield f"| `{row.label}` | {told.purpose}{sealed} | {told.retention} | {told.readers} |"


def scripts() -> Iterator[str]:
    """The scripts of this repository, by the sentence they open with."""
    yield from _table("command", "what it does")
    for path in sorted((ROOT / "script").iterdir()):
        if path.is_file():
            second = path.read_text(encoding="utf-8").splitlines()[1]
            purpose = second.removeprefix("# ").strip('"')
            yield f"| `script/{path.name}` | {purpose.partition(' Options:')[0]} |"


def benches() -> Iterator[str]:
    """The benchmarks, by the sentence they open with."""
    yield from _table("benchmark", "what it measures")
    for name, path in bench.known().items():
        yield f"| `script/bench {name}` | {bench.purpose(path)} |"


def _load_perms() -> list[ModuleType]:
    """The modules of rules: a room's `perms.py`, or those of its folder `perms`."""
    paths = [path for path in files_under(WEB, "*.py") if "perms" in (path.stem, path.parent.name)]
    return [_loaded(path) for path in sorted(paths)]


def _loaded(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(WEB.parent).with_suffix("").parts))


def _of_the_core(name: str) -> Callable[[], Iterator[str]]:
    """A list that `core_lists` makes; imported when asked, for it needs the core's own libraries."""

    def rows() -> Iterator[str]:
        made: Callable[[], Iterator[str]] = getattr(
            importlib.import_module("way_in.core_lists"), name.replace("-", "_")
        )
        return made()

    return rows


CORE_LISTS = (
    "units",
    "rhythms",
    "signs",
    "stream-columns",
    "processor-columns",
    "subcommands",
    "transport-factors",
    "factor-files",
)

LISTS: dict[str, Callable[[], Iterator[str]]] = {
    "settings": settings,
    "commands": commands,
    "permissions": permissions,
    "rules": rules,
    "actions": actions,
    "people": people,
    "scripts": scripts,
    "benches": benches,
    **{name: _of_the_core(name) for name in CORE_LISTS},
}
