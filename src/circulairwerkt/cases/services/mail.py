"""Mail that joins the thread of a case: from the mailbox, or dropped as a file."""

import logging
import re
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import SYSTEM, Actor, require
from circulairwerkt.cases import addresses, inside, letters, mailbox, perms, received, uploads
from circulairwerkt.cases.models import Case, Contact, Entry, Question
from circulairwerkt.cases.services.questions import NoLongerOpen, add
from circulairwerkt.cases.services.thread import _keep_bytes, touch

logger = logging.getLogger(__name__)
#: Mails of unknown senders that one case holds at most; what comes after is left in the mailbox.
MOST_WAITING = 50
#: Mails of one sender that a case takes in an hour: two machines that answer each other end there.
MOST_AN_HOUR = 20
_AN_HOUR = timedelta(hours=1)
_REMARK_LENGTH = 4000


@write("cases.receive_mail", gettext_lazy("mail gekregen in een dossier"))
def receive_mail(*, actor: Actor, case: Case, mail: received.ReceivedMail, is_dropped: bool = False) -> Entry:
    """Put a mail into the thread. From somebody the case does not know it waits until the hub lets it in.

    A mail that is there already is given back, not doubled. One dropped as a file by somebody of the hub is
    let in: that person looked at it.
    """
    require(actor.is_system or (is_dropped and perms.may_contribute(actor, case)))
    known = _already(case, mail)
    if known is not None:
        record(actor=actor, row=known, hub_id=case.hub_id)
        return known
    contact = None
    is_colleague = False
    if not mail.is_doubtful:
        contact = Contact.objects.filter(case=case, email__iexact=mail.sender_email).first()
        is_colleague = any(
            inside.colleagues(hub_id).filter(email__iexact=mail.sender_email).exists()
            for hub_id in (case.hub_id, *perms.sharing_hubs(case))
        )
    waits = not (contact or is_colleague or is_dropped)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                case=case,
                kind=Entry.Kind.MAIL_IN,
                author_id=actor.user_id,
                contact=contact,
                subject=mail.subject,
                text=mail.text,
                at=_moment(mail),
                sender_name=mail.sender_name,
                sender_email=mail.sender_email,
                message_id=mail.message_id,
                is_waiting=waits,
            )
    except IntegrityError:  # the same mail at the same moment, by another process
        entry = Entry.objects.get(case=case, message_id=mail.message_id)
        record(actor=actor, row=entry, hub_id=case.hub_id)
        return entry
    refused = mail.left_out + _keep_attachments(actor, case, entry, mail)
    if refused:
        entry.text = (
            f"{entry.text}\n\n[{_('%(count)d bijlage(n) niet bewaard') % {'count': refused}}]".strip()
        )
        entry.save(update_fields=["text"])
    if not waits:
        touch(case)
    record(actor=actor, row=entry, hub_id=case.hub_id, changes={"is_waiting": [None, waits]})
    if not is_dropped:
        letters.tell_owner(case)
    return entry


def _already(case: Case, mail: received.ReceivedMail) -> Entry | None:
    return Entry.objects.filter(case=case, message_id=mail.message_id).first()


def _moment(mail: received.ReceivedMail) -> datetime:
    """A mail says itself when it was sent; one from the future or long ago stands where it came in."""
    now = timezone.now()
    if mail.sent_at is None or mail.sent_at > now or (now - mail.sent_at).days > 3650:
        return now
    return mail.sent_at


def _keep_attachments(actor: Actor, case: Case, entry: Entry, mail: received.ReceivedMail) -> int:
    """Keep the files that may be kept; return how many may not."""
    refused = 0
    for attachment in mail.attachments:
        try:
            sniffed = uploads.from_bytes(attachment.name, attachment.content)
        except ValidationError:
            refused += 1
            continue
        _keep_bytes(
            case=case, sniffed=sniffed, content=attachment.content, added_by_id=actor.user_id, entry=entry
        )
    return refused


