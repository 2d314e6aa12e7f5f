"""What is new in the agenda for everybody: events of a hub that are still to come."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.agenda.queries import EventSearch, published, to_come
from circulairwerkt.base.news import NewsItem, NewsSource, register
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.hubs.models import Hub

#: Events of a hub that are looked through for news, the next first.
_LOOKED_AT = 300


def _coming_at(hub: Hub, most: int) -> Iterable[int]:
    # Of a series the next time alone: five times the same is no news.
    found: dict[tuple[str, int], int] = {}
    rows = to_come(EventSearch(hub=hub.slug)).prefetch_related(None).values_list("pk", "series_id")
    for pk, series in rows[:_LOOKED_AT]:
        found.setdefault(("series", series) if series else ("event", pk), pk)
    return list(found.values())[:most]


def _events(keys: Sequence[int]) -> Mapping[int, NewsItem]:
    return {event.pk: _item(event) for event in published().filter(pk__in=keys)}


def _item(event: Event) -> NewsItem:
    return NewsItem(
        key=f"event:{event.pk}",
        title=in_language(event.title),
        text=in_language(event.summary),
        url=reverse("agenda:event", args=[event.slug]),
        # Since when it stands in the agenda: news is sorted by what is new, not by what is far off.
        on=timezone.localdate(event.published_at or event.changed_at),
        sort=str(event.get_kind_display()).capitalize(),
        when=moment(event.first_starts_at),
        is_example=event.is_example,
    )


register(NewsSource(kind="event", name=_("Agenda"), order=30, latest=_coming_at, shown=_events))
