"""Every public page of ours that answers a GET, and what its address may carry, from the site's own list."""

from collections.abc import Iterator, Mapping

from django.urls import URLResolver, get_resolver

from circulairwerkt.knowledge.article_form import ArticleFilter
from circulairwerkt.portal.forms import DirectoryForm, HubFilterForm, PlaceForm, StoryForm

#: Parameters that a page reads, by the name of its address; all others read none.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "portal:home": tuple(HubFilterForm.base_fields),
    "portal:hubs_on_map": tuple(HubFilterForm.base_fields),
    "portal:places": ("q",),
    "portal:answer": tuple(PlaceForm.base_fields),
    "portal:organisations": (*DirectoryForm.base_fields, "page"),
    "portal:stories": (*StoryForm.base_fields, "page"),
    "portal:style": ("page",),
    "knowledge:articles": (*ArticleFilter.base_fields, "page"),
    "knowledge:newsletter": ("page",),
    "django.contrib.sitemaps.views.sitemap": ("p",),
}
#: Addresses at the root that are ours; those of the sign-in library have tests of their own.
_AT_THE_ROOT = frozenset({"health", "robots", "sitemap_index", "django.contrib.sitemaps.views.sitemap"})


def public_addresses() -> dict[str, tuple[str, ...]]:
    """Name of each address that somebody without an account may open, with the names of its arguments."""
    return dict(sorted(_public(get_resolver(), "")))


def _public(resolver: URLResolver, space: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _public(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif (space or entry.name in _AT_THE_ROOT) and not getattr(entry.callback, "login_required", True):
            yield f"{space}{entry.name}", tuple(entry.pattern.converters)
