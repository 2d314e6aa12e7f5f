"""Typing what each party and each group of parties earns in a year."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext as _

#: Up to so many parties every group has a field of its own; above, some groups are chosen.
MOST_LISTED = 4
CHOSEN_GROUPS = 4


class SplitForm(forms.Form):
    """EUR a year against doing nothing; empty: alone 0, of a group what its parts can do apart."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, players: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.players = players
        self.groups: dict[str, frozenset[int]] = {}
        everyone = _("Alle partijen samen verdienen per jaar (EUR)")
        self._add("samen", everyone, frozenset(players), is_required=True)
        for pk, name in players.items():
            words = _("%(name)s verdient alleen, zonder de anderen (EUR per jaar)") % {"name": name}
            self._add(f"alleen_{pk}", words, frozenset({pk}))
        if len(players) <= MOST_LISTED:
            for size in range(2, len(players)):
                for members in combinations(players, size):
                    names = _(" en ").join(players[pk] for pk in members)
                    words = _("%(names)s samen, zonder de anderen (EUR per jaar)") % {"names": names}
                    self._add("groep_" + "_".join(map(str, members)), words, frozenset(members))
        else:
            for number in range(1, CHOSEN_GROUPS + 1):
                self.fields[f"wie_{number}"] = forms.MultipleChoiceField(
                    label=_("Groep %(number)d: wie") % {"number": number},
                    choices=[(str(pk), name) for pk, name in players.items()],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
                self._add(f"wat_{number}", _("Groep %(number)d: EUR per jaar") % {"number": number}, None)

    def _add(
        self, name: str, label: str, members: frozenset[int] | None, *, is_required: bool = False
    ) -> None:
        self.fields[name] = forms.DecimalField(
            label=label,
            required=is_required,
            localize=True,
            max_digits=12,
            decimal_places=2,
            error_messages={"required": _("Vul in wat alle partijen samen verdienen.")},
        )
        if members is not None:
            self.groups[name] = members

    def clean(self) -> dict[str, Any]:
        """A chosen group has members and an amount, and is not everybody."""
        values = super().clean() or {}
        for number in range(1, CHOSEN_GROUPS + 1):
            who, amount = values.get(f"wie_{number}"), values.get(f"wat_{number}")
            if f"wie_{number}" not in self.fields or (not who and amount is None):
                continue
            if amount is None:
                self.add_error(f"wat_{number}", _("Vul in wat deze groep verdient."))
            elif not 2 <= len(who or ()) < len(self.players):
                self.add_error(f"wie_{number}", _("Kies minstens twee partijen, maar niet allemaal."))
        return values

    def worths(self) -> dict[frozenset[int], Decimal]:
        """Return what was typed, by group; nothing for what stayed empty."""
        return dict(self._worths())

    def _worths(self) -> Iterator[tuple[frozenset[int], Decimal]]:
        for name, members in self.groups.items():
            value = self.cleaned_data.get(name)
            if value is not None:
                yield members, value
        for number in range(1, CHOSEN_GROUPS + 1):
            who = self.cleaned_data.get(f"wie_{number}")
            if who:
                yield frozenset(map(int, who)), self.cleaned_data[f"wat_{number}"]


def initial_of(worths: list[Mapping[str, Any]], players: Mapping[int, str], version: int) -> dict[str, Any]:
    """Return what was typed before as the form's start."""
    start: dict[str, Any] = {"version": version}
    number = 0
    for one in worths:
        members = [pk for pk in players if pk in one["members"]]
        value = Decimal(str(one["eur"]))
        if len(members) == len(players):
            start["samen"] = value
        elif len(members) == 1:
            start[f"alleen_{members[0]}"] = value
        elif len(players) <= MOST_LISTED:
            start["groep_" + "_".join(map(str, members))] = value
        else:
            number += 1
            start |= {f"wie_{number}": [str(pk) for pk in members], f"wat_{number}": value}
    return start
