"""A flow diagram as shapes: ribbons between bars, for the still picture, paper and the moving chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from circulairwerkt.flows.bridge import Band, Node, Sankey

#: The still picture's own units.
WIDTH, HEIGHT, MARGIN, BAR = 1000, 420, 10, 16
NAME_WIDTH, NAME_HEIGHT = 380, 22
_LONGEST_NAME = 34


@dataclass(frozen=True)
class Ribbon:
    """One band: its outline, and what it says."""

    path: str
    said: str
    is_backward: bool


@dataclass(frozen=True)
class Bar:
    """One end: a bar with its name beside it."""

    x: float
    y: float
    height: float
    #: Left and top of the box that holds the name.
    text_x: float
    text_y: float
    #: Against which side of its box the name stands: start or end.
    anchor: str
    name: str
    text_width: int = NAME_WIDTH
    text_height: int = NAME_HEIGHT


@dataclass(frozen=True)
class Drawing:
    """One diagram, still and as data for the chart."""

    key: str
    title: str
    label: str
    ribbons: tuple[Ribbon, ...]
    bars: tuple[Bar, ...]
    data: Mapping[str, Any]
    width: int = WIDTH
    height: int = HEIGHT


def drawing_of(key: str, title: str, found: Sankey, names: Mapping[str, str], unit: str) -> Drawing:
    """Return ``found`` as shapes; ``names`` has the words of each node, ``unit`` the word after a number."""
    nodes = {node.key: node for node in found.nodes}
    said = [_said(band, names, unit) for band in found.bands]
    tops = _name_tops(found.nodes)
    return Drawing(
        key=key,
        title=title,
        label=_("%(title)s, in %(unit)s. De tabel eronder zegt hetzelfde in cijfers.")
        % {"title": title, "unit": unit},
        ribbons=tuple(
            Ribbon(_ribbon(band, nodes, found.columns), words, band.backward)
            for band, words in zip(found.bands, said, strict=True)
        ),
        bars=tuple(_bar(node, found.columns, names, tops[node.key]) for node in found.nodes),
        data={
            "columns": found.columns,
            "nodes": [
                {
                    "key": node.key,
                    "name": names[node.key],
                    "column": node.column,
                    "top": node.top,
                    "shift": round((tops[node.key] - _beside(node)) / HEIGHT, 4),
                }
                for node in found.nodes
            ],
            "bands": [
                {"source": band.source, "target": band.target, "value": band.quantity, "said": words}
                for band, words in zip(found.bands, said, strict=True)
                if not band.backward
            ],
        },
    )


def _said(band: Band, names: Mapping[str, str], unit: str) -> str:
    amount = number_format(round(band.quantity, 1), use_l10n=True, force_grouping=True)
    return _("%(source)s naar %(target)s: %(amount)s %(unit)s") % {
        "source": names[band.source],
        "target": names[band.target],
        "amount": amount,
        "unit": unit,
    }


def _left(column: int, columns: int) -> float:
    return MARGIN + column * (WIDTH - 2 * MARGIN - BAR) / max(1, columns - 1)


def _ribbon(band: Band, nodes: Mapping[str, Node], columns: int) -> str:
    """Return the outline of a band: two curves that leave and arrive level."""
    x0 = _left(nodes[band.source].column, columns) + BAR
    x1 = _left(nodes[band.target].column, columns)
    top0, top1 = band.source_top * HEIGHT, band.target_top * HEIGHT
    thick, middle = max(1.0, band.height * HEIGHT), (x0 + x1) / 2
    return (
        f"M{x0:.1f} {top0:.1f}C{middle:.1f} {top0:.1f} {middle:.1f} {top1:.1f} {x1:.1f} {top1:.1f}"
        f"v{thick:.1f}C{middle:.1f} {top1 + thick:.1f} {middle:.1f} {top0 + thick:.1f} "
        f"{x0:.1f} {top0 + thick:.1f}Z"
    )


def _name_tops(nodes: Sequence[Node]) -> dict[str, float]:
    """Return where the name of each node begins: beside its bar, and no name upon another.

    Names are pushed down from the top, and back up where that leaves the picture.
    """
    tops: dict[str, float] = {}
    for column in {node.column for node in nodes}:
        mine = sorted((node for node in nodes if node.column == column), key=lambda one: one.top)
        least = 0.0
        for node in mine:
            tops[node.key] = max(_beside(node), least)
            least = tops[node.key] + NAME_HEIGHT
        most = float(HEIGHT - NAME_HEIGHT)
        for node in reversed(mine):
            tops[node.key] = min(tops[node.key], most)
            most = tops[node.key] - NAME_HEIGHT
    return tops


def _beside(node: Node) -> float:
    """Return where a name begins that stands right beside the middle of its bar."""
    return (node.top + node.height / 2) * HEIGHT - NAME_HEIGHT / 2


def _bar(node: Node, columns: int, names: Mapping[str, str], name_top: float) -> Bar:
    x = _left(node.column, columns)
    is_last = node.column == columns - 1
    name = names[node.key]
    return Bar(
        x=x,
        y=node.top * HEIGHT,
        height=max(1.0, node.height * HEIGHT),
        text_x=x - 4 - NAME_WIDTH if is_last else x + BAR + 4,
        text_y=name_top,
        anchor="end" if is_last else "start",
        name=name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…",
    )
