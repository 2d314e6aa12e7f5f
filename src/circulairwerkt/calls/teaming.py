"""The teams of a hackathon: who works together, in which language they all can, what is there and missing."""

from collections import defaultdict
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


def people_of(call: Call) -> list[Participant]:
    """Return who takes part, by name."""
    return list(call.participants.order_by("name", "pk"))


def teams_of(call: Call, people: Iterable[Participant] | None = None) -> list[Team]:
    """Return the teams of a call by challenge; a challenge without people has none."""
    by_challenge: dict[int | None, list[Participant]] = defaultdict(list)
    for one in people_of(call) if people is None else people:
        by_challenge[one.challenge_id].append(one)
    return [
        Team(challenge, tuple(by_challenge[challenge.pk]))
        for challenge in call.challenges.all()
        if challenge.pk in by_challenge
    ]
