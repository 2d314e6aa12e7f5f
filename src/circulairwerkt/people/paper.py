"""The passport as a file, made from a template; ``base.paper`` makes it."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from circulairwerkt.base import paper
from circulairwerkt.people import queries
from circulairwerkt.people.models import PersonFile

_RULES = Path(__file__).parent / "data" / "paper.css"


def page_of(file: PersonFile) -> str:
    """Return the page from which the file is made, in the language in which it is asked for."""
    context = {
        "file": file,
        "skills": queries.skills_of(file),
        "language": get_language() or "nl",
        "day": timezone.localdate(),
    }
    return render_to_string("people/paper.html", context)


def written(file: PersonFile) -> bytes:
    """Return the passport of a person; what he says is wrong is not in it. Raises NoPaper."""
    return paper.written(page_of(file), rules=_RULES)
