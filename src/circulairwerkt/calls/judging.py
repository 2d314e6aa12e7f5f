"""What a jury gave: whether it judges now, how far it is, and per idea the mean and how far jurors differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, stdev

from circulairwerkt.base.names import bare
from circulairwerkt.calls.models import Call, Entry, Judgement, Juror, Step


def round_of(call: Call) -> Step | None:
    """Return the step at which the jury of a running call judges, closed or not; None without one."""
    if not call.is_running:
        return None
    return Step.objects.filter(call=call, number=call.position, has_jury=True).first()


def has_own_interest(reader: Juror | Entry, entry: Entry) -> bool:
    """Whether an idea comes from who reads it or from his own organisation, by what both typed.

    "Maakhuis" and "Maakhuis BV" are the same. ``reader``: a juror, or the idea of another entrant.
    """
    own, theirs = (
        bare(each) or each.strip().casefold() for each in (reader.organisation, entry.organisation)
    )
    is_same_person = bool(entry.email) and entry.email.casefold() == reader.email.casefold()
    return is_same_person or (bool(own) and own == theirs)


@dataclass(frozen=True)
class Progress:
    """How far a juror is in the round; of what he gave it tells nothing."""

    juror: Juror
    given: int
    interests: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to judge."""
        return self.given + self.interests >= self.asked


def progress_of(step: Step, jurors: Iterable[Juror], entries: Iterable[Entry]) -> list[Progress]:
    """Return how far each juror is with the ideas of a round."""
    ideas = list(entries)
    rows = list(Judgement.objects.filter(step=step, entry__in=ideas))
    found = []
    for juror in jurors:
        mine = {row.entry_id: row for row in rows if row.juror_id == juror.pk}
        interests = sum(
            has_own_interest(juror, idea) or (idea.pk in mine and mine[idea.pk].has_interest)
            for idea in ideas
        )
        given = sum(bool(row.points) for row in mine.values())
        found.append(Progress(juror, given, interests, len(ideas)))
    return found


@dataclass(frozen=True)
class Spread:
    """What an idea got in a closed round, from 1 to 5: the mean of jurors, the lowest and the highest of
    them, and how far they differ (sample standard deviation; None for one juror).

    Each juror counts once: the mean of what he gave over the criteria.
    """

    jurors: int
    interests: int
    mean: float | None
    lowest: float | None
    highest: float | None
    deviation: float | None


def spread_of(judgements: Iterable[Judgement]) -> Spread:
    """Return the spread of what jurors gave one idea."""
    rows = list(judgements)
    means = [fmean(row.points) for row in rows if row.points]
    return Spread(
        jurors=len(means),
        interests=sum(row.has_interest for row in rows),
        mean=fmean(means) if means else None,
        lowest=min(means, default=None),
        highest=max(means, default=None),
        deviation=stdev(means) if len(means) > 1 else None,
    )


def spreads_at(step: Step) -> dict[int, Spread]:
    """Return the spread of each idea that the jury had at a step, by its key, also of one that nobody judged.

    Nothing while the round is open: it is blind.
    """
    if step.judged_at is None:
        return {}
    reached = Entry.objects.filter(call=step.call_id, position__gte=step.number)
    by_entry: dict[int, list[Judgement]] = {key: [] for key in reached.values_list("pk", flat=True)}
    for row in Judgement.objects.filter(step=step):
        by_entry.setdefault(row.entry_id, []).append(row)
    return {entry: spread_of(rows) for entry, rows in by_entry.items()}


def words_at(step: Step, entry: Entry) -> list[str]:
    """Return what jurors wrote about an idea in a closed round, without who."""
    if step.judged_at is None:
        return []
    rows = Judgement.objects.filter(step=step, entry=entry).exclude(words="").order_by("words")
    return [row.words for row in rows]


def chosen_with_points(call: Call, chosen: Iterable[Entry]) -> list[tuple[Entry, Spread | None]]:
    """Return the chosen ideas with what the last jury gave them, None where none judged."""
    rounds = Step.objects.filter(call=call, judged_at__isnull=False).order_by("-number")
    spreads = spreads_at(rounds[0]) if rounds else {}
    return [(entry, spreads.get(entry.pk)) for entry in chosen]
