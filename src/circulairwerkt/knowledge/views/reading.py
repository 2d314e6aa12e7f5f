"""Texts and lessons for everybody: the overview, a list to narrow, one text, and words explained."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.queries import HubFilter, hubs_matching
from circulairwerkt.knowledge import perms, queries
from circulairwerkt.knowledge.article_form import KINDS, ArticleFilter
from circulairwerkt.knowledge.links import article_address
from circulairwerkt.knowledge.models import Article

PER_PAGE = 24
#: Of each sort on the overview.
_FIRST = 6
_STORIES = 3


@login_not_required
@require_safe
def overview(request: Request) -> HttpResponse:
    """Everything one can learn from, a few of each sort with the way to all."""
    groups = [(kind, list(queries.published_articles().filter(kind=kind)[:_FIRST])) for kind in KINDS[:-1]]
    return render(
        request,
        "knowledge/overview.html",
        {
            "groups": [(kind, rows) for kind, rows in groups if rows],
            "terms": queries.terms()[:_FIRST],
            "lessons": queries.lessons()[:_STORIES],
            "stories": queries.published().filter(lesson={})[:_STORIES],
        },
    )


@login_not_required
@require_safe
def articles(request: Request) -> HttpResponse:
    """All texts but words, narrowed by kind, sector and hub."""
    form = ArticleFilter(request.GET or None)
    valid = not form.is_bound or form.is_valid()
    page = page_of(request, queries.articles_matching(form.wanted()), PER_PAGE)
    context = {"form": form, "page_obj": page, "is_narrowed": form.is_narrowed}
    return render(request, "knowledge/articles.html", context, status=200 if valid else 422)


@login_not_required
@require_safe
def terms(request: Request) -> HttpResponse:
    """The words that hubs use, explained."""
    return render(request, "knowledge/terms.html", {"terms": queries.terms()})


@login_not_required
@require_safe
def article(request: Request, slug: str) -> HttpResponse:
    """One text; a draft or a withdrawn one to those of its hub who write."""
    found = get_object_or_404(Article.objects.select_related("hub").prefetch_related("sectors"), slug=slug)
    is_open = queries.published_articles().filter(pk=found.pk).exists()
    if not is_open:
        require(perms.may_write_at(request.actor, found.hub_id))
    elif found.kind == Article.Kind.TERM:
        return redirect(article_address(found))
    sectors = [sector.key for sector in found.sectors.all()]
    of_sector = found.kind == Article.Kind.SECTOR and sectors
    return render(
        request,
        "knowledge/article.html",
        {
            "article": found,
            "is_open": is_open,
            "may_write": perms.may_write(request.actor, found),
            "may_publish": perms.may_publish(request.actor, found),
            "hubs": hubs_matching(HubFilter(sector=sectors[0])) if of_sector else [],
            "others": queries.in_sectors(sectors, besides=found)[:_FIRST] if sectors else [],
            "stories": queries.stories_in(sectors)[:_STORIES] if of_sector else [],
        },
    )
