"""What happens by the clock: named duties with an interval, each run by one process at a time.

An app registers a duty in its ``duties`` module; ``python -m circulairwerkt clock`` runs what is due. A
duty that
fails is logged and tried again at the next round; one that was running when its process was killed is due
again after
its interval, so a duty must bear to be run twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.models import DutyRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """Something done again and again: ``name`` is ``app.verb_noun``; ``every`` the least time between two
    runs.
    """

    name: str
    every: timedelta
    do: Callable[[], object]


DUTIES: dict[str, Duty] = {}


def duty(name: str, *, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function as the duty ``name``; a second registration of the name is an error."""

    def decorate(do: Callable[[], object]) -> Callable[[], object]:
        if name in DUTIES:
            raise ValueError(f"duty {name!r} is named twice")
        DUTIES[name] = Duty(name=name, every=every, do=do)
        return do

    return decorate


def discover() -> None:
    """Import the ``duties`` module of every app that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("circulairwerkt.") and find_spec(f"{config.name}.duties"):
            import_module(f"{config.name}.duties")


def run_due(now: datetime | None = None) -> list[str]:
    """Run every duty that is due at ``now``; return the names of those that ran without an error."""
    moment = now or timezone.now()
    done = []
    for one in sorted(DUTIES.values(), key=lambda d: d.name):
        if not _take(one, moment):
            continue
        try:
            with scope.everywhere(f"duty {one.name}"):
                one.do()
        except Exception:
            logger.exception("duty %s failed; it is tried again", one.name)
            DutyRun.objects.filter(name=one.name).update(started_at=moment - one.every)
        else:
            done.append(one.name)
    return done


def _take(one: Duty, moment: datetime) -> bool:
    """Mark the duty as started unless it ran within its interval; of two processes one gets True."""
    border = moment - one.every
    if DutyRun.objects.filter(name=one.name, started_at__lte=border).update(started_at=moment):
        return True
    try:
        with transaction.atomic():
            _, is_new = DutyRun.objects.get_or_create(name=one.name, defaults={"started_at": moment})
    except IntegrityError:
        return False
    return is_new
