"""The teams of a hackathon: who works together, in which language they all can, what is there and missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from circulairwerkt.calls.models import Call, Challenge, Participant, Skill, Spoken


@dataclass(frozen=True)
class Team:
    """Who works on a challenge. It tells of the team together, of nobody by himself."""

    challenge: Challenge
    people: tuple[Participant, ...]

    @property
    def languages(self) -> list[str]:
        """The languages that all of them speak, in words."""
        words = dict(Spoken.choices)
        shared = [set(one.languages) for one in self.people]
        return (
            [str(words[key]) for key in sorted(set.intersection(*shared)) if key in words] if shared else []
        )

    @property
    def kinds(self) -> int:
        """From how many kinds of organisation they come."""
        return len({one.kind for one in self.people if one.kind})

    @property
    def missing(self) -> list[str]:
        """What the challenge asks and nobody of them brings, in words."""
        words, there = dict(Skill.choices), {key for one in self.people for key in one.skills}
        return [str(words[key]) for key in self.challenge.skills if key in words and key not in there]


def teams_of(call: Call, people: Iterable[Participant] | None = None) -> list[Team]:
    """Return the teams of a call by challenge; a challenge without people has none."""
    rows = list(call.participants.order_by("name", "pk") if people is None else people)
    found = []
    for challenge in call.challenges.all():
        own = tuple(row for row in rows if row.challenge_id == challenge.pk)
        if own:
            found.append(Team(challenge, own))
    return found


def without_team(call: Call) -> list[Participant]:
    """Return who has no team yet."""
    return list(call.participants.filter(challenge__isnull=True).order_by("name", "pk"))
