"""Where a text stands: on a page of its own, or, a word, among the words."""

from django.urls import reverse

from circulairwerkt.knowledge.models import Article


def article_address(article: Article) -> str:
    """Return the path of a text in the language of the page."""
    if article.kind == Article.Kind.TERM:
        return f"{reverse('knowledge:terms')}#{article.slug}"
    return reverse("knowledge:article", args=[article.slug])
