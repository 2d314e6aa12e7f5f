"""Pages of a list: a page that is not there is not found, whatever the address says."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

#: Longer than any number of a page; Python refuses to read very long numbers at all.
_MOST_DIGITS = 6


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], per_page: int, *, total: int | None = None
) -> Page[Any]:
    """Return the page that ``?page=`` asks for, the first without it.

    ``total`` is how many rows there are, where the caller counts them in a cheaper way.
    Raises Http404 for anything but the number of a page that there is.
    """
    asked = request.GET.get("page") or "1"
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS):
        raise Http404
    pages = Paginator(rows, per_page)
    if total is not None:
        pages.count = total
    if not 1 <= int(asked) <= pages.num_pages:
        raise Http404
    return pages.page(int(asked))
