"""What people do to the platform's own rows: stop a job."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models import Job
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.perms import may_see_job


@write("base.stop_job", _("taak gestopt"))
def stop_job(*, actor: Actor, job: Job) -> None:
    """Ask a job to stop: one that waits ends at once, one that runs at its next step."""
    require(may_see_job(actor, job))
    now = timezone.now()
    held = Job.objects.filter(pk=job.pk)
    if not held.filter(state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, is_cancel_wanted=True, ended_at=now
    ):
        held.filter(state=Job.State.RUNNING).update(is_cancel_wanted=True)
    record(actor=actor, row=job, hub_id=job.hub_id, changes={"is_cancel_wanted": [False, True]})
