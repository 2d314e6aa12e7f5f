"""Work for ``killing``: read a file of organisations in."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command

from circulairwerkt.base import jobs, services, tasks
from circulairwerkt.base.models import AuditEntry, Import, ImportRow, Job
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Partnership, Site
from tests.circulairwerkt import factories

ROWS = 400


def begin() -> None:
    """Bring a file, and have it checked. Killed far more often than any machine is, no job is given up."""
    tasks.MADE_A_STEP, tasks.CHECKED_A_STEP, jobs.MOST_LOST = 10, 50, 1000
    hub = Hub.objects.filter(slug="gent").first() or factories.hub(slug="gent")
    actor = actor_of(factories.member(hub))
    round_number = Import.objects.count()
    names = [f"Zaak {(number * 7919 + round_number) % 100_003:06d}" for number in range(ROWS)]
    lines = ["naam;straat", *(f"{name};Straat 1" for name in names)]
    batch = services.begin_import(
        actor=actor,
        hub_id=hub.pk,
        kind="organisations",
        file_name="lijst.csv",
        content="\n".join(lines).encode(),
    )
    services.choose_columns(actor=actor, batch=batch, mapping=batch.mapping)


def work() -> None:
    """Be one worker."""
    call_command("worker", "--once")


def take_back() -> None:
    """Do what the clock does; and what the coordinator does once the rows were checked."""
    jobs.take_back_lost(lost_after=timedelta(0))
    for batch in Import.objects.filter(state=Import.State.CHECKED).select_related("who", "job"):
        if batch.job is not None and batch.job.has_ended and batch.who is not None:
            actor = actor_of(batch.who)
            services.decide_twins(actor=actor, batch=batch, choices={}, for_all="make")
            services.run_import(actor=actor, batch=batch)


def is_over() -> bool:
    """Whether every file was read in, or a job failed."""
    if Job.objects.filter(state=Job.State.FAILED).exists():
        return True
    states = set(Import.objects.values_list("state", flat=True))
    return states == {Import.State.DONE} and all(job.has_ended for job in Job.objects.all())


def facts() -> dict[str, Any]:
    """What is left."""
    return {
        "files": Import.objects.count(),
        "jobs": sorted(set(Job.objects.values_list("kind", "state"))),
        "made": ImportRow.objects.filter(state=ImportRow.State.MADE).count(),
        "names": list(Organisation.objects.values_list("name", flat=True)),
        "partnerships": Partnership.objects.count(),
        "sites": Site.objects.count(),
        "trail": AuditEntry.objects.filter(
            action="organisations.import", object_type="organisations.organisation"
        ).count(),
    }
