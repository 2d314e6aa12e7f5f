"""Work of a group at another firm: what was agreed and told before it begins; nothing of its people."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned
from circulairwerkt.organisations.models import Organisation


class Enclave(Versioned):
    """A group of one enterprise in the core activity of a ``customer``, and the days of its papers.

    ``people.enclaves`` says what must stand there before the first day. ``coach`` goes along; who works in
    the group is written nowhere here.
    """

    personal_fields: ClassVar = frozenset({"coach"})
    #: What is written by hand.
    WRITTEN: ClassVar = ("customer", "starts_on", "ends_on", "agreed_on", "told_on", "coach")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="+"
    )
    customer = models.CharField(_("bij welk bedrijf"), max_length=120)
    starts_on = models.DateField(_("eerste dag"))
    ends_on = models.DateField(_("laatste dag"), null=True, blank=True)
    agreed_on = models.DateField(_("overeenkomst getekend op"), null=True, blank=True)
    told_on = models.DateField(_("gemeld op"), null=True, blank=True)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begeleider"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_example = models.BooleanField(_("voorbeeld"), default=False)

    class Meta:
        ordering = ["starts_on", "id"]
        verbose_name = _("werk in groep bij een ander bedrijf")
        verbose_name_plural = _("werk in groep bij andere bedrijven")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="enclave_days"
            )
        ]

    def __str__(self) -> str:
        return self.customer
