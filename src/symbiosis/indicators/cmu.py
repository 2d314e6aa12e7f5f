"""Circular material use rate of an area: the share of all material used that was recycled.

Method: Eurostat, Circular material use rate, calculation method, edition 2018 (KS-FT-18-009), indicator
cei_srm030 / env_ac_cur.
"""

from __future__ import annotations

from typing import Final

from symbiosis.quantities import FloatArray

METHOD: Final = "Circular material use rate, calculation method"
PUBLISHER: Final = "Eurostat"
EDITION: Final = "2018"


def circular_use(recovered: FloatArray, imports: FloatArray, exports: FloatArray) -> FloatArray:
    """U = RCV_R - IMP_w + EXP_w: what the area collected for recycling, wherever it was recycled."""
    return recovered - imports + exports


def circular_material_use_rate(
    dmc: FloatArray, recovered: FloatArray, imports: FloatArray, exports: FloatArray
) -> FloatArray:
    """CMU = U / (DMC + U) as a share (Eurostat prints it times 100); all four in one unit of mass.

    `dmc` domestic material consumption; `recovered` waste recycled in the area's plants (R2-R11, neither
    energy recovery nor backfilling); `imports` and `exports` waste meant for recycling. `DMC + U` must be
    above 0.
    """
    use = circular_use(recovered, imports, exports)
    rate: FloatArray = use / (dmc + use)
    return rate
