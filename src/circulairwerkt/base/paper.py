"""A page as a file: PDF/UA-1, tagged, with its language and title, made by WeasyPrint; kept nowhere.

WeasyPrint draws text with Pango, a library of the system (``script/way_in`` installs or names it). It is
loaded with the first file, so that a site without Pango still serves every page; ``NoPaper`` says that a file
cannot be made there. Nothing is fetched but the site's own letters and what the page holds itself. Tags,
language and order of reading are those of the page: it has a ``lang``, a ``title`` and its headings in order.
"""

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from circulairwerkt.base.requests import Request

CONTENT_TYPE = "application/pdf"
VARIANT = "pdf/ua-1"
_RULES = Path(__file__).parent / "data" / "paper.css"
_LETTERS = (
    "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
)


class NoPaper(Exception):
    """This machine cannot make files: Pango is missing."""


def _weasyprint() -> tuple[Any, Any]:
    try:
        return import_module("weasyprint"), import_module("weasyprint.urls")
    except OSError as error:  # Pango, or one of the libraries under it
        raise NoPaper(str(error)) from error


def _look(rules: Path | None) -> str:
    """Return the rules of the look: the site's own letters, where the bundle holds them, ours, the page's."""
    faces = [
        f'@font-face {{ font-family: "Letter {number}"; src: url("file://{found}") format("woff2"); }}'
        for number, name in enumerate(_LETTERS, start=1)
        if (found := finders.find(name))
    ]
    return "\n".join([*faces, *(path.read_text(encoding="utf-8") for path in (_RULES, rules) if path)])


def written(page: str, *, rules: Path | None = None) -> bytes:
    """Return ``page``, a whole HTML document, as a file; ``rules``: the look that it adds. Raises NoPaper."""
    weasyprint, urls = _weasyprint()
    fetcher = urls.URLFetcher(allowed_protocols=["data", "file"])
    target = BytesIO()
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    look = weasyprint.CSS(string=_look(rules), url_fetcher=fetcher)
    document.write_pdf(target, stylesheets=[look], pdf_variant=VARIANT)
    return target.getvalue()


def served(
    request: Request, write: Callable[[], bytes], *, name: str, instead: str, is_same: bool = True
) -> HttpResponse:
    """Answer with what ``write`` makes; where none can be made, go to ``instead``.

    ``is_same``: that page says the same, so that it can be printed in its place.
    """
    try:
        content = write()
    except NoPaper:
        messages.warning(
            request,
            _("Een PDF maken lukt hier nu niet. Deze pagina printen kan wel.")
            if is_same
            else _("Een PDF maken lukt hier nu niet. Probeer het later opnieuw."),
        )
        return redirect(instead)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
