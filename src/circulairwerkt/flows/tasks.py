"""Looking for what is missing at a hub, as long work: one candidate at a time, kept whole at the end."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circulairwerkt.base import jobs
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.flows import services
from circulairwerkt.hubs.models import Hub

#: Between two signs of life while a solution is worked out.
BEAT_S = 2.0


class Watch:
    """Asked by the solver whether to stop: keeps the job alive, and remembers who wants it to end.

    The solver may ask from a thread of its own; the database is asked by the thread of the job alone.
    """

    def __init__(self, handle: jobs.Handle) -> None:
        self._handle, self._thread, self._last = handle, threading.get_ident(), time.monotonic()
        self.ended: Exception | None = None

    def __call__(self) -> bool:
        """Return whether the work should stop here."""
        if threading.get_ident() == self._thread and time.monotonic() - self._last > BEAT_S:
            self._last = time.monotonic()
            self._beat()
        return self.ended is not None

    def _beat(self) -> None:
        """Give a sign of life. It is no step: others have their turn only once a candidate was saved."""
        saved = self._handle.has_saved
        try:
            self._handle.stop_if_wanted()
            self._handle.progress(self._handle.job.done)
        except (jobs.JobStopped, jobs.JobLost) as wanted:
            self.ended = wanted
        except jobs.JobPaused as wanted:
            self.ended = wanted if jobs.ending.is_set() else None
        self._handle.has_saved = saved

    def let_go(self) -> None:
        """Leave where somebody wanted it while the solver was at work."""
        if self.ended is not None:
            raise self.ended


@jobs.job(services.KIND)
def find_opportunities(handle: jobs.Handle) -> jobs.Outcome:
    """Work out what is missing at a hub; after a kill it goes on with the next candidate.

    Nothing of the run before is touched until all is known. Where rows changed since the checkpoint, it
    begins anew.
    """
    hub = Hub.objects.get(pk=handle.job.hub_id or 0)
    watch = Watch(handle)

    def saved(done: int, total: int, state: Mapping[str, Any]) -> None:
        watch.let_go()
        with handle.step():
            handle.progress(done, total)
            handle.checkpoint(state)

    # Late on purpose: the worker starts before there is anything to work out.
    from circulairwerkt.flows.opportunities.finding import find

    told = find(hub, timezone.localdate(), stop=watch, state=handle.state, saved=saved)
    watch.let_go()
    address = reverse("flows:opportunities", args=[hub.slug])
    if told is None:
        return {"words": _("Er zijn nog geen materiaalkaarten met een hoeveelheid."), "address": address}
    with handle.step():
        run = services.keep_found(actor=SYSTEM, hub_id=hub.pk, job=handle.job, **told)
        handle.progress(handle.job.total or 0)
    count = run.opportunities.count()
    words = ngettext("We vonden %(count)d kans.", "We vonden %(count)d kansen.", count) % {"count": count}
    return {"words": words, "address": address}
