"""Material Circularity Indicator of products, biological cycle included.

Method: Ellen MacArthur Foundation and ANSYS Granta, Circularity Indicators: An Approach to Measuring
Circularity, Methodology, edition 2019. The formulas were checked against secondary sources; see
docs/methods/mci.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from symbiosis.quantities import FloatArray

METHOD: Final = "Circularity Indicators: An Approach to Measuring Circularity, Methodology"
PUBLISHER: Final = "Ellen MacArthur Foundation, ANSYS Granta"
EDITION: Final = "2019"

LINEAR_AVERAGE: Final = 0.1
"""Indicator of a fully linear product of average use: F(X) = (1 - 0.1) / X."""


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """Columns of products, one place each. Shares are parts of `mass_t`, efficiencies between 0 and 1.

    f_recycled F_R, f_reused F_U, f_biological F_S (biological, from sustained production); c_recycled C_R,
    c_reused C_U, c_composted C_C, c_energy C_E (energy recovery that meets the conditions of the method);
    e_recycling_end E_C (recycling of the product after use), e_recycling_feed E_F (recycling that made its
    feedstock); lifetime L and lifetime_average L_av in one unit, units U and units_average U_av likewise.
    """

    mass_t: FloatArray
    f_recycled: FloatArray
    f_reused: FloatArray
    f_biological: FloatArray
    c_recycled: FloatArray
    c_reused: FloatArray
    c_composted: FloatArray
    c_energy: FloatArray
    e_recycling_end: FloatArray
    e_recycling_feed: FloatArray
    lifetime: FloatArray
    lifetime_average: FloatArray
    units: FloatArray
    units_average: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Circularity:
    """Columns of results: virgin feedstock and unrecoverable waste in tonnes, the rest without unit."""

    virgin_t: FloatArray
    waste_t: FloatArray
    linear_flow_index: FloatArray
    utility: FloatArray
    mci: FloatArray


def material_circularity(products: Products) -> Circularity:
    """The indicator of each product.

    V = M (1 - F_R - F_U - F_S); W_0 = M (1 - C_R - C_U - C_C - C_E); W_C = M C_R (1 - E_C);
    W_F = M F_R (1 - E_F) / E_F, 0 without recycled feedstock; W = W_0 + (W_F + W_C) / 2;
    LFI = (V + W) / (2 M + (W_F - W_C) / 2); X = (L / L_av) (U / U_av); MCI = max(0, 1 - LFI 0.9 / X).

    A fully linear product of average use (X = 1) has LFI 1 and MCI 0.1.
    """
    p = products
    # all per tonne of product: the index does not depend on how much of it there is
    virgin = 1.0 - p.f_recycled - p.f_reused - p.f_biological
    lost = 1.0 - p.c_recycled - p.c_reused - p.c_composted - p.c_energy
    # rounding of shares that add up to one must not give less than nothing
    virgin, lost = np.maximum(virgin, 0.0), np.maximum(lost, 0.0)
    recycles = p.c_recycled > 0.0
    lost_after_use = np.where(recycles, p.c_recycled * (1.0 - p.e_recycling_end), 0.0)
    fed = p.f_recycled > 0.0
    efficiency = np.where(fed, p.e_recycling_feed, 1.0)
    lost_for_feed = np.where(fed, p.f_recycled * (1.0 - efficiency) / efficiency, 0.0)
    waste = lost + (lost_for_feed + lost_after_use) / 2.0
    linear = (virgin + waste) / (2.0 + (lost_for_feed - lost_after_use) / 2.0)
    utility = (p.lifetime / p.lifetime_average) * (p.units / p.units_average)
    mci = np.maximum(0.0, 1.0 - linear * (1.0 - LINEAR_AVERAGE) / utility)
    return Circularity(virgin * p.mass_t, waste * p.mass_t, linear, utility, mci)
