"""What the hub and the parties that it asked say about a proposal: one thread, by mail or on the site.

Each party reads what it wrote, what was written to it, and what the coordinator shared with it; nothing else.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import outbox
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import SYSTEM, Actor, require
from circulairwerkt.cases.services import ReceivedMail, Row
from circulairwerkt.hubs.models import HubMembership
from circulairwerkt.hubs.queries import readers_on
from circulairwerkt.matching import perms
from circulairwerkt.matching.links import mail_address_of, party_address
from circulairwerkt.matching.models import Inquiry, Message, Proposal

#: Mails that one party's address takes in an hour; two machines that answer each other end there.
MOST_AN_HOUR = 20
#: Mails of unknown senders that wait at one proposal at most; what comes after is left in the mailbox.
MOST_WAITING = 20


@write("matching.write_to", gettext_lazy("bericht aan een gevraagde partij"))
def write_to(*, actor: Actor, proposal: Proposal, inquiries: Iterable[Inquiry], text: str) -> Message:
    """Write to parties that were asked: the words stand in the thread, each gets its own mail with them."""
    wanted = {inquiry.pk for inquiry in inquiries}
    asked = list(Inquiry.objects.filter(proposal=proposal, pk__in=wanted).select_related("proposal", "hub"))
    require(bool(asked) and all(perms.may_talk(actor, inquiry) for inquiry in asked))
    message = Message.objects.create(proposal=proposal, author_id=actor.user_id, text=text.strip())
    message.readers.set(asked)
    for inquiry in asked:
        if inquiry.email and not inquiry.wants_no_mail:
            _post(inquiry, text.strip())
    record(
        actor=actor,
        row=proposal,
        hub_id=proposal.hub_id,
        changes={"written_to": [None, sorted(inquiry.pk for inquiry in asked)]},
    )
    return message


def _post(inquiry: Inquiry, text: str) -> None:
    address = mail_address_of(inquiry)
    outbox.send(
        "matching/mail/message.txt",
        to=inquiry.email,
        language=inquiry.language,
        context={
            "hub": inquiry.asking_hub,
            "text": text,
            "link": party_address(inquiry),
            "mail_address": address,
        },
        reply_to=address,
    )


@write("matching.party_writes", gettext_lazy("partij schreef bij een voorstel"))
def party_writes(*, actor: Actor, inquiry: Inquiry, text: str) -> Message:
    """Let a party write through its link; whoever holds the link acts for that party."""
    message = Message.objects.create(proposal=inquiry.proposal, writer=inquiry, text=text.strip())
    record(
        actor=actor,
        row=inquiry.proposal,
        hub_id=inquiry.proposal.hub_id,
        changes={"said": [None, message.pk]},
    )
    tell_hub(inquiry)
    return message


@write("matching.receive_mail", gettext_lazy("mail gekregen bij een voorstel"))
def receive_mail(*, actor: Actor, inquiry: Inquiry, mail: ReceivedMail) -> Message:
    """Put a mail to a party's address into the thread of its proposal, once.

    From another sender than that party, or one that our mail server doubts, it waits for the hub.
    """
    require(actor.is_system)
    proposal = inquiry.proposal
    known = Message.objects.filter(proposal=proposal, message_id=mail.message_id).first()
    if known is None:
        is_party = mail.sender_email.lower() == inquiry.email.lower() and not mail.is_doubtful
        try:
            with transaction.atomic():
                known = Message.objects.create(
                    proposal=proposal,
                    writer=inquiry,
                    text=_words(mail),
                    sender_name="" if is_party else mail.sender_name,
                    sender_email="" if is_party else mail.sender_email,
                    message_id=mail.message_id,
                    is_waiting=not is_party,
                )
        except IntegrityError:  # the same mail at the same moment, by another process
            known = Message.objects.get(proposal=proposal, message_id=mail.message_id)
        else:
            tell_hub(inquiry)
            if is_party and _files_in(mail) and not inquiry.wants_no_mail:
                _tell_left_out(inquiry)
    record(actor=actor, row=proposal, hub_id=proposal.hub_id, changes={"said": [None, known.pk]})
    return known


def _files_in(mail: ReceivedMail) -> int:
    return len(mail.attachments) + mail.left_out


def _tell_left_out(inquiry: Inquiry) -> None:
    """Tell a party that its files were not kept, and where they may go: who sends thinks that they came."""
    outbox.send(
        "matching/mail/files_left_out.txt",
        to=inquiry.email,
        language=inquiry.language,
        context={"hub": inquiry.asking_hub},
        reply_to=mail_address_of(inquiry),
        headers=outbox.BY_ITSELF,
    )


def _words(mail: ReceivedMail) -> str:
    """Return what a mail says; files are not kept with a proposal, and both sides are told."""
    count = _files_in(mail)
    left_out = f"[{_('%(count)d bijlage(n) niet bewaard') % {'count': count}}]" if count else ""
    return "\n\n".join(filter(None, (mail.text, left_out)))


def take(row: Row, mail: ReceivedMail) -> bool:
    """Take a mail of the mailbox to the address of a party; False where a person has to look."""
    inquiry = Inquiry.objects.select_related("proposal__hub", "hub").filter(pk=row.pk).first()
    if inquiry is None or not row.is_of(inquiry.nonce):
        return False
    if not Message.objects.filter(proposal=inquiry.proposal, message_id=mail.message_id).exists():
        recent = timezone.now() - timedelta(hours=1)
        of_party = inquiry.written.filter(at__gt=recent).exclude(message_id="").count()
        waiting = Message.objects.filter(proposal=inquiry.proposal, is_waiting=True).count()
        if of_party >= MOST_AN_HOUR or waiting >= MOST_WAITING:
            return False
    receive_mail(actor=SYSTEM, inquiry=inquiry, mail=mail)
    return True


def _may_settle(actor: Actor, message: Message) -> bool:
    """What a party said is for the hub that asked it; the hub's own words are settled already."""
    return message.writer is not None and perms.may_talk(actor, message.writer)


