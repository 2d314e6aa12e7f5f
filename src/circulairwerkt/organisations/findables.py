"""Organisations and where they work, as everybody finds them; whom a hub knows there, as that hub does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from circulairwerkt.base.findables import ALL, EVERYBODY, Document, Findable, Hit, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.organisations.models import ContactPerson, Kind, Organisation, Partnership, Site
from circulairwerkt.organisations.perms import MANAGE_PARTNERS


def _marks(_actor: Actor) -> Iterable[str]:
    return (EVERYBODY,)


def _kind_words(kind: str) -> list[str]:
    words = []
    for language in ("nl", "en", "fr"):
        with override(language):
            words.append(str(Kind(kind).label))
    return words


def _organisations(keys: Sequence[int]) -> Iterator[Document]:
    rows = Organisation.objects.filter(pk__in=keys).prefetch_related("sites__municipality", "sectors")
    for row in rows:
        towns = [site.municipality.name for site in row.sites.all() if site.municipality]
        labels = [text for sector in row.sectors.all() for text in sector.label.values()]
        yield Document(
            object_id=row.pk,
            marks=frozenset({EVERYBODY}),
            title=row.name,
            text=" ".join([row.kbo_number, *_kind_words(row.kind), *towns, *labels, *row.summary.values()]),
            at=row.changed_at,
        )


def _shown_organisations(_actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    sites = Prefetch("sites", Site.objects.select_related("municipality"))
    rows = Organisation.objects.filter(pk__in=keys).prefetch_related(sites)
    return {row.pk: _organisation_hit(row) for row in rows}


def _organisation_hit(row: Organisation) -> Hit:
    text = in_language(row.summary)
    towns = dict.fromkeys(site.municipality.name for site in row.sites.all() if site.municipality)
    return Hit(
        pk=row.pk,
        title=row.name,
        url=reverse("portal:organisation", args=[row.slug]),
        text=str(text),
        where=", ".join(list(towns)[:3]),
        status=str(row.get_kind_display()),
        icon="building-2",
        at=row.changed_at,
        language=text.language if text.is_fallback and text else "",
        is_example=row.is_example,
    )


def _sites(keys: Sequence[int]) -> Iterator[Document]:
    for site in Site.objects.filter(pk__in=keys).select_related("organisation", "municipality"):
        town = site.municipality.name if site.municipality else ""
        yield Document(
            object_id=site.pk,
            marks=frozenset({EVERYBODY}),
            title=site.name or site.street or site.organisation.name,
            text=" ".join(
                [site.organisation.name, site.street, site.postcode, town, site.establishment_number]
            ),
            at=site.changed_at,
        )


def _shown_sites(_actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    rows = Site.objects.filter(pk__in=keys).select_related("organisation", "municipality")
    return {
        site.pk: Hit(
            pk=site.pk,
            title=site.name or site.street or site.organisation.name,
            url=reverse("portal:organisation", args=[site.organisation.slug]),
            text=" ".join(filter(None, [site.street, site.postcode, str(site.municipality or "")])),
            where=site.organisation.name,
            icon="map-pin",
            at=site.changed_at,
            is_example=site.organisation.is_example,
        )
        for site in rows
    }


def _people_marks(actor: Actor) -> Iterable[str]:
    if actor.may(MANAGE_PARTNERS):
        return [ALL]
    return [f"h{hub}" for hub in sorted(actor.by_hub) if actor.may(MANAGE_PARTNERS, hub_id=hub)]


def _people(keys: Sequence[int]) -> Iterator[Document]:
    rows = ContactPerson._base_manager.filter(pk__in=keys).select_related("organisation")
    for row in rows:
        digits = "".join(filter(str.isdigit, row.phone))
        yield Document(
            object_id=row.pk,
            marks=frozenset({f"h{row.hub_id}", ALL}),
            title=row.name,
            text=" ".join([row.organisation.name, row.role, row.email, row.phone, digits]),
            at=row.noted_at,
        )


def _shown_people(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    """People on the page of the partner where they work; without such a page they are not shown."""
    people = ContactPerson._base_manager.filter(pk__in=keys).select_related("organisation", "hub")
    rows = [row for row in people if actor.may(MANAGE_PARTNERS, hub_id=row.hub_id)]
    parts = Partnership.objects.filter(organisation__in=[row.organisation_id for row in rows])
    pages = {(part.hub_id, part.organisation_id): part.pk for part in parts.order_by("pk")}
    return {
        row.pk: Hit(
            pk=row.pk,
            title=row.name,
            url=reverse("organisations:partner", args=[row.hub.slug, page]),
            text=" · ".join(filter(None, [row.phone, row.email])),
            where=" · ".join(filter(None, [row.role, row.organisation.name])),
            icon="circle-user-round",
            at=row.noted_at,
        )
        for row in rows
        if (page := pages.get((row.hub_id, row.organisation_id)))
    }


register(
    Findable(
        kind="person",
        code="p",
        name=_("Mensen bij partners"),
        icon="circle-user-round",
        order=42,
        ids=lambda: ContactPerson._base_manager.values_list("pk", flat=True),
        documents=_people,
        marks=_people_marks,
        shown=_shown_people,
        touched={
            "organisations.contactperson": itself,
            "organisations.organisation": lambda key: ContactPerson._base_manager.filter(
                organisation_id=key
            ).values_list("pk", flat=True),
        },
    )
)
register(
    Findable(
        kind="organisation",
        code="o",
        name=_("Organisaties"),
        icon="building-2",
        order=60,
        ids=lambda: Organisation.objects.values_list("pk", flat=True),
        documents=_organisations,
        marks=_marks,
        shown=_shown_organisations,
        touched={
            "organisations.organisation": itself,
            "organisations.site": lambda key: Site.objects.filter(pk=key).values_list(
                "organisation_id", flat=True
            ),
        },
    )
)
register(
    Findable(
        kind="site",
        code="s",
        name=_("Vestigingen"),
        icon="map-pin",
        order=70,
        ids=lambda: Site.objects.values_list("pk", flat=True),
        documents=_sites,
        marks=_marks,
        shown=_shown_sites,
        touched={
            "organisations.site": itself,
            "organisations.organisation": lambda key: Site.objects.filter(organisation_id=key).values_list(
                "pk", flat=True
            ),
        },
    )
)
