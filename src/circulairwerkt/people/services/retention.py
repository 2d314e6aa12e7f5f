"""What the clock takes away: notice first, then the names, then the row; a count by month remains."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.periods import midnight
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.people import letters, perms, times
from circulairwerkt.people.models import (
    Adjustment,
    Enclave,
    FollowUp,
    Look,
    MonthCount,
    Note,
    PersonFile,
    RetentionRun,
)
from circulairwerkt.people.seals import sealed_fields

#: Rows that one round takes, so that nobody waits for it; the next round goes on.
_AT_ONCE = 200


def ended_by(day: date) -> Q:
    """Condition on files whose guidance ended by ``day``, or that nobody used for two years then."""
    return Q(ended_on__lte=day) | Q(ended_on__isnull=True, touched_on__lte=day - times.UNUSED_ENDS)


def _still_followed() -> Q:
    """Condition on files of which a question after some months is not answered nor let go yet."""
    waiting = FollowUp.objects.filter(answered_at__isnull=True, lapsed_on__isnull=True)
    return Q(pk__in=waiting.values("transition__file_id"))


@write("people.retain", _("bewaartermijnen toegepast"))
def retain(*, actor: Actor, today: date | None = None) -> RetentionRun:
    """Take away what is too old on ``today``, and return how much; a round that did nothing is not kept."""
    require(perms.may_retain(actor))
    day = today or timezone.localdate()
    run = RetentionRun(
        deleted=_delete_on_request(day),
        noticed=_give_notice(day),
        pseudonymised=_take_names(day),
        archived=_archive(day),
        looks_erased=_erase_looks(day),
    )
    did = {
        name: [0, getattr(run, name)]
        for name in ("deleted", "noticed", "pseudonymised", "archived", "looks_erased")
        if getattr(run, name)
    }
    if did:
        run.save()
    if groups := _forget_groups(day):
        did["groups"] = [0, groups]
    record(actor=actor, row=run, changes=did)
    return run


def _delete_on_request(day: date) -> int:
    files = list(PersonFile.objects.filter(delete_on__lte=day).order_by("pk")[:_AT_ONCE])
    for file in files:
        _forget(file)
    return len(files)


def _give_notice(day: date) -> int:
    border = day - times.FILE_KEEPS + times.NOTICE_BEFORE
    files = list(
        PersonFile.objects.select_for_update()
        .filter(ended_by(border), noticed_on__isnull=True, pseudonymised_on__isnull=True)
        .exclude(_still_followed())
        .order_by("pk")[:_AT_ONCE]
    )
    for file in files:
        PersonFile.objects.filter(pk=file.pk).update(noticed_on=day)
        letters.tell_of_retention(file)
    return len(files)


def _take_names(day: date) -> int:
    """Empty what tells who it was, of files past their time whose notice is old enough; the file stays."""
    due = PersonFile.objects.filter(
        ended_by(day - times.FILE_KEEPS),
        noticed_on__lte=day - times.NOTICE_BEFORE,
        pseudonymised_on__isnull=True,
    )
    due = due.exclude(_still_followed()).order_by("pk")
    keys = list(due.values_list("pk", flat=True)[:_AT_ONCE])
    files = PersonFile.objects.filter(pk__in=keys)
    Look.objects.filter(file__in=keys).delete()
    Adjustment.objects.filter(file__in=keys).delete()
    Note.objects.filter(file__in=keys).update(text="", noted_by=None)
    files.filter(ended_on__isnull=True).update(ended_on=F("touched_on"))
    files.update(
        **dict.fromkeys(sealed_fields(PersonFile), ""),
        code_digest="",
        coach=None,
        objected_at=None,
        language="nl",
        pseudonymised_on=day,
    )
    return len(keys)


def _archive(day: date) -> int:
    """Delete files that have had no names for long, and count them by month and enterprise."""
    due = PersonFile.objects.filter(pseudonymised_on__lte=day - times.NAMELESS_KEEPS).order_by("pk")
    files = list(due[:_AT_ONCE])
    for file in files:
        _forget(file)
    return len(files)


def _forget(file: PersonFile) -> None:
    """Delete a file with all that hangs on it; a count by month remains, but not of what is made up."""
    ended = file.ended_on or file.touched_on
    if file.is_example:
        file.delete()
        return
    count, _is_new = MonthCount.objects.get_or_create(
        what=MonthCount.What.FILE_ENDED, month=ended.replace(day=1), organisation_id=file.organisation_id
    )
    MonthCount.objects.filter(pk=count.pk).update(count=F("count") + 1)
    file.delete()


def _forget_groups(day: date) -> int:
    """Delete what was agreed of groups at other firms that ended long ago.

    Of a group without a last day the coach's name goes once nobody changed anything for as long: the list
    then asks who goes along.
    """
    border = day - times.ENCLAVE_KEEPS
    gone, _by_model = Enclave.objects.filter(ends_on__lte=border).delete()
    open_ended = Enclave.objects.filter(ends_on=None, changed_at__lt=midnight(border))
    return gone + open_ended.exclude(coach=None).update(coach=None, version=F("version") + 1)


def _erase_looks(day: date) -> int:
    gone, _by_model = Look.objects.filter(at__lt=midnight(day - times.LOOK_KEEPS)).delete()
    return gone


@write("people.rotate", _("persoonsgegevens opnieuw verzegeld"))
def rotate(*, actor: Actor) -> int:
    """Seal every sealed column of this room anew with the newest key; return how many rows."""
    require(perms.may_retain(actor))
    done = 0
    for model in _sealed_models():
        names = list(sealed_fields(model))
        # Locked, so that nothing older is written over what somebody saves meanwhile.
        for row in model._base_manager.select_for_update().order_by("pk").iterator(chunk_size=_AT_ONCE):
            values = {name: getattr(row, name) for name in names}
            if any(values.values()):
                model._base_manager.filter(pk=row.pk).update(**values)
                done += 1
    record(actor=actor, row=RetentionRun(), changes={"rotated": [0, done]})
    return done


def _sealed_models() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("people").get_models() if sealed_fields(model)]
