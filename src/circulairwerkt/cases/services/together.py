"""What people do together on a case: hand it over, share it with another hub, say when it stands still."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.accounts.models import User
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import inside, perms
from circulairwerkt.cases.models import Case, CaseShare, Entry, HubRhythm
from circulairwerkt.cases.services.cases import MovedMeanwhile, locked
from circulairwerkt.hubs.models import Hub


@write("cases.hand_over", gettext_lazy("dossier overgedragen"))
def hand_over(
    *, actor: Actor, case: Case, seen_owner_id: int | None, to: User, note: str, tasks_too: bool = True
) -> Case:
    """Give a case to a colleague of the same hub, with a note; open tasks of the old owner go along.

    The whole history is the case itself. Raises MovedMeanwhile when somebody else handed it over in between,
    ValidationError for somebody who does not work at the hub.
    """
    require(perms.may_work(actor, case))
    case = locked(case)
    if case.owner_id != seen_owner_id:
        raise MovedMeanwhile(case)
    if not inside.colleagues(case.hub_id).filter(pk=to.pk).exists():
        raise ValidationError({"to": [_("Deze persoon werkt niet bij de hub.")]})
    before = case.owner_id
    case.owner = to
    case.moved_at = timezone.now()
    case.save(update_fields=["owner", "moved_at"])
    if tasks_too and before is not None:
        case.tasks.filter(for_user_id=before, done_at__isnull=True).update(for_user=to)
    Entry.objects.create(
        case=case,
        kind=Entry.Kind.HANDOVER,
        author_id=actor.user_id,
        after=str(to.pk),
        subject=str(to)[:250],
        text=note.strip(),
    )
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"owner": [before, to.pk]})
    return case


@write("cases.share", gettext_lazy("dossier gedeeld met een andere hub"))
def share(*, actor: Actor, case: Case, hub: Hub, note: str = "") -> CaseShare:
    """Let another hub work along; a hub that does so already changes nothing but the trail."""
    require(perms.may_work(actor, case))
    case = locked(case)
    if hub.pk == case.hub_id:
        raise ValidationError({"hub": [_("Dit dossier is al van deze hub.")]})
    found, is_new = CaseShare.objects.get_or_create(
        case=case, hub=hub, ended_at=None, defaults={"shared_by_id": actor.user_id}
    )
    if is_new:
        _thread_sharing(actor, case, after="shared", hub=hub, note=note)
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"shared": [None, hub.pk]})
    return found


@write("cases.stop_sharing", gettext_lazy("dossier niet langer gedeeld"))
def stop_sharing(*, actor: Actor, case: Case, hub: Hub) -> None:
    """Let the other hub go: it no longer sees the case."""
    require(perms.may_work(actor, case))
    case = locked(case)
    if case.shares.filter(hub=hub, ended_at__isnull=True).update(ended_at=timezone.now()):
        _thread_sharing(actor, case, after="ended", hub=hub, note="")
    record(actor=actor, row=case, hub_id=case.hub_id, changes={"shared": [hub.pk, None]})


def _thread_sharing(actor: Actor, case: Case, *, after: str, hub: Hub, note: str) -> None:
    Entry.objects.create(
        case=case,
        kind=Entry.Kind.SHARING,
        author_id=actor.user_id,
        after=after,
        subject=hub.name,
        text=note.strip(),
    )


@write("cases.set_rhythm", gettext_lazy("gezegd wanneer een dossier stilstaat"))
def set_rhythm(*, actor: Actor, hub: Hub, still_after_days: int) -> HubRhythm:
    """Say after how many days without news a case of the hub stands still."""
    require(perms.may_set_rhythm(actor, hub))
    row, _made = HubRhythm.objects.get_or_create(hub=hub)
    changes = differences(row, {"still_after_days": still_after_days})
    row.still_after_days = still_after_days
    row.save(update_fields=["still_after_days"])
    record(actor=actor, row=row, hub_id=hub.pk, changes=changes)
    return row
