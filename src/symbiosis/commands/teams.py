"""`symbiosis teams`: people divided over challenges, and what each team has and misses."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from symbiosis.commands.arguments import number, table_path, whole_number
from symbiosis.commands.console import Console
from symbiosis.commands.interrupts import asked_to_stop
from symbiosis.errors import ExitCode, Report
from symbiosis.network.program import Status
from symbiosis.solvers.highs import Highs
from symbiosis.tables import write_table
from symbiosis.tables.team_tables import read_challenges, read_members
from symbiosis.teams import Rules, Teams, build

_WORDS: Final = {
    "nl": "{teams} teams, {unplaced} zonder team; {status}, hoogstens {gap:.2%} kan nog beter",
    "en": "{teams} teams, {unplaced} without a team; {status}, at most {gap:.2%} could be better",
    "fr": "{teams} équipes, {unplaced} sans équipe ; {status}, au plus {gap:.2%} pourrait être mieux",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `teams`."""
    own = Rules()
    parser.add_argument("members", type=Path, metavar="MEMBERS", help="table of who takes part")
    parser.add_argument("challenges", type=Path, metavar="CHALLENGES", help="table of what to work on")
    parser.add_argument("--least", type=whole_number(least=1), default=own.least, help="members of a team")
    parser.add_argument("--most", type=whole_number(least=1), default=own.most, help="members of a team")
    parser.add_argument(
        "--most-of-one", type=whole_number(least=1), default=own.most_of_one, help="of one organisation"
    )
    parser.add_argument("--gap", type=number(least=0.0), default=1e-4, help="prove to this gap (0.0001)")
    parser.add_argument("--time-limit", type=number(least=0.0), default=5.0, metavar="S", help="seconds (5)")
    parser.add_argument("--out", required=True, type=table_path, help="table of members to write")
    parser.add_argument("--teams", type=table_path, metavar="OUT2", help="table of teams to write")


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, divide, write, tell."""
    report = Report()
    rules = Rules(least=args.least, most=args.most, most_of_one=args.most_of_one)
    members = read_members(args.members, report=report)
    challenges = read_challenges(args.challenges, report=report)
    with asked_to_stop() as stop:
        found = build(
            members, challenges, Highs(), rules, gap=args.gap, time_limit_s=args.time_limit, stop=stop
        )
    write_table(args.out, _members(found))
    if args.teams is not None:
        write_table(args.teams, _teams(found))
    console.say(
        _WORDS[console.lang].format(
            teams=len(found.teams), unplaced=len(found.unplaced), status=found.status.value, gap=found.gap
        )
    )
    console.report(report)
    if found.status is Status.INTERRUPTED:
        return ExitCode.INTERRUPTED
    return report.exit_code(strict=args.strict)


def _members(found: Teams) -> dict[str, list[Any]]:
    """Where each is, by challenge; who has no team comes last with an empty challenge."""
    rows = [(key, team.challenge) for team in found.teams for key in team.members]
    rows += [(key, "") for key in found.unplaced]
    return {"id": [key for key, _challenge in rows], "challenge": [challenge for _key, challenge in rows]}


def _teams(found: Teams) -> dict[str, list[Any]]:
    """What each team has and misses."""
    return {
        "challenge": [team.challenge for team in found.teams],
        "members": ["|".join(team.members) for team in found.teams],
        "language": [team.language for team in found.teams],
        "kinds": ["|".join(sorted(team.kinds)) for team in found.teams],
        "skills": ["|".join(sorted(team.skills)) for team in found.teams],
        "missing": ["|".join(sorted(team.missing)) for team in found.teams],
    }
