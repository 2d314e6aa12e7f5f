"""Agreements and transfers as ValueFlows 1.0 in JSON-LD, with its context inside and nothing to fetch.

Terms are those of the ontology's release 1.0.0 (https://w3id.org/valueflows/ont/1.0.0/vf). How the value
is split is left out: it is for the parties. What the fields mean: ``docs/formats.md``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils import timezone

from circulairwerkt.base.periods import midnight
from circulairwerkt.cases.agreed import MOST_MONTHS, amount_of
from circulairwerkt.cases.amounts import months_between, planned_in
from circulairwerkt.cases.bridge import unit_name
from circulairwerkt.cases.models import Agreement, AgreementState, Transfer
from circulairwerkt.organisations.models import Organisation

VF = "https://w3id.org/valueflows/ont/vf#"
OM2 = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Units of the core that the Ontology of Units of Measure 2 has under a name we saw; others go by label.
OM2_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "t": "tonne",
        "kg": "kilogram",
        "m3": "cubicMetre",
        "l": "litre",
        "m2": "squareMetre",
        "kWh": "kilowattHour",
        "piece": "one",
    }
)
_CLASSES = (
    "Agreement",
    "Commitment",
    "EconomicEvent",
    "Measure",
    "Organization",
    "Process",
    "ProcessSpecification",
    "ResourceSpecification",
    "Unit",
)
_LINKS = (
    "basedOn",
    "clauseOf",
    "corrects",
    "defaultUnitOfResource",
    "fulfills",
    "hasUnit",
    "inScopeOf",
    "outputOf",
    "provider",
    "realizationOf",
    "receiver",
    "resourceConformsTo",
    "resourceQuantity",
)
_TEXTS = ("label", "name", "note", "resourceClassifiedAs")
_MOMENTS = ("created", "hasBeginning", "hasEnd", "hasPointInTime")
CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "vf": VF,
        "om2": OM2,
        "xsd": XSD,
        **{name: f"vf:{name}" for name in (*_CLASSES, *_TEXTS)},
        **{name: {"@id": f"vf:{name}", "@type": "@id"} for name in _LINKS},
        **{name: {"@id": f"vf:{name}", "@type": "xsd:dateTimeStamp"} for name in _MOMENTS},
        "action": {"@id": "vf:action", "@type": "@id"},
        "finished": {"@id": "vf:finished", "@type": "xsd:boolean"},
        "hasNumericalValue": {"@id": "vf:hasNumericalValue", "@type": "xsd:decimal"},
        "omUnitIdentifier": {"@id": "vf:omUnitIdentifier", "@type": "xsd:anyURI"},
    }
)


class Graph:
    """The nodes of one document, each once."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, Any]] = {}

    def put(self, key: str, sort: str, **values: Any) -> str:
        """Add a node unless it is there; return its address. What is None is left out."""
        address = key if key.startswith("http") else f"{settings.BASE_URL}/{key}"
        if address not in self._nodes:
            told = {name: value for name, value in values.items() if value not in (None, "")}
            self._nodes[address] = {"@id": address, "@type": sort, **told}
        return address

    def unit(self, key: str) -> str:
        """Add a unit."""
        om2 = OM2_UNITS.get(key)
        return self.put(
            f"waardestromen#unit-{key}",
            "Unit",
            label=unit_name(key, 1, "en"),
            omUnitIdentifier=OM2 + om2 if om2 else None,
        )

    def measure(self, quantity: Decimal | None, unit: str) -> dict[str, Any] | None:
        """Return an amount; None where it is unknown."""
        if quantity is None or not unit:
            return None
        return {"@type": "Measure", "hasNumericalValue": f"{quantity:f}", "hasUnit": self.unit(unit)}

    def agent(self, one: Organisation) -> str:
        """Add an organisation, by its public page."""
        return self.put(f"organisaties/{one.slug}/", "Organization", name=one.name)

    def document(self) -> dict[str, Any]:
        """Return the whole, ready to write as JSON."""
        return {"@context": dict(CONTEXT), "@graph": list(self._nodes.values())}


def document(agreements: Iterable[Agreement]) -> dict[str, Any]:
    """Return the agreements and what moved by them as one JSON-LD document; drafts are left out."""
    graph = Graph()
    for agreement in agreements:
        if agreement.state != AgreementState.DRAFT:
            _agreement(graph, agreement)
    return graph.document()


