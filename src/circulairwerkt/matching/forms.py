"""What is filled in about a proposal: one gesture, a question to a party, two rows to compare."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import DateField, Form, RowsField
from circulairwerkt.matching.models import GESTURES, Inquiry, Reason, State

_MOST = 1e9
#: Signs in one message.
MESSAGE_LENGTH = 4000
#: Choices in one list; an older row is chosen by coming from its own page.
MOST_CHOICES = 200


class DecisionForm(Form):
    """One gesture, with what helps the next run."""

    state = forms.ChoiceField(
        label=_("Wat is er gebeurd?"), choices=[(one.value, one.label) for one in GESTURES]
    )
    reason = forms.ChoiceField(
        label=_("Waarom niet?"),
        required=False,
        choices=[("", _("zonder reden")), *Reason.choices],
        help_text=_("Dit helpt bij volgende voorstellen."),
    )
    quantity = forms.FloatField(
        label=_("Hoeveel is afgesproken?"),
        required=False,
        min_value=0,
        max_value=_MOST,
        help_text=_("Mag leeg blijven. In de eenheid van de kaart."),
    )
    later_on = DateField(label=_("Wanneer kijk je opnieuw?"), required=False)
    note = forms.CharField(
        label=_("Opmerking"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_quantity(self) -> float | None:
        """Nothing is the same as no amount."""
        return self.cleaned_data["quantity"] or None

    def clean(self) -> dict[str, Any]:
        """A day to come back is asked with "later"."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == State.LATER and not cleaned.get("later_on") and "later_on" in cleaned:
            self.add_error("later_on", ValidationError(_("Kies een dag, dan komt het voorstel terug.")))
        return cleaned


class InquiryForm(Form):
    """Whom to ask, and what to tell."""

    side = forms.ChoiceField(label=_("Wie vraag je?"), choices=Inquiry.Side.choices)
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    transport = forms.ChoiceField(label=_("Wie betaalt het vervoer?"), choices=Inquiry.Transport.choices)
    message = forms.CharField(
        label=_("Een woordje erbij"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Noem geen namen van anderen als je dat nog niet mag."),
    )
    language = forms.ChoiceField(
        label=_("Taal van de mail"),
        choices=[("nl", _("Nederlands")), ("fr", _("Frans")), ("en", _("Engels"))],
    )


class _PartyChoice(RowsField):
    def label_from_instance(self, obj: Any) -> str:
        """Say who it is by its side and address."""
        return f"{obj.get_side_display()}: {obj.email or _('adres gewist')}"


class MessageForm(Form):
    """What the hub writes, and to whom of those that it asked."""

    inquiries = _PartyChoice(
        label=_("Aan wie?"),
        queryset=Inquiry.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies minstens één partij.")},
    )
    text = forms.CharField(
        label=_("Bericht"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Noem geen namen van anderen als je dat nog niet mag."),
    )

    def __init__(self, data: Any = None, *, inquiries: Sequence[Inquiry]) -> None:
        first = inquiries[0].proposal_id if inquiries else 0
        # Beside other forms on one page no two fields may share an id.
        super().__init__(data, auto_id=f"bericht-{first}-%s")
        field = self.fields["inquiries"]
        if isinstance(field, RowsField):
            field.queryset = Inquiry.objects.filter(pk__in=[inquiry.pk for inquiry in inquiries])
        if len(inquiries) == 1:
            self.initial["inquiries"] = [inquiries[0].pk]


class PartyMessageForm(Form):
    """What a party writes to the hub."""

    text = forms.CharField(
        label=_("Schrijf aan de hub"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class _Newest(ModelChoiceIterator):  # type: ignore[type-arg] # a card here, a taker there
    """The newest rows and the one that was chosen: a hub may have tens of thousands."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """Yield the empty choice and so many rows."""
        yield ("", self.field.empty_label or "")
        rows = list(self.queryset.order_by("-pk")[:MOST_CHOICES])
        chosen = getattr(self.field, "chosen", None)
        if chosen is not None and chosen not in rows:
            rows.insert(0, chosen)
        for row in rows:
            yield self.choice(row)


class _RowChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # a card here, a taker there
    iterator = _Newest
    chosen: Any = None

    def label_from_instance(self, obj: Any) -> str:
        """Say what it is in its own words."""
        return str(obj)[:80]


class PairForm(Form):
    """A card of the hub and who might take it."""

    kaart = _RowChoice(label=_("Materiaalkaart"), queryset=None)
    gezocht = _RowChoice(label=_("Wie het zoekt"), queryset=None, required=False)
    kan = _RowChoice(label=_("Of wie er iets mee kan"), queryset=None, required=False)

    def __init__(
        self,
        data: Any,
        *,
        cards: QuerySet[Any],
        needs: QuerySet[Any],
        capabilities: QuerySet[Any],
        chosen: Mapping[str, str],
    ) -> None:
        super().__init__(data, initial=dict(chosen))
        for name, rows in (("kaart", cards), ("gezocht", needs), ("kan", capabilities)):
            field = self.fields[name]
            if isinstance(field, _RowChoice):
                number = chosen.get(name, "")
                if number.isascii() and number.isdecimal() and len(number) < 12:
                    field.chosen = rows.filter(pk=int(number)).first()
                field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """One taker, of one of the two lists."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned.get("gezocht")) == bool(cleaned.get("kan")):
            self.add_error(
                "gezocht", ValidationError(_("Kies er één: wie het zoekt, of wie er iets mee kan."))
            )
        return cleaned
