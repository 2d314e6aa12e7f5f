"""The weekly letter to coordinators: what stands still at the hub, since when, which questions wait."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from circulairwerkt.base import outbox
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.overview import questions_of, still_cases
from circulairwerkt.hubs.actors import coordinators_of
from circulairwerkt.hubs.models import Hub

#: Cases named in a letter; the rest is a number with a link.
NAMED = 10
#: The first letter of a month also holds what these tell of a hub, an address last; rooms above add theirs.
MONTHLY: list[Callable[[Hub], Sequence[str]]] = []


def monthly(tell: Callable[[Hub], Sequence[str]]) -> Callable[[Hub], Sequence[str]]:
    """Register what a room tells coordinators once a month; numbers and links alone, in any language."""
    MONTHLY.append(tell)
    return tell


def send_digests(today: date | None = None) -> int:
    """Write this week's letters that were not written yet, and return how many.

    A hub where nothing stands still or waits too long gets none. Run again in the same week it writes
    nothing twice, so a kill in the midst of it is made good by the next run. Run it in ``scope.everywhere``.
    """
    day = today or timezone.localdate()
    year, week, _weekday = day.isocalendar()
    count = 0
    for hub in Hub.objects.order_by("pk"):
        about = f"cases.digest:{hub.pk}-{year}-{week}"
        still, late = still_cases(hub), _late_questions(hub, day)
        people = coordinators_of(hub, day)
        has_news = _is_first_of_month(hub, day) and any(tell(hub) for tell in MONTHLY)
        if not people or not (still.exists() or late.exists() or has_news):
            continue
        had = set(OutgoingMail.objects.filter(about=about).values_list("address_digest", flat=True))
        for person in people:
            if outbox.digest_of(person.email) in had:
                continue
            written = outbox.send(
                "cases/mail/digest.txt",
                to=person.email,
                language=person.language,
                context=_context(hub, still, late)
                | {"news": _news(hub, person.language) if has_news else []},
                kind=outbox.Kind.BUNDLE,
                hub_id=hub.pk,
                about=about,
            )
            count += written is not None
    return count


def _is_first_of_month(hub: Hub, day: date) -> bool:
    """Whether no letter of an earlier week of this month went out: weeks are those of the calendar."""
    first = day.replace(day=1)
    weeks = {(first + timedelta(days=passed)).isocalendar()[:2] for passed in range((day - first).days + 1)}
    weeks.discard(day.isocalendar()[:2])
    about = [f"cases.digest:{hub.pk}-{year}-{week}" for year, week in weeks]
    sent = OutgoingMail.objects.filter(about__in=about, made_at__date__gte=first)
    return not sent.exists()


def _news(hub: Hub, language: str) -> list[str]:
    with translation.override(language):
        return [line for tell in MONTHLY for line in tell(hub)]


def _late_questions(hub: Hub, day: date) -> QuerySet[Question]:
    return questions_of(hub).filter(answered_at__isnull=True, answer_by__lt=day)


def _context(hub: Hub, still: QuerySet[Case], late: QuerySet[Question]) -> dict[str, object]:
    """Numbers and links alone: a title may name somebody, and a letter lies in a mailbox."""
    named = [(case, settings.BASE_URL + reverse("cases:case", args=[case.pk])) for case in still[:NAMED]]
    return {
        "hub": hub.name,
        "named": named,
        "still": still.count(),
        "rest": max(0, still.count() - len(named)),
        "late": late.count(),
        "list_url": settings.BASE_URL + reverse("cases:case_list", args=[hub.slug]),
        "questions_url": settings.BASE_URL + reverse("cases:questions", args=[hub.slug]),
    }
