"""What somebody can, on a sheet that is his: as a page to print and as a file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from circulairwerkt.base.paper import served
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.requests import Request
from circulairwerkt.people import paper, queries, services
from circulairwerkt.people.models import PersonFile
from circulairwerkt.people.views.files import read_by_coach
from circulairwerkt.people.views.own import own_by, private

#: Without the name of somebody in it: it stays behind in a list of downloads.
_NAME = "paspoort.pdf"


def _page(request: Request, file: PersonFile, token: str = "") -> HttpResponse:
    context = {"file": file, "skills": queries.skills_of(file), "token": token}
    return render(request, "people/passport.html", context)


def _file(request: Request, file: PersonFile, *, instead: str) -> HttpResponse:
    return served(request, lambda: paper.written(file), name=_NAME, instead=instead)


@never_cache
@require_safe
def passport(request: Request, pk: int) -> HttpResponse:
    """The sheet, for the coach who gives it."""
    return read_by_coach(request, pk, lambda file: _page(request, file))


@never_cache
@require_safe
def passport_file(request: Request, pk: int) -> HttpResponse:
    """The same as a file."""
    instead = reverse("people:passport", args=[pk])
    return read_by_coach(request, pk, lambda file: _file(request, file, instead=instead))


@login_not_required
@never_cache
@require_safe
def own_passport(request: Request, token: str) -> HttpResponse:
    """The sheet for the person himself."""
    return private(_page(request, services.read_own(actor=NOBODY, file=own_by(token)), token))


@login_not_required
@never_cache
@require_safe
def own_passport_file(request: Request, token: str) -> HttpResponse:
    """The same as a file."""
    file = services.read_own(actor=NOBODY, file=own_by(token))
    return private(_file(request, file, instead=reverse("people:own_passport", args=[token])))
