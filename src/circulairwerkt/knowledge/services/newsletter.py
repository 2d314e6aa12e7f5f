"""Newsletters of a hub: drafted, and sent once to everybody on the list."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import jobs, news, outbox
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.models import Job
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.texts import shown
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge import perms
from circulairwerkt.knowledge.links import sign_off_address
from circulairwerkt.knowledge.models import Issue, Subscription

State = Issue.State
#: The kind of long work that sends an issue.
SENDING = "knowledge.send_issue"
#: Letters written in one step of sending.
_A_STEP = 25


@write("knowledge.save_issue", gettext_lazy("nieuwsbrief geschreven of gewijzigd"))
def save_issue(*, actor: Actor, issue: Issue, seen_version: int, values: Mapping[str, Any]) -> Issue:
    """Write a draft; raises EditConflict where somebody else saved in between."""
    require(perms.may_send_newsletter(actor, issue.hub) and issue.is_draft)
    changes = differences(issue, values)
    for name, value in values.items():
        setattr(issue, name, value)
    issue.add_or_succeed(seen_version, values)
    record(actor=actor, row=issue, hub_id=issue.hub_id, changes=changes)
    return issue


@write("knowledge.remove_issue", gettext_lazy("ontwerp van een nieuwsbrief weggegooid"))
def remove_issue(*, actor: Actor, issue: Issue) -> None:
    """Throw a draft away."""
    require(perms.may_send_newsletter(actor, issue.hub) and issue.is_draft)
    record(actor=actor, row=issue, hub_id=issue.hub_id)
    issue.delete()


@write("knowledge.send_issue", gettext_lazy("nieuwsbrief verstuurd"))
def send_issue(*, actor: Actor, issue: Issue, seen_version: int) -> Job:
    """Send a draft to everybody on the list and put it in the archive, or go on where sending stopped.

    Raises ValidationError where there is nothing in it or it is being sent already, EditConflict where
    somebody changed it in between.
    """
    require(perms.may_send_newsletter(actor, issue.hub) and issue.state != State.SENT)
    # Two who press at once must not start it twice.
    Hub.objects.select_for_update().get(pk=issue.hub_id)
    if issue.is_draft:
        _open(issue, seen_version)
    elif _is_under_way(issue):
        raise ValidationError(_("Deze nieuwsbrief vertrekt al."))
    record(actor=actor, row=issue, hub_id=issue.hub_id, changes={"state": [State.DRAFT, State.SENDING]})
    return jobs.start(
        SENDING,
        title=_("Nieuwsbrief: %(title)s") % {"title": shown(issue.title)},
        who_id=actor.user_id,
        hub_id=issue.hub_id,
        arguments={"issue": issue.pk},
    )


def _open(issue: Issue, seen_version: int) -> None:
    if not news.shown(issue.keys) and not issue.intro.get("nl"):
        raise ValidationError(_("Er staat nog niets in. Kies een bericht of schrijf een inleiding."))
    last = Issue._base_manager.filter(hub=issue.hub_id).aggregate(last=Max("number"))["last"]
    issue.state, issue.visibility = State.SENDING, Visibility.PUBLIC
    issue.number, issue.sent_at = (last or 0) + 1, timezone.now()
    issue.save_as_successor_of(seen_version, ["state", "visibility", "number", "sent_at"])


def _is_under_way(issue: Issue) -> bool:
    waiting = (Job.State.QUEUED, Job.State.RUNNING)
    return Job.objects.filter(kind=SENDING, state__in=waiting, arguments__issue=issue.pk).exists()


@write("knowledge.send_part", gettext_lazy("deel van een nieuwsbrief verstuurd"))
def send_part(*, actor: Actor, issue: Issue) -> int:
    """Write the letters to the next addresses, and note how far it is in the same transaction.

    Whoever confirmed before sending began gets one letter, whatever was killed in between. Returns how many
    addresses were looked at; none: it is done.
    """
    require(actor.is_system)
    rows = Subscription.objects.filter(
        hub=issue.hub_id, pk__gt=issue.sent_until, confirmed_at__lte=issue.sent_at
    ).order_by("pk")[:_A_STEP]
    found = list(rows)
    for row in found:
        issue.letters += int(_letter(issue, row))
        issue.sent_until = row.pk
    if not found:
        issue.state = State.SENT
    issue.save_as_successor_of(issue.version, ["letters", "sent_until", "state"])
    record(actor=actor, row=issue, hub_id=issue.hub_id, changes={"letters": [None, issue.letters]})
    return len(found)


def _letter(issue: Issue, row: Subscription) -> bool:
    with translation.override(row.language):
        items = news.shown(issue.keys)
        archive = settings.BASE_URL + reverse("knowledge:issue", args=[issue.hub.slug, issue.number])
        written = outbox.send(
            "knowledge/mail/issue.txt",
            to=row.email,
            language=row.language,
            context={"issue": issue, "hub": issue.hub, "items": items, "archive_url": archive},
            kind=outbox.Kind.BUNDLE,
            hub_id=issue.hub_id,
            about=f"knowledge.issue:{issue.pk}",
            wish=outbox.Wish(stop_url=sign_off_address(row), since=row.confirmed_at or row.asked_at),
        )
    return written is not None