@write("matching.share_message", gettext_lazy("bericht gedeeld met de andere partij"))
def share(*, actor: Actor, message: Message) -> Message:
    """Let every other party of the proposal read what one of them wrote; without its name."""
    require(_may_settle(actor, message) and not message.is_waiting)
    others = message.proposal.inquiries.exclude(pk=message.writer_id or 0)
    message.readers.add(*others)
    record(
        actor=actor,
        row=message.proposal,
        hub_id=message.proposal.hub_id,
        changes={"shared": [False, True]},
    )
    return message


@write("matching.let_in", gettext_lazy("mail toegelaten bij een voorstel"))
def let_in(*, actor: Actor, message: Message) -> Message:
    """Let a waiting mail into the thread, as words of the party to whose address it was sent."""
    require(_may_settle(actor, message))
    message.is_waiting = False
    message.save(update_fields=["is_waiting"])
    record(
        actor=actor,
        row=message.proposal,
        hub_id=message.proposal.hub_id,
        changes={"is_waiting": [True, False]},
    )
    return message


@write("matching.turn_away", gettext_lazy("mail geweigerd bij een voorstel"))
def turn_away(*, actor: Actor, message: Message) -> None:
    """Erase a waiting mail; nobody answers its sender."""
    require(_may_settle(actor, message) and message.is_waiting)
    record(
        actor=actor,
        row=message.proposal,
        hub_id=message.proposal.hub_id,
        changes={"turned_away": [False, True]},
    )
    message.delete()


@write("matching.stop_mail", gettext_lazy("gevraagde partij wil geen mail meer"))
def stop_mail(*, actor: Actor, inquiry: Inquiry) -> Inquiry:
    """Let a party say: no more mail about this. Its page keeps working, and the hub sees it."""
    inquiry.wants_no_mail = True
    inquiry.save(update_fields=["wants_no_mail"])
    record(
        actor=actor,
        row=inquiry,
        hub_id=inquiry.proposal.hub_id,
        changes={"wants_no_mail": [False, True]},
    )
    return inquiry


def tell_hub(inquiry: Inquiry) -> None:
    """Tell who asked the party, else the readers of that hub, that it wrote: a link and no content."""
    hub, today = inquiry.asking_hub, timezone.localdate()
    asker = HubMembership.objects.filter(
        held_on(today), user_id=inquiry.sent_by_id or 0, user__is_active=True, hub=hub
    ).first()
    readers = {asker.user.email} if asker else {user.email for user in readers_on(hub, today)}
    link = settings.BASE_URL + reverse("matching:proposal", args=[hub.slug, inquiry.proposal_id])
    for address in sorted(readers) or filter(None, [hub.contact_email]):
        outbox.send(
            "matching/mail/party_wrote.txt",
            to=address,
            language=settings.LANGUAGE_CODE,
            context={"link": f"{link}#gesprek"},
            headers=outbox.BY_ITSELF,
        )
