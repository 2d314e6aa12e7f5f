"""Case stories: what a hub tried, with whom, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.models import Lesson
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.reference.models import Sector


class CaseStory(HubOwned, Versioned):
    """A story with a source and a date, in Markdown; a failure with a lesson is one too.

    ``told_of`` is the lesson of a case that a coordinator released, without names: the story holds the words
    that he released, and nothing else of the case. One that ``is_by_hand`` stands on its own.
    """

    class CameOf(models.TextChoices):
        """What came of it: a try that stopped with a lesson is a result as well."""

        SCALED_UP = "scaled_up", _("opgeschaald")
        REALISED = "realised", _("gelukt")
        TESTED = "tested", _("getest")
        STOPPED = "stopped", _("gestopt, met een les")
        UNDER_WAY = "under_way", _("loopt nog")

    slug = models.SlugField(max_length=140, unique=True)
    title = Texts(verbose_name=_("titel"))
    summary = Texts(verbose_name=_("in het kort"))
    body = Texts(verbose_name=_("tekst"), help_text="Markdown")
    lesson = Texts(verbose_name=_("les"))
    keywords = models.JSONField(default=list, blank=True, help_text="materials and words it answers to")
    sectors = models.ManyToManyField(Sector, blank=True, related_name="case_stories")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="case_stories")
    source = models.URLField(_("bron"), max_length=300, blank=True)
    source_read_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    came_of = models.CharField(_("hoe het afliep"), max_length=10, choices=CameOf.choices, blank=True)
    told_of = models.ForeignKey(
        Lesson,
        verbose_name=_("les uit een dossier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    #: Somebody of the hub wrote it here; taken back, it waits for its writer.
    is_by_hand = models.BooleanField(_("met de hand geschreven"), default=False, editable=False)
    loaded_values = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(HubOwned.Meta):
        ordering = ["-published_on", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["told_of"], condition=Q(told_of__isnull=False), name="story_of_lesson_once"
            )
        ]
        verbose_name = _("verhaal")
        verbose_name_plural = _("verhalen")

    def __str__(self) -> str:
        return str(self.title.get("nl", self.slug))

    @property
    def is_told(self) -> bool:
        """Whether everybody reads it."""
        return self.published_on is not None and self.visibility == Visibility.PUBLIC
