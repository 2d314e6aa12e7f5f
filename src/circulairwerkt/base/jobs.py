"""Long work in small steps, each saved in one transaction with its checkpoint: a kill loses nothing.

A room registers a kind of work in its ``tasks`` module:

    @job("streams.confirm_all")
    def confirm_all(handle: Handle) -> Outcome:
        following = handle.state.get("following", 0)
        while rows := ...:
            with handle.step():
                ...
                handle.progress(done, total)
                handle.checkpoint({"following": following})
        return {"words": _("Klaar.")}

and a service starts it with ``start``, in the transaction of what it belongs to. A worker
(``python -m circulairwerkt worker``) takes it; when its process is killed, ``take_back_lost`` queues it anew
and the next worker goes on from the checkpoint. A step takes less than a second: SQLite has one writer.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias
from uuid import uuid4

from django.apps import apps
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from circulairwerkt.base import scope
from circulairwerkt.base.models import Job

logger = logging.getLogger(__name__)

#: What a kind of work gives back: ``words`` for people, ``address`` of a page, what else it wants to keep.
Outcome: TypeAlias = Mapping[str, Any] | None
Work: TypeAlias = Callable[["Handle"], Outcome]

#: A job without a sign of life for so long has lost its process.
LOST_AFTER = timedelta(seconds=60)
#: So many times lost without one step saved, and the job itself is what kills its process.
MOST_LOST = 5
#: After so long others that wait have their turn first.
TURN_S = 5.0

KINDS: dict[str, Work] = {}
#: Set when this process was asked to end: jobs go back to the queue at their next step.
ending = threading.Event()


class JobFailed(Exception):
    """The work cannot be done; the text is for the person who started it."""


class JobStopped(Exception):
    """Somebody asked to stop."""


class JobPaused(Exception):
    """The job goes back to the queue: its process ends, or others have their turn."""


class JobLost(Exception):
    """Another process holds the job by now; what this step did is taken back."""


def job(kind: str) -> Callable[[Work], Work]:
    """Register a function as the work of ``kind``; a second registration of the name is an error."""

    def decorate(work: Work) -> Work:
        if kind in KINDS:
            raise ValueError(f"job {kind!r} is named twice")
        KINDS[kind] = work
        return work

    return decorate


def discover() -> None:
    """Import the ``tasks`` module of every app that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("circulairwerkt.") and find_spec(f"{config.name}.tasks"):
            import_module(f"{config.name}.tasks")


def start(
    kind: str,
    *,
    title: str,
    who_id: int | None = None,
    hub_id: int | None = None,
    arguments: Mapping[str, Any] | None = None,
    total: int | None = None,
) -> Job:
    """Queue a job of ``kind``, in the transaction of the caller: it runs once that is saved, or never.

    Raises KeyError for a kind that nobody registered.
    """
    if kind not in KINDS:
        discover()
    KINDS[kind]
    with transaction.atomic():
        made = Job.objects.create(
            kind=kind,
            title=title[:200],
            who_id=who_id,
            hub_id=hub_id,
            arguments=dict(arguments or {}),
            total=total,
            language=translation.get_language() or "nl",
            heartbeat_at=timezone.now(),
        )
        run_job.enqueue(made.pk)
    return made


@dataclass
class Handle:
    """What the work holds of its job. ``state`` is the checkpoint with which this run began."""

    job: Job
    run: str
    began: float
    #: Whether this run saved a step: without one it gives no turn to others, or nobody would ever get on.
    has_saved: bool = False

    @property
    def state(self) -> dict[str, Any]:
        """The last checkpoint; empty at the very start."""
        return dict(self.job.checkpoint)

    @property
    def arguments(self) -> dict[str, Any]:
        """What the job was started with."""
        return dict(self.job.arguments)

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction: what is done inside is saved together with its checkpoint, or not at all."""
        self.stop_if_wanted()
        with transaction.atomic():
            yield
            self._write()

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the work is; saved with the step, or at once outside of one."""
        self.job.done = done
        self.job.total = self.job.total if total is None else total
        self._write(done=self.job.done, total=self.job.total)

    def checkpoint(self, data: Mapping[str, Any]) -> None:
        """Keep what the work needs to go on from here; saved with the step, or at once outside of one."""
        self.job.checkpoint = dict(data)
        self._write(checkpoint=self.job.checkpoint, lost=0)

    def stop_if_wanted(self) -> None:
        """Leave the work where somebody asked to stop, where this process ends, or where others wait.

        Raises JobStopped, JobPaused or JobLost; the work lets them pass. Call it between steps.
        """
        held = Job.objects.filter(pk=self.job.pk, run=self.run)
        is_cancel_wanted = held.values_list("is_cancel_wanted", flat=True).first()
        if is_cancel_wanted is None:
            raise JobLost
        if is_cancel_wanted:
            raise JobStopped
        if ending.is_set():
            raise JobPaused
        is_over = self.has_saved and time.monotonic() - self.began > TURN_S
        if is_over and DBTaskResult.objects.ready().exists():
            raise JobPaused

    def _write(self, **values: Any) -> None:
        held = Job.objects.filter(pk=self.job.pk, run=self.run, state=Job.State.RUNNING)
        if not held.update(heartbeat_at=timezone.now(), **values):
            raise JobLost
        self.has_saved = True


