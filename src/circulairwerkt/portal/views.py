"""Pages across capabilities: home, answer, workspace."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from circulairwerkt.hubs.models import Hub


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The one question, and the hubs."""
    return render(request, "portal/home.html", {"hubs": Hub.objects.select_related("seat")})


def workspace(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    return render(request, "portal/workspace.html", {})
