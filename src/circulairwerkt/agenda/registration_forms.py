"""Forms of registering: what a visitor fills in, and what the organiser decides about it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event, Mode, OwnQuestion, Registration, Session, Way
from circulairwerkt.agenda.times import moment_at
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form, TimeField
from circulairwerkt.base.templatetags.face import span

_MOST_CHOICES = 12
_ANSWER_LENGTH = 400


class RegistrationForm(Form):
    """Name and mail, with how many, and what the organiser asks; nothing that is not needed."""

    name = forms.CharField(label=_("Je naam"), max_length=120)
    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Hier sturen we je link om te bekijken, te veranderen of uit te schrijven."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label=_("Je organisatie"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    way = forms.ChoiceField(
        label=_("Hoe doe je mee?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Je neemt een plaats in, ter plaatse of online. Wie online meedoet, krijgt de link. "
            "Je kan dit later veranderen."
        ),
        error_messages={"required": _("Kies of je ter plaatse komt of online meedoet.")},
    )
    size = forms.IntegerField(
        label=_("Met hoeveel kom je?"), min_value=1, initial=1, help_text=_("Jezelf meegeteld.")
    )
    others = forms.CharField(
        label=_("Namen van wie meekomt"),
        required=False,
        max_length=2000,
        help_text=_("Eén naam per regel. Mag leeg blijven."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sessions = forms.MultipleChoiceField(
        label=_("Naar welke sessies kom je?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    diet = forms.CharField(
        label=_("Eetwensen"),
        max_length=200,
        required=False,
        help_text=_("Alleen om voor eten te zorgen. We wissen dit een week na de activiteit."),
    )
    may_be_pictured = forms.BooleanField(
        label=_("Ik mag op foto's staan"),
        required=False,
        help_text=_("Zonder vinkje houden we je buiten beeld. We wissen dit een week na de activiteit."),
    )
    #: Left empty by people, who do not see it.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def __init__(
        self,
        *args: Any,
        event: Event,
        sessions: Sequence[Session],
        registration: Registration | None = None,
        **kwargs: Any,
    ) -> None:
        self.event, self.offered = event, list(sessions)
        self.questions: list[OwnQuestion] = list(event.own_questions.all())
        if registration is not None:
            kwargs["initial"] = _initial(registration, self.questions)
        super().__init__(*args, **kwargs)
        if registration is not None:
            del self.fields["email"], self.fields["website"]
        if event.mode != Mode.HYBRID:
            del self.fields["way"]
        if event.most_together == 1:
            del self.fields["size"], self.fields["others"]
        if registration is not None or not event.chooses_sessions or len(self.offered) < 2:
            del self.fields["sessions"]
        else:
            self.fields["sessions"].choices = [  # type: ignore[attr-defined]
                (str(row.pk), " · ".join(filter(None, (row.title, span(row.starts_at, row.ends_at)))))
                for row in self.offered
            ]
        if not event.asks_diet:
            del self.fields["diet"]
        if not event.asks_photos:
            del self.fields["may_be_pictured"]
        for question in self.questions:
            self.fields[f"vraag_{question.pk}"] = _field_of(question)

    def clean_others(self) -> list[str]:
        """Return the names, one a line."""
        lines = self.cleaned_data["others"].splitlines()
        return [line.strip()[:120] for line in lines if line.strip()][: self.event.most_together]

    def clean(self) -> dict[str, Any]:
        """Ask for a session where one may choose, and for as many seats as there are names."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("others") and "size" in cleaned and len(cleaned["others"]) >= cleaned["size"]:
            # Those left out would stand at the door without a seat.
            words = _("Hier staan meer namen dan je plaatsen vraagt. Tel jezelf mee en pas het aantal aan.")
            self.add_error("others", words)
        if "sessions" in self.fields and not cleaned.get("sessions"):
            self.add_error("sessions", _("Kies minstens één sessie."))
        return cleaned

    @property
    def is_a_machine(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))

    def chosen(self) -> list[Session]:
        """Return the sessions to register for."""
        if "sessions" not in self.fields:
            return self.offered
        wanted = set(self.cleaned_data["sessions"])
        return [row for row in self.offered if str(row.pk) in wanted]

    def values(self, language: str) -> dict[str, Any]:
        """Return the fields for ``services.register`` and ``services.change_registration``."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "organisation": data["organisation"],
            "size": data.get("size") or 1,
            "others": data.get("others") or [],
            "diet": data.get("diet") or "",
            "may_be_pictured": data.get("may_be_pictured"),
            # Of an event that leaves no choice any more, what was chosen stays.
            **({"way": data["way"]} if "way" in self.fields else {}),
            "answers": {str(row.pk): data[f"vraag_{row.pk}"] for row in self.questions},
            "language": language,
        }


def _field_of(question: OwnQuestion) -> forms.Field:
    if question.sort == OwnQuestion.Sort.YES_NO:
        return forms.BooleanField(label=question.words, required=False)
    if question.sort == OwnQuestion.Sort.CHOICE:
        choices = [(word, word) for word in question.choices]
        return forms.ChoiceField(
            label=question.words,
            choices=choices if question.is_required else [("", _("geen keuze")), *choices],
            required=question.is_required,
        )
    return forms.CharField(label=question.words, max_length=_ANSWER_LENGTH, required=question.is_required)


def _initial(registration: Registration, questions: Sequence[OwnQuestion]) -> dict[str, Any]:
    return {
        "name": registration.name,
        "organisation": registration.organisation,
        "size": registration.size,
        "way": registration.way,
        "others": "\n".join(registration.others),
        "diet": registration.diet,
        "may_be_pictured": registration.may_be_pictured,
        **{f"vraag_{row.pk}": registration.answers.get(str(row.pk)) for row in questions},
    }


class WalkInForm(Form):
    """Somebody at the door who was not registered: a name is enough."""

    name = forms.CharField(
        label=_("Naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    organisation = forms.CharField(
        label=_("Organisatie"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    #: What this phone calls the entry: sent twice, it is one.
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)

    @classmethod
    def blank(cls) -> "WalkInForm":
        """Return the form for the next one."""
        return cls(initial={"key": uuid4().hex})


class RulesForm(VersionedForm[Event]):
    """How people register for an event: here, elsewhere or not; until when, with how many, what is asked."""

    registration = forms.ChoiceField(
        label=_("Moet men inschrijven?"), choices=Event.Registration.choices, widget=forms.RadioSelect
    )
    registration_url = forms.URLField(
        label=_("Adres om in te schrijven"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("Alleen als men zich elders inschrijft."),
    )
    closes_day = DateField(label=_("Inschrijven tot en met"), required=False)
    closes_time = TimeField(
        label=_("Tot hoe laat?"), required=False, help_text=_("Leeg: tot middernacht van die dag.")
    )
    most_together = forms.IntegerField(
        label=_("Met hoeveel kan men zich samen inschrijven?"), min_value=1, max_value=50
    )
    chooses_sessions = forms.BooleanField(
        label=_("Men kiest zelf naar welke sessies men komt"), required=False
    )
    offer_hours = forms.IntegerField(
        label=_("Hoeveel uur blijft een aangeboden plaats vrij?"),
        min_value=1,
        max_value=336,
        help_text=_(
            "Komt er een plaats vrij, dan krijgt de eerste op de wachtlijst zo lang om te antwoorden."
        ),
    )
    asks_diet = forms.BooleanField(label=_("Vraag naar eetwensen"), required=False)
    asks_photos = forms.BooleanField(label=_("Vraag of men op foto's mag"), required=False)

    @staticmethod
    def initial_of(row: Event) -> dict[str, Any]:
        """Return what holds now."""
        closes = timezone.localtime(row.closes_at) if row.closes_at else None
        plain = (
            "registration",
            "registration_url",
            "most_together",
            "chooses_sessions",
            "offer_hours",
            "asks_diet",
            "asks_photos",
        )
        return {
            **{name: getattr(row, name) for name in plain},
            "closes_day": closes.date() if closes else None,
            "closes_time": closes.time() if closes else None,
        }

    def clean(self) -> dict[str, Any]:
        """Work out until when; ask for the address where one registers elsewhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.closes_at = None
        day = cleaned.get("closes_day")
        if day:
            try:
                clock = cleaned.get("closes_time") or forms.TimeField().clean("23:59")
                self.closes_at = moment_at(day, clock)
            except ValidationError as error:
                self.add_error("closes_time", error)
        if cleaned.get("registration") == Event.Registration.ELSEWHERE and not cleaned.get(
            "registration_url"
        ):
            self.add_error("registration_url", _("Zeg waar men zich inschrijft."))
        return cleaned

    def values(self) -> Mapping[str, Any]:
        """Return the fields for ``services.set_rules``."""
        names = [name for name in self.content_names if not name.startswith("closes_")]
        return {**{name: self.cleaned_data[name] for name in names}, "closes_at": self.closes_at}


