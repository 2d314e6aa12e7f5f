"""Taking part in a hackathon without an account, and the teams that are made of who takes part."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.bridge import teams_for
from circulairwerkt.calls.models import Call, Challenge, Kind, Participant
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
    record(actor=actor, row=made, hub_id=current.hub_id, changes={"call": [None, current.pk]})
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


@write("calls.build_teams", gettext_lazy("teams gemaakt"))
def build_teams(*, actor: Actor, call: Call) -> int:
    """Divide all who take part over the challenges, anew; return how many teams there are.

    Raises ValidationError without challenges. Too few people, or people who share no language, is an answer:
    they have no team yet.
    """
    current = _leads(actor, call)
    challenges = list(current.challenges.all())
    if not challenges:
        raise ValidationError(_("Voeg eerst een uitdaging toe."))
    people = list(current.participants.exclude(email=""))
    found = teams_for(people, challenges)
    current.participants.update(challenge=None)
    for team in found.teams:
        current.participants.filter(pk__in=[int(key) for key in team.members]).update(
            challenge=int(team.challenge)
        )
    current.teams_built_at, current.teams_gap = timezone.now(), found.gap
    current.save_as_successor_of(current.version, ["teams_built_at", "teams_gap"])
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"teams": [None, len(found.teams)]})
    return len(found.teams)


@write("calls.place", gettext_lazy("deelnemer in een team gezet"))
def place(*, actor: Actor, participant: Participant, challenge: Challenge | None) -> Participant:
    """Put somebody in the team of a challenge, or in none: people know what no rule knows."""
    current = _leads(actor, participant.call)
    if challenge is not None and challenge.call_id != current.pk:
        raise ValidationError(_("Kies een uitdaging van deze oproep."))
    before = participant.challenge_id
    participant.challenge = challenge
    participant.save(update_fields=["challenge"])
    after = challenge.pk if challenge else None
    record(actor=actor, row=participant, hub_id=current.hub_id, changes={"challenge": [before, after]})
    return participant


@write("calls.tell_teams", gettext_lazy("teams gemaild"))
def tell_teams(*, actor: Actor, call: Call) -> int:
    """Mail everybody who has a team with whom he works; return how many."""
    current = _leads(actor, call)
    people = list(current.participants.filter(challenge__isnull=False).exclude(email=""))
    for participant in people:
        participant.call = current
        letters.has_a_team(participant)
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"told": [0, len(people)]})
    return len(people)
