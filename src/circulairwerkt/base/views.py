"""Long work as the person sees it who waits for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base import perms, services
from circulairwerkt.base.models import Job
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request


def _found(request: Request, pk: int) -> Job:
    job: Job = get_object_or_404(Job.objects.select_related("who", "hub"), pk=pk)
    require(perms.may_see_job(request.actor, job))
    return job


@require_safe
def job(request: Request, pk: int) -> HttpResponse:
    """How far a job is, and what came of it; the changing part asks for itself anew until it ended."""
    template = "base/_job.html" if request.htmx else "base/job.html"
    answer = render(request, template, {"job": _found(request, pk)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def stop_job(request: Request, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    services.stop_job(actor=request.actor, job=_found(request, pk))
    return redirect("base:job", pk=pk)
