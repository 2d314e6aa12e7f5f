"""The network that chains and allocation work on: three sorts of rows and every allowed pair between them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.reference import ALL_FACTS
from symbiosis.matching.terms import Terms
from symbiosis.network.links import Links, links_between, transport_eur
from symbiosis.network.recipes import Recipes
from symbiosis.network.rows import Rows
from symbiosis.quantities import CodeArray


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Offers, needs and recipes, the units in which the rows were written, and their rhythms."""

    offers: PackedSide
    needs: PackedSide
    recipes: Recipes
    offer_units: CodeArray
    need_units: CodeArray
    offer_periods: CodeArray
    need_periods: CodeArray
    measures: tuple[Floats, Floats] | None = None
    """What is offered and asked in each measure over the whole region, where these rows are a part of it."""


@dataclass(frozen=True, kw_only=True)
class Members(Parties):
    """What a network is made of before its pairs are known."""

    @classmethod
    def of(cls, offers: Rows, needs: Rows, recipes: Recipes) -> Members:
        """All of them."""
        return cls(
            offers=offers.side,
            needs=needs.side,
            recipes=recipes,
            offer_units=offers.units,
            need_units=needs.units,
            offer_periods=offers.table.period,
            need_periods=needs.table.period,
        )

    def network(self, terms: Terms) -> Network:
        """All pairs that the rules allow."""
        recipes = self.recipes
        return Network(
            **{field.name: getattr(self, field.name) for field in fields(Parties)},
            terms=terms,
            direct=links_between(self.offers, self.needs, terms),
            into=links_between(self.offers, recipes.inputs, terms),
            onward=_without_itself(links_between(recipes.intermediates, recipes.inputs, terms)),
            ends=links_between(recipes.products, self.needs, terms),
        )


@dataclass(frozen=True, kw_only=True)
class Network(Parties):
    """Offers, needs and recipes with every allowed pair between them.

    `direct` offers to needs, `into` offers to recipes, `onward` recipes to recipes, `ends` recipes to needs.
    """

    terms: Terms
    direct: Links
    into: Links
    onward: Links
    ends: Links

    @classmethod
    def of(cls, offers: Rows, needs: Rows, recipes: Recipes, terms: Terms) -> Network:
        """All pairs that the rules allow."""
        return Members.of(offers, needs, recipes).network(terms)

    @cached_property
    def direct_eur(self) -> Floats:
        """Transport of each direct pair, EUR per base unit of the giver; likewise the three below."""
        return transport_eur(self.offers, self.direct, self.terms)

    @cached_property
    def into_eur(self) -> Floats:
        return transport_eur(self.offers, self.into, self.terms)

    @cached_property
    def onward_eur(self) -> Floats:
        return transport_eur(self.recipes.intermediates, self.onward, self.terms)

    @cached_property
    def ends_eur(self) -> Floats:
        return transport_eur(self.recipes.products, self.ends, self.terms)

    @cached_property
    def need_rung(self) -> Ints:
        """Rung of a direct link: that of the need, 9 where unknown."""
        rung: Ints = np.ascontiguousarray(self.needs.marks[:, c.RUNG])
        return rung

    @cached_property
    def need_strategy(self) -> Ints:
        """Rung that each need tells, -1 where it tells none."""
        unknown = (self.needs.missing >> ALL_FACTS.index("strategy") & 1).astype(bool)
        return np.where(unknown, -1, self.need_rung).astype(np.int32)


def _without_itself(links: Links) -> Links:
    return links.only(links.givers != links.takers)
