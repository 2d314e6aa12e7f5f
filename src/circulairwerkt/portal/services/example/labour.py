"""What made-up coordinators were told of the work in made-up agreements."""

from random import Random

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Agreement, AgreementState, Case, SaidBy

#: Of one agreement in so many somebody asked how much work it is.
_ONE_ASKED_IN = 3
#: From the least to the most that was told, around what stands in the offer.
_AROUND = ((0.8, 1.1), (0.7, 1.2), (0.9, 1.3))
_RHYTHMS = ("elke dinsdag en donderdag, in de voormiddag", "twee halve dagen per week", "als er genoeg ligt")


def make_work(cases: list[Case], actor: Actor) -> int:
    """Write down what was asked of some agreements in force; return of how many."""
    rows = Agreement.objects.filter(
        case__in=cases, state=AgreementState.AGREED, capability__hours_per_unit_h__isnull=False
    )
    asked = 0
    for number, row in enumerate(rows.select_related("case", "capability").order_by("pk")):
        if number % _ONE_ASKED_IN or row.capability is None or row.capability.hours_per_unit_h is None:
            continue
        # Drawn apart, so that all else stays as it was.
        chance = Random(f"{row.what} {number}")
        low, high = chance.choice(_AROUND)
        hours = row.capability.hours_per_unit_h
        services.save_work_package(
            actor=actor,
            of=row,
            seen_version=0,
            values={
                "told": ["conditions", "rhythm", "hours"],
                "conditions": {
                    "standing": chance.choice(("some", "much")),
                    "noise": chance.choice(("no", "some")),
                    "lifting": chance.choice(("no", "some")),
                    "quiet": chance.choice(("some", "much")),
                    "language": "no",
                },
                "rhythm": chance.choice(_RHYTHMS),
                "hours_low_h": round(hours * low, 3),
                "hours_high_h": round(hours * high, 3),
                "hours_unit": row.capability.unit,
                "hours_said_by": chance.choice(SaidBy.values[:3]),
            },
        )
        asked += 1
    return asked
