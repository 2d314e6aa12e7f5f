"""What is handed in: an idea, in versions that nobody can change after the deadline."""

from typing import ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from circulairwerkt.calls.models.call import Call, Challenge

NONCE_LETTERS = 16


def fresh_nonce() -> str:
    """Return what makes a private link unguessable; a new one makes the old link void."""
    return get_random_string(NONCE_LETTERS)


class EntryState(models.TextChoices):
    """Where an idea stands in its call."""

    IN = "in", _("doet mee")
    OUT = "out", _("niet verder")
    WON = "won", _("gekozen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class PeerWord(models.TextChoices):
    """Whether other entrants may read an idea, by the word of who handed it in.

    Who read that they would, before handing in, said yes by doing so. Without a yes nobody reads it.
    """

    OPEN = "open", _("nog niets gezegd")
    YES = "yes", _("mag")
    NO = "no", _("mag niet")


class Entry(models.Model):
    """One idea that was handed in, by an organisation or somebody alone, without an account.

    ``position`` is the furthest step that it reached. Who handed it in is erased ``RETENTION_DAYS`` after the
    call ended; the idea and the name of the organisation stay.
    """

    RETENTION_DAYS = 730

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="entries")
    challenge = models.ForeignKey(
        Challenge,
        verbose_name=_("uitdaging"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
    )
    state = models.CharField(_("stand"), max_length=10, choices=EntryState.choices, default=EntryState.IN)
    position = models.PositiveSmallIntegerField(_("stap"), default=0, editable=False)
    peer_word = models.CharField(
        _("andere inzenders lezen het"), max_length=4, choices=PeerWord.choices, default=PeerWord.OPEN
    )
    peers_asked_at = models.DateTimeField(_("akkoord gevraagd op"), null=True, blank=True, editable=False)
    #: Votes of the public, once they are counted.
    votes = models.PositiveIntegerField(_("stemmen"), null=True, blank=True, editable=False)
    organisation = models.CharField(_("organisatie"), max_length=140, blank=True)
    contact_name = models.CharField(_("naam"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    language = models.CharField(_("taal"), max_length=2, default="nl")
    nonce = models.CharField(max_length=24, default=fresh_nonce, editable=False)
    made_at = models.DateTimeField(_("ingezonden op"), auto_now_add=True)

    personal_fields: ClassVar[frozenset[str]] = frozenset({"contact_name", "email"})

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["call", "state"], name="entry_of_call")]
        verbose_name = _("inzending")
        verbose_name_plural = _("inzendingen")

    def __str__(self) -> str:
        return self.audit_name

    @property
    def audit_name(self) -> str:
        """Its number: what people call their idea stays out of the trail."""
        return f"#{self.pk}"

    @property
    def last(self) -> "Version":
        """The version that counts: the last one."""
        # Over what may be read in already: a list asks no query for each idea.
        return max(self.versions.all(), key=lambda version: version.number)

    @property
    def is_in(self) -> bool:
        """Whether it can still go further."""
        return self.state == EntryState.IN

    @property
    def is_shared(self) -> bool:
        """Whether it is in and other entrants may read it."""
        return self.is_in and self.peer_word == PeerWord.YES

    @property
    def waits_for_word(self) -> bool:
        """Whether nobody said yet if other entrants may read it."""
        return self.is_in and self.peer_word == PeerWord.OPEN

    @property
    def is_won(self) -> bool:
        """Whether it was chosen at the end."""
        return self.state == EntryState.WON


class Version(models.Model):
    """An idea as it was handed in at one moment; never changed afterwards."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versie"))
    title = models.CharField(_("titel"), max_length=120)
    summary = models.CharField(_("in één zin"), max_length=300)
    words = models.TextField(_("het idee"), max_length=6000)
    url = models.URLField(_("link naar meer"), max_length=400, blank=True)
    handed_in_at = models.DateTimeField(_("ingezonden op"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="version_once")]
        verbose_name = _("versie")
        verbose_name_plural = _("versies")

    def __str__(self) -> str:
        return f"{self.number}"
