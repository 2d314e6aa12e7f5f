"""Long work as a row: how far it is, where it goes on after a kill, what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work; ``base.jobs`` starts, runs and takes back jobs, nothing else writes them.

    ``run`` is the key of the process that holds the job: a step is saved only by the one that still holds it.
    ``checkpoint`` is what the work needs to go on; it is saved in one transaction with what the step did.
    """

    class State(models.TextChoices):
        """Where a job is."""

        QUEUED = "queued", _("wacht op haar beurt")
        RUNNING = "running", _("bezig")
        DONE = "done", _("klaar")
        FAILED = "failed", _("mislukt")
        CANCELLED = "cancelled", _("gestopt")

    kind = models.CharField(max_length=80)
    title = models.CharField(_("taak"), max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    arguments = models.JSONField(default=dict)
    checkpoint = models.JSONField(default=dict)
    #: What came of it: ``words`` (a sentence for people) and ``address`` (a page of ours), both optional.
    result = models.JSONField(default=dict)
    #: What went wrong, in words for the person who started it.
    error = models.TextField(blank=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    hub = models.ForeignKey("hubs.Hub", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    is_cancel_wanted = models.BooleanField(default=False)
    run = models.CharField(max_length=32, blank=True)
    #: Last sign of life; of a job that waits, when it was put in the queue.
    heartbeat_at = models.DateTimeField()
    #: How many times its process was lost since the last step that was saved.
    lost = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="job_state"),
            models.Index(fields=["hub", "-made_at"], name="job_hub"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def percent(self) -> int | None:
        """How far it is, of a hundred; None where nobody knows how much there is to do."""
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)
