"""Hubs, as everybody finds them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.findables import EVERYBODY, Document, Findable, Hit, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.templatetags.face import LIFE_CYCLE_ICONS, LIFE_CYCLE_TONES
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.hubs.models import Hub


def _ids() -> Iterable[int]:
    return Hub.objects.values_list("pk", flat=True)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    rows = Hub.objects.filter(pk__in=keys).select_related("seat")
    for hub in rows.prefetch_related("aliases", "area__municipality", "sectors"):
        towns = [row.municipality.name for row in hub.area.all() if row.valid_to is None]
        labels = [text for sector in hub.sectors.all() for text in sector.label.values()]
        yield Document(
            object_id=hub.pk,
            marks=frozenset({EVERYBODY}),
            title=" ".join([hub.name, *(alias.name for alias in hub.aliases.all())]),
            text=" ".join(
                [hub.seat.name, hub.seat.name_fr, *towns, *labels, *hub.summary.values(), hub.contact_name]
            ),
            at=hub.changed_at,
        )


def _marks(_actor: Actor) -> Iterable[str]:
    return (EVERYBODY,)


def _shown(_actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {hub.pk: _hit(hub) for hub in Hub.objects.filter(pk__in=keys).select_related("seat")}


def _hit(hub: Hub) -> Hit:
    text = in_language(hub.summary)
    checked = hub.checked_on
    return Hit(
        pk=hub.pk,
        title=hub.name,
        url=reverse("portal:hub", args=[hub.slug]),
        text=str(text),
        where=hub.seat.name,
        status=str(hub.get_life_cycle_display()),
        tone=LIFE_CYCLE_TONES.get(hub.life_cycle, "waiting"),
        icon=LIFE_CYCLE_ICONS.get(hub.life_cycle, ""),
        at=timezone.make_aware(datetime.combine(checked, time())) if checked else None,
        language=text.language if text.is_fallback and text else "",
        is_example=hub.is_example,
    )


register(
    Findable(
        kind="hub",
        code="h",
        name=_("Hubs"),
        icon="map-pin",
        order=80,
        ids=_ids,
        documents=_documents,
        marks=_marks,
        shown=_shown,
        touched={"hubs.hub": itself},
    )
)
