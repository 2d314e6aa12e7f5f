"""Texts to learn from: guides, questions with their answer, pages of a sector, words explained."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import HubOwned, Versioned
from circulairwerkt.base.texts import Texts
from circulairwerkt.reference.models import Sector


class Article(HubOwned, Versioned):
    """One text in Markdown, by language; a draft and what was withdrawn are seen by its hub alone.

    Without a hub it is the programme's. ``author`` is how the writer wants to be named on the page, such as
    the name of the hub. ``reviewed_on``: when somebody last read it over and found it right.
    """

    class Kind(models.TextChoices):
        """What sort of text it is."""

        GUIDE = "guide", _("gids")
        ANSWER = "answer", _("vraag en antwoord")
        SECTOR = "sector", _("over een sector")
        TERM = "term", _("woord")

    class State(models.TextChoices):
        """Whether others read it."""

        DRAFT = "draft", _("ontwerp")
        PUBLISHED = "published", _("gepubliceerd")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    personal_fields = frozenset({"author"})

    hub = models.ForeignKey(  # type: ignore[assignment] # of the programme: none
        "hubs.Hub", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    slug = models.SlugField(max_length=140, unique=True)
    title = Texts(verbose_name=_("titel"))
    summary = Texts(verbose_name=_("in het kort"))
    body = Texts(verbose_name=_("tekst"), help_text="Markdown")
    keywords = models.JSONField(default=list, blank=True, help_text="materials and words it answers to")
    sectors = models.ManyToManyField(Sector, blank=True, related_name="articles")
    author = models.CharField(_("wie het schreef"), max_length=120, blank=True)
    published_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    is_example = models.BooleanField(_("voorbeeld"), default=False)
    loaded_values = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(HubOwned.Meta):
        ordering = ["-published_on", "slug"]
        indexes = [models.Index(fields=["kind", "state"], name="article_kind")]
        verbose_name = _("tekst")
        verbose_name_plural = _("teksten")

    def __str__(self) -> str:
        return str(self.title.get("nl", self.slug))

    @property
    def is_published(self) -> bool:
        """Whether everybody reads it."""
        return self.state == self.State.PUBLISHED
