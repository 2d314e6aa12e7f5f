"""The attest as a file, made from a template; ``base.paper`` makes it."""

from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from circulairwerkt.base import paper
from circulairwerkt.trainings.links import private_address
from circulairwerkt.trainings.models import Attest

_RULES = Path(__file__).parent / "data" / "paper.css"


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
    return paper.written(page_of(attest), rules=_RULES)