class OwnQuestionForm(VersionedForm[OwnQuestion]):
    """One question of the organiser."""

    words = forms.CharField(
        label=_("Je vraag"),
        max_length=200,
        help_text=_("Vraag alleen wat je nodig hebt. Geen gezondheid, geen rijksregisternummer."),
    )
    sort = forms.ChoiceField(label=_("Hoe antwoordt men?"), choices=OwnQuestion.Sort.choices)
    choices = forms.CharField(
        label=_("Keuzes"),
        required=False,
        max_length=1500,
        help_text=_("Eén per regel, als men uit een lijst kiest."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_required = forms.BooleanField(label=_("Moet ingevuld worden"), required=False)

    @staticmethod
    def initial_of(row: OwnQuestion) -> dict[str, Any]:
        """Return what is asked now."""
        return {
            "words": row.words,
            "sort": row.sort,
            "choices": "\n".join(row.choices),
            "is_required": row.is_required,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for at least two choices where one chooses."""
        cleaned: dict[str, Any] = super().clean() or {}
        lines = [line.strip() for line in (cleaned.get("choices") or "").splitlines() if line.strip()]
        self.listed = list(dict.fromkeys(line[:120] for line in lines))[:_MOST_CHOICES]
        if cleaned.get("sort") == OwnQuestion.Sort.CHOICE and len(self.listed) < 2:
            self.add_error("choices", _("Geef minstens twee keuzes."))
        return cleaned

    def values(self) -> Mapping[str, Any]:
        """Return the fields for ``services.save_question``."""
        data = self.cleaned_data
        return {
            "words": data["words"],
            "sort": data["sort"],
            "choices": self.listed if data["sort"] == OwnQuestion.Sort.CHOICE else [],
            "is_required": data["is_required"],
        }
