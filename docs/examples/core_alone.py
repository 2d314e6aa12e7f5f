"""The core used alone: from two sentences to a ranked, explained list, without web or database.

Run it with `python docs/examples/core_alone.py` in an environment that holds `symbiosis`.
"""

from datetime import date

from symbiosis.matching.index import Index
from symbiosis.matching.naming import Naming
from symbiosis.matching.packing import pack
from symbiosis.matching.terms import Terms
from symbiosis.matching.understanding import understanding
from symbiosis.matching.why import explain
from symbiosis.places import Point
from symbiosis.quantities import Period
from symbiosis.resources.kinds import Kind, RStrategy
from symbiosis.resources.records import Need, Stream
from symbiosis.resources.streams import Side, StreamTable

DAY = date(2026, 11, 23)
GENT, MECHELEN, BRUGGE = Point(51.0536, 3.7304), Point(51.0259, 4.4776), Point(51.2093, 3.2247)

# All made up: no real firm stands behind these rows.
OFFER = Stream(
    id="voorbeeld-aanbod",
    kind=Kind.MATERIAL,
    text="elke week een paar bigbags zuiver karton",
    materials=("cardboard",),
    quantity=2,
    unit="t",
    period=Period.WEEK,
    place=GENT,
    strategy=RStrategy.R8,
)
NEEDS = [
    Need(id="dozenmaker", kind=Kind.MATERIAL, text="wij zoeken karton", place=BRUGGE, strategy=RStrategy.R8),
    Need(
        id="papierfabriek",
        kind=Kind.MATERIAL,
        materials=("paper_board",),
        quantity=100,
        unit="t",
        period=Period.YEAR,
        place=MECHELEN,
        strategy=RStrategy.R8,
    ),
    Need(id="glazenier", kind=Kind.MATERIAL, materials=("flat_glass",), place=GENT),
]


def main() -> None:
    """Rank the needs for the offer, then read the best and the worst aloud."""
    terms = Terms(day=DAY, naming=Naming(classifier=understanding(DAY)))
    offers = pack(StreamTable.from_rows(Side.OFFER, [OFFER]), terms)
    needs = pack(StreamTable.from_rows(Side.NEED, NEEDS), terms)
    index = Index(needs, forward=True, settings=terms.settings(), kinship=terms.kinship)
    for rank, (key, score) in enumerate(index.best(offers, top=3).of(0), start=1):
        print(f"{rank}. {key} ({score:.3f})")
    for need in (NEEDS[1], NEEDS[2]):
        print()
        print(f"{OFFER.id} - {need.id}")
        print("\n".join(explain(OFFER, need, terms, lang="nl").sentences()))


if __name__ == "__main__":
    main()
