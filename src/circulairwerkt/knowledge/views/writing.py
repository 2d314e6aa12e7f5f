"""Writing a text for a hub: with a preview and a check on plain Dutch that work without script."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.edits import edit, sent_version
from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.knowledge import perms, queries, services
from circulairwerkt.knowledge.article_form import KINDS, ArticleForm
from circulairwerkt.knowledge.models import Article
from circulairwerkt.knowledge.plain import hints_on

PER_PAGE = 50


def _hub(request: Request, slug: str) -> Hub:
    """Return a hub that uses texts and where the reader writes; to others there is nothing here."""
    hub = get_object_or_404(Hub, slug=slug)
    require(perms.may_write_at(request.actor, hub.pk) and is_on(hub, "guides"))
    return hub


@require_safe
def articles_of_hub(request: Request, slug: str) -> HttpResponse:
    """The texts of a hub: what is in the making, what everybody reads, what was withdrawn."""
    hub = _hub(request, slug)
    page = page_of(request, queries.articles_of(hub), PER_PAGE)
    return render(request, "knowledge/articles_of_hub.html", {"hub": hub, "page_obj": page, "kinds": KINDS})


def new_article(request: Request, slug: str, kind: str) -> HttpResponse:
    """Write a new text."""
    hub = _hub(request, slug)
    if kind not in Article.Kind.values:
        raise Http404
    return _write(request, Article(hub=hub, kind=kind, author=hub.name, is_example=hub.is_example))


def edit_article(request: Request, slug: str) -> HttpResponse:
    """Change a text."""
    return _write(request, _article(slug))


def _article(slug: str) -> Article:
    found: Article = get_object_or_404(Article.objects.select_related("hub"), slug=slug)
    return found


def _write(request: Request, article: Article) -> HttpResponse:
    require(perms.may_write(request.actor, article))
    context: dict[str, Any] = {"article": article, "hub": article.hub}
    if request.method == "POST" and "bekijk" in request.POST:
        return _looked_at(request, article, context)

    def save(form: Any) -> None:
        services.save_article(
            actor=request.actor, article=form.row, seen_version=form.seen_version, values=form.values()
        )

    return edit(
        request,
        row=article,
        form_class=ArticleForm,
        save=save,
        template="knowledge/write.html",
        context=context,
        done_url=_after(article),
        done_text=_("Bewaard."),
    )


def _after(article: Article) -> str:
    if article.pk:
        return reverse("knowledge:article", args=[article.slug])
    return reverse("knowledge:articles_of_hub", args=[article.hub.slug]) if article.hub else "/"


def _looked_at(request: Request, article: Article, context: dict[str, Any]) -> HttpResponse:
    """Show how the text will look and which sentences could be plainer; nothing is saved."""
    form = ArticleForm(request.POST, row=article)
    valid = form.is_valid()
    texts = form.texts()
    read = hints_on(texts[name].get("nl", "") for name in ("summary", "body"))
    context |= {"form": form, "preview": texts, "reading": read}
    return render(request, "knowledge/write.html", context, status=200 if valid else 422)


@require_POST
def publish_article(request: Request, slug: str) -> HttpResponse:
    """Let everybody read it."""
    article = _article(slug)
    try:
        services.publish_article(actor=request.actor, article=article, seen_version=sent_version(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except EditConflict:
        return _changed_meanwhile(request, slug)
    else:
        messages.success(request, _("Iedereen kan dit nu lezen."))
    return redirect("knowledge:article", slug=slug)


@require_POST
def withdraw_article(request: Request, slug: str) -> HttpResponse:
    """Take it away from everybody but the hub."""
    article = _article(slug)
    try:
        services.withdraw_article(actor=request.actor, article=article, seen_version=sent_version(request))
    except EditConflict:
        return _changed_meanwhile(request, slug)
    messages.success(request, _("Alleen je hub ziet dit nog. Publiceer het opnieuw wanneer je wil."))
    return redirect("knowledge:article", slug=slug)


@require_POST
def review_article(request: Request, slug: str) -> HttpResponse:
    """Say that it still holds."""
    article = _article(slug)
    try:
        services.review_article(actor=request.actor, article=article, seen_version=sent_version(request))
    except EditConflict:
        return _changed_meanwhile(request, slug)
    messages.success(request, _("Genoteerd: vandaag nagekeken."))
    return redirect("knowledge:article", slug=slug)


def _changed_meanwhile(request: Request, slug: str) -> HttpResponse:
    messages.error(request, _("Iemand anders wijzigde dit intussen. Lees het eerst na."))
    return redirect("knowledge:article", slug=slug)
