"""The door to the core: teams for a hackathon, built and proven by the optimiser."""

from collections import defaultdict
from collections.abc import Sequence

from circulairwerkt.calls.models import Challenge, Participant
from symbiosis.solvers.highs import Highs
from symbiosis.teams import Challenge as AskedFor
from symbiosis.teams import Member, Teams, build

#: So long somebody waits at his screen; 120 people on 20 challenges take less.
_SECONDS = 5.0


def teams_for(participants: Sequence[Participant], challenges: Sequence[Challenge]) -> Teams:
    """Return a division of participants over challenges, with how near to the best it is proven to be."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in participants:
        if row.group:
            groups[row.group.strip().casefold()].append(str(row.pk))
    members = [
        Member(
            key=str(row.pk),
            organisation=row.organisation.strip().casefold(),
            kind=row.kind,
            skills=frozenset(row.skills),
            languages=frozenset(row.languages),
            wishes=tuple(str(key) for key in row.wishes),
            together=frozenset(groups[row.group.strip().casefold()]) - {str(row.pk)}
            if row.group
            else frozenset(),
        )
        for row in participants
    ]
    asked = [AskedFor(key=str(row.pk), skills=frozenset(row.skills)) for row in challenges]
    return build(members, asked, Highs(threads=1), time_limit_s=_SECONDS)
