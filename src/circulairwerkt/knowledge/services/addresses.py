"""Addresses of texts: from their title, and never one that another has."""

from django.db import models
from django.utils.text import slugify

_LONGEST = 100


def free_slug(
    model: type[models.Model], title: str, otherwise: str, taken: frozenset[str] = frozenset()
) -> str:
    """Return an address for a new row of ``model`` that no other has, and that is none of ``taken``."""
    plain = slugify(title)[:_LONGEST].strip("-") or otherwise
    known = taken | set(model._base_manager.filter(slug__startswith=plain).values_list("slug", flat=True))
    number, slug = 1, plain
    while slug in known:
        number += 1
        slug = f"{plain}-{number}"
    return slug
