"""Searches that people keep: saved, changed, paused, taken away and back; mails about new finds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.accounts.models import User
from circulairwerkt.base import outbox
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.findables import FINDABLES
from circulairwerkt.base.models import OutgoingMail, SavedSearch
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import opened
from circulairwerkt.hubs.actors import actor_of, scope_of
from circulairwerkt.portal import perms
from circulairwerkt.portal.finding import address, keys_now, still_seen

Alerts = SavedSearch.Alerts
#: Searches that one person keeps.
MOST = 50
#: Things of a kind among which new ones are looked for.
_LOOKED_AT = 1000
#: What is remembered of a search; older finds are forgotten first.
_REMEMBERED = 8000
#: New finds named in a mail; the rest is a number with a link.
_NAMED = 10
#: How long a search that was taken away can come back.
COMES_BACK = timedelta(days=30)
_EVERY = {Alerts.DAILY: timedelta(days=1), Alerts.WEEKLY: timedelta(days=7)}
#: A clock that comes a little early does not put a mail off for a day.
_LENIENCY = timedelta(hours=2)


@write("portal.save_search", gettext_lazy("zoekopdracht bewaard"))
def save_search(*, actor: Actor, name: str, words: str, kind: str, alerts: str) -> SavedSearch:
    """Keep a search; what it finds today is known, only what comes later is new.

    Raises ValidationError where somebody keeps too many.
    """
    require(perms.may_save_searches(actor) and (not kind or kind in FINDABLES))
    if SavedSearch.objects.filter(user_id=actor.person_id, removed_at__isnull=True).count() >= MOST:
        raise ValidationError(
            _("Je bewaart al %(most)d zoekopdrachten. Verwijder er eerst een.") % {"most": MOST}
        )
    saved = SavedSearch.objects.create(
        user_id=actor.person_id,
        name=name or words,
        words=words,
        kind=kind,
        alerts=alerts,
        seen=keys_now(actor, words, kind, _LOOKED_AT),
    )
    record(actor=actor, row=saved, changes={"alerts": [None, alerts]})
    return saved


@write("portal.change_search", gettext_lazy("bewaarde zoekopdracht gewijzigd"))
def change_search(*, actor: Actor, saved: SavedSearch, name: str, alerts: str) -> None:
    """Call it otherwise, or be told more or less often."""
    require(perms.may_keep_search(actor, saved))
    changes = {"name": [saved.name, name], "alerts": [saved.alerts, alerts]}
    if saved.alerts == Alerts.NONE != alerts:
        # Nobody waited for news until now: from today on.
        saved.seen = keys_now(actor, saved.words, saved.kind, _LOOKED_AT)
        saved.looked_at = timezone.now()
    saved.name, saved.alerts = name, alerts
    saved.save(update_fields=["name", "alerts", "seen", "looked_at"])
    record(actor=actor, row=saved, changes=changes)


@write("portal.pause_search", gettext_lazy("mails over een zoekopdracht gepauzeerd of hervat"))
def pause_search(*, actor: Actor, saved: SavedSearch, pause: bool) -> None:
    """Send no mails about it for a while, or again; what came meanwhile is told in the first one."""
    require(perms.may_keep_search(actor, saved))
    saved.paused_at = (saved.paused_at or timezone.now()) if pause else None
    saved.save(update_fields=["paused_at"])
    record(actor=actor, row=saved, changes={"paused_at": [not pause, pause]})


@write("portal.remove_search", gettext_lazy("bewaarde zoekopdracht verwijderd"))
def remove_search(*, actor: Actor, saved: SavedSearch) -> None:
    """Take it away; it can come back for a while."""
    require(perms.may_keep_search(actor, saved))
    saved.removed_at = saved.removed_at or timezone.now()
    saved.save(update_fields=["removed_at"])
    record(actor=actor, row=saved, changes={"removed": [False, True]})


@write("portal.bring_back_search", gettext_lazy("bewaarde zoekopdracht teruggehaald"))
def bring_back_search(*, actor: Actor, saved: SavedSearch) -> None:
    """Undo the taking away."""
    require(perms.may_keep_search(actor, saved))
    saved.removed_at = None
    saved.save(update_fields=["removed_at"])
    record(actor=actor, row=saved, changes={"removed": [True, False]})


def send_alerts(*, actor: Actor, now: datetime | None = None) -> int:
    """Write to everybody whose searches found something new, and return how many mails were written.

    One mail a person, about all of his searches that are due. While an earlier one still waits for room
    (``outbox.MOST_A_WEEK``) nothing is looked at, so that its news comes in the next one.
    """
    require(perms.may_send_alerts(actor))
    moment = now or timezone.now()
    due = Q()
    for alerts, every in _EVERY.items():
        due |= Q(alerts=alerts, looked_at__lte=moment - every + _LENIENCY)
    rows = SavedSearch.objects.filter(due, removed_at__isnull=True, paused_at__isnull=True)
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("pk")
    count = 0
    for person in people:
        if not _waits(person):
            count += _alert(actor=actor, person=person, due=list(rows.filter(user=person)), moment=moment)
    return count


def _about(person: User) -> str:
    return f"portal.searches:{person.pk}"


def _waits(person: User) -> bool:
    return OutgoingMail.objects.filter(about=_about(person), state=outbox.State.QUEUED).exists()


@write("portal.alert_person", gettext_lazy("mail over bewaarde zoekopdrachten"))
def _alert(*, actor: Actor, person: User, due: Sequence[SavedSearch], moment: datetime) -> int:
    """Tell one person what is new, by his rights of this moment; returns how many mails were written."""
    own = actor_of(person)
    news = []
    with opened(scope_of(own)), translation.override(person.language):
        for saved in due:
            if fresh := _fresh(own, saved):
                news.append(fresh)
            saved.looked_at = moment
            saved.save(update_fields=["seen", "looked_at"])
            record(actor=actor, row=saved)
    if not news:
        return 0
    written = outbox.send(
        "portal/mail/searches.txt",
        to=person.email,
        language=person.language,
        context={"news": news, "keep_url": settings.BASE_URL + reverse("portal:saved_searches")},
        kind=outbox.Kind.BUNDLE,
        about=_about(person),
    )
    return int(written is not None)


def _fresh(actor: Actor, saved: SavedSearch) -> dict[str, object] | None:
    """Return what is new for a mail, and remember it.

    Numbers and links alone: a title may name somebody, and a letter lies in a mailbox.
    """
    known = set(saved.seen)
    new = [each for each in keys_now(actor, saved.words, saved.kind, _LOOKED_AT) if each not in known]
    saved.seen = [*new, *saved.seen][:_REMEMBERED]
    found = list(still_seen(actor, new))
    if not found:
        return None
    named = [(str(findable.name), settings.BASE_URL + hit.url) for findable, hit in found[:_NAMED]]
    return {
        "name": saved.name,
        "count": len(found),
        "named": named,
        "rest": len(found) - len(named),
        "url": settings.BASE_URL + address(saved.words, saved.kind),
    }


@write("portal.forget_searches", gettext_lazy("verwijderde zoekopdrachten gewist"))
def forget_searches(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase searches that were taken away long ago; return how many."""
    require(perms.may_send_alerts(actor))
    old = SavedSearch.objects.filter(removed_at__lt=(now or timezone.now()) - COMES_BACK)
    count, _by_model = old.delete()
    record(actor=actor, row=SavedSearch(pk=0, name="-"), changes={"erased": [count, 0]})
    return count


def forget_person_who_searched(user_id: int) -> None:
    """Erase the searches of somebody who removes his account."""
    SavedSearch.objects.filter(user_id=user_id).delete()
