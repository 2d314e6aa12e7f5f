"""Codes that a phone reads, on paper or on a screen: an address as squares, drawn into the page itself."""

import segno
from django.utils.safestring import SafeString, mark_safe


def code_of(address: str) -> SafeString:
    """Return ``address`` as a drawing (SVG) that a phone reads; it needs no style and no file."""
    code = segno.make(address, error="m")
    drawn = code.svg_inline(scale=4, border=2, svgclass="print-code", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn by us from an address; no text of anybody stands in it
