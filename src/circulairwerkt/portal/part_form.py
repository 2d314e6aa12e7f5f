"""What we understood of a question, as a form: every guess can be corrected, the next question answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circulairwerkt.cases.models import Question, QuestionPart
from circulairwerkt.cases.queries import (
    NextQuestion,
    Understanding,
    amount_units,
    next_question,
    pack_size_of,
    similar_materials,
)
from circulairwerkt.streams.queries import Danger, code_spelled, material_name, unit_word
from circulairwerkt.streams.queries import danger as danger_of

OTHER = "anders"
_MOST = 1_000_000.0


class NumberField(forms.CharField):
    """A number as people type it: ``2``, ``2,5``, ``1.250``."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the number, None for an empty field."""
        text = str(super().clean(value)).replace(" ", "").replace("\u00a0", "")
        if not text:
            return None
        whole, _comma, rest = text.partition(",")
        if _comma or (whole.count(".") and len(whole.rsplit(".", 1)[1]) == 3):
            whole = whole.replace(".", "")
        try:
            number = float(f"{whole}.{rest}" if _comma else whole)
        except ValueError:
            number = -1.0
        if not 0 < number <= _MOST:
            raise ValidationError(_("“%(value)s” is geen getal. Verwacht: 2,5."), params={"value": text[:20]})
        return number