def _agreement(graph: Graph, agreement: Agreement) -> None:
    base = f"dossiers/{agreement.case_id}/overeenkomsten/{agreement.pk}/"
    of = graph.put(
        base, "Agreement", name=agreement.what, created=_moment(agreement.agreed_on or agreement.valid_from)
    )
    specification = graph.put(
        f"{base}#resource",
        "ResourceSpecification",
        name=agreement.what,
        resourceClassifiedAs=_classes(agreement),
        defaultUnitOfResource=graph.unit(agreement.unit) if agreement.unit else None,
    )
    receiver = agreement.processor or agreement.taker
    flow = {
        # Into a processor the thing stays the giver's until it is passed on; to a taker it becomes his.
        "action": "vf:transferCustody" if agreement.processor else "vf:transfer",
        "provider": graph.agent(agreement.giver),
        "receiver": graph.agent(receiver) if receiver else None,
        "resourceConformsTo": specification,
    }
    commitments = _commitments(graph, agreement, base, of, flow)
    if agreement.processor is not None:
        _process(graph, agreement, base, of)
    if agreement.processor is not None and agreement.taker is not None:
        graph.put(
            f"{base}#to-taker",
            "Commitment",
            action="vf:transfer",
            provider=graph.agent(agreement.processor),
            receiver=graph.agent(agreement.taker),
            clauseOf=of,
            hasBeginning=_moment(agreement.valid_from),
            hasEnd=_moment(agreement.valid_to),
            note=agreement.what,
        )
    for transfer in agreement.transfers.order_by("pk"):
        _event(graph, transfer, base, of, flow, commitments)


def _classes(agreement: Agreement) -> list[str] | None:
    found = [agreement.card.material] if agreement.card and agreement.card.material else []
    if agreement.low_code:
        found.append(f"LoW {agreement.low_code}")
    return found or None


def _commitments(
    graph: Graph, agreement: Agreement, base: str, of: str, flow: Mapping[str, Any]
) -> dict[date, str]:
    """Add what was promised: once, or month by month; return the address of each month's."""
    amount = amount_of(agreement)
    common = {**flow, "clauseOf": of, "finished": agreement.state == AgreementState.ENDED}
    end = amount.last or timezone.localdate()
    if agreement.quantity is None or amount.period == "once" or end < amount.first:
        address = graph.put(
            f"{base}#commitment",
            "Commitment",
            **common,
            resourceQuantity=graph.measure(agreement.quantity, agreement.unit),
            hasBeginning=_moment(amount.first),
            hasEnd=_moment(amount.last),
        )
        return {date.min: address}
    found = {}
    for month in list(months_between(amount.first, end))[-MOST_MONTHS:]:
        planned = planned_in(amount, month)
        quantity = None if planned is None else Decimal(str(round(float(planned), 6)))
        found[month.first] = graph.put(
            f"{base}#commitment-{month.first:%Y-%m}",
            "Commitment",
            **common,
            resourceQuantity=graph.measure(quantity, agreement.unit),
            hasBeginning=_moment(max(month.first, amount.first)),
            hasEnd=_moment(min(month.last, amount.last or month.last)),
        )
    return found


def _process(graph: Graph, agreement: Agreement, base: str, of: str) -> None:
    if agreement.processor is None:
        return
    processor = graph.agent(agreement.processor)
    process = graph.put(
        f"{base}#process",
        "Process",
        name=agreement.what,
        basedOn=graph.put(f"{base}#process-kind", "ProcessSpecification", name=agreement.what),
        inScopeOf=processor,
        hasBeginning=_moment(agreement.valid_from),
        hasEnd=_moment(agreement.valid_to),
    )
    graph.put(
        f"{base}#service",
        "Commitment",
        action="vf:deliverService",
        provider=processor,
        receiver=graph.agent(agreement.giver),
        outputOf=process,
        clauseOf=of,
        hasBeginning=_moment(agreement.valid_from),
        hasEnd=_moment(agreement.valid_to),
    )


def _event(
    graph: Graph,
    transfer: Transfer,
    base: str,
    of: str,
    flow: Mapping[str, Any],
    commitments: Mapping[date, str],
) -> None:
    fulfills = commitments.get(transfer.moved_on.replace(day=1)) or commitments.get(date.min)
    earlier = f"{settings.BASE_URL}/{base}#levering-{transfer.corrects_id}"
    graph.put(
        f"{base}#levering-{transfer.pk}",
        "EconomicEvent",
        **flow,
        realizationOf=of,
        fulfills=fulfills,
        resourceQuantity=graph.measure(transfer.quantity, transfer.unit),
        hasPointInTime=_moment(transfer.moved_on),
        created=timezone.localtime(transfer.noted_at).isoformat(),
        corrects=earlier if transfer.corrects_id else None,
    )


def _moment(day: date | None) -> str | None:
    """Return a day as an xsd:dateTimeStamp: its first moment here."""
    if day is None:
        return None
    return midnight(day).isoformat()
