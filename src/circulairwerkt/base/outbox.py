"""Letters of the platform: written with what they tell, sent by a worker, tried again, given up in words.

A letter is a row in the transaction of what it tells, so there is never one without the other. A worker sends
it within seconds; the clock tries again what failed. Killed while sending, a letter may go twice, under one
Message-ID. Codes for signing in are not written here: they are secret, short-lived, and somebody waits for
them on the page.

Three kinds: ``personal`` (an answer, an invitation) always goes. ``bundle`` (digest, freshness) goes at most
``MOST_A_WEEK`` times a week to one address, carries a link that stops it (RFC 8058), and goes to nobody who
stopped it. ``reminder`` (of a day or a deadline one agreed to) can be stopped as a bundle and fills its place
in the week, but does not wait for one. What tells of a moment (``useless_at``) never comes after it.
"""

import logging
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, make_msgid
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from circulairwerkt.base.models import MailChoice, OutgoingMail

logger = logging.getLogger(__name__)

Kind = OutgoingMail.Kind
State = OutgoingMail.State

#: Letters that nobody waits for to one address in seven days, before a bundle waits.
MOST_A_WEEK = 2
WEEK = timedelta(days=7)
#: A bundle that found no room for so long is no longer news.
BUNDLE_KEEPS = timedelta(days=14)
#: After each failed try, how long to the next; after the last the letter is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
#: A letter that is being sent for so long has lost its process; longer than a mail server may take to answer.
LOST_AFTER = timedelta(minutes=5)
#: How long an address is kept after its letter ended.
ADDRESS_KEEPS = timedelta(days=30)
#: Letters in one round.
MOST_A_ROUND = 500

#: Says that a machine wrote it, so that no absence message comes back (RFC 3834).
BY_ITSELF = {"Auto-Submitted": "auto-generated"}

#: Beginnings of ``about`` whose letters keep no address once they ended, however that was; rooms add theirs.
FORGETS_ADDRESS: set[str] = set()

_SIGNER = signing.Signer(salt="base.mail-stop")


@dataclass(frozen=True)
class Wish:
    """That somebody asked for a bundle by itself: where one click ends just that one, and since when.

    What was stopped before is asked for again by it; what is stopped afterwards is stopped.
    """

    stop_url: str
    since: datetime


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    kind: Kind = Kind.PERSONAL,
    hub_id: int | None = None,
    about: str = "",
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    wish: Wish | None = None,
    useless_at: datetime | None = None,
) -> OutgoingMail | None:
    """Write the letter ``template`` (first line the subject) to ``to``; see ``post``."""
    with translation.override(language):
        text = render_to_string(template, {**context, "base_url": settings.BASE_URL})
    subject, _rest, body = text.strip().partition("\n")
    return post(
        to=to,
        subject=subject,
        text=body,
        language=language,
        kind=kind,
        hub_id=hub_id,
        about=about,
        reply_to=reply_to,
        headers=headers,
        wish=wish,
        useless_at=useless_at,
    )


def post(
    *,
    to: str,
    subject: str,
    text: str,
    language: str = "nl",
    kind: Kind = Kind.PERSONAL,
    hub_id: int | None = None,
    about: str = "",
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    wish: Wish | None = None,
    useless_at: datetime | None = None,
) -> OutgoingMail | None:
    """Write a letter in the transaction of the caller; it goes once that is saved, or never.

    Returns None, and writes nothing, for a bundle or reminder to somebody who stopped them. ``hub_id``: whose
    coordinator hears of it when it cannot be delivered. ``wish``: of a bundle that was asked for by itself.
    ``useless_at``: from when it tells nothing any more; what has not gone by then is dropped.
    """
    address_digest = digest_of(to)
    stop_url = wish.stop_url if wish else stop_address(address_digest, language)
    own = {} if kind == Kind.PERSONAL else _way_out(stop_url)
    body = text.strip() + "\n"
    if kind != Kind.PERSONAL:
        choice = MailChoice.objects.filter(pk=address_digest).first()
        if choice is not None and _is_stopped(choice, wish.since if wish else None):
            return None
        with translation.override(language):
            words = _("Liever geen van deze mails? Eén klik:")
        body += f"\n-- \n{words}\n{stop_url}\n"
    mail = OutgoingMail.objects.create(
        kind=kind,
        to=to,
        address_digest=address_digest,
        subject=" ".join(subject.split())[:250],
        text=body,
        reply_to=reply_to,
        headers={**(headers or {}), **own},
        message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")),
        hub_id=hub_id,
        about=about,
        wished_at=wish.since if wish else None,
        useless_at=useless_at,
        next_try_at=timezone.now(),
    )
    transaction.on_commit(_wake)
    return mail


