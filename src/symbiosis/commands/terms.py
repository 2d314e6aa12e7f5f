"""The terms of matching as the command line sets them: day, factors, horizon."""

from __future__ import annotations

import argparse

from symbiosis.factors import load
from symbiosis.matching.naming import Naming
from symbiosis.matching.terms import Terms
from symbiosis.matching.understanding import understanding


def terms_of(args: argparse.Namespace) -> Terms:
    """Terms from `--date`, `--factors` and `--horizon`."""
    return Terms(
        day=args.date,
        naming=Naming(classifier=understanding(args.date)),
        factors=load(args.factors),
        horizon_days=args.horizon,
    )
