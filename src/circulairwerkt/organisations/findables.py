"""Organisations and where they work, as everybody finds them in the directory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from circulairwerkt.base.findables import EVERYBODY, Document, Findable, Hit, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.organisations.models import Kind, Organisation, Site


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
    rows = Organisation.objects.filter(pk__in=keys).prefetch_related("sites__municipality")
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