def drop_mail(*, actor: Actor, case: Case, content: bytes) -> Entry:
    """Let an ``.eml`` file join the thread; raise ValidationError for what is no mail."""
    try:
        mail = received.read(content)
    except received.BadMail as error:
        raise ValidationError(_("Dit is geen mail die we kunnen lezen.")) from error
    return receive_mail(actor=actor, case=case, mail=mail, is_dropped=True)


def take(content: bytes, *, actor: Actor) -> bool:
    """Take a mail of the mailbox to its case, question or proposal; False where a person has to look.

    Run it inside ``scope.everywhere``. Replies of machines, and mails that the platform sent itself, are
    taken and forgotten.
    """
    require(actor.is_system)
    try:
        mail = received.read(content)
    except received.BadMail:
        logger.warning("a mail of the mailbox cannot be read and is left there")
        return False
    if mail.is_automatic or _is_own(mail.sender_email):
        return True
    keys = key_in(mail.recipients)
    case = Case.objects.filter(mail_key__in=keys).first() if keys else None
    if case is None:
        rows = [row for row in addresses.rows_in(mail.recipients) if row.sort in addresses.TAKERS]
        return any(addresses.TAKERS[row.sort](row, mail) for row in rows)
    return _take_to_case(case, mail, actor)


def _is_own(address: str) -> bool:
    """Whether the platform itself sends or receives under this address."""
    own = {settings.MAILBOX_ADDRESS.lower(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}
    return address in own or bool(key_in([address])) or any(True for _row in addresses.rows_in([address]))


def _take_to_case(case: Case, mail: received.ReceivedMail, actor: Actor) -> bool:
    if _already(case, mail) is not None:
        return True
    recent = Entry.objects.filter(case=case, kind=Entry.Kind.MAIL_IN, at__gt=timezone.now() - _AN_HOUR)
    if recent.filter(sender_email__iexact=mail.sender_email).count() >= MOST_AN_HOUR:
        return False
    full = Entry.objects.filter(case=case, is_waiting=True).count() >= MOST_WAITING
    if full and not Contact.objects.filter(case=case, email__iexact=mail.sender_email).exists():
        return False
    receive_mail(actor=actor, case=case, mail=mail)
    return True


def take_to_question(row: addresses.Row, mail: received.ReceivedMail) -> bool:
    """Let the asker add to his question by answering its letter; False where a person has to look.

    A question that became a case has its thread there. Another sender than the asker is left to a person: a
    question has no place where a mail could wait.
    """
    question = Question._base_manager.select_related("hub").filter(pk=row.pk).first()
    if question is None or not row.is_of(question.nonce) or question.withdrawn_at is not None:
        return False
    case = Case._base_manager.filter(question=question).first()
    if case is not None:
        return _take_to_case(case, mail, SYSTEM)
    if mail.is_doubtful or mail.sender_email != question.contact.lower():
        return False
    text = mail.text[:_REMARK_LENGTH]
    said = question.remarks.filter(is_from_hub=False)
    if not text or said.filter(text=text).exists():
        return True
    if said.filter(said_at__gt=timezone.now() - _AN_HOUR).count() >= MOST_AN_HOUR:
        return False
    try:
        add(actor=SYSTEM, question=question, text=text)
    except NoLongerOpen:
        return False
    return True


def key_in(addresses: list[str] | tuple[str, ...]) -> list[str]:
    """Return the keys of cases that stand in ``addresses``."""
    name, _at, domain = settings.MAILBOX_ADDRESS.lower().partition("@")
    if not domain:
        return []
    pattern = re.compile(rf"{re.escape(name)}\+([a-z0-9]{{16}})@{re.escape(domain)}")
    return [found[1] for address in addresses if (found := pattern.fullmatch(address))]


def read_mailbox(*, actor: Actor) -> int:
    """Read the mailbox of the cases where there is one; return how many mails were taken."""
    require(actor.is_system)
    if not settings.MAILBOX_URL:
        return 0
    return mailbox.read_new(settings.MAILBOX_URL, lambda content: take(content, actor=actor))
