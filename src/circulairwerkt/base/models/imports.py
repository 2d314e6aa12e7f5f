"""Files that people read in: the file, what was made of each row, and how a hub's columns are called."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def file_path(row: "Import", name: str) -> str:
    """Where an uploaded file lies: under a name of ours, by hub."""
    return f"imports/{row.hub_id}/{row.key}"


class Import(models.Model):
    """One file that a hub reads in; ``base.imports`` says what its rows can become.

    File and rows are erased 30 days after it ended; until then the whole can be taken back.
    """

    class State(models.TextChoices):
        """Where a file is."""

        UPLOADED = "uploaded", _("wacht op je kolommen")
        CHECKING = "checking", _("wordt nagekeken")
        CHECKED = "checked", _("nagekeken")
        RUNNING = "running", _("wordt ingelezen")
        DONE = "done", _("ingelezen")
        UNDOING = "undoing", _("wordt teruggenomen")
        UNDONE = "undone", _("teruggenomen")

    hub = models.ForeignKey("hubs.Hub", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40, unique=True)
    file = models.FileField(upload_to=file_path, max_length=200, blank=True)
    file_name = models.CharField(_("bestand"), max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    job = models.ForeignKey("base.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    #: Names of the columns of the file, and the first rows as they stand there.
    columns = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    rows = models.PositiveIntegerField(_("rijen"), default=0)
    #: Which column of the file fills which field.
    mapping = models.JSONField(_("gekozen kolommen"), default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["hub", "-made_at"], name="import_hub")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a file: what was understood, what is wrong with it, what it resembles, what it became."""

    class State(models.TextChoices):
        """What becomes of a row."""

        GOOD = "good", _("klaar om in te lezen")
        WRONG = "wrong", _("niet ingelezen: er klopt iets niet")
        TWIN = "twin", _("lijkt op iets dat er al is")
        MADE = "made", _("ingelezen")
        SKIPPED = "skipped", _("overgeslagen")
        UNDONE = "undone", _("teruggenomen")
        KEPT = "kept", _("gebleven, want intussen veranderd of gebruikt")

    class Choice(models.TextChoices):
        """What to do with a row that resembles something."""

        USE = "use", _("Neem wat er al is")
        SKIP = "skip", _("Sla deze rij over")
        MAKE = "make", _("Maak toch iets nieuws")

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    choice = models.CharField(max_length=5, choices=Choice.choices, blank=True)
    #: The cells as they stood in the file, by field.
    cells = models.JSONField(default=dict)
    #: What was understood of them.
    values = models.JSONField(default=dict)
    #: What is wrong, in words, by field.
    problems = models.JSONField(default=dict)
    #: What it resembles: ``pk`` (none for a row higher up), ``name``, and ``values`` in words by field.
    twin = models.JSONField(default=dict)
    #: What it became: key and version by ``app.model``, to take it back unless somebody edited it since.
    made = models.JSONField(default=dict)
    name = models.CharField(max_length=200, blank=True)
    #: Rows with the same key tell of the same thing.
    key = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["of", "state", "number"], name="import_row_state"),
            models.Index(fields=["of", "key"], name="import_row_key"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"


class ImportHabit(models.Model):
    """How a hub calls the columns of one kind of file, so that the next file needs no choosing."""

    hub = models.ForeignKey("hubs.Hub", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    #: Field to the folded name of the column that filled it last.
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hub", "kind"], name="import_habit_once")]

    def __str__(self) -> str:
        return f"{self.hub_id} {self.kind}"