def _wake() -> None:
    """Have a worker look at the outbox soon; one that will look anyway is enough."""
    if settings.MAIL_AT_ONCE:
        deliver_due()
    elif not DBTaskResult.objects.ready().filter(task_path=deliver.module_path).exists():
        deliver.enqueue()


@task(priority=50)
def deliver() -> None:
    """Send what is due, from a worker."""
    deliver_due()


def digest_of(address: str) -> str:
    """Return a keyed digest of a mail address, however its capitals are written."""
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(address.strip().lower().encode(), key=key, digest_size=16).hexdigest()


def stop_address(address_digest: str, language: str) -> str:
    """Return the whole address of the page that stops bundles to one mail address."""
    with translation.override(language):
        return settings.BASE_URL + reverse("base:stop_mail", args=[_SIGNER.sign(address_digest)])


def digest_of_token(token: str) -> str | None:
    """Return the digest of a link made by ``stop_address``; None for a forged one."""
    try:
        return _SIGNER.unsign(token[:200])
    except signing.BadSignature:
        return None


def _is_stopped(choice: MailChoice, wished_at: datetime | None) -> bool:
    """Whether somebody stopped bundles, and not before he asked for this one."""
    return choice.stopped_at is not None and (wished_at is None or choice.stopped_at > wished_at)


def _way_out(stop_url: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_bundles(address: str, reason: MailChoice.Reason) -> None:
    """Send no bundles to ``address`` any more: somebody said so on a page of ours, or is not interested."""
    MailChoice.objects.update_or_create(
        address_digest=digest_of(address), defaults={"stopped_at": timezone.now(), "reason": reason}
    )


#: What somebody waits for first, then what has its day.
_URGENCY = Case(
    When(kind=Kind.PERSONAL, then=Value(0)), When(kind=Kind.REMINDER, then=Value(1)), default=Value(2)
)


def deliver_due(*, now: datetime | None = None) -> int:
    """Send the letters that are due, those that somebody waits for first; return how many went.

    Each letter is claimed, sent and marked by itself, so that a kill leaves at most one in doubt.
    """
    moment = now or timezone.now()
    due = OutgoingMail.objects.filter(state=State.QUEUED, next_try_at__lte=moment)
    keys = list(due.order_by(_URGENCY, "next_try_at", "pk").values_list("pk", flat=True)[:MOST_A_ROUND])
    if not keys:
        return 0
    connection = get_connection()
    sent = 0
    try:
        for key in keys:
            mail = _claimed(key, moment)
            if mail is None:
                continue
            try:
                connection.open()
                connection.send_messages([_message(mail)])
            except Exception as error:
                _failed(mail, error, moment)
                if not isinstance(error, _OF_ONE_LETTER):
                    break
            else:
                _mark(mail, State.SENT, text="", headers={}, **_forgotten(mail))
                sent += 1
    finally:
        _close(connection)
    return sent


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.warning("the mail server left before we did")


def _claimed(key: int, now: datetime) -> OutgoingMail | None:
    """Mark a letter as being sent; None where another has it, or where it must wait or not go at all."""
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update(skip_locked=True)
            .filter(pk=key, state=State.QUEUED, next_try_at__lte=now)
            .first()
        )
        if mail is None:
            return None
        if mail.useless_at is not None and mail.useless_at <= now:
            _mark(mail, State.DROPPED, text="", **_forgotten(mail))
            return None
        if mail.kind != Kind.PERSONAL and not _may_go(mail, now):
            return None
        mail.state, mail.claimed_at, mail.tries = State.SENDING, now, mail.tries + 1
        mail.save(update_fields=["state", "claimed_at", "tries"])
        return mail


