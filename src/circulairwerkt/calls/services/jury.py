"""The jury: asked, judging blind, an interest told, the round closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.calls import letters, perms
from circulairwerkt.calls.judging import has_own_interest, round_of
from circulairwerkt.calls.models import LEAST_POINTS, MOST_POINTS, Call, Entry, Judgement, Juror, Step
from circulairwerkt.calls.models.entry import fresh_nonce
from circulairwerkt.calls.services.calls import locked

JUROR_FIELDS = ("name", "email", "organisation")


class RoundClosed(ValidationError):
    """The jury does not judge now, or no longer."""


@write("calls.add_juror", gettext_lazy("jurylid gevraagd"))
def add_juror(*, actor: Actor, call: Call, values: Mapping[str, Any]) -> Juror:
    """Ask somebody to judge, with a private link by mail; ``values``: ``JUROR_FIELDS``.

    Raises ValidationError for an address that is in the jury already, or once the call is over.
    """
    require(perms.may_edit(actor, call))
    current = locked(call)
    if current.is_over:
        raise ValidationError(_("Deze oproep is afgelopen."))
    if current.jurors.filter(email__iexact=values["email"]).exists():
        raise ValidationError({"email": _("Dit jurylid is al gevraagd.")})
    juror = Juror.objects.create(call=current, **{name: values[name] for name in JUROR_FIELDS})
    record(actor=actor, row=juror, hub_id=current.hub_id, changes={"call": [None, current.pk]})
    letters.asked_to_judge(juror)
    return juror


@write("calls.renew_juror_link", gettext_lazy("nieuwe link voor een jurylid"))
def renew_juror_link(*, actor: Actor, juror: Juror) -> Juror:
    """Mail a juror a new private link; the old one is void, what he gave stays."""
    require(perms.may_edit(actor, juror.call))
    juror.nonce = fresh_nonce()
    juror.save(update_fields=["nonce"])
    record(actor=actor, row=juror, hub_id=juror.call.hub_id, changes={"link": [False, True]})
    letters.asked_to_judge(juror)
    return juror


@write("calls.remove_juror", gettext_lazy("jurylid verwijderd"))
def remove_juror(*, actor: Actor, juror: Juror) -> None:
    """Take somebody out of the jury, with what he gave in the round that runs.

    Raises ValidationError for who judged in a round that is closed: its result rests on it.
    """
    require(perms.may_edit(actor, juror.call))
    locked(juror.call)
    if juror.judgements.filter(step__judged_at__isnull=False).exists():
        raise ValidationError(_("Dit jurylid beoordeelde in een ronde die gesloten is. Dat blijft staan."))
    record(actor=actor, row=juror, hub_id=juror.call.hub_id, changes={"call": [juror.call_id, None]})
    juror.delete()


def _open_round(juror: Juror, entry: Entry) -> tuple[Call, Step, Entry]:
    """Lock the call, then look whether its jury judges this idea now."""
    call = locked(juror.call)
    step = round_of(call)
    mine = Entry.objects.get(pk=entry.pk)
    if step is None or step.judged_at is not None:
        raise RoundClosed(_("De jury beoordeelt nu niet."))
    if mine.call_id != call.pk or not mine.is_in:
        raise RoundClosed(_("Dit idee doet niet meer mee."))
    return call, step, mine


@write("calls.judge", gettext_lazy("idee beoordeeld"))
def judge(*, actor: Actor, juror: Juror, entry: Entry, points: Sequence[int], words: str = "") -> Judgement:
    """Give an idea points for each criterion, by whoever holds the juror's link; the last time counts.

    Raises RoundClosed, ValidationError for a juror with an interest or points that are not to be given.
    """
    call, step, mine = _open_round(juror, entry)
    if has_own_interest(juror, mine):
        raise ValidationError(_("Dit idee komt van je eigen organisatie. Je beoordeelt het niet."))
    known = Judgement.objects.filter(juror=juror, entry=mine, step=step).first()
    if known is not None and known.has_interest:
        raise ValidationError(_("Je zei dat je een belang hebt bij dit idee."))
    if len(points) != len(call.criteria) or not all(LEAST_POINTS <= each <= MOST_POINTS for each in points):
        raise ValidationError(_("Geef punten voor elk criterium."))
    given, _is_new = Judgement.objects.update_or_create(
        juror=juror, entry=mine, step=step, defaults={"points": list(points), "words": words.strip()}
    )
    # What was given stays out of the trail: nobody reads it before the round is closed.
    record(actor=actor, row=given, hub_id=call.hub_id, changes={"given_at": [None, given.given_at]})
    return given


@write("calls.tell_interest", gettext_lazy("belang gemeld door een jurylid"))
def tell_interest(*, actor: Actor, juror: Juror, entry: Entry, has_interest: bool) -> Judgement:
    """Say that one has an interest in an idea, which takes one's points away; or take that back.

    Raises RoundClosed.
    """
    call, step, mine = _open_round(juror, entry)
    told, _is_new = Judgement.objects.update_or_create(
        juror=juror,
        entry=mine,
        step=step,
        defaults={"has_interest": has_interest, "points": [], "words": ""},
    )
    record(
        actor=actor,
        row=told,
        hub_id=call.hub_id,
        changes={"has_interest": [not has_interest, has_interest]},
    )
    return told


@write("calls.close_round", gettext_lazy("beoordeling gesloten"))
def close_round(*, actor: Actor, call: Call) -> Step:
    """End the round of the jury: what was given is fixed, and the hub sees it for the first time.

    Raises RoundClosed where no round runs.
    """
    require(perms.may_edit(actor, call))
    current = locked(call)
    step = round_of(current)
    if step is None or step.judged_at is not None:
        raise RoundClosed(_("De jury beoordeelt nu niet."))
    step.judged_at = timezone.now()
    step.save_as_successor_of(step.version, ["judged_at"])
    record(actor=actor, row=step, hub_id=current.hub_id, changes={"judged_at": [None, step.judged_at]})
    return step
