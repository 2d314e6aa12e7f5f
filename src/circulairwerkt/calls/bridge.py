"""The door to the core: teams for a hackathon, and who reads whose idea."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from circulairwerkt.calls.models import Challenge, Participant, WhyNot
from symbiosis.teams import Challenge as AskedFor
from symbiosis.teams import Member, Reason, build, share_readers, why_unplaced

#: For making the program and solving it. Somebody waits at his screen, at most five seconds for the whole
#: press: the rest is for what the solver runs over, for why people have no team, and for the database.
SECONDS = 3.5
#: Of how many cores: the others are for everybody else who is on the site.
THREADS = 1
_WORDS: Mapping[Reason, WhyNot] = {
    Reason.NO_LANGUAGE: WhyNot.NO_LANGUAGE,
    Reason.TOO_LARGE: WhyNot.TOO_LARGE,
    Reason.TOO_FEW: WhyNot.TOO_FEW,
    Reason.NO_ROOM: WhyNot.NO_ROOM,
}


@dataclass(frozen=True)
class Divided:
    """For each participant the key of a challenge, or why there is none; how near to the best is proven."""

    places: Mapping[int, int | WhyNot]
    gap: float


def divide(participants: Sequence[Participant], challenges: Sequence[Challenge]) -> Divided:
    """Divide participants over challenges."""
    # Late on purpose: only who divides people needs the solver.
    from symbiosis.solvers.highs import Highs

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
    found = build(members, asked, Highs(threads=THREADS), time_limit_s=SECONDS)
    why = why_unplaced(members, found)
    return Divided(
        places={
            **{int(key): int(team.challenge) for team in found.teams for key in team.members},
            **{int(key): _WORDS[reason] for key, reason in why.items()},
        },
        gap=found.gap,
    )


def readers_of(
    entries: Sequence[int],
    *,
    wanted: int,
    barred: Collection[tuple[int, int]],
    kept: Collection[tuple[int, int]],
) -> set[tuple[int, int]]:
    """Return pairs (reader, read) of keys of ideas, each read by ``wanted`` others as far as that can be.

    Nobody reads his own idea nor a pair of ``barred``; pairs of ``kept`` stand.
    """
    places = {key: place for place, key in enumerate(entries)}

    def numbered(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(places[one], places[other]) for one, other in pairs if one in places and other in places}

    # Which of two divisions as good is no secret: the same ideas always give the same one.
    found = share_readers(len(entries), wanted=wanted, barred=numbered(barred), kept=numbered(kept))
    return {(entries[reader], entries[read]) for reader, read in found}
