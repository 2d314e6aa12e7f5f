"""How long proposals for one new card take: python bench/proposals.py [CARDS] [NEEDS] [CAPABILITIES].

Rows come from the generator of regions and lie in a fresh SQLite database. Told apart: loading the pool of a
process (once a day), one row that changed, and finding, telling and storing the proposals of a new card.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def main(cards: int, needs: int, capabilities: int) -> None:
    """Fill a database, load the pool, time forty new cards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CW_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        from tests.platform_settings import start_django

        start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(cards, needs, capabilities)


def _measure(cards: int, needs: int, capabilities: int) -> None:
    from tests.circulairwerkt import factories as make

    from circulairwerkt.base import scope
    from circulairwerkt.base.permissions import SYSTEM
    from circulairwerkt.matching.models import Proposal
    from circulairwerkt.matching.pools import follower, key_of
    from circulairwerkt.matching.services import run_for
    from circulairwerkt.streams.bridge import capability_values, card_values, need_values
    from circulairwerkt.streams.models import Capability, MaterialCard, Need
    from symbiosis.resources.regions import make_region

    with scope.everywhere("a benchmark"):
        hubs = [make.hub() for _ in range(12)]
        region = make_region(offers=cards + 40, needs=needs, processors=capabilities, seed=7)
        _store(MaterialCard, hubs, ((card_values(row), row.place) for row in region.offers.rows()))
        _store(Need, hubs, ((need_values(row), row.place) for row in region.needs.rows()))
        _store(
            Capability,
            hubs,
            ((values, row.place) for row in region.processors.rows() for values in capability_values(row)),
        )
        new = list(MaterialCard.objects.order_by("-pk")[:40])
        begin = time.perf_counter()
        follower.up_to_date()
        print(
            f"pool of {cards:,} cards, {needs:,} needs, {capabilities:,} capabilities loaded in "
            f"{time.perf_counter() - begin:.1f} s"
        )
        run_for(actor=SYSTEM, keys=[key_of(new[0])])
        times, work = [], []
        for card in new[1:]:
            begin, worked = time.perf_counter(), time.process_time()
            run_for(actor=SYSTEM, keys=[key_of(card)])
            times.append(time.perf_counter() - begin)
            work.append(time.process_time() - worked)
        times.sort()
        middle, slow = statistics.median(times), times[int(len(times) * 0.95)]
        print(f"one new card: median {middle:.3f} s, p95 {slow:.3f} s, worst {times[-1]:.3f} s")
        print(f"processor time of one: median {statistics.median(work):.3f} s, worst {max(work):.3f} s")
        print(f"{Proposal.objects.count()} proposals of {len(new)} cards")


def _store(model: object, hubs: list[object], rows: object) -> None:
    batch = []
    for number, (values, place) in enumerate(rows):  # type: ignore[arg-type,var-annotated]
        values.pop("visibility", None)
        point = {"lat": place.lat, "lon": place.lon} if place else {}
        level = ("parties", "hub", "network", "public")[number % 4]
        batch.append(model(hub=hubs[number % len(hubs)], visibility=level, **values, **point))  # type: ignore[operator]
        if len(batch) == 2000:
            model._base_manager.bulk_create(batch)  # type: ignore[attr-defined]
            batch = []
    model._base_manager.bulk_create(batch)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:4]]
    main(*(sizes + [100_000, 66_000, 20_000][len(sizes) :]))
