"""What somebody with an idea fills in, without an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.base.from_people import FromPeople
from circulairwerkt.calls.models import Call, Challenge, PeerWord, Version
from circulairwerkt.calls.peering import peer_step

_IDEA = ("title", "summary", "words", "url")


class IdeaForm(Form):
    """The idea itself; the same for a first and a later version."""

    title = forms.CharField(label=_("Hoe heet je idee?"), max_length=120)
    summary = forms.CharField(
        label=_("Je idee in één zin"),
        max_length=300,
        help_text=_("Dit komt op de site als men kan stemmen, en als je idee gekozen is."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = forms.CharField(
        label=_("Vertel je idee"),
        max_length=6000,
        help_text=_("Wat doe je anders? Met wie? Wat heb je nodig om het uit te proberen?"),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    url = forms.URLField(
        label=_("Link naar meer"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("Een filmpje of voorstelling, als je die hebt."),
    )

    def idea(self) -> dict[str, Any]:
        """Return the fields for ``services.change_idea``."""
        return {name: self.cleaned_data[name] for name in _IDEA}

    @staticmethod
    def of(version: Version) -> dict[str, Any]:
        """Return what a version says, to begin with."""
        return {name: getattr(version, name) for name in _IDEA}


class HandInForm(FromPeople, IdeaForm):
    """An idea that is handed in for the first time: for which challenge, and by whom."""

    challenge = forms.ModelChoiceField(
        label=_("Voor welke uitdaging?"),
        queryset=Challenge.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    organisation = forms.CharField(
        label=_("Je organisatie"),
        max_length=140,
        required=False,
        help_text=_("Leeg als je alleen bent."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_name = forms.CharField(
        label=_("Je naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Hier sturen we de link om je idee te bekijken en te verbeteren."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    #: Whether the page said that other entrants read the idea: what it said is what one agrees to.
    told_of_peers = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["told_of_peers"] = "1" if peer_step(call) else ""
        challenges = Challenge.objects.filter(call=call)
        if challenges.exists():
            self.fields["challenge"].queryset = challenges  # type: ignore[attr-defined]
        else:
            del self.fields["challenge"]
        self.order_fields(["challenge", *_IDEA, "organisation", "contact_name", "email"])

    def values(self, language: str) -> dict[str, Any]:
        """Return the fields for ``services.hand_in``."""
        data = self.cleaned_data
        return {
            **self.idea(),
            "challenge": data.get("challenge"),
            "organisation": data["organisation"],
            "contact_name": data["contact_name"],
            "email": data["email"],
            "language": language,
            "peer_word": PeerWord.YES if data["told_of_peers"] else PeerWord.OPEN,
        }

    @property
    def tells_of_peers(self) -> bool:
        """Whether the page says that other entrants read the idea."""
        return bool(self["told_of_peers"].value())
