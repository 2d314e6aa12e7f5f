"""What can be found: what the index holds, what it has yet to take in, which words occur; saved searches."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """One thing as one sort of reader may find it; ``base.search_index`` alone writes it.

    A thing of which outsiders read less than its own hub has an entry for each. The words themselves lie in
    the full text of the database (a table of FTS5, a column of PostgreSQL), beside the marks of who may find
    them.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    at = models.DateTimeField()
    #: The words of its title, folded: what stands there comes first.
    title = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id"], name="search_entry_of"),
            # Where the newest of a kind begin.
            models.Index(fields=["kind", "id"], name="search_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchDue(models.Model):
    """A thing that changed and that the index has to read again; until then nobody finds it.

    Written in the transaction of the change, so that the index never shows what was just closed.
    """

    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="search_due_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchWord(models.Model):
    """A word that occurs where readers with the mark ``scope`` find it: what a typing error may have meant.

    Kept per mark, so that nobody is offered a word that stands only where he may not look. The same word may
    stand twice: two writers at once need not wait for each other.
    """

    scope = models.CharField(max_length=30)
    length = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["scope", "length", "word"], name="search_word_of")]

    def __str__(self) -> str:
        return f"{self.scope} {self.word}"


class SavedSearch(models.Model):
    """A search that a person keeps under a name, and how often new finds are mailed.

    ``seen`` holds what was found already, as ``kind:key``: only the rest is news. Taken away it stays a while
    (``removed_at``), so that it can come back.
    """

    class Alerts(models.TextChoices):
        """How often somebody wants to hear of new finds."""

        NONE = "none", _("geen mails")
        DAILY = "daily", _("elke dag")
        WEEKLY = "weekly", _("elke week")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(_("naam"), max_length=80)
    words = models.CharField(_("woorden"), max_length=120)
    kind = models.CharField(_("soort"), max_length=12, blank=True)
    alerts = models.CharField(
        _("mails over nieuwe resultaten"), max_length=10, choices=Alerts.choices, default=Alerts.NONE
    )
    paused_at = models.DateTimeField(_("gepauzeerd"), null=True, blank=True)
    removed_at = models.DateTimeField(_("weg"), null=True, blank=True)
    seen = models.JSONField(default=list, editable=False)
    looked_at = models.DateTimeField(_("laatst gezocht"), default=timezone.now, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    #: What somebody looks for tells of him.
    personal_fields: ClassVar[frozenset[str]] = frozenset({"name", "words"})

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(
                fields=["alerts", "looked_at"],
                condition=Q(removed_at__isnull=True, paused_at__isnull=True),
                name="saved_search_due",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its number, without the words."""
        return f"#{self.pk}"
