"""Loads the partners of the hubs that ship; what a coordinator or the organisation edited stays.

No page that names a partner gives its address, so no partner gets a site: it has no dot and no distance.
"""

from typing import Any

from django.db.models import F

from circulairwerkt.base.loading import LoadedKeys, LoadReport, edition, load_row, load_set
from circulairwerkt.base.permissions import Actor
from circulairwerkt.hubs.loading import shipped, shipped_digest
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, Organisation, Partnership
from circulairwerkt.organisations.names import folded

#: Counts up when the code below writes other columns from the same file.
LAYOUT = 1
NAME = "partners"


def partnerships_by_organisation(content: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return for each organisation's key the hubs it is part of, with its role there."""
    found: dict[str, dict[str, str]] = {}
    for hub in content["hubs"]:
        for key in hub["partners"]:
            found.setdefault(key, {})[hub["slug"]] = Partnership.Role.PARTNER.value
        found.setdefault(hub["lead"], {})[hub["slug"]] = Partnership.Role.LEAD.value
    return found


@edition(
    "organisations.load",
    name=NAME,
    layout=LAYOUT,
    digest=shipped_digest,
    rows=lambda: Organisation.objects.filter(is_example=False).count(),
)
def load_partners(actor: Actor, keys: LoadedKeys, report: LoadReport) -> None:
    """Bring the hubs' partners up to date; a load of the same edition does nothing unless ``again``.

    The hubs must have been loaded (``load_hubs``); a hub that a person removed gets no partners.
    """
    content = shipped()
    hubs = {hub.slug: hub for hub in Hub.objects.all()}
    sources = {row["slug"]: row["sources"] for row in content["hubs"]}
    parts = partnerships_by_organisation(content)
    for key, row in content["organisations"].items():
        named_by = [address for slug in parts[key] for address in sources[slug]]
        organisation: Organisation | None = load_row(
            model=Organisation,
            key={"slug": key},
            values={
                "name": row["name"],
                "search_name": folded(row["name"]),
                "kind": Kind(row["kind"]).value,
                "is_kind_certain": row.get("kind_certain", True),
                "sources": named_by,
                "checked_on": content["read_on"],
            },
            keys=keys,
            report=report,
            actor=actor,
        )
        if organisation is not None:
            roles = {slug: role for slug, role in parts[key].items() if slug in hubs}
            _load_partnerships(organisation, roles, hubs, sources, content)


def _load_partnerships(
    organisation: Organisation,
    roles: dict[str, str],
    hubs: dict[str, Hub],
    sources: dict[str, list[str]],
    content: dict[str, Any],
) -> None:
    """Add partnerships that the file names for the first time; end those that it no longer names."""
    open_ones = organisation.partnerships.filter(valid_to__isnull=True)
    to_add, to_drop = load_set(
        row=organisation,
        column="partnerships",
        wanted=roles,
        present=open_ones.values_list("hub__slug", flat=True),
    )
    Partnership.objects.bulk_create(
        Partnership(
            organisation=organisation, hub=hubs[slug], role=roles[slug], source=next(iter(sources[slug]), "")
        )
        for slug in to_add
    )
    open_ones.filter(hub__slug__in=to_drop).update(valid_to=content["read_on"], version=F("version") + 1)
