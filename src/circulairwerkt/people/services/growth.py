"""What a coach notes with a person: small steps, competences, trainings, wishes, what is needed at work."""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.people import perms
from circulairwerkt.people.models import Adjustment, Note, PersonFile
from circulairwerkt.people.services.files import _refuse_closed, with_file_locked
from circulairwerkt.people.stages import NOTE_STEPS
from circulairwerkt.people.wording import national_number_in, tells_of_health


def _refuse_secrets(text: str) -> None:
    if national_number_in(text):
        raise ValidationError({"text": _("Dit lijkt een rijksregisternummer. Dat bewaren we niet.")})
    if tells_of_health(text):
        words = _(
            "Dit lijkt over gezondheid te gaan. Dat bewaren we niet. "
            "Schrijf wat iemand nodig heeft, niet waarom."
        )
        raise ValidationError({"text": words})


def _of_coach(actor: Actor, file: PersonFile) -> PersonFile:
    """Return the file, locked, for its coach. Raises Closed where the person objected."""
    require(perms.may_read(actor, file))
    found = with_file_locked(file)
    _refuse_closed(found)
    found.touched_on = timezone.localdate()
    found.save_as_successor_of(found.version, ["touched_on"])
    return found


def first_state(kind: str) -> str:
    """Return how far something is when it is noted: what was seen or learnt is there, the rest is planned."""
    is_there = kind in (Note.Kind.COMPETENCE, Note.Kind.TRAINING)
    return Note.State.DONE if is_there else Note.State.PLANNED


@write("people.note", _("groei genoteerd"))
def note(
    *,
    actor: Actor,
    file: PersonFile,
    kind: str,
    text: str,
    on: date,
    at: time | None = None,
    is_seen_together: bool = False,
) -> Note:
    """Note one small thing; ``at`` counts for an appointment alone.

    Raises ValidationError where it tells of health or holds a national number.
    """
    _refuse_secrets(text)
    found = _of_coach(actor, file)
    made = Note.objects.create(
        file=found,
        kind=kind,
        text=text,
        on=on,
        at=at if kind == Note.Kind.MEETING else None,
        state=first_state(kind),
        is_seen_together=is_seen_together,
        noted_by_id=actor.person_id,
    )
    record(actor=actor, row=made, changes={"text": ["-", "-"]})
    return made


@write("people.move_note", _("groei verder gezet"))
def move_note(*, actor: Actor, note: Note, to: str) -> Note:
    """Say how far a step is. Raises ValidationError for a way that is not open from where it stands."""
    _of_coach(actor, note.file)
    found = Note.objects.select_for_update().get(pk=note.pk)
    if to not in NOTE_STEPS[found.state]:
        raise ValidationError(_("Dit kan niet meer: iemand zette het intussen verder."))
    found.state = to
    if found.kind != Note.Kind.MEETING or to == Note.State.PLANNED:
        # An appointment that was kept stays on its day.
        found.on = timezone.localdate()
    found.save_as_successor_of(found.version, ["state", "on"])
    record(actor=actor, row=found, changes={"state": ["-", "-"]})
    return found


@write("people.take_back_note", _("iets teruggenomen dat niet klopt"))
def take_back_note(*, actor: Actor, note: Note) -> None:
    """Erase what the person says is not right: the coach agrees. Raises ValidationError for anything else."""
    found = Note.objects.select_for_update().get(pk=note.pk)
    _of_coach(actor, found.file)
    if found.disputed_at is None:
        raise ValidationError(_("De persoon zegt niet dat dit fout is. Het blijft staan."))
    record(actor=actor, row=found, changes={"text": ["-", "-"]})
    found.delete()


@write("people.dispute", _("gezegd dat iets niet klopt"))
def dispute(*, actor: Actor, note: Note) -> Note:
    """Mark what the person says is not right; holding the link is the right."""
    found = Note.objects.select_for_update().get(pk=note.pk)
    if found.disputed_at is None:
        found.disputed_at = timezone.now()
        found.save_as_successor_of(found.version, ["disputed_at"])
    record(actor=actor, row=found, changes={"disputed_at": ["-", "-"]})
    return found


@write("people.adjust", _("genoteerd wat iemand nodig heeft"))
def adjust(*, actor: Actor, file: PersonFile, needs: set[str], has_agreed: bool) -> int:
    """Keep what somebody needs at work, only with his consent; return how many lines."""
    found = _of_coach(actor, file)
    if needs and not has_agreed:
        raise ValidationError(
            {"has_agreed": _("Alleen als de persoon ja zegt. Zonder toestemming bewaren we dit niet.")}
        )
    Adjustment.objects.filter(file=found).exclude(need__in=needs).delete()
    for need in sorted(needs & set(Adjustment.Need.values)):
        Adjustment.objects.get_or_create(file=found, need=need)
    record(actor=actor, row=found, changes={"adjustments": ["-", "-"]})
    return found.adjustments.count()


@write("people.withdraw_consent", _("toestemming ingetrokken"))
def withdraw_consent(*, actor: Actor, file: PersonFile) -> int:
    """Erase what somebody needs at work: the person takes his consent back. Return how many lines went."""
    gone, _by_model = Adjustment.objects.filter(file=file).delete()
    record(actor=actor, row=file, changes={"adjustments": ["-", "-"]})
    return gone
