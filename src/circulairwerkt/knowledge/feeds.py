"""What is new at a hub, as an Atom feed (RFC 4287): the same for everybody, so that caches may keep it."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from circulairwerkt.base import news
from circulairwerkt.base.news import NewsItem
from circulairwerkt.hubs.models import Hub

#: Seconds for which a reader need not ask again.
_KEEPS_S = 900


class HubNews(Feed):  # type: ignore[type-arg] # no subscript at run time
    """The news of one hub."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Hub:
        """Return the hub of the address."""
        return get_object_or_404(Hub, slug=slug)

    def title(self, hub: Hub) -> str:
        """Return the name of the feed."""
        return _("Nieuws van %(hub)s") % {"hub": hub.name}

    def subtitle(self, hub: Hub) -> str:
        """Say what is in it."""
        return _("Verhalen, lessen en gidsen van %(hub)s") % {"hub": hub.name}

    def link(self, hub: Hub) -> str:
        """Return the page of the hub."""
        return settings.BASE_URL + reverse("portal:hub", args=[hub.slug])

    def feed_guid(self, hub: Hub) -> str:
        """Return the name of the feed for ever."""
        return f"{settings.BASE_URL}/hubs/{hub.slug}/nieuws"

    def author_name(self, hub: Hub) -> str:
        """Return who tells it."""
        return hub.name

    def items(self, hub: Hub) -> list[NewsItem]:
        """Return what is new, the newest first."""
        return news.latest(hub)

    def item_title(self, item: Any) -> str:
        """Return what it is called."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Return it in a few sentences."""
        return " · ".join(filter(None, (item.when, str(item.text))))

    def item_link(self, item: Any) -> str:
        """Return its page."""
        return settings.BASE_URL + str(item.url)

    def item_guid(self, item: Any) -> str:
        """Return its name for ever, the same in each language."""
        return f"{settings.BASE_URL}/nieuws/{item.key.replace(':', '/')}"

    def item_pubdate(self, item: Any) -> datetime:
        """Return the day it came out."""
        return timezone.make_aware(datetime.combine(item.on, time()))

    def item_updateddate(self, item: Any) -> datetime:
        """Return the day it came out; a reader shows it once."""
        return self.item_pubdate(item)

    def item_categories(self, item: Any) -> list[str]:
        """Return what sort of thing it is."""
        return [item.sort]


@login_not_required
@require_safe
@cache_control(public=True, max_age=_KEEPS_S)
@conditional_page
def hub_news(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the feed, or with 304 where the reader has it already."""
    return _feed(request, slug=slug)


_feed = HubNews()
