"""Parts of pages that an upper room adds to a page of a lower one: a registry, and nothing more.

The page names itself (``cases:case``) and draws ``{% panels "cases:case" case %}``; an upper room registers
a panel in its ``panels`` module, which its ``AppConfig.ready`` imports.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from circulairwerkt.base.requests import Request

Gather = Callable[[Request, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """One part: ``gather`` gives what the template needs, or None where there is nothing for this reader."""

    template: str
    order: int
    gather: Gather


PANELS: dict[str, list[Panel]] = {}


def panel(page: str, *, template: str, order: int = 100) -> Callable[[Gather], Gather]:
    """Register a function as the source of a panel on ``page``; lower ``order`` comes first.

    The function checks the reader's right itself. The same template twice on a page is an error.
    """

    def decorate(gather: Gather) -> Gather:
        known = PANELS.setdefault(page, [])
        if any(each.template == template for each in known):
            raise ValueError(f"panel {template!r} stands twice on {page!r}")
        known.append(Panel(template, order, gather))
        known.sort(key=lambda each: (each.order, each.template))
        return gather

    return decorate


def drawn(page: str, request: Request, row: Any) -> SafeString:
    """Return the panels of ``page`` for ``row``, drawn one after another; each escapes its own values."""
    found = [(each.template, each.gather(request, row)) for each in PANELS.get(page, [])]
    return mark_safe(  # noqa: S308 - templates escape what they hold
        "".join(render_to_string(name, {**values}, request) for name, values in found if values is not None)
    )
