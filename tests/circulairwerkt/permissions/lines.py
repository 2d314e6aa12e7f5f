"""One line of the table of pages: a route, a method, and what each sort of person gets."""

from dataclasses import dataclass

from tests.circulairwerkt.permissions.world import PERSONAS


@dataclass(frozen=True)
class Line:
    """One address and method, with the outcome for each person."""

    route: str
    method: str
    outcomes: tuple[str, ...]

    def outcome(self, persona: str) -> str:
        """Return what ``persona`` gets."""
        return self.outcomes[PERSONAS.index(persona)]


def line(route: str, method: str, outcomes: str) -> Line:
    """Read one line; nine outcomes, divided by blanks."""
    words = tuple(outcomes.split())
    if len(words) != len(PERSONAS):
        raise ValueError(f"{route}: {len(words)} outcomes for {len(PERSONAS)} persons")
    return Line(route, method, words)


def everybody(route: str, get: str = "200", post: str = "200") -> list[Line]:
    """Read a page that is the same for all."""
    return [
        line(route, "GET", " ".join([get] * len(PERSONAS))),
        line(route, "POST", " ".join([post] * len(PERSONAS))),
    ]


def signed_in(route: str, get: str = "200", post: str = "200") -> list[Line]:
    """Read a page that wants a person, whoever it is."""
    return [
        line(route, "GET", " ".join(["in", *[get] * (len(PERSONAS) - 1)])),
        line(route, "POST", " ".join(["in", *[post] * (len(PERSONAS) - 1)])),
    ]
