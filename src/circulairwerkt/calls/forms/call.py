"""What a hub fills in about a call: the call itself, its steps, its challenges, stopping it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.agenda.queries import moment_at
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import (
    DateField,
    Form,
    TimeField,
    text_fields,
    texts_from,
    texts_to_initial,
)
from circulairwerkt.calls.models import SWITCHES, Call, Challenge, Kind, Skill, Step, StepKind
from circulairwerkt.calls.queries import events_to_tie
from circulairwerkt.hubs.queries import switched_off

_TEXTS = ("title", "summary", "description")
#: The last minute of a day, where no hour is given.
_DAY_ENDS = time(23, 59)
_MOST_CRITERIA = 10


def _moment(form: forms.Form, day: Any, clock: time | None, *, beside: str) -> datetime | None:
    """Return a moment in Belgium, or put an error beside the hour that does not exist."""
    if not day:
        return None
    try:
        return moment_at(day, clock or _DAY_ENDS)
    except ValidationError as error:
        form.add_error(beside, error)
        return None


class CallForm(VersionedForm[Call]):
    """A call: what is asked, until when, at which event."""

    closes_day = DateField(label=_("Inzenden tot en met"), required=False)
    closes_time = TimeField(
        label=_("Tot hoe laat?"), required=False, help_text=_("Leeg: tot middernacht van die dag.")
    )
    criteria = forms.CharField(
        label=_("Waarop kijkt de jury?"),
        max_length=1500,
        required=False,
        help_text=_(
            "Eén vraag per regel, over het idee. De jury geeft er 1 tot 5 punten op. "
            "Leeg: de drie gewone vragen."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    event: "forms.ModelChoiceField[Event]" = forms.ModelChoiceField(
        label=_("Bij welke activiteit hoort het?"),
        # Which ones is known with the row.
        queryset=None,
        required=False,
        help_text=_("Een hackathon uit je agenda. Maak die daar, met plaats en uren."),
    )

    def prepare(self) -> None:
        """Add the texts in each language; offer the hackathons in the agenda to a hackathon."""
        title = text_fields("title", _("Titel"), max_length=140, rows=1)
        summary = text_fields(
            "summary",
            _("In het kort"),
            max_length=400,
            rows=2,
            help_text=_("Eén of twee zinnen: welk idee zoek je, en van wie?"),
        )
        text = text_fields(
            "description",
            _("Meer vertellen"),
            max_length=8_000,
            rows=8,
            help_text=_("Wie kan meedoen, wat men krijgt, hoe je kiest, wat met de ideeën gebeurt."),
        )
        self.fields.update({**title, **summary, **text})
        self.fields["title_nl"].required = True
        self.order_fields([*title, *summary, *text, "closes_day", "closes_time", "event", "criteria"])
        if self.row.kind == Kind.HACKATHON:
            self.fields["event"].queryset = events_to_tie(self.row.hub)  # type: ignore[attr-defined]
        else:
            del self.fields["event"]

    @staticmethod
    def initial_of(row: Call) -> dict[str, Any]:
        """Return what the call says now."""
        texts: dict[str, str] = {}
        for name in _TEXTS:
            texts |= texts_to_initial(name, getattr(row, name))
        closes = timezone.localtime(row.closes_at) if row.closes_at else None
        found: dict[str, Any] = {
            **texts,
            "closes_day": closes.date() if closes else None,
            "closes_time": closes.time() if closes else None,
            "criteria": "\n".join(row.criteria),
        }
        return found | ({"event": row.event_id} if row.kind == Kind.HACKATHON else {})

    def clean_criteria(self) -> str:
        """Keep one question a line, none twice, at most ten."""
        lines = [line.strip()[:150] for line in self.cleaned_data["criteria"].splitlines()]
        kept = list(dict.fromkeys(filter(None, lines)))
        if len(kept) > _MOST_CRITERIA:
            raise ValidationError(_("Hoogstens tien vragen. Minder is beter."))
        return "\n".join(kept)

    def clean(self) -> dict[str, Any]:
        """Work out until when."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.closes_at = _moment(
            self, cleaned.get("closes_day"), cleaned.get("closes_time"), beside="closes_time"
        )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.edit_call``."""
        texts = {name: texts_from(name, self.cleaned_data, getattr(self.row, name)) for name in _TEXTS}
        return {
            **texts,
            "closes_at": self.closes_at,
            "event": self.cleaned_data.get("event"),
            "criteria": self.cleaned_data["criteria"].splitlines(),
        }


class NewCallForm(Form):
    """The kind and title of a call that is not there yet; the rest is filled in on its own page."""

    kind = forms.ChoiceField(label=_("Wat wordt het?"), choices=Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Titel"), max_length=140)

    def __init__(self, *args: Any, hub: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        off = switched_off(hub)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (key, label) for key, label in Kind.choices if SWITCHES[key] not in off
        ]


class StepForm(VersionedForm[Step]):
    """One step: what, when, where, and the mail to who reaches it."""

    kind = forms.ChoiceField(label=_("Wat gebeurt er?"), choices=StepKind.choices)
    day = DateField(label=_("Dag"), required=False)
    from_time = TimeField(label=_("Van"), required=False)
    until_day = DateField(
        label=_("Laatste dag"), required=False, help_text=_("Alleen als het langer duurt dan één dag.")
    )
    until_time = TimeField(label=_("Tot"), required=False)
    place = forms.CharField(
        label=_("Waar"), max_length=200, required=False, help_text=_("Adres, zaal of online.")
    )
    letter = forms.CharField(
        label=_("Wat lezen ze in de mail?"),
        max_length=2000,
        required=False,
        help_text=_("Wie zo ver komt, krijgt deze mail. Wat brengen ze mee? Hoe lang duurt het?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    has_jury = forms.BooleanField(label=_("Een jury beoordeelt de ideeën"), required=False)
    has_vote = forms.BooleanField(
        label=_("Iedereen kan stemmen"),
        required=False,
        help_text=_(
            "Titel en één zin van elk idee staan dan op de site. Kies ook wanneer het begint en eindigt."
        ),
    )

    has_peers = forms.BooleanField(
        label=_("Inzenders geven elkaar feedback"),
        required=False,
        help_text=_(
            "Elke inzender leest enkele andere ideeën met zijn eigen link. Kies ook tot wanneer. Wie "
            "inzendt, leest dit vooraf; wie al inzond, moet eerst ja zeggen."
        ),
    )

    @staticmethod
    def initial_of(row: Step) -> dict[str, Any]:
        """Return what the step says now."""
        begins = timezone.localtime(row.starts_at) if row.starts_at else None
        ends = timezone.localtime(row.ends_at) if row.ends_at else None
        is_one_day = begins is not None and ends is not None and begins.date() == ends.date()
        return {
            "kind": row.kind,
            "day": begins.date() if begins else None,
            "from_time": begins.time() if begins else None,
            "until_day": None if is_one_day or ends is None else ends.date(),
            "until_time": ends.time() if ends else None,
            "place": row.place,
            "letter": row.letter,
            "has_jury": row.has_jury,
            "has_vote": row.has_vote,
            "has_peers": row.has_peers,
        }

    def clean(self) -> dict[str, Any]:
        """Work out when it begins and ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("day")
        if day is None and any(cleaned.get(name) for name in ("from_time", "until_day", "until_time")):
            self.add_error("day", _("Zeg ook op welke dag het begint."))
        self.starts_at = _moment(self, day, cleaned.get("from_time") or time(0), beside="from_time")
        last = cleaned.get("until_day") or day
        self.ends_at = _moment(self, last, cleaned.get("until_time"), beside="until_time")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            self.add_error(
                "until_day" if cleaned.get("until_day") else "until_time", _("Het einde ligt voor het begin.")
            )
        return cleaned

    def values(self) -> Mapping[str, Any]:
        """Return the fields for ``services.save_step``."""
        names = ("kind", "place", "letter", "has_jury", "has_vote", "has_peers")
        plain = {name: self.cleaned_data[name] for name in names}
        return {**plain, "starts_at": self.starts_at, "ends_at": self.ends_at}


