"""The register of processing as a page and as a file, and what retention did."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circulairwerkt.base import downloads
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.people import perms, queries
from circulairwerkt.people.register import GROUNDS, REGISTER, rows


@login_not_required
@require_safe
def register(request: Request) -> HttpResponse:
    """What is kept about people here, field by field; anybody may know."""
    by_processing = [
        (each, GROUNDS[each.ground], [row for row in rows() if row.processing is each]) for each in REGISTER
    ]
    return render(request, "people/register.html", {"parts": by_processing})


@login_not_required
@require_safe
def register_file(request: Request) -> HttpResponse:
    """The same as CSV, for who keeps registers of several platforms together."""
    told = rows()
    columns: downloads.Columns = {
        _("veld"): [row.label for row in told],
        _("naam"): [row.word for row in told],
        _("verwerking"): [str(row.processing.title) for row in told],
        _("waarvoor"): [str(row.processing.purpose) for row in told],
        _("grond"): [str(GROUNDS[row.processing.ground]) for row in told],
        _("hoe lang"): [str(row.processing.retention) for row in told],
        _("wie leest het"): [str(row.processing.readers) for row in told],
        _("verzegeld"): [_("ja") if row.is_sealed else _("nee") for row in told],
    }
    return downloads.table("register-mensen", "csv", columns)


@require_safe
def retention(request: Request) -> HttpResponse:
    """How much went, round by round."""
    require(perms.may_see_retention(request.actor))
    page = page_of(request, queries.retention_runs(), 50)
    return render(request, "people/retention.html", {"page_obj": page})
