"""The attest as a file: PDF/UA-1, tagged, with its language and title, made by WeasyPrint from a template.

WeasyPrint draws text with Pango, a library of the system (``script/way_in`` installs or names it). It is
loaded with the first file, so that a site without Pango still serves every page; ``NoPaper`` says that a file
cannot be made there. Nothing is fetched but the site's own letters and what the page holds itself.
"""

from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from circulairwerkt.trainings.links import private_address
from circulairwerkt.trainings.models import Attest

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


def _look() -> str:
    """Return the rules of the look: the site's own letters, where the bundle holds them, and the page's."""
    faces = [
        f'@font-face {{ font-family: "Letter {number}"; font-weight: 200 800; '
        f'src: url("file://{found}") format("woff2"); }}'
        for number, name in enumerate(_LETTERS, start=1)
        if (found := finders.find(name))
    ]
    return "\n".join([*faces, _RULES.read_text(encoding="utf-8")])


def page_of(attest: Attest) -> str:
    """Return the page from which the file is made, in the language of the attest."""
    address = private_address(attest)
    code = segno.make(address, error="m").svg_data_uri(scale=4, border=2, dark="#16241F")
    with override(attest.language):
        context = {
            "attest": attest,
            "hub": attest.hub,
            "language": attest.language,
            "address": address,
            "site": settings.BASE_URL,
            "code": code,
        }
        return render_to_string("trainings/paper.html", context)


def written(attest: Attest) -> bytes:
    """Return the file of an attest. Raises NoPaper."""
    weasyprint, urls = _weasyprint()
    fetcher = urls.URLFetcher(allowed_protocols=["data", "file"])
    target = BytesIO()
    document = weasyprint.HTML(string=page_of(attest), url_fetcher=fetcher)
    look = weasyprint.CSS(string=_look(), url_fetcher=fetcher)
    document.write_pdf(target, stylesheets=[look], pdf_variant=VARIANT)
    return target.getvalue()
