"""Material flow analysis: definition, data, reconciliation, tests, balances, Sankey layout."""

from symbiosis.flows.reconciliation import reconcile
from symbiosis.flows.results import (
    Balance,
    Contradiction,
    Estimate,
    Outcome,
    Reconciliation,
    Status,
    Suspect,
)
from symbiosis.flows.system import (
    ENVIRONMENT,
    Flow,
    FlowSystem,
    Measurement,
    Stock,
    TransferCoefficient,
    flow_system,
)

__all__ = [
    "ENVIRONMENT",
    "Balance",
    "Contradiction",
    "Estimate",
    "Flow",
    "FlowSystem",
    "Measurement",
    "Outcome",
    "Reconciliation",
    "Status",
    "Stock",
    "Suspect",
    "TransferCoefficient",
    "flow_system",
    "reconcile",
]
