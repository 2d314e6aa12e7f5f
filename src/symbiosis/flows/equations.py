"""The equations of a flow system: one balance for each process, one for each transfer coefficient.

Balance of process p: entering flows - leaving flows - stock change = 0. Transfer coefficient k of flow x_j
out of p: x_j - k * (sum of flows entering p) = 0, linear when k is exact, otherwise linearised at the values
at hand. Where every flow out of a process without stock has a coefficient, they add up to 1; without that
equation "nothing enters" would satisfy any coefficients. Exact values move to the constant side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from symbiosis.flows.elimination import Equation, Row
from symbiosis.flows.system import Flow, FlowSystem, Measurement, Stock, TransferCoefficient
from symbiosis.quantities import FloatArray

UNKNOWN_SHARE: Final = 0.5
"""Where the search starts for a transfer coefficient that nobody measured."""

LEAST: Final = 0.01
"""Share of a typical value below which differences are measured against that value."""

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
        sizes = np.abs(self.measured_value[: len(system.flows)])
        sizes = sizes[sizes > 0]
        self.typical = float(np.median(sizes)) if len(sizes) else 1.0
        """Size of a middling measured flow; 1 where none is measured."""
        self._balances = self._balance_rows()
        self._transfers = self._transfer_places()
        self._wholes = self._whole_processes()

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

    def _whole_processes(self) -> list[tuple[str, tuple[int, ...]]]:
        """Processes all of whose output is divided by coefficients, with the places of these."""
        leaving: dict[str, int] = {}
        for flow in self.system.flows:
            leaving[flow.source] = leaving.get(flow.source, 0) + 1
        divided: dict[str, list[int]] = {}
        for place, transfer in zip(self._transfers, self.system.transfers, strict=True):
            divided.setdefault(transfer.process, []).append(place.coefficient)
        keeping = {stock.process for stock in self.system.stocks}
        return [
            (process, tuple(places))
            for process, places in divided.items()
            if len(places) == leaving[process] and process not in keeping
        ]

    def processes_of(self, names: tuple[int, ...]) -> tuple[str, ...]:
        """The processes that equations with these names are about, each once, in the order of the system."""
        subjects = self._subjects()
        about = {subjects[name] for name in names}
        return tuple(process for process in self.system.processes if process in about)

    def names_about(self, names: Iterable[int]) -> set[int]:
        """Names of all equations about the processes that equations `names` are about."""
        subjects = self._subjects()
        about = {subjects[name] for name in names}
        return {name for name, process in enumerate(subjects) if process in about}

    def _subjects(self) -> list[str]:
        """The process of each equation, by its name."""
        return [
            *self.system.processes,
            *(transfer.process for transfer in self.system.transfers),
            *(process for process, _ in self._wholes),
        ]

    def start(self) -> FloatArray:
        """First values: measured ones as they are, unmeasured flows of a typical size, shares one half.

        A typical size other than 0 keeps an unknown input from switching a coefficient off at the first step.
        """
        flows = slice(0, len(self.system.flows))
        values = np.where(np.isnan(self.measured_value), 0.0, self.measured_value)
        values[flows][self.unmeasured[flows]] = self.typical
        for transfer in self._transfers:
            if self.unmeasured[transfer.coefficient]:
                values[transfer.coefficient] = UNKNOWN_SHARE
        for _, whole in self._wholes:
            places = np.array(whole)
            open_ones = places[~self.exact[places]]
            left = 1.0 - values[places[self.exact[places]]].sum()
            given = values[open_ones].sum()
            if left > 0.0 and given > 0.0:
                values[open_ones] *= left / given
        return values

    def at(self, values: FloatArray) -> list[Equation]:
        """Every equation, linearised at `values` where it is not linear."""
        balances = [self._moved(name, row, 0.0) for name, row in enumerate(self._balances)]
        transfers = [
            self._transfer_equation(len(balances) + number, transfer, values)
            for number, transfer in enumerate(self._transfers)
        ]
        wholes = [
            self._moved(len(balances) + len(transfers) + number, dict.fromkeys(places, 1.0), 1.0)
            for number, (_, places) in enumerate(self._wholes)
        ]
        return balances + transfers + wholes

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

    def sizes(self, values: FloatArray) -> FloatArray:
        """What a change of each value is compared with: itself, its sigma, or `LEAST` of a typical one."""
        least = np.full(len(values), LEAST * self.typical)
        least[len(self.system.flows) + len(self.system.stocks) :] = LEAST
        sigma = np.where(self.measured, self.sigma, 0.0)
        found: FloatArray = np.maximum(np.maximum(np.abs(values), sigma), least)
        return found

    def violation(self, values: FloatArray) -> float:
        """The largest imbalance of any equation, as a share of the sum of its terms.

        Terms that are nothing beside a typical flow count as `LEAST` of it: zero is only met to rounding.
        """
        worst, least = 0.0, LEAST * self.typical
        for row in self._balances:
            terms = [coefficient * float(values[column]) for column, coefficient in row.items()]
            worst = max(worst, _share(terms, least))
        for transfer in self._transfers:
            total = float(values[list(transfer.inputs)].sum())
            terms = [float(values[transfer.flow]), -float(values[transfer.coefficient]) * total]
            worst = max(worst, _share(terms, least))
        for _, places in self._wholes:
            worst = max(worst, abs(float(values[list(places)].sum()) - 1.0))
        return worst


def _share(terms: list[float], least: float) -> float:
    return abs(sum(terms)) / max(sum(map(abs, terms)), least)
