"""The database of a local installation: tables, reference data and the real hubs."""

import os
from collections.abc import Mapping
from pathlib import Path

from way_in.environments import Environment
from way_in.places import REQUIREMENTS, STAMPS, VAR, WEB, shown
from way_in.say import call, doing
from way_in.stamps import Stamp, digest, files_under

# In this order; each may be run again and changes nothing that a person edited.
LOADERS = (
    ("load_reference", "municipalities, places, sectors and code lists"),
    ("load_hubs", "the real hubs, their partners and case stories"),
)


def local_settings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The platform's environment variables for this checkout; what the caller's shell sets goes first."""
    ours = {"CW_DATA_DIR": str(VAR), "PYTHONWARNINGS": "ignore", **(more or {})}
    return {name: value for name, value in ours.items() if name not in os.environ}


def manage(environment: Environment, *arguments: str, what: str, env: Mapping[str, str]) -> str:
    """Run one management command and return what it said."""
    return call([environment.python, "-m", "circulairwerkt", *arguments], what=what, env=env)


def prepare(environment: Environment, env: Mapping[str, str]) -> None:
    """Bring the tables up to date and load the data that ships."""
    file = Path(os.environ.get("CW_DATA_DIR", str(VAR))) / "circulairwerkt.sqlite3"
    url = os.environ.get("DATABASE_URL", "")
    where = "the database of DATABASE_URL" if url else shown(file)
    makes = [] if url else [file]
    if not url:
        file.parent.mkdir(parents=True, exist_ok=True)

    migrations = [path for path in files_under(WEB, "*.py") if path.parent.name == "migrations"]
    tables_key = digest([*migrations, REQUIREMENTS / "web.txt"], url)
    tables = Stamp(STAMPS / "tables", tables_key, makes=makes)
    if not tables.fresh:
        tables.drop()
        with doing(f"Bringing the tables of {where} up to date"):
            manage(environment, "migrate", "--no-input", what="Bringing the tables up to date", env=env)
        _forget_loads()
        tables.set()

    data = [path for path in files_under(WEB) if "data" in path.relative_to(WEB).parts[:-1]]
    loading = [path for path in files_under(WEB, "*.py") if "load" in path.name]
    for command, content in LOADERS:
        loaded = Stamp(STAMPS / command, digest([*data, *loading], url))
        if loaded.fresh:
            continue
        loaded.drop()
        with doing(f"Loading {content}"):
            manage(environment, command, what=f"Loading {content}", env=env)
        loaded.set()


def set_example(environment: Environment, env: Mapping[str, str], *, wanted: bool) -> str:
    """Load the made-up region, or remove it, and return what was said of it."""
    command = "load_example_region" if wanted else "remove_example_region"
    with doing("Loading the example region" if wanted else "Removing the example region"):
        return manage(environment, command, what="The example region", env=env).strip()


def _forget_loads() -> None:
    """After a change of tables the data is loaded again: it may fill new columns, or the database is new."""
    for command, _ in LOADERS:
        (STAMPS / command).unlink(missing_ok=True)
