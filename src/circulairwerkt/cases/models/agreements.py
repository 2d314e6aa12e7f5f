"""What was agreed and what really moved: agreements with shares and answers on the law, and transfers."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.models import Versioned
from circulairwerkt.cases.models.case import Case
from circulairwerkt.cases.models.thread import CaseFile
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams.models import Capability, MaterialCard
from circulairwerkt.streams.words import LegalStatus, Period, Way

#: Digits of an amount: up to a thousand million units, to a millionth.
_DIGITS, _PLACES = 16, 6


class AgreementState(models.TextChoices):
    """Where an agreement stands; only what is agreed takes a part of a card or a capability."""

    DRAFT = "draft", _("voorstel")
    AGREED = "agreed", _("afgesproken")
    ENDED = "ended", _("gestopt")


class Agreement(Versioned):
    """Who gives what to whom, who works on it in between, how much, how often, from when to when.

    Read through its case, which says who may see it. ``quantity`` per ``period`` is in ``unit``; of
    ``once`` the whole, between ``valid_from`` and ``valid_to``. What is split of the value stands in words
    and, where it was agreed so, in shares that make 100 % together.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    what = models.CharField(_("waarover het gaat"), max_length=160)
    giver = models.ForeignKey(
        Organisation, verbose_name=_("wie geeft"), on_delete=models.PROTECT, related_name="+"
    )
    processor = models.ForeignKey(
        Organisation,
        verbose_name=_("wie verwerkt"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    taker = models.ForeignKey(
        Organisation,
        verbose_name=_("wie neemt af"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    card = models.ForeignKey(
        MaterialCard,
        verbose_name=_("materiaalkaart"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    capability = models.ForeignKey(
        Capability,
        verbose_name=_("wie kan wat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    quantity = models.DecimalField(
        _("hoeveel"),
        max_digits=_DIGITS,
        decimal_places=_PLACES,
        null=True,
        blank=True,
        help_text="in `unit`, per `period`",
    )
    unit = models.CharField(_("eenheid"), max_length=20, blank=True, help_text="unit key of the core")
    period = models.CharField(_("hoe vaak"), max_length=5, choices=Period.choices, default=Period.ONCE)
    valid_from = models.DateField(_("vanaf"))
    valid_to = models.DateField(_("tot en met"), null=True, blank=True)
    legal_status = models.CharField(
        _("volgens de wet"), max_length=12, choices=LegalStatus.choices, default=LegalStatus.UNKNOWN
    )
    low_code = models.CharField(_("EURAL-code"), max_length=6, blank=True)
    way = models.CharField(_("waar het werk gebeurt"), max_length=10, choices=Way.choices, blank=True)
    #: A maatwerkbedrijf that gets new circular work counts for goal 4; the hub says whether it is new.
    is_new_service = models.BooleanField(_("nieuwe dienst of opdracht"), default=False)
    split_text = models.CharField(_("hoe de waarde verdeeld wordt"), max_length=1000, blank=True)
    state = models.CharField(
        _("stand"), max_length=6, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    agreed_on = models.DateField(_("afgesproken op"), null=True, blank=True)
    ended_on = models.DateField(_("gestopt op"), null=True, blank=True)
    end_reason = models.CharField(_("waarom gestopt"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    #: Prices and shares are seen by the parties alone; the trail keeps that they changed.
    personal_fields: ClassVar[frozenset[str]] = frozenset({"what", "split_text", "end_reason"})

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="agreement_quantity"
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, unit="") | (Q(quantity__isnull=False) & ~Q(unit="")),
                name="agreement_unit",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="agreement_dates"
            ),
            models.CheckConstraint(
                condition=Q(processor__isnull=False) | Q(taker__isnull=False), name="agreement_with_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.DRAFT) | Q(agreed_on__isnull=False),
                name="agreement_agreed_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.ENDED) | Q(ended_on__isnull=False),
                name="agreement_ended_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["card", "state"], name="agreement_card"),
            models.Index(fields=["capability", "state"], name="agreement_capability"),
            models.Index(fields=["agreed_on"], name="agreement_agreed"),
        ]
        verbose_name = _("overeenkomst")
        verbose_name_plural = _("overeenkomsten")

    def __str__(self) -> str:
        return self.what

    @property
    def audit_name(self) -> str:
        """Its number: what it is about may name a firm."""
        return f"#{self.pk}"

    @property
    def is_in_force(self) -> bool:
        """Whether it was agreed and not ended."""
        return self.state == AgreementState.AGREED


class AgreementShare(models.Model):
    """Which part of the value goes to one of the parties, in per cent."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    percent = models.DecimalField(
        _("deel (%)"),
        max_digits=5,
        decimal_places=2,
        help_text="per cent of the value",
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        ordering = ["-percent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_share_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0) & Q(percent__lte=100), name="agreement_share_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.percent} %"


class LegalAnswer(models.Model):
    """One answer to a question of the legal checklist. The latest of a question holds; none is changed."""

    class Answer(models.TextChoices):
        """Yes or no, or not known yet."""

        YES = "yes", _("ja")
        NO = "no", _("nee")
        UNKNOWN = "unknown", _("weten we niet")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="legal_answers")
    key = models.SlugField(max_length=60, help_text="key of the question in the checklist")
    answer = models.CharField(_("antwoord"), max_length=7, choices=Answer.choices)
    #: Such as the number of a permit, or the name of the registered IHM.
    remark = models.CharField(_("toelichting"), max_length=300, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    personal_fields: ClassVar[frozenset[str]] = frozenset({"remark"})

    class Meta:
        ordering = ["answered_at", "id"]
        indexes = [models.Index(fields=["agreement", "key", "-answered_at"], name="legal_answer_latest")]

    def __str__(self) -> str:
        return f"{self.key}: {self.get_answer_display()}"


class WrittenOnce(TypeError):
    """A transfer is never changed or removed: what was wrong gets a correction."""


class TransferRows(models.QuerySet["Transfer"]):
    """Transfers, without the ways to change or remove one."""

    def uncorrected(self) -> "TransferRows":
        """Leave out what another corrects: of thousands; a join would look for a correction of each."""
        corrected = Transfer._base_manager.filter(corrects__isnull=False).order_by().values("corrects")
        return self.exclude(pk__in=corrected)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise WrittenOnce

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise WrittenOnce

    def delete(self) -> NoReturn:
        """Refuse."""
        raise WrittenOnce


class Transfer(models.Model):
    """One thing that really moved: how much, when, with what proof. Written once and never changed.

    A correction is a row of its own that points to what it corrects and tells the whole truth anew; an
    amount of 0 says that nothing moved. What counts are the rows that no other corrects. The database
    itself refuses to change what moved (triggers, ``migrations/0002_transfers_stay``).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="transfers")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    moved_on = models.DateField(_("dag"))
    quantity = models.DecimalField(
        _("hoeveel"), max_digits=_DIGITS, decimal_places=_PLACES, help_text="in `unit`"
    )
    unit = models.CharField(_("eenheid"), max_length=20, help_text="unit key of the core")
    #: Of waste: who is registered to arrange its transport (VLAREMA 6.1), as the parties say.
    registered_ihm = models.CharField(_("geregistreerde IHM"), max_length=140, blank=True)
    note = models.CharField(_("opmerking"), max_length=500, blank=True)
    evidence = models.ForeignKey(
        CaseFile,
        verbose_name=_("bewijs"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="transfers",
    )
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TransferRows.as_manager()

    personal_fields: ClassVar[frozenset[str]] = frozenset({"note", "registered_ihm"})

    class Meta:
        ordering = ["-moved_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="transfer_quantity"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=False) | Q(quantity__gt=0), name="transfer_of_something"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")), name="transfer_corrects_another"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "moved_on"], name="transfer_day")]
        verbose_name = _("levering")
        verbose_name_plural = _("leveringen")

    def __str__(self) -> str:
        return f"{self.moved_on}: {self.quantity:f} {self.unit}"

    @property
    def audit_name(self) -> str:
        """Its number."""
        return f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it the first time; refuse ever after."""
        if not self._state.adding:
            raise WrittenOnce
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise WrittenOnce
