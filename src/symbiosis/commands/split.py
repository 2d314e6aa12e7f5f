"""`symbiosis split`: how the gain of a cooperation may be divided so that nobody is better off leaving."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

import numpy as np

from symbiosis.commands.arguments import table_path
from symbiosis.commands.console import Console
from symbiosis.errors import InvalidValue, Problem, ProblemCode, Report
from symbiosis.network.game import MOST_EXACT, Game
from symbiosis.network.split import Shares, Split, sampled_shapley, side_payments, split
from symbiosis.solvers.highs import Highs
from symbiosis.tables import read_game, write_table

WORDS: Final[dict[str, dict[str, str]]] = {
    "nl": {
        "e": "Kleinste e van de kern: {:.10g}",
        "empty": "De kern is leeg: hoe je ook verdeelt, een groep verdient alleen meer.",
        "some": "De kern is niet leeg: er is een verdeling waarbij niemand beter af is door te vertrekken.",
        "press": "Wie het eerst zou vertrekken: {}",
        "alone": "{name} verdient alleen {alone:.10g} EUR en krijgt nu {share:.10g} EUR.",
        "sampled": "Te veel deelnemers om alle groepen te overlopen: Shapley is geschat uit loting.",
        "given": "Wat elk eerst ontvangt is niet gelijk aan de nucleolus. Dit maakt het goed:",
        "pays": "{payer} betaalt {receiver} {eur:.10g} EUR.",
        "quits": "Niemand moet iets bijbetalen.",
    },
    "en": {
        "e": "Least-core value e: {:.10g}",
        "empty": "The core is empty: however it is divided, some group earns more by itself.",
        "some": "The core is not empty: there is a split that nobody would be better off leaving.",
        "press": "Who would leave first: {}",
        "alone": "{name} earns {alone:.10g} EUR alone and gets {share:.10g} EUR now.",
        "sampled": "Too many players to go through all coalitions: Shapley is estimated by drawing.",
        "given": "What each receives first is not the nucleolus. This mends it:",
        "pays": "{payer} pays {receiver} {eur:.10g} EUR.",
        "quits": "Nobody has to pay anything on top.",
    },
    "fr": {
        "e": "Plus petit e du coeur : {:.10g}",
        "empty": "Le coeur est vide : quel que soit le partage, un groupe gagne plus seul.",
        "some": "Le coeur n'est pas vide : il existe un partage que personne n'a intérêt à quitter.",
        "press": "Qui partirait d'abord : {}",
        "alone": "{name} gagne {alone:.10g} EUR seul et reçoit maintenant {share:.10g} EUR.",
        "sampled": "Trop de joueurs pour parcourir toutes les coalitions : Shapley est estimé par tirage.",
        "given": "Ce que chacun reçoit d'abord n'est pas le nucléole. Ceci y remédie :",
        "pays": "{payer} paie {eur:.10g} EUR à {receiver}.",
        "quits": "Personne ne doit rien payer en plus.",
    },
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `split`."""
    parser.add_argument("game", metavar="GAME", type=Path, help="table: coalition, value_eur")
    parser.add_argument("--have", type=received, metavar="A=EUR,B=EUR", help="what each receives before")
    parser.add_argument("--out", required=True, type=table_path, help="table to write")


def received(words: str) -> dict[str, float]:
    """An argument type: names with amounts, `a=100,b=-20`."""
    found = {}
    for part in words.split(","):
        name, equals, amount = part.partition("=")
        try:
            found[name.strip()] = float(amount)
        except ValueError:
            equals = ""
        if not equals or not name.strip():
            raise argparse.ArgumentTypeError(f"{part!r} is not a name with an amount, such as a=100")
    return found


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, divide, write, tell."""
    report = Report()
    coalitions = read_game(args.game, report=report)
    console.report(report)
    try:
        game = Game.of(coalitions)
        columns, lines = _divided(game, args.have, console.lang)
    except InvalidValue as error:
        problem = error.problem
        told = Problem(
            problem.code, args.game.name, None, problem.column, problem.value, details=problem.details
        )
        raise InvalidValue(told) from None
    write_table(args.out, {"player": list(game.players), **columns})
    for line in lines:
        console.say(line)
    return report.exit_code(strict=args.strict)


def _divided(game: Game, have: dict[str, float] | None, lang: str) -> tuple[dict[str, Any], list[str]]:
    words = WORDS[lang]
    if len(game.players) > MOST_EXACT:
        shares = sampled_shapley(len(game.players), lambda members: _value(game, members))
        blank = np.full(len(game.players), np.nan)
        return _columns(shares, blank, blank), [words["sampled"]]
    found = split(game, Highs())
    return _columns(found.shapley, found.nucleolus, found.least_core), _sentences(game, found, have, lang)


def _value(game: Game, members: int) -> float:
    if members not in game.values:
        details = {"found": "?"}
        name = game.named(members)
        raise InvalidValue(
            Problem(ProblemCode.COALITIONS_MISSING, column="coalition", value=name, details=details)
        )
    return game.values[members]


def _columns(shapley: Shares, nucleolus: Any, least_core: Any) -> dict[str, Any]:
    columns = {"shapley": shapley.eur, "nucleolus": nucleolus, "least_core_share": least_core}
    if shapley.error.any():
        columns["shapley_error"] = shapley.error
    return columns


def _sentences(game: Game, found: Split, have: dict[str, float] | None, lang: str) -> list[str]:
    words = WORDS[lang]
    lines = [
        words["e"].format(found.least_core_e),
        words["empty" if found.core_is_empty else "some"],
    ]
    if found.pressing:
        lines.append(words["press"].format(", ".join(game.named(members) for members in found.pressing)))
    for name, alone, share in zip(game.players, game.alone, found.nucleolus, strict=True):
        lines.append(words["alone"].format(name=name, alone=alone, share=share))
    if have is not None:
        unknown = [name for name in have if name not in game.players]
        if unknown:
            details = {"other": "GAME"}
            raise InvalidValue(Problem(ProblemCode.ID_UNKNOWN, value=unknown[0], details=details))
        received_eur = np.array([have.get(name, 0.0) for name in game.players])
        payments = side_payments(game.players, received_eur, found.nucleolus)
        lines.append(words["given"] if payments else words["quits"])
        lines += [
            words["pays"].format(payer=pay.payer, receiver=pay.receiver, eur=pay.eur) for pay in payments
        ]
    return lines
