"""What people do to the platform's own rows: stop a job, stop letters, send one again."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import outbox
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models import Job, MailChoice, OutgoingMail
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.perms import may_mend_mail, may_see_job


@write("base.stop_job", _("taak gestopt"))
def stop_job(*, actor: Actor, job: Job) -> None:
    """Ask a job to stop: one that waits ends at once, one that runs at its next step."""
    require(may_see_job(actor, job))
    now = timezone.now()
    held = Job.objects.filter(pk=job.pk)
    if not held.filter(state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, is_cancel_wanted=True, ended_at=now
    ):
        held.filter(state=Job.State.RUNNING).update(is_cancel_wanted=True)
    record(actor=actor, row=job, hub_id=job.hub_id, changes={"is_cancel_wanted": [False, True]})


@write("base.stop_mail", _("mails stopgezet"))
def stop_mail(*, actor: Actor, address_digest: str) -> None:
    """Send no bundles any more to who holds the link in one of them; doing so twice is no error."""
    choice, _is_new = MailChoice.objects.update_or_create(
        address_digest=address_digest,
        defaults={"stopped_at": timezone.now(), "reason": MailChoice.Reason.SIGNED_OFF},
    )
    record(actor=actor, row=choice, changes={"reason": [None, choice.reason]})


@write("base.want_mail", _("mails weer aangezet"))
def want_mail(*, actor: Actor, address_digest: str) -> None:
    """Send bundles again to who holds the link."""
    choice, _is_new = MailChoice.objects.update_or_create(
        address_digest=address_digest, defaults={"stopped_at": None, "reason": ""}
    )
    record(actor=actor, row=choice, changes={"reason": [None, ""]})


@write("base.try_mail_again", _("mail opnieuw geprobeerd"))
def try_mail_again(*, actor: Actor, mail: OutgoingMail) -> None:
    """Send a letter that was given up once more."""
    require(may_mend_mail(actor, mail))
    require(outbox.try_again(mail))
    record(actor=actor, row=mail, hub_id=mail.hub_id, changes={"state": ["given_up", "queued"]})


@write("base.let_mail_go", _("niet bezorgde mail afgehandeld"))
def let_mail_go(*, actor: Actor, mail: OutgoingMail) -> None:
    """Take a letter that was given up from the list; address and text are erased."""
    require(may_mend_mail(actor, mail))
    outbox.let_go(mail)
    record(actor=actor, row=mail, hub_id=mail.hub_id, changes={"state": ["given_up", "dropped"]})
