"""Every write is one named service: checked, done, recorded. Nothing else writes the database."""

import ast
from pathlib import Path

import pytest

from tests.architecture.repository import WEB, module_of, python_files, shown, tree_of

#: Files that may write, by name, and why.
WRITERS = {
    "services": "the named actions themselves",
    "loading.py": "data files that ship, loaded under the name of the platform and recorded",
    "migrations": "the shape of the tables",
}
#: Single files of the floor that may write.
FLOOR = {
    "base/audit.py": "the trail itself",
    "base/models/rows.py": "the one statement that compares versions and writes",
    "base/loading.py": "what loading has in common",
    "base/clock.py": "when each duty last ran; no content of anybody",
    "base/booking.py": "moments that are taken and moved on; a service checks who may, and records it",
    "base/links.py": "what came of what; laid and recorded by the service that makes it",
    "base/pictures.py": "files of pictures; the rows that name them are written and recorded by services",
    "base/outbox.py": "letters on their way out; what they tell is written and recorded by a service",
    "base/tasks.py": "rows of a file that is read in; what they become goes through services",
    "base/search_index.py": "the index of what can be found, made from rows that services write",
    "base/jobs.py": "how far long work is; what the work itself writes goes through services",
    "organisations/models.py": "fills the folded name in whatever way an organisation is saved",
    "cases/models/agreements.py": "refuses to save a transfer a second time",
    "accounts/models.py": "the manager that makes a person, called by services",
}
MANAGER_CALLS = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "create_user",
    "save_as_successor_of",
}
ROW_CALLS = {"save", "delete", "update", "set", "add", "remove", "clear"}
#: What has a method of such a name and is no row of a table.
NOT_ROWS = {"form", "session", "cache", "messages", "context", "initial", "seen", "fields", "found", "data"}


def _may_write(path: Path) -> bool:
    inside = path.relative_to(WEB)
    return (
        inside.as_posix() in FLOOR
        or path.stem == "services"
        or bool({"services", "migrations"} & set(inside.parts))
        or path.name in WRITERS
    )


def _writes(path: Path) -> list[str]:
    """Calls that write: those of managers always, those of rows unless the name says that it is none."""
    found = []
    for node in ast.walk(tree_of(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        chain = ast.unparse(node.func.value)
        is_row = ".objects" in chain or chain.split(".")[0].split("(")[0] not in NOT_ROWS
        looks_like_row = name in {"save", "delete"} or ".objects" in chain or ".filter(" in chain
        if name in MANAGER_CALLS or (name in ROW_CALLS and is_row and looks_like_row):
            found.append(f"{shown(path)}:{node.lineno} {chain}.{name}()")
    return found


@pytest.mark.parametrize("path", [path for path in python_files(WEB) if not _may_write(path)], ids=module_of)
def test_only_services_write(path: Path) -> None:
    assert not _writes(path), "A view, form, command or template tag writes: make it a service of base.audit"


def test_the_rule_sees_a_write() -> None:
    """The services themselves write, so a rule that sees nothing there sees nothing anywhere."""
    seen = {
        path.relative_to(WEB).parts[0] for path in python_files(WEB) if _may_write(path) and _writes(path)
    }
    assert {"accounts", "hubs", "organisations"} <= seen


def test_every_service_that_writes_is_named() -> None:
    """A function of a services module that writes is marked with ``write`` or called by one that is."""
    wrong = []
    for path in python_files(WEB):
        if path.stem != "services" and "services" not in path.relative_to(WEB).parts:
            continue
        tree = tree_of(path)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        marked = {
            node.name
            for node in functions
            if any(
                isinstance(each, ast.Call) and ast.unparse(each.func) == "write"
                for each in node.decorator_list
            )
        }
        public = [node for node in functions if not node.name.startswith("_") and node.name not in marked]
        for node in public:
            module = ast.Module(body=[node], type_ignores=[])
            own = [
                call.func.attr
                for call in ast.walk(module)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            ]
            if (set(own) & {*MANAGER_CALLS, "save", "delete"}) and not node.name.startswith("forget_"):
                wrong.append(f"{shown(path)}:{node.lineno} {node.name}")
    assert not wrong, f"Mark these with base.audit.write, so that they leave a line in the trail: {wrong}"
