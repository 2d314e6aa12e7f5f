"""The form for a group that works at another firm."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, check_period
from circulairwerkt.people.models import Enclave
from circulairwerkt.people.queries import members_of


class EnclaveForm(VersionedForm[Enclave]):
    """Where, from when, and what is in order."""

    customer = forms.CharField(label=_("Bij welk bedrijf?"), max_length=120)
    starts_on = DateField(label=_("Eerste dag"))
    ends_on = DateField(label=_("Laatste dag"), required=False)
    agreed_on = DateField(label=_("Overeenkomst getekend op"), required=False)
    told_on = DateField(
        label=_("Gemeld op"),
        required=False,
        help_text=_("Aan het Departement Werk en Sociale Economie, ten laatste een dag voor de eerste dag."),
    )
    coach = forms.ModelChoiceField(
        label=_("Welke begeleider gaat mee?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nog niemand"),
    )

    def prepare(self) -> None:
        """Offer who works at the enterprise."""
        coach = self.fields["coach"]
        assert isinstance(coach, forms.ModelChoiceField)  # noqa: S101
        coach.queryset = members_of(self.row.organisation)
        coach.label_from_instance = lambda user: user.name or str(user.pk)  # type: ignore[method-assign,assignment]

    @staticmethod
    def initial_of(row: Enclave) -> dict[str, Any]:
        """Return what the row holds."""
        return {**{name: getattr(row, name) for name in Enclave.WRITTEN}, "coach": row.coach_id}

    def clean(self) -> dict[str, Any]:
        """Put days in order."""
        cleaned = super().clean() or {}
        check_period(self, cleaned, "starts_on", "ends_on")
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the columns as chosen."""
        return {name: self.cleaned_data[name] for name in self.content_names}
