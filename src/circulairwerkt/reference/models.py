"""Reference rows with an edition and a validity: municipalities, places, sectors, goals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.texts import Texts, shown


class Municipality(models.Model):
    """A Flemish municipality by NIS code; one that was merged away points to its successor."""

    nis = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(_("naam"), max_length=80)
    name_fr = models.CharField(max_length=80, blank=True)
    province = models.CharField(_("provincie"), max_length=40)
    aliases = models.JSONField(default=list, blank=True, help_text="other spellings in use")
    postcodes = models.JSONField(default=list)
    lat = models.FloatField(null=True, help_text="degrees, WGS84")
    lon = models.FloatField(null=True, help_text="degrees, WGS84")
    inhabitants = models.PositiveIntegerField(
        default=0, help_text="of the main town, to order suggestions by; not a figure to show"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="last day of validity")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "Municipality":
        """The municipality that holds this territory today."""
        return self.merged_into.current if self.merged_into else self


class Place(models.Model):
    """A town or part of a town, with the municipality that holds it."""

    name = models.CharField(max_length=80, db_index=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="places")
    aliases = models.JSONField(default=list, blank=True, help_text="other names in use")
    postcode = models.CharField(max_length=4, blank=True)
    lat = models.FloatField(help_text="degrees, WGS84")
    lon = models.FloatField(help_text="degrees, WGS84")
    has_own_point = models.BooleanField(default=True, help_text="false: the point is the municipality's")
    inhabitants = models.PositiveIntegerField(default=0, help_text="to order suggestions by; 0 is unknown")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "municipality"], name="place_once")]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """A field of business that hubs work on, such as textiles."""

    key = models.SlugField(primary_key=True)
    label = Texts()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.shown_label

    @property
    def shown_label(self) -> str:
        """The label in the reader's language."""
        return str(shown(self.label)) or self.key


class Goal(models.Model):
    """One of the programme's goals, in a version; every event, contact, case and lesson names those it
    counts for.
    """

    key = models.SlugField()
    version = models.PositiveSmallIntegerField(default=1)
    label = Texts()
    since_phase = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="goal_version_once")]

    def __str__(self) -> str:
        return str(self.label.get("nl", self.key))
