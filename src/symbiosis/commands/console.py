"""What a subcommand tells the person at the keyboard: problems, summaries, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO, TypeVar

from tqdm import tqdm

from symbiosis.errors import Report

Item = TypeVar("Item")


class Console:
    """Standard error for problems and progress, standard output for results.

    Progress is drawn on a terminal only, so that a log or a pipe holds nothing but sentences.
    """

    def __init__(
        self, *, lang: str = "nl", quiet: bool = False, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.lang = lang
        self.quiet = quiet
        self._out = out
        self._err = err

    def say(self, line: str) -> None:
        """One line of result on standard output."""
        (self._out or sys.stdout).write(line + "\n")

    def tell(self, line: str) -> None:
        """One line on standard error."""
        (self._err or sys.stderr).write(line + "\n")

    def report(self, report: Report) -> None:
        """Every problem on a line, then one summary line for each file, on standard error."""
        lines = [*report.lines(self.lang), *report.summary(self.lang)]
        if lines:
            self.tell("\n".join(lines))

    def progress(self, items: Iterable[Item], *, label: str, total: int | None = None) -> Iterable[Item]:
        """`items`, with a bar that moves as they are taken."""
        bar: Iterable[Item] = tqdm(items, desc=label, total=total, disable=self._no_bar(), file=sys.stderr)
        return bar

    def bar(self, *, label: str, total: int, unit: str = "row") -> Any:
        """A bar to move by hand: a context manager with `update(n)`."""
        return tqdm(
            desc=label, total=total, unit=f" {unit}", unit_scale=True, disable=self._no_bar(), file=sys.stderr
        )

    def _no_bar(self) -> bool:
        return self.quiet or not sys.stderr.isatty()
