"""What is new among calls for everybody: those of a hub that take ideas, and those that told their result."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.news import NewsItem, NewsSource, register
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.calls.models import Call
from circulairwerkt.calls.queries import published, telling_news
from circulairwerkt.hubs.models import Hub


def _new_at(hub: Hub, most: int) -> Iterable[int]:
    return telling_news(hub).values_list("pk", flat=True)[:most]


def _calls(keys: Sequence[int]) -> Mapping[int, NewsItem]:
    return {call.pk: _item(call) for call in published().filter(pk__in=keys)}


def _item(call: Call) -> NewsItem:
    # News once when it opens, and once more when the result is known: nothing in between.
    out = call.ended_at if call.is_finished else call.published_at
    return NewsItem(
        key=f"call:{call.pk}",
        title=in_language(call.title),
        text=in_language(call.summary),
        url=reverse("calls:call", args=[call.slug]),
        on=timezone.localdate(out or call.changed_at),
        sort=str(_("Uitslag") if call.is_finished else call.get_kind_display()).capitalize(),
        when=_("tot %(moment)s") % {"moment": moment(call.closes_at)} if call.is_open else "",
        is_example=call.is_example,
    )


register(NewsSource(kind="call", name=gettext_lazy("Oproepen"), order=40, latest=_new_at, shown=_calls))
