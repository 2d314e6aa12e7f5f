"""The weekly letter to coordinators: what stands still at the hub, since when, which questions wait."""

from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from circulairwerkt.base import outbox
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.overview import questions_of, still_cases
from circulairwerkt.hubs.actors import coordinators_of
from circulairwerkt.hubs.models import Hub

#: Cases named in a letter; the rest is a number with a link.
NAMED = 10


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
        if not people or not (still.exists() or late.exists()):
            continue
        had = set(OutgoingMail.objects.filter(about=about).values_list("address_digest", flat=True))
        for person in people:
            if outbox.digest_of(person.email) in had:
                continue
            written = outbox.send(
                "cases/mail/digest.txt",
                to=person.email,
                language=person.language,
                context=_context(hub, still, late),
                kind=outbox.Kind.BUNDLE,
                hub_id=hub.pk,
                about=about,
            )
            count += written is not None
    return count


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
