"""What happens to a text: drafted, changed, published, read over, withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.knowledge import perms
from circulairwerkt.knowledge.models import Article
from circulairwerkt.knowledge.services.addresses import free_slug
from circulairwerkt.reference.models import Sector

State = Article.State
#: Addresses under ``kennis/`` that are pages of their own.
_TAKEN = frozenset({"teksten", "woorden"})
_COLUMNS = ("title", "summary", "body", "keywords", "author")


@write("knowledge.save_article", gettext_lazy("tekst geschreven of gewijzigd"))
def save_article(*, actor: Actor, article: Article, seen_version: int, values: Mapping[str, Any]) -> Article:
    """Write a new text as a draft, or change one; raises EditConflict where somebody saved in between."""
    require(perms.may_write(actor, article))
    filled = {name: values[name] for name in _COLUMNS}
    changes = differences(article, filled)
    for name, value in filled.items():
        setattr(article, name, value)
    if not article.pk:
        article.slug = free_slug(Article, values["title"]["nl"], "tekst", _TAKEN)
    article.add_or_succeed(seen_version, filled)
    article.sectors.set(Sector.objects.filter(key__in=values["sectors"]))
    record(actor=actor, row=article, hub_id=article.hub_id, changes=changes)
    return article


@write("knowledge.publish_article", gettext_lazy("tekst gepubliceerd"))
def publish_article(*, actor: Actor, article: Article, seen_version: int) -> None:
    """Let everybody read it; who publishes has read it over. Raises ValidationError where it is empty."""
    require(perms.may_publish(actor, article))
    if not article.body.get("nl"):
        raise ValidationError(_("Er staat nog geen tekst in. Schrijf hem eerst."))
    today = timezone.localdate()
    _change(
        actor,
        article,
        seen_version,
        state=State.PUBLISHED,
        visibility=Visibility.PUBLIC,
        published_on=article.published_on or today,
        reviewed_on=today,
    )


@write("knowledge.withdraw_article", gettext_lazy("tekst ingetrokken"))
def withdraw_article(*, actor: Actor, article: Article, seen_version: int) -> None:
    """Take it away from everybody but its hub; it can be published again."""
    require(perms.may_publish(actor, article))
    _change(actor, article, seen_version, state=State.WITHDRAWN, visibility=Visibility.HUB)


@write("knowledge.review_article", gettext_lazy("tekst nagekeken"))
def review_article(*, actor: Actor, article: Article, seen_version: int) -> None:
    """Say that it was read over today and still holds."""
    require(perms.may_publish(actor, article) and article.is_published)
    _change(actor, article, seen_version, reviewed_on=timezone.localdate())


def _change(actor: Actor, article: Article, seen_version: int, **values: Any) -> None:
    changes = differences(article, values)
    for name, value in values.items():
        setattr(article, name, value)
    article.save_as_successor_of(seen_version, values)
    record(actor=actor, row=article, hub_id=article.hub_id, changes=changes)
