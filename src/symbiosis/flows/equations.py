"""The equations of a flow system: one balance for each process, one for each transfer coefficient.

Balance of process p: entering flows - leaving flows - stock change = 0. Transfer coefficient k of flow x_j
out of p: x_j - k * (sum of flows entering p) = 0, linear when k is exact, otherwise linearised at the values
at hand. Exact values move to the constant side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from symbiosis.flows.elimination import Equation, Row
from symbiosis.flows.system import Flow, FlowSystem, Measurement, Stock, TransferCoefficient
from symbiosis.quantities import FloatArray

UNKNOWN_SHARE: Final = 0.5
"""Where the search starts for a transfer coefficient that nobody measured."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Transfer:
    """One transfer coefficient as places of variables."""

    coefficient: int
    flow: int
    inputs: tuple[int, ...]


class Equations:
    """Variables and equations of a system: flows first, then stock changes, then transfer coefficients."""

    def __init__(self, system: FlowSystem) -> None:
        self.system = system
        items: tuple[Flow | Stock | TransferCoefficient, ...] = (
            system.flows + system.stocks + system.transfers
        )
        self.measurements: list[Measurement | None] = [item.measurement for item in items]
        self.names = [item.id for item in items]
        self.measured_value: FloatArray = np.array(
            [m.value if m else np.nan for m in self.measurements], dtype=np.float64
        )
        self.sigma: FloatArray = np.array(
            [m.sigma if m else np.nan for m in self.measurements], dtype=np.float64
        )
        self.exact: Mask = self.sigma == 0.0
        self.measured: Mask = self.sigma > 0.0
        self.unmeasured: Mask = np.isnan(self.sigma)
        self._balances = self._balance_rows()
        self._transfers = self._transfer_places()

    @property
    def is_linear(self) -> bool:
        """True when every transfer coefficient is exact."""
        return all(self.exact[transfer.coefficient] for transfer in self._transfers)

    def _balance_rows(self) -> list[Row]:
        place = {name: number for number, name in enumerate(self.system.processes)}
        rows: list[Row] = [{} for _ in place]
        for column, flow in enumerate(self.system.flows):
            if flow.target in place:
                rows[place[flow.target]][column] = 1.0
            if flow.source in place:
                rows[place[flow.source]][column] = -1.0
        for column, stock in enumerate(self.system.stocks, start=len(self.system.flows)):
            rows[place[stock.process]][column] = -1.0
        return rows

    def _transfer_places(self) -> list[_Transfer]:
        place = {flow.id: column for column, flow in enumerate(self.system.flows)}
        entering: dict[str, list[int]] = {}
        for column, flow in enumerate(self.system.flows):
            entering.setdefault(flow.target, []).append(column)
        first = len(self.system.flows) + len(self.system.stocks)
        return [
            _Transfer(first + number, place[transfer.flow], tuple(entering.get(transfer.process, ())))
            for number, transfer in enumerate(self.system.transfers)
        ]

    def processes_of(self, names: tuple[int, ...]) -> tuple[str, ...]:
        """The processes that equations with these names are about, each once, in the order of the system."""
        balances = len(self._balances)
        about = {
            self.system.processes[name] if name < balances else self.system.transfers[name - balances].process
            for name in names
        }
        return tuple(process for process in self.system.processes if process in about)

    def start(self) -> FloatArray:
        """First values: measured ones as they are, unmeasured flows of a typical size, shares one half.

        A typical size other than 0 keeps an unknown input from switching a coefficient off at the first step.
        """
        flows = slice(0, len(self.system.flows))
        sizes = np.abs(self.measured_value[flows])
        sizes = sizes[sizes > 0]
        values = np.where(np.isnan(self.measured_value), 0.0, self.measured_value)
        values[flows][self.unmeasured[flows]] = float(np.median(sizes)) if len(sizes) else 1.0
        for transfer in self._transfers:
            if self.unmeasured[transfer.coefficient]:
                values[transfer.coefficient] = UNKNOWN_SHARE
        return values

    def at(self, values: FloatArray) -> list[Equation]:
        """Every equation, linearised at `values` where it is not linear."""
        balances = [self._moved(name, row, 0.0) for name, row in enumerate(self._balances)]
        transfers = [
            self._transfer_equation(len(balances) + number, transfer, values)
            for number, transfer in enumerate(self._transfers)
        ]
        return balances + transfers

    def _transfer_equation(self, name: int, transfer: _Transfer, values: FloatArray) -> Equation:
        share = float(values[transfer.coefficient])
        row: Row = {transfer.flow: 1.0}
        for column in transfer.inputs:
            row[column] = -share
        if self.exact[transfer.coefficient]:
            return self._moved(name, row, 0.0)
        total = float(values[list(transfer.inputs)].sum())
        row[transfer.coefficient] = -total
        return self._moved(name, row, -total * share)

    def _moved(self, name: int, row: Row, constant: float) -> Equation:
        equation = Equation(name, {}, constant, abs(constant))
        for column, coefficient in row.items():
            if self.exact[column]:
                known = coefficient * float(self.measured_value[column])
                equation.constant -= known
                equation.size += abs(known)
            elif coefficient != 0.0:
                equation.coefficients[column] = coefficient
        return equation

    def violation(self, values: FloatArray) -> float:
        """The largest imbalance of any equation, as a share of the sum of its terms."""
        worst = 0.0
        for row in self._balances:
            terms = [coefficient * float(values[column]) for column, coefficient in row.items()]
            worst = max(worst, _share(terms))
        for transfer in self._transfers:
            total = float(values[list(transfer.inputs)].sum())
            terms = [float(values[transfer.flow]), -float(values[transfer.coefficient]) * total]
            worst = max(worst, _share(terms))
        return worst


def _share(terms: list[float]) -> float:
    size = sum(map(abs, terms))
    return abs(sum(terms)) / size if size > 0.0 else 0.0
