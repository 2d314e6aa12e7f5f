"""Dividing what is earned together, asked of the core (`docs/methods/fair-split.md`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symbiosis.network.game import Game
from symbiosis.network.split import better_apart, sampled_shapley, side_payments, split

__all__ = ["MOST_EXACT", "Divided", "divided"]

#: Up to so many parties every group is gone through.
MOST_EXACT = 12
_SAMPLES = 2_000


@dataclass(frozen=True)
class Divided:
    """A fair split in EUR by party, what each earns alone, and who would rather go.

    ``apart`` are groups that earn more without the others than ``have`` gives them (than ``fair`` where
    nothing was shared yet), with how much more; ``payments`` turn ``have`` into ``fair``. ``is_sampled``:
    too many parties to go through every group; the shares are Shapley's, drawn, give or take ``error``.
    """

    fair: Mapping[str, float]
    alone: Mapping[str, float]
    is_empty: bool
    lacking_eur: float
    apart: tuple[tuple[tuple[str, ...], float], ...]
    payments: tuple[tuple[str, str, float], ...]
    is_sampled: bool
    error: Mapping[str, float]


def divided(
    players: Sequence[str], worths: Mapping[frozenset[str], float], have: Mapping[str, float] | None
) -> Divided:
    """Divide what all players earn together; a group that is not told counts for what its parts can do."""
    if len(players) > MOST_EXACT:
        return _sampled(sorted(players), worths)
    # Late on purpose: only who divides needs the solver.
    from symbiosis.solvers.highs import Highs

    game = Game.of_known(worths, players)
    found = split(game, Highs(threads=1))
    now = found.least_core if have is None else np.array([have.get(one, 0.0) for one in game.players])
    paid = [] if have is None else side_payments(game.players, now, found.least_core)
    return Divided(
        fair=dict(zip(game.players, found.least_core.tolist(), strict=True)),
        alone=dict(zip(game.players, game.alone.tolist(), strict=True)),
        is_empty=found.core_is_empty,
        lacking_eur=max(0.0, found.least_core_e),
        apart=tuple((tuple(game.named(one).split("|")), more) for one, more in better_apart(game, now)),
        payments=tuple((pay.payer, pay.receiver, pay.eur) for pay in paid),
        is_sampled=False,
        error={},
    )


def _sampled(players: Sequence[str], worths: Mapping[frozenset[str], float]) -> Divided:
    bit = {name: 1 << place for place, name in enumerate(players)}
    told = {sum(bit[name] for name in members): value for members, value in worths.items()}
    alone = {mask: told.get(mask, 0.0) for mask in bit.values()}
    groups = sorted((mask for mask in told if mask not in alone), key=lambda mask: -told[mask])

    def value(members: int) -> float:
        """The best of the told group within it, its other members alone, or all of them alone."""
        apart = sum(worth for mask, worth in alone.items() if mask & members)
        best = apart
        for group in groups:
            if group & members == group:
                rest = sum(worth for mask, worth in alone.items() if mask & members & ~group)
                best = max(best, told[group] + rest)
        return best

    shares = sampled_shapley(len(players), value, samples=_SAMPLES)
    return Divided(
        fair=dict(zip(players, shares.eur.tolist(), strict=True)),
        alone={name: alone[mask] for name, mask in bit.items()},
        is_empty=False,
        lacking_eur=0.0,
        apart=(),
        payments=(),
        is_sampled=True,
        error=dict(zip(players, shares.error.tolist(), strict=True)),
    )
