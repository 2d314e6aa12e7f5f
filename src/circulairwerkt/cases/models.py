"""Questions that people ask a hub, without an account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import ScopedManager
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Municipality


class Question(models.Model):
    """The first contact: a place, a sentence, and how to reach the asker.

    ``hub`` is empty while the programme inbox holds it. Contact data: only to answer; erased with the
    question
    ``RETENTION_DAYS`` after it was answered or asked (``docs/running/privacy.md``).
    """

    RETENTION_DAYS = 730

    hub = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.HUB)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(_("plaats zoals getypt"), max_length=80)
    sentence = models.CharField(_("vraag"), max_length=1000)
    contact = models.CharField(_("e-mail of telefoon"), max_length=254)
    contact_name = models.CharField(_("naam"), max_length=120, blank=True)
    language = models.CharField(max_length=2, default="nl")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField(_("antwoord verwacht op"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager()
    #: For migrations, retention and Django's own machinery; an architecture test allows it nowhere else.
    unscoped = models.Manager()

    class Meta:
        base_manager_name = "unscoped"
        ordering = ["answer_by", "id"]
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")

    def __str__(self) -> str:
        return self.sentence[:60]

    @property
    def audit_name(self) -> str:
        """Its number: what somebody wrote is erased in time, the trail is not."""
        return f"#{self.pk}"
