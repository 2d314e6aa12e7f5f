"""What a word in a count means: versioned, and the same for every hub."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.texts import Texts, shown


class Definition(models.Model):
    """The meaning of one thing that is counted, from a day on. The newest that began holds on a day.

    ``rule`` names the function in ``cases.counts`` that counts by it. Nobody edits a definition: a change
    is a new version with a day, so that old counts keep their meaning.
    """

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField(_("geldt vanaf"))
    name = Texts(verbose_name=_("naam"))
    text = Texts(verbose_name=_("betekenis"))
    rule = models.SlugField(max_length=60)
    goal_key = models.SlugField(_("doel"), blank=True)
    source = models.CharField(_("bron"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("bevestigd door het programma"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="definition_version_once"),
            models.UniqueConstraint(fields=["key", "valid_from"], name="definition_day_once"),
        ]
        verbose_name = _("definitie")
        verbose_name_plural = _("definities")

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.version})"

    @property
    def shown_name(self) -> str:
        """The name in the reader's language, or in Dutch."""
        return str(shown(self.name)) or self.key
