"""Taking part in a hackathon without an account, and the teams that are made of who takes part.

A division says for each participant the challenge of his team, or why he has none. Each change keeps the one
before, so that it can be taken back, and counts up ``Call.teams_turn``: nobody changes what he did not see.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.bridge import Divided, divide
from circulairwerkt.calls.models import Call, Challenge, Kind, Participant, WhyNot
from circulairwerkt.calls.services.calls import locked
from circulairwerkt.calls.services.entries import TooLate

PARTICIPANT_FIELDS = (
    "name",
    "email",
    "organisation",
    "kind",
    "skills",
    "languages",
    "wishes",
    "group",
    "language",
)
_TEAMS_FIELDS = ["teams_built_at", "teams_gap", "teams_turn", "teams_before"]


class TeamsMoved(ValidationError):
    """Somebody else changed the teams meanwhile."""


@write("calls.take_part", gettext_lazy("deelnemer ingeschreven"))
def take_part(
    *, actor: Actor, call: Call, values: Mapping[str, Any], now: datetime | None = None
) -> Participant:
    """Take part in a hackathon, without an account; ``values``: ``PARTICIPANT_FIELDS``.

    Who registered with the same address already gets his link again and stays as he was: nobody changes what
    another said. Raises TooLate once nothing can be handed in any more.
    """
    current = locked(call)
    if current.kind != Kind.HACKATHON or not current.takes_ideas(now or timezone.now()):
        raise TooLate(_("Inschrijven kan niet meer."))
    known = current.participants.filter(email__iexact=values["email"]).first()
    made = known or Participant.objects.create(
        call=current, **{name: values[name] for name in PARTICIPANT_FIELDS}
    )
    made.call = current
    changes = {} if known else {"call": [None, current.pk]}
    record(actor=actor, row=made, hub_id=current.hub_id, changes=changes)
    letters.takes_part(made)
    return made


@write("calls.leave", gettext_lazy("deelnemer uitgeschreven"))
def leave(*, actor: Actor, participant: Participant) -> None:
    """Take part no longer, by whoever holds the private link; what he said of himself goes at once."""
    call = participant.call
    record(actor=actor, row=participant, hub_id=call.hub_id, changes={"call": [call.pk, None]})
    participant.delete()


def _leads(actor: Actor, call: Call) -> Call:
    """Lock a call that the reader may lead and that goes on."""
    require(perms.may_edit(actor, call))
    current = locked(call)
    if not current.is_running:
        raise ValidationError(_("Deze oproep loopt niet."))
    return current


def _seen(current: Call, seen_turn: int) -> Call:
    """Refuse who saw other teams than there are now."""
    if current.teams_turn != seen_turn:
        raise TeamsMoved(_("Iemand anders veranderde de teams intussen. Kijk ze nog eens na."))
    return current


def _kept(current: Call) -> dict[str, Any]:
    """Return the division as it stands, to go back to."""
    rows = current.participants.order_by("pk").values_list("pk", "challenge_id", "why_not")
    made = current.teams_built_at
    return {
        "built_at": made.isoformat() if made else None,
        "gap": current.teams_gap,
        "places": [list(row) for row in rows],
    }


def _put(
    current: Call,
    places: Mapping[int, int | WhyNot],
    *,
    gap: float | None,
    built_at: datetime | None,
) -> None:
    """Write a division over the one that stands. Who is not in it stays where he is."""
    before, moved = _kept(current), []
    for one in current.participants.all():
        place = places.get(one.pk, one.challenge_id or WhyNot(one.why_not))
        challenge, why = (None, place) if isinstance(place, WhyNot) else (place, "")
        if (one.challenge_id, one.why_not) != (challenge, why):
            if one.challenge_id != challenge:
                one.told_at = None
            one.challenge_id, one.why_not = challenge, why
            moved.append(one)
    Participant.objects.bulk_update(moved, ["challenge", "why_not", "told_at"])
    current.teams_before, current.teams_gap, current.teams_built_at = before, gap, built_at
    current.teams_turn += 1
    current.save(update_fields=_TEAMS_FIELDS)


def build_teams(*, actor: Actor, call: Call, seen_turn: int) -> int:
    """Divide all who take part over the challenges, anew; return how many teams there are.

    Raises ValidationError without challenges, TeamsMoved where somebody else changed the teams. Too few
    people, or people who share no language, is an answer: they have no team yet, with the reason.
    """
    require(perms.may_edit(actor, call))
    challenges, people = list(call.challenges.all()), list(call.participants.all())
    if not challenges:
        raise ValidationError(_("Voeg eerst een uitdaging toe."))
    # Worked out before anything is locked: it takes seconds, in which others write.
    return _put_built(actor=actor, call=call, found=divide(people, challenges), seen_turn=seen_turn)


@write("calls.build_teams", gettext_lazy("teams gemaakt"))
def _put_built(*, actor: Actor, call: Call, found: Divided, seen_turn: int) -> int:
    current = _seen(_leads(actor, call), seen_turn)
    there = set(current.challenges.values_list("pk", flat=True))
    if any(place not in there for place in found.places.values() if not isinstance(place, WhyNot)):
        raise TeamsMoved(_("De uitdagingen veranderden intussen. Maak de teams opnieuw."))
    _put(current, found.places, gap=found.gap, built_at=timezone.now())
    count = len({place for place in found.places.values() if not isinstance(place, WhyNot)})
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"teams": [None, count]})
    return count


@write("calls.place", gettext_lazy("deelnemer in een team gezet"))
def place(
    *, actor: Actor, participant: Participant, challenge: Challenge | None, seen_turn: int
) -> Participant:
    """Put somebody in the team of a challenge, or apart: people know what no rule knows.

    Raises ValidationError for a challenge of another call, TeamsMoved as above.
    """
    current = _seen(_leads(actor, participant.call), seen_turn)
    if challenge is not None and challenge.call_id != current.pk:
        raise ValidationError(_("Kies een uitdaging van deze oproep."))
    before, after = participant.challenge_id, challenge.pk if challenge else None
    if before != after:
        # no longer what was proven
        where = WhyNot.BY_HAND if after is None else after
        _put(current, {participant.pk: where}, gap=None, built_at=current.teams_built_at)
    participant.refresh_from_db()
    record(actor=actor, row=participant, hub_id=current.hub_id, changes={"challenge": [before, after]})
    return participant


@write("calls.undo_teams", gettext_lazy("teams van voordien teruggezet"))
def undo_teams(*, actor: Actor, call: Call, seen_turn: int) -> Call:
    """Take the last change of the teams back; a second time does it again.

    Who came since stays as he is, who left stays away. Raises ValidationError where nothing changed
    yet, TeamsMoved as above.
    """
    current = _seen(_leads(actor, call), seen_turn)
    kept = current.teams_before
    if not kept:
        raise ValidationError(_("Er is niets om ongedaan te maken."))
    there = set(current.challenges.values_list("pk", flat=True))
    places: dict[int, int | WhyNot] = {}
    for pk, challenge, why in kept["places"]:
        places[pk] = challenge if challenge in there else WhyNot(why or WhyNot.NEW)
    made = kept["built_at"] and parse_datetime(kept["built_at"])
    _put(current, places, gap=kept["gap"], built_at=made)
    record(
        actor=actor, row=current, hub_id=current.hub_id, changes={"teams_turn": [seen_turn, seen_turn + 1]}
    )
    return current


@write("calls.tell_teams", gettext_lazy("teams gemaild"))
def tell_teams(*, actor: Actor, call: Call) -> int:
    """Mail who was not told yet where he is: his team, or why he has none; return how many."""
    current = _leads(actor, call)
    people = list(current.participants.filter(told_at=None).exclude(why_not=WhyNot.NEW).exclude(email=""))
    for participant in people:
        participant.call = current
        if participant.challenge_id:
            letters.has_a_team(participant)
        else:
            letters.has_no_team(participant)
    current.participants.filter(pk__in=[one.pk for one in people]).update(told_at=timezone.now())
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"told": [0, len(people)]})
    return len(people)