class ChallengeForm(VersionedForm[Challenge]):
    """Something for which an idea is sought."""

    title = forms.CharField(label=_("De uitdaging in één zin"), max_length=140)
    words = forms.CharField(
        label=_("Waarover gaat het?"),
        max_length=2000,
        required=False,
        help_text=_("Wat ligt er nu? Hoeveel? Wat probeerde men al? Noem niemand bij naam."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    skills = forms.MultipleChoiceField(
        label=_("Wat moet een team samen kunnen?"),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """Ask for skills where teams are made."""
        if self.row.call.kind != Kind.HACKATHON:
            del self.fields["skills"]

    @staticmethod
    def initial_of(row: Challenge) -> dict[str, Any]:
        """Return what the challenge says now."""
        plain = {"title": row.title, "words": row.words}
        return plain | ({"skills": row.skills} if row.call.kind == Kind.HACKATHON else {})

    def values(self) -> Mapping[str, Any]:
        """Return the fields for ``services.save_challenge``."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "words": data["words"],
            "skills": data.get("skills", self.row.skills),
        }


class StopForm(Form):
    """Why a call does not go on."""

    reason = forms.CharField(
        label=_("Waarom stopt het?"),
        max_length=300,
        required=False,
        help_text=_("Dit staat op de pagina en in de mail aan wie inzond."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