class PartForm(forms.Form):
    """One part of a question. A field that was not sent changes nothing."""

    materiaal = forms.ChoiceField(label=_("Wat is het?"), required=False, widget=forms.RadioSelect)
    woorden = forms.CharField(label=_("Of zeg het in je eigen woorden"), required=False, max_length=60)
    hoeveel = NumberField(label=_("Hoeveel?"))
    eenheid = forms.ChoiceField(label=_("Eenheid"), required=False)
    ritme = forms.ChoiceField(label=_("Hoe vaak?"), required=False, widget=forms.RadioSelect)
    inhoud = NumberField(label=_("Hoeveel gaat erin?"))
    zuiver = forms.ChoiceField(
        label=_("Zuiver of gemengd?"),
        required=False,
        choices=[("yes", _("zuiver")), ("no", _("gemengd of vuil"))],
        widget=forms.RadioSelect,
    )
    gezocht = forms.ChoiceField(
        label=_("Heb je het, of zoek je het?"),
        required=False,
        choices=[("no", _("ik heb het over")), ("yes", _("ik zoek het"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | dict[str, str] | None = None, *, part: QuestionPart) -> None:
        self.part = part
        super().__init__(data, prefix=f"deel{part.place}", initial=_initial(part))
        language = get_language() or "nl"
        keys = [part.material, *part.other_materials, *similar_materials(part.material)]
        named = [(key, material_name(key, language)) for key in dict.fromkeys(keys) if key]
        choices(self.fields["materiaal"], [*named, (OTHER, _("iets anders"))])
        choices(self.fields["eenheid"], [(key, unit_word(key, 2, language)) for key in amount_units()])
        choices(self.fields["ritme"], QuestionPart.Period.choices)
        size = pack_size_of(part)
        self.pack_unit = size.measure if size else ""
        self.pack_word = unit_word(self.pack_unit, 2, language)

    def values(self) -> dict[str, Any]:
        """Return what was said differently from what stood there, for ``changed_part``."""
        said = self.cleaned_data
        found: dict[str, Any] = {}
        if said["woorden"]:
            found["words"] = said["woorden"]
        elif said["materiaal"] not in ("", OTHER, self.part.material):
            found["material"] = said["materiaal"]
        if said["hoeveel"] is not None and said["hoeveel"] != self.part.quantity:
            found["quantity"] = said["hoeveel"]
            found.setdefault("unit", said["eenheid"] or self.part.unit or "kg")
        has_amount = self.part.quantity is not None or "quantity" in found
        if has_amount and said["eenheid"] not in ("", self.part.unit):
            found["unit"] = said["eenheid"]
        if said["ritme"] and said["ritme"] != self.part.period:
            found["period"] = said["ritme"]
        if said["inhoud"] is not None and self.pack_unit:
            found["pack_size"], found["pack_unit"] = said["inhoud"], self.pack_unit
        if said["zuiver"]:
            found["is_clean"] = said["zuiver"] == "yes"
        if said["gezocht"] and (said["gezocht"] == "yes") != self.part.is_sought:
            found["is_sought"] = said["gezocht"] == "yes"
        return found


def _initial(part: QuestionPart) -> dict[str, Any]:
    return {
        "materiaal": part.material,
        "hoeveel": _typed(part.quantity),
        "eenheid": part.unit or "kg",
        "ritme": part.period,
        "inhoud": _typed(part.pack_size),
        "zuiver": {True: "yes", False: "no"}.get(part.is_clean) if part.is_clean is not None else None,
        "gezocht": "yes" if part.is_sought else "no",
    }


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def choices(field: forms.Field, values: Any) -> None:
    """Give a choice field its choices."""
    if isinstance(field, forms.ChoiceField):
        field.choices = values


#: The field that takes the answer to each next question.
ANSWERS = {
    "material": "woorden",
    "content": "woorden",
    "amount": "hoeveel",
    "rhythm": "ritme",
    "pack": "inhoud",
    "clean": "zuiver",
}


def tapped(sent: QueryDict) -> QueryDict:
    """Return what was sent with the answer to the next question, tapped or typed, in its own field."""
    found = sent.copy()
    field = ANSWERS.get(sent.get("vraag", ""))
    answer = sent.get("antwoord", "").strip() or sent.get("tik", "")
    if field and answer:
        place = sent.get("plaats_vraag") or sent.get("plaats", "0")
        found[f"deel{place[:1]}-{field}"] = answer
    return found


@dataclass(frozen=True)
class Guess:
    """One chip: the fields that correct it, its words and icon, and whether a person said it."""

    icon: str
    words: str
    is_said: bool
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True)
class ShownPart:
    """One part with its chips."""

    part: QuestionPart
    form: PartForm
    guesses: tuple[Guess, ...]
    code: str


@dataclass(frozen=True)
class Shown:
    """What a page shows of what was understood; ``answer_field`` takes the answer to ``question``."""

    parts: tuple[ShownPart, ...]
    danger: Danger | None
    question: NextQuestion | None
    answer_field: forms.BoundField | None
    unit_field: forms.BoundField | None
    pack_word: str

    @classmethod
    def of(cls, read: Understanding, sent: QueryDict | None = None) -> "Shown | None":
        """Return what to show of a sentence that was just read; None where it says nothing."""
        return cls._made(read.parts, read.danger, read.question, sent) if read.parts else None

    @classmethod
    def of_question(cls, question: Question, sent: QueryDict | None = None) -> "Shown | None":
        """Return what to show of a question that was asked; None where nothing was understood."""
        parts = tuple(question.parts.all())
        asked = None if question.danger else next_question(parts)
        return cls._made(parts, question.danger, asked, sent) if parts else None

    @classmethod
    def _made(
        cls, parts: Iterable[QuestionPart], danger: str, asked: NextQuestion | None, sent: QueryDict | None
    ) -> "Shown":
        shown = tuple(
            _shown(part, sent, asked.name if asked and asked.place == part.place else "") for part in parts
        )
        form = next((one.form for one in shown if asked and one.part.place == asked.place), None)
        return cls(
            parts=shown,
            danger=danger_of(danger) if danger else None,
            question=asked,
            answer_field=form[ANSWERS[asked.name]] if form and asked else None,
            unit_field=form["eenheid"] if form else None,
            pack_word=form.pack_word if form and asked and asked.name == "pack" else "",
        )


#: The chip that the next question stands for: it is not shown twice.
_CHIP_OF = {"material": "boxes", "content": "boxes", "amount": "scale", "rhythm": "repeat"}


def _shown(part: QuestionPart, sent: QueryDict | None, asked: str) -> ShownPart:
    here = sent if sent is not None and any(key.startswith(f"deel{part.place}-") for key in sent) else None
    form = PartForm(here, part=part)
    language = get_language() or "nl"
    what = material_name(part.material, language) if part.material else str(_("nog niet duidelijk"))
    much = str(_("hoeveel?"))
    if part.quantity is not None:
        much = f"{_typed(part.quantity)} {unit_word(part.unit, part.quantity, language)}"
    if part.pack_size is not None:
        held = f"{_typed(part.pack_size)} {unit_word(part.pack_unit, part.pack_size, language)}"
        much = _("%(much)s van %(held)s") % {"much": much, "held": held}
    often = part.get_period_display() if part.period else _("hoe vaak?")
    amount: tuple[forms.BoundField, ...] = (form["hoeveel"], form["eenheid"])
    if part.pack_size is not None:
        amount = (*amount, form["inhoud"])
    guesses = [
        Guess("boxes", str(what), not part.is_guess("material"), (form["materiaal"], form["woorden"])),
        Guess("scale", str(much), not part.is_guess("quantity"), amount),
        Guess("repeat", str(often), not part.is_guess("period"), (form["ritme"],)),
        Guess(
            "search" if part.is_sought else "package-open",
            str(_("je zoekt dit") if part.is_sought else _("je hebt dit over")),
            not part.is_guess("is_sought"),
            (form["gezocht"],),
        ),
    ]
    if part.is_clean is not None:
        words = _("zuiver") if part.is_clean else _("gemengd of vuil")
        guesses.append(Guess("sparkles", str(words), True, (form["zuiver"],)))
    kept = tuple(guess for guess in guesses if guess.icon != _CHIP_OF.get(asked) or guess.is_said)
    return ShownPart(part, form, kept, code_spelled(part.low_code) if part.low_code else "")
