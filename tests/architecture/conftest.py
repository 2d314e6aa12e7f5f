"""For the architecture tests: Django's apps, and at the end a word on files near the hard limit."""

import pytest

from tests.architecture.repository import files, shown, text_of
from tests.platform_settings import start_django

start_django()

SOFT_LIMIT = 400
CODE = {".py", ".js", ".mjs", ".ts", ".css", ".html"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the files over the soft limit: a hint, not a failure."""
    sizes = {path: (text_of(path) or "").count("\n") for path in files() if path.suffix in CODE}
    long = sorted(
        (path for path, lines in sizes.items() if lines > SOFT_LIMIT), key=lambda path: -sizes[path]
    )
    if long:
        terminalreporter.section(f"over the soft limit of {SOFT_LIMIT} lines")
        for path in long:
            terminalreporter.line(f"{sizes[path]:5} {shown(path)}")
