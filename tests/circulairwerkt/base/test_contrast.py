"""The colours of the look, measured: WCAG contrast of every pair that carries text or a border."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "src" / "circulairwerkt" / "static" / "src" / "css"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9A-Fa-f]{6}),\s*(#[0-9A-Fa-f]{6})\)")
KINDS = ("material", "product", "energy", "water", "space", "food")
GROUNDS = ("paper", "surface", "sunken")
#: (text, ground): 4.5:1 at least, in light and in dark.
TEXT = [
    *((text, ground) for text in ("ink", "muted", "primary", "accent", "danger") for ground in GROUNDS),
    *((kind, ground) for kind in KINDS for ground in ("paper", "surface", f"{kind}-tint")),
    *(("ink", f"{kind}-tint") for kind in KINDS),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("on-accent", "accent"),
    ("primary", "primary-tint"),
    ("accent", "accent-tint"),
    ("danger", "danger-tint"),
    *((text, tint) for text in ("ink", "muted") for tint in ("primary-tint", "accent-tint", "danger-tint")),
    ("muted", "land"),
]
#: (border or drawing, ground): 3:1 at least.
SHAPES = [("edge", "paper"), ("edge", "surface"), ("primary", "land"), ("primary", "sea"), ("edge", "land")]


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tokens(theme: int) -> dict[str, str]:
    """Colour tokens of the light (0) or dark (1) theme, as first written."""
    found: dict[str, str] = {}
    for name, *values in PAIR.findall((CSS / "tokens.css").read_text(encoding="utf-8")):
        found.setdefault(name, values[theme])
    return found


def test_the_measure_agrees_with_the_known_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_points_can_be_seen(shape: str, ground: str, theme: int) -> None:
    colours = tokens(theme)
    assert contrast(colours[shape], colours[ground]) >= 3


def test_every_token_that_is_used_is_given() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css")))
    assert set(re.findall(r"var\((--[\w-]+)\)", written)) <= set(re.findall(r"(--[\w-]+)\s*:", written))