@task()
def run_job(job_id: int) -> None:
    """Run one job from its checkpoint; of two workers one gets it. Whatever happens is told in its row."""
    run = uuid4().hex
    now = timezone.now()
    if not Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, run=run, heartbeat_at=now, started_at=Coalesce("started_at", now)
    ):
        return
    held = Job.objects.get(pk=job_id)
    handle = Handle(job=held, run=run, began=time.monotonic())
    with translation.override(held.language):
        try:
            with scope.opened(_scope_of(held)):
                result = _work_of(held)(handle)
        except JobStopped:
            _end(handle, Job.State.CANCELLED)
        except JobPaused:
            _queue(Job.objects.filter(pk=job_id, run=run))
        except JobLost:
            logger.warning("job %s: another process holds it by now", job_id)
        except JobFailed as failure:
            _end(handle, Job.State.FAILED, error=str(failure))
        except (OperationalError, InterfaceError):
            # The database does not answer, so neither can its end be written: it is taken back as lost.
            logger.exception("job %s (%s): the database is out of reach", job_id, held.kind)
        except Exception:
            logger.exception("job %s (%s) failed", job_id, held.kind)
            sorry = _("Er liep iets fout bij ons. We bekijken het. Probeer het later opnieuw.")
            _end(handle, Job.State.FAILED, error=sorry)
        else:
            _end(handle, Job.State.DONE, result=dict(result or {}))


def _work_of(held: Job) -> Work:
    if held.kind not in KINDS:
        discover()
    return KINDS[held.kind]


def _scope_of(held: Job) -> scope.Scope:
    """A hub's job sees what that hub sees; the platform's own jobs see all."""
    if held.hub_id is None:
        return scope.Scope(everywhere=True, network=True, reason=f"job {held.kind}")
    return scope.Scope(hubs=frozenset({held.hub_id}), network=True, reason=f"job {held.kind}")


def _end(handle: Handle, state: Job.State, **values: Any) -> None:
    Job.objects.filter(pk=handle.job.pk, run=handle.run).update(
        state=state, run="", ended_at=timezone.now(), heartbeat_at=timezone.now(), **values
    )


def _queue(rows: Any, **values: Any) -> int:
    """Put jobs back in the queue; return how many were still as ``rows`` says."""
    count = 0
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            if rows.filter(pk=pk).update(
                state=Job.State.QUEUED, run="", heartbeat_at=timezone.now(), **values
            ):
                run_job.enqueue(pk)
                count += 1
    return count


def take_back_lost(*, lost_after: timedelta = LOST_AFTER, now: datetime | None = None) -> int:
    """Queue the jobs anew whose process or whose place in the queue was lost; return how many.

    One that is lost time after time without a single step saved is ended: it would take every worker along.
    """
    border = (now or timezone.now()) - lost_after
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lte=border)
    for hopeless in silent.filter(lost__gte=MOST_LOST):
        with translation.override(hopeless.language):
            error = _("Deze taak viel telkens stil. We bekijken het. Probeer het met minder tegelijk.")
        logger.error("job %s (%s) was lost %s times at one place", hopeless.pk, hopeless.kind, MOST_LOST)
        silent.filter(pk=hopeless.pk).update(
            state=Job.State.FAILED, run="", error=error, ended_at=timezone.now()
        )
    count = _queue(silent, lost=F("lost") + 1)
    # A worker that was killed between taking the task and taking the job leaves a job that nobody knows of.
    for waiting in Job.objects.filter(state=Job.State.QUEUED, heartbeat_at__lte=border):
        told = DBTaskResult.objects.ready().filter(args_kwargs={"args": [waiting.pk], "kwargs": {}})
        if not told.filter(task_path=run_job.module_path).exists():
            count += _queue(Job.objects.filter(pk=waiting.pk, state=Job.State.QUEUED))
    return count


def forget_finished(*, now: datetime | None = None) -> None:
    """Delete queue entries that ended a day ago, and jobs that ended 90 days ago."""
    moment = now or timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lte=moment - timedelta(days=1)).delete()
    DBTaskResult.objects.running().filter(started_at__lte=moment - timedelta(days=2)).delete()
    Job.objects.filter(ended_at__lte=moment - timedelta(days=90)).delete()
