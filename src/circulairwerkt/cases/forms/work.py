"""What is filled in on the page of a case: calls, notes, messages, tasks, people, files, subsidies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form, RowsField
from circulairwerkt.cases import inside, perms
from circulairwerkt.cases.models import Case, Contact, Party, SubsidyFile
from circulairwerkt.cases.services import Person
from circulairwerkt.cases.uploads import MOST_BYTES

NOTE_LENGTH = 8000


class CallForm(Form):
    """One box for what one notes after a call, and what was read in it, to correct.

    ``read`` says that the reader saw what was read: then the fields hold, also where they are empty.
    """

    text = forms.CharField(
        label=_("Wat is er gezegd?"),
        max_length=NOTE_LENGTH,
        help_text=_("Bijvoorbeeld: Gebeld met Jan, 0470 12 34 56, dinsdag terugbellen over MDF"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    read = forms.BooleanField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Met wie"), required=False, max_length=120)
    phone = forms.CharField(
        label=_("Telefoon"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("Mail"), required=False, max_length=254)
    task = forms.CharField(label=_("Te doen"), required=False, max_length=300)
    due_on = DateField(label=_("Tegen"), required=False)

    def person(self) -> Person:
        """Return whom the note is about."""
        return Person(
            name=self.cleaned_data["name"], phone=self.cleaned_data["phone"], email=self.cleaned_data["email"]
        )


class BesideForm(Form):
    """A form that stands beside others on the page of a case: no two fields there may share an id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s")
        super().__init__(*args, **kwargs)


class HubCallForm(CallForm):
    """The same box before there is a case; it opens one."""

    title = forms.CharField(
        label=_("Titel van het nieuwe dossier"),
        required=False,
        max_length=160,
        help_text=_("Leeg: de eerste zin van je notitie."),
    )


class NoteForm(BesideForm):
    """Something to remember, for the hub alone."""

    text = forms.CharField(
        label=_("Notitie"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class MessageForm(BesideForm):
    """Something to say to parties."""

    contacts = RowsField(
        label=_("Aan wie?"), queryset=Contact.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("Bericht"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = case.contacts.exclude(email="").filter(wants_no_mail=False)  # type: ignore[attr-defined]


class PartyWritesForm(Form):
    """What a party writes through the private link."""

    text = forms.CharField(label=_("Je bericht"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class TaskForm(BesideForm):
    """Something to do."""

    text = forms.CharField(label=_("Wat moet er gebeuren?"), max_length=300)
    due_on = DateField(label=_("Tegen wanneer?"), required=False)
    for_user = forms.ModelChoiceField(
        label=_("Wie doet het?"), queryset=User.objects.none(), required=False, empty_label=_("ikzelf")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = inside.colleagues(case.hub_id)
        for hub_id in perms.sharing_hubs(case):
            people = people | inside.colleagues(hub_id)
        # To choose from, no more than what a person is called.
        self.fields["for_user"].queryset = people.distinct().only("name", "email")  # type: ignore[attr-defined]


class PartyForm(Form):
    """Which organisation takes part, and how."""

    organisation = forms.CharField(
        label=_("Welke organisatie?"),
        max_length=140,
        help_text=_("Typ een deel van de naam en kies."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Wat doet ze?"), choices=Party.Role.choices)


class ContactForm(BesideForm):
    """Somebody to call or write to."""

    name = forms.CharField(label=_("Naam"), required=False, max_length=120)
    phone = forms.CharField(
        label=_("Telefoon"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("E-mailadres"), required=False, max_length=254)

    def clean(self) -> dict[str, Any]:
        """Want at least one of the three."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("name", "phone", "email")):
            self.add_error("name", _("Vul een naam, een telefoonnummer of een mailadres in."))
        return cleaned

    def person(self) -> Person:
        """Return the person that was filled in."""
        return Person(**{name: self.cleaned_data[name] for name in ("name", "phone", "email")})


class FileForm(BesideForm):
    """A file, or a mail that was saved as a file."""

    file = forms.FileField(
        label=_("Kies een bestand of een bewaarde mail (.eml)"),
        max_length=200,
        help_text=_("Pdf, foto, Word, Excel, PowerPoint of tekst. Hoogstens %(most)d MB.")
        % {"most": MOST_BYTES // 1024 // 1024},
    )
    note = forms.CharField(label=_("Wat is het?"), required=False, max_length=300)


class LessonForm(BesideForm):
    """What was learnt."""

    text = forms.CharField(
        label=_("Wat leerden we?"),
        max_length=600,
        help_text=_("Eén zin, zonder namen. Wat zou je een collega zeggen die morgen hetzelfde begint?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SubsidyForm(VersionedForm[SubsidyFile]):
    """A subsidy file and where it stands."""

    name = forms.CharField(label=_("Oproep of subsidie"), max_length=160)
    state = forms.ChoiceField(label=_("Waar staat het?"), choices=SubsidyFile.State.choices)
    drafted_on = DateField(label=_("Begonnen op"))
    submitted_on = DateField(label=_("Ingediend op"), required=False)
    decided_on = DateField(label=_("Beslist op"), required=False)
    asked_eur = forms.DecimalField(
        label=_("Gevraagd (euro)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    granted_eur = forms.DecimalField(
        label=_("Gekregen (euro)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    @staticmethod
    def initial_of(row: SubsidyFile) -> dict[str, Any]:
        """Return what the file says now."""
        return {
            "name": row.name,
            "state": row.state,
            "drafted_on": row.drafted_on,
            "submitted_on": row.submitted_on,
            "decided_on": row.decided_on,
            "asked_eur": row.asked_eur,
            "granted_eur": row.granted_eur,
        }

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_subsidy_file``."""
        return {name: self.cleaned_data[name] for name in self.content_names}
