"""Amounts as people read them, and what is still open on a list of questions."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from circulairwerkt.base.templatetags.face import number
from circulairwerkt.cases.agreed import LegalItem
from circulairwerkt.cases.bridge import unit_name

register = template.Library()


@register.filter
def amount(quantity: Decimal | None, unit: str) -> str:
    """Return an amount with its unit: ``1,5 ton``; no zeros behind the comma."""
    if quantity is None:
        return ""
    word = unit_name(unit, float(quantity), get_language() or "nl") if unit else ""
    return f"{number(quantity)} {word}".strip()


@register.filter
def open_items(items: Iterable[LegalItem]) -> int:
    """Return how many questions still wait for a yes or no."""
    return sum(item.is_open for item in items)
