"""Writes that several services of coaching share; each of them records what it did."""

from django.utils import timezone

from circulairwerkt.coaching.models import Coaching

#: Words of a person that are emptied; the rest stays for counting.
WORDS = ("wish", "organisation_name", "contact", "contact_name")


def _touch(coaching: Coaching, *fields: str) -> None:
    """Note that something happened, with these fields; retention counts from the last time."""
    coaching.moved_at = timezone.now()
    coaching.save(update_fields=["moved_at", *fields])


def _empty(coaching: Coaching) -> None:
    """Erase who it is and what was said; how far the enterprise was, and how it ended, stays."""
    for name in WORDS:
        setattr(coaching, name, "")
    coaching.lat = coaching.lon = None
    coaching.save(update_fields=[*WORDS, "lat", "lon"])
    coaching.notes.all().delete()
    coaching.steps.all().delete()
    coaching.meetings.update(where="")
