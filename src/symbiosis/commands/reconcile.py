"""`symbiosis reconcile`: measured flows made to agree with their balances, tested for gross errors."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from symbiosis.commands.arguments import table_path
from symbiosis.commands.console import Console
from symbiosis.errors import Report
from symbiosis.flows import Estimate, Outcome, Reconciliation, reconcile
from symbiosis.tables import read_flow_system, write_table

WORDS: Final[dict[str, dict[str, str]]] = {
    "nl": {
        "outcome": "Uitkomst: {}",
        "reconciled": "sluitend gemaakt",
        "no_redundancy": "geen overtolligheid: niets om aan te passen of te toetsen",
        "infeasible": "tegenstrijdig: exacte waarden kunnen niet samen waar zijn",
        "not_converged": "niet tot rust gekomen: de laatste stap staat in het bestand",
        "freedom": "Vrijheidsgraden: {}",
        "limit": "Chi-kwadraatgrens (95 %): {:.6g}",
        "suspects": "Vermoedelijke grove fouten: {}",
        "none": "geen",
        "suspect": "  {id}: z = {test:.4g} (grens {limit:.4g}), geschatte fout {error:.6g}",
        "equal": ", niet te onderscheiden van {}",
        "contradiction": "Tegenspraak rond {}: er blijft {:.6g} over",
        "negative": "Negatief na afstemming: {}",
    },
    "en": {
        "outcome": "Outcome: {}",
        "reconciled": "reconciled",
        "no_redundancy": "no redundancy: nothing to adjust or to test",
        "infeasible": "infeasible: exact values cannot all be true",
        "not_converged": "not converged: the file holds the last step",
        "freedom": "Degrees of freedom: {}",
        "limit": "Chi-square limit (95 %): {:.6g}",
        "suspects": "Suspected gross errors: {}",
        "none": "none",
        "suspect": "  {id}: z = {test:.4g} (limit {limit:.4g}), estimated error {error:.6g}",
        "equal": ", not to be told apart from {}",
        "contradiction": "Contradiction around {}: {:.6g} is left",
        "negative": "Negative after reconciliation: {}",
    },
    "fr": {
        "outcome": "Résultat : {}",
        "reconciled": "réconcilié",
        "no_redundancy": "aucune redondance : rien à ajuster ni à tester",
        "infeasible": "contradictoire : les valeurs exactes ne peuvent être toutes vraies",
        "not_converged": "non convergé : le fichier contient le dernier pas",
        "freedom": "Degrés de liberté : {}",
        "limit": "Limite du khi carré (95 %) : {:.6g}",
        "suspects": "Erreurs grossières suspectées : {}",
        "none": "aucune",
        "suspect": "  {id} : z = {test:.4g} (limite {limit:.4g}), erreur estimée {error:.6g}",
        "equal": ", indiscernable de {}",
        "contradiction": "Contradiction autour de {} : il reste {:.6g}",
        "negative": "Négatif après réconciliation : {}",
    },
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `reconcile`."""
    parser.add_argument("flows", metavar="FLOWS", type=Path, help="table: flow, from, to, value, sigma")
    parser.add_argument("--stocks", type=Path, metavar="S", help="table: stock, process, value, sigma")
    parser.add_argument("--transfers", type=Path, metavar="T", help="table: process, flow, value, sigma")
    parser.add_argument("--out", required=True, type=table_path, help="table to write")
    parser.add_argument("--transfers-out", type=table_path, metavar="OUT2", help="coefficients to write")


def run(args: argparse.Namespace, console: Console) -> int:
    """Read, reconcile, write, tell the tests."""
    report = Report()
    system = read_flow_system(args.flows, stocks=args.stocks, transfers=args.transfers, report=report)
    answer = reconcile(system)
    told = answer.flows + answer.stocks
    write_table(args.out, {"flow": [estimate.id for estimate in told], **_figures(told)})
    if args.transfers_out is not None:
        named = {
            "process": [transfer.process for transfer in system.transfers],
            "flow": [transfer.flow for transfer in system.transfers],
        }
        write_table(args.transfers_out, {**named, **_figures(answer.transfers)})
    for line in sentences(answer, console.lang):
        console.say(line)
    if answer.negative_flows:
        console.tell(WORDS[console.lang]["negative"].format(", ".join(answer.negative_flows)))
    console.report(report)
    return report.exit_code(strict=args.strict)


def _figures(estimates: Sequence[Estimate]) -> dict[str, Any]:
    nan = float("nan")
    return {
        "value": [nan if e.value is None else e.value for e in estimates],
        "sigma": [nan if e.sigma is None else e.sigma for e in estimates],
        "status": [e.status.value for e in estimates],
    }


def sentences(answer: Reconciliation, lang: str) -> list[str]:
    """What standard output tells: outcome, J, degrees of freedom, limit, suspects, contradictions."""
    words = WORDS[lang]
    lines = [
        words["outcome"].format(words[answer.outcome.value]),
        f"J: {answer.j:.6g}",
        words["freedom"].format(answer.degrees_of_freedom),
        words["limit"].format(answer.chi_square_limit),
        words["suspects"].format(", ".join(suspect.id for suspect in answer.suspects) or words["none"]),
    ]
    for suspect in answer.suspects:
        line = words["suspect"].format(
            id=suspect.id, test=suspect.test, limit=answer.test_limit, error=suspect.error
        )
        others = ", ".join(suspect.equivalents)
        lines.append(line + (words["equal"].format(others) if others else ""))
    if answer.outcome is Outcome.INFEASIBLE:
        lines += [
            words["contradiction"].format(", ".join(found.processes), found.imbalance)
            for found in answer.contradictions
        ]
    return lines
