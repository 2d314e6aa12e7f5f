"""What waits for the person who signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from circulairwerkt.cases import queries as case_queries


def workspace(request: HttpRequest) -> HttpResponse:
    """Questions by clock first."""
    return render(request, "portal/workspace.html", {"questions": case_queries.waiting_for(request.actor)})
