"""Letters that ask an organisation, at most twice a year, whether what it has, seeks and can still holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base import outbox
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams import perms
from circulairwerkt.streams.freshness import BETWEEN_LETTERS
from circulairwerkt.streams.letters import rows_to_ask, who_knows
from circulairwerkt.streams.links import address_of
from circulairwerkt.streams.models import FreshnessLetter, Listing
from circulairwerkt.streams.services.changing import _save, locked
from circulairwerkt.streams.services.rows import check
from circulairwerkt.streams.sorts import BY_KEY, sort_of

#: After so many days the address of a letter is emptied.
KEEP_ADDRESS = timedelta(days=400)


@dataclass(frozen=True)
class Answer:
    """What somebody said of one row: ``holds``, ``changed`` (with what it is now) or ``gone``."""

    word: str
    quantity: float | None = None
    unit: str = ""
    period: str = ""
    remark: str = ""


@write("streams.ask_whether_it_holds", _("gevraagd of het nog klopt"))
def ask_whether_it_holds(*, actor: Actor, organisation: Organisation) -> FreshnessLetter | None:
    """Send one letter about all rows of ``organisation`` that are no longer fresh.

    None where a letter went within the half year, nothing fades, or nobody is known to ask; the trail then
    says that nothing was sent.
    """
    require(perms.may_ask_freshness(actor))
    # Two processes come one after the other; the second finds the letter of the first.
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    now = timezone.now()
    recent = organisation.freshness_letters.filter(sent_at__gt=now - BETWEEN_LETTERS).exists()
    asked = None if recent else who_knows(organisation, now)
    rows = rows_to_ask(organisation, asked, now) if asked else []
    if asked is None or not rows:
        record(actor=actor, row=organisation, changes={})
        return None
    letter = FreshnessLetter.objects.create(
        organisation=organisation,
        address=asked.address,
        rows=[[sort_of(row).key, row.pk] for row in rows],
        sent_at=now,
    )
    outbox.send(
        "streams/mail/freshness.txt",
        to=asked.address,
        language=asked.language,
        context={
            "organisation": organisation,
            "count": len(rows),
            "address": address_of(letter, asked.language),
        },
        kind=outbox.Kind.BUNDLE,
        about=f"streams.freshness {letter.pk}",
    )
    record(actor=actor, row=letter, changes={"rows": [None, letter.rows]})
    return letter


@write("streams.answer_letter", _("antwoord op de mail: klopt het nog?"))
def answer_letter(*, actor: Actor, letter: FreshnessLetter, answers: Mapping[tuple[str, int], Answer]) -> int:
    """Take in what the holder of a letter's link said of its rows; return of how many.

    The link is the right: only rows that the letter names are touched. Raises ValidationError for an amount
    that cannot be; then nothing is written.
    """
    asked = {(str(key), int(pk)) for key, pk in letter.rows}
    done = 0
    for (key, pk), answer in answers.items():
        if (key, pk) not in asked:
            continue
        row = BY_KEY[key].model._base_manager.filter(pk=pk, organisation=letter.organisation_id).first()
        if row is not None:
            _answer(actor, locked(row), answer)
            done += 1
    if done:
        letter.answered_at = timezone.now()
        letter.save(update_fields=["answered_at"])
    record(actor=actor, row=letter, changes={"answered": [None, done]})
    return done


def _answer(actor: Actor, row: Listing, answer: Answer) -> None:
    now = timezone.now()
    if answer.word == "gone":
        values = {"is_gone": True, "gone_at": row.gone_at or now, "contact_email": ""}
        _save(actor, row, values, seen_version=row.version)
        return
    here = {"is_gone": False, "gone_at": None, "confirmed_at": now}
    if answer.word == "holds":
        _save(actor, row, here, seen_version=row.version)
        return
    if answer.word != "changed":
        raise ValidationError(_("Kies een van de antwoorden."))
    told: dict[str, object] = {}
    if answer.quantity is not None:
        told = {
            "quantity": answer.quantity,
            "unit": answer.unit or row.unit,
            "period": answer.period or row.period,
        }
        check({**told, "min_quantity": row.min_quantity})
    if answer.remark:
        told["remarks"] = f"{row.remarks}\n{answer.remark}".strip()[-4000:]
    left = {name: share for name, share in row.guessed.items() if name not in told}
    _save(actor, row, {**told, **here, "guessed": left}, seen_version=row.version)


@write("streams.forget_letters", _("oude adressen gewist"))
def forget_letters(*, actor: Actor) -> int:
    """Empty the addresses of old letters; return how many."""
    require(perms.may_ask_freshness(actor))
    old = FreshnessLetter.objects.filter(sent_at__lt=timezone.now() - KEEP_ADDRESS).exclude(address="")
    count = old.count()
    first = old.first()
    old.update(address="")
    if first is not None:
        record(actor=actor, row=first, changes={"address": ["-", count]})
    else:
        record(actor=actor, row=FreshnessLetter(), changes={})
    return count