def _may_go(mail: OutgoingMail, now: datetime) -> bool:
    """Whether a bundle or a reminder may go now; if not, it is dropped, or a bundle waits for room.

    The row of the address is locked, so that two workers never both find the last place.
    """
    MailChoice.objects.get_or_create(address_digest=mail.address_digest)
    choice = MailChoice.objects.select_for_update().get(pk=mail.address_digest)
    if _is_stopped(choice, mail.wished_at):
        _mark(mail, State.DROPPED, text="")
        return False
    if mail.kind == Kind.REMINDER:
        return True
    in_the_week = OutgoingMail.objects.filter(
        Q(state=State.SENT) | Q(state=State.SENDING),
        address_digest=mail.address_digest,
        kind__in=(Kind.BUNDLE, Kind.REMINDER),
        claimed_at__gt=now - WEEK,
    ).order_by("-claimed_at")
    taken = [each.claimed_at or now for each in in_the_week.only("claimed_at")[:MOST_A_WEEK]]
    if len(taken) < MOST_A_WEEK:
        return True
    free_at = taken[-1] + WEEK
    keeps_until = mail.made_at + BUNDLE_KEEPS
    if mail.useless_at is not None:
        keeps_until = min(keeps_until, mail.useless_at)
    if free_at >= keeps_until:
        _mark(mail, State.DROPPED, text="")
    else:
        OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=free_at)
    return False


def _message(mail: OutgoingMail) -> EmailMessage:
    made_at = timezone.localtime(mail.made_at)
    return EmailMessage(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={**mail.headers, "Message-ID": mail.message_id, "Date": format_datetime(made_at)},
    )


def _forgotten(mail: OutgoingMail) -> dict[str, str]:
    """What else is emptied when a letter ends, of those whose address nobody may read afterwards."""
    return {"to": ""} if mail.about.startswith(tuple(FORGETS_ADDRESS)) else {}


def _mark(mail: OutgoingMail, state: State, **values: Any) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, ended_at=timezone.now(), **values)


def _failed(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    """Try again later, or give up: what the other side refuses for good, and what failed too often."""
    is_final, problem = _verdict(error)
    logger.warning("mail %s: try %s failed (%s)", mail.pk, mail.tries, type(error).__name__)
    if (is_final or mail.tries > len(PAUSES)) and _forgotten(mail):
        # Nobody may read whom it was for, so nobody can mend it either.
        _mark(mail, State.DROPPED, text="", headers={}, **_forgotten(mail))
        return
    if is_final or mail.tries > len(PAUSES):
        _mark(mail, State.GIVEN_UP, problem=problem)
        return
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.QUEUED, problem=problem, next_try_at=now + PAUSES[mail.tries - 1]
    )


def _verdict(error: Exception) -> tuple[bool, str]:
    """Whether it is of no use to try again, and what went wrong in words."""
    with translation.override(settings.LANGUAGE_CODE):
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            if all(code >= 500 for code, _text in error.recipients.values()):
                return True, _("Dit adres bestaat niet, of het weigert onze mail.")
            return False, _("De mailserver van dit adres vraagt om later terug te komen.")
        if isinstance(error, smtplib.SMTPDataError):
            words = _("Onze mailserver weigerde deze mail (code %(code)d).") % {"code": error.smtp_code}
            return error.smtp_code >= 500, words
        if isinstance(error, ValueError):
            return True, _("Het adres of het onderwerp kan niet in een mail.")
        return False, _("Onze mailserver was niet bereikbaar.")


#: What tells of one letter alone; anything else tells of our mail server, and the round ends.
_OF_ONE_LETTER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


def take_back_lost(*, lost_after: timedelta = LOST_AFTER, now: datetime | None = None) -> int:
    """Queue letters anew whose process was killed while it sent them; return how many.

    Whether such a letter went is unknown: it goes again, under the same Message-ID.
    """
    moment = now or timezone.now()
    lost = OutgoingMail.objects.filter(state=State.SENDING, claimed_at__lte=moment - lost_after)
    return lost.update(state=State.QUEUED, next_try_at=moment)


def try_again(mail: OutgoingMail) -> bool:
    """Send a letter that was given up once more; False where it no longer waits for that."""
    given_up = OutgoingMail.objects.filter(pk=mail.pk, state=State.GIVEN_UP).exclude(to="")
    if not given_up.update(state=State.QUEUED, tries=0, ended_at=None, next_try_at=timezone.now()):
        return False
    transaction.on_commit(_wake)
    return True


def let_go(mail: OutgoingMail) -> None:
    """Take a letter that was given up from the list: the coordinator reached the person otherwise."""
    OutgoingMail.objects.filter(pk=mail.pk, state=State.GIVEN_UP).update(
        state=State.DROPPED, to="", address_digest="", subject="", text="", headers={}
    )


def erase_old(*, now: datetime | None = None) -> int:
    """Erase address, subject and text of letters that ended 30 days ago; return how many."""
    ended = OutgoingMail.objects.filter(ended_at__lte=(now or timezone.now()) - ADDRESS_KEEPS).exclude(to="")
    return ended.update(to="", reply_to="", address_digest="", subject="", text="", headers={})
