"""How an entrepreneur meets his coach, in the moment that he chose."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.coaching.models import Meeting
from circulairwerkt.coaching.words import Way

_WHERE = {Way.VISIT: _("Op welk adres?"), Way.PHONE: _("Op welk nummer?")}


class ConfirmForm(Form):
    """The way, and the address or the number that only the entrepreneur knows."""

    way = forms.ChoiceField(label=_("Hoe spreek je liefst?"), widget=forms.RadioSelect)
    where = forms.CharField(
        label=_("Op welk adres of nummer?"),
        max_length=200,
        required=False,
        help_text=_("Alleen als de coach naar jou komt of belt."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Offer what the coach offers; ask for an address or a number where one can be needed."""
        number = "" if meeting.coaching.has_mail else meeting.coaching.contact
        super().__init__(*args, **kwargs)
        self.initial = {"way": meeting.way, "where": number}
        offered = [way for way in Way if way.value in meeting.keeper.ways]
        words = {Way.VISIT: _("bij jou")}
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (way.value, words.get(way, way.label)) for way in offered
        ]
        asked = [way for way in offered if way in _WHERE]
        if not asked:
            del self.fields["where"]
        elif len(asked) == 1:
            self.fields["where"].label = _WHERE[asked[0]]
