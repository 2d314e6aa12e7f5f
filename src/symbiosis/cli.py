"""The `symbiosis` command: finds the subcommand, hands it its arguments, turns its end into an exit code.

A subcommand is a module of `symbiosis.commands` with two functions: `configure(parser)` adds its arguments,
`run(args, console)` does the work and returns an exit code. It is imported only when asked for.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from symbiosis.commands.arguments import add_shared
from symbiosis.commands.console import Console
from symbiosis.error_texts import WORDS
from symbiosis.errors import ExitCode, SymbiosisError, language


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand: the module that does it and the line that `--help` shows."""

    name: str
    summary: str

    @property
    def module(self) -> str:
        """Where the subcommand lives."""
        return f"symbiosis.commands.{self.name}"


COMMANDS: Final[tuple[Command, ...]] = (
    Command("classify", "read texts: List-of-Waste codes, material, state, amount; learns from examples"),
    Command("match", "rank who can take what is left over, with reasons"),
    Command("why", "tell why one offer and one need fit or not, and what would change it"),
    Command("chains", "rank what can become of each offer through up to three processing steps"),
    Command("reconcile", "make the measurements of a flow system agree with its balances, and test them"),
    Command("allocate", "find who gives how much to whom over a region, and prove how good that is"),
    Command("opportunities", "tell what is missing in a region, why streams found no place, what is robust"),
    Command("split", "divide what a cooperation gains so that nobody is better off leaving"),
    Command("indicator", "compute a circularity indicator: mci for products, cmu for areas"),
    Command("work", "tell the hours, tasks and conditions that processing steps bring, with their range"),
    Command("teams", "divide people over challenges: a fair mix, proven to a gap, no figure on anybody"),
    Command("generate", "make a reproducible region of offers, needs and processors on real places"),
)
"""Every subcommand, in the order of `--help`: add a line with each new module."""

EPILOG: Final = """\
exit codes: 0 done; 1 the work could not be done; 2 wrong arguments; 3 with --strict, a row was refused;
130 interrupted. Problems with input are told on standard error, one line for each bad cell.

example:
  symbiosis generate --offers 2000 --needs 2000 --processors 50 --seed 7 --out region
"""


def distribution_version() -> str:
    """Version of the installed distribution, or `unknown` when run from a bare source tree."""
    try:
        return version("circulairwerkt")
    except PackageNotFoundError:
        return "unknown"


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the subcommand named in `argv` is imported and configured."""
    parser = argparse.ArgumentParser(
        prog="symbiosis",
        description="Who can take what is left over, how well does it fit, and why.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symbiosis {distribution_version()}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    asked = next((word for word in argv if not word.startswith("-")), None)
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=command.summary[0].upper() + command.summary[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if command.name == asked:
            importlib.import_module(command.module).configure(sub)
            add_shared(sub)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code. Wrong arguments leave through `SystemExit(2)`."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = build_parser(words).parse_args(words)
    console = Console(lang=language(args.lang), quiet=args.quiet)
    try:
        code = int(importlib.import_module(f"symbiosis.commands.{args.command}").run(args, console))
        # here and not at exit, where a reader that went away could no longer be answered
        sys.stdout.flush()
        return code
    except SymbiosisError as error:
        console.tell(error.sentence(console.lang))
        return ExitCode.REFUSED
    except KeyboardInterrupt:
        console.tell(WORDS[console.lang]["interrupted"])
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # whoever read our output stopped reading; writing on would fail again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.REFUSED
