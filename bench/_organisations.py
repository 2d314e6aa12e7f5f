"""Made-up organisations for measuring: thousands of them at real places, never for a site that people use.

Run by the benchmark with the settings of its own database: `_organisations.py COUNT SEED`.
"""

import os
import random
import sys
from collections.abc import Iterator
from itertools import islice

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
import django

django.setup()

from circulairwerkt.hubs.models import Hub  # noqa: E402 - Django starts first
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Site  # noqa: E402 - Django starts first
from circulairwerkt.organisations.names import folded  # noqa: E402 - Django starts first
from circulairwerkt.reference.models import Municipality, Sector  # noqa: E402 - Django starts first

FIRST = (
    "Groene",
    "Nieuwe",
    "Oude",
    "Lokale",
    "Eerste",
    "Noord",
    "Zuid",
    "Leie",
    "Schelde",
    "Dender",
    "Kempen",
)
WORK = (
    "Atelier",
    "Werkplaats",
    "Houtbouw",
    "Textiel",
    "Metaal",
    "Drukkerij",
    "Bakkerij",
    "Logistiek",
    "Tuin",
)
END = ("bv", "nv", "vzw", "cv")
CHUNK = 2000


def names(count: int, chance: random.Random) -> Iterator[str]:
    """Distinct names such as "Groene Werkplaats Leie 417 vzw"."""
    for number in range(1, count + 1):
        first, work, last = chance.choice(FIRST), chance.choice(WORK), chance.choice(FIRST)
        yield f"{first} {work} {last} {number} {chance.choice(END)}"


def main(count: int, seed: int) -> None:
    chance = random.Random(seed)
    towns = list(Municipality.objects.filter(lat__isnull=False).order_by("nis"))
    hubs, sectors = list(Hub.objects.order_by("slug")), list(Sector.objects.order_by("pk"))
    kinds = [kind.value for kind in Kind]
    all_names = names(count, chance)
    while chunk := list(islice(all_names, CHUNK)):
        made = Organisation.objects.bulk_create(
            Organisation(
                slug=name.lower().replace(" ", "-"),
                name=name,
                search_name=folded(name),
                kind=chance.choice(kinds),
                is_example=True,
            )
            for name in chunk
        )
        Site.objects.bulk_create(_site(organisation, chance.choice(towns), chance) for organisation in made)
        links = Organisation.sectors.through
        links.objects.bulk_create(
            links(organisation_id=organisation.pk, sector_id=chance.choice(sectors).pk)
            for organisation in made
        )
        # One in fifty works with a hub: some thirty partners for each of twelve.
        partners = [organisation for organisation in made if chance.random() < 0.02]
        Partnership.objects.bulk_create(
            Partnership(organisation=organisation, hub=chance.choice(hubs)) for organisation in partners
        )
    print(f"{Organisation.objects.count()} organisations, {Site.objects.count()} sites")


def _site(organisation: Organisation, town: Municipality, chance: random.Random) -> Site:
    """A site within some two kilometres of a municipality's point."""
    return Site(
        organisation=organisation,
        municipality=town,
        lat=town.lat + chance.uniform(-0.02, 0.02),
        lon=town.lon + chance.uniform(-0.03, 0.03),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
