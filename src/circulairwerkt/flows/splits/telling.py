"""A fair split in words: what each gains, who would rather go, who pays whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from circulairwerkt.cases.models import Agreement
from circulairwerkt.flows.models import FairSplit
from circulairwerkt.flows.splits.bridge import Divided, divided
from circulairwerkt.organisations.models import Organisation


@dataclass(frozen=True)
class Line:
    """What one party earns alone, now (empty where nobody said) and in a fair split."""

    name: str
    alone: str
    now: str
    fair: str
    gain: str


@dataclass(frozen=True)
class Told:
    """The whole split in words."""

    lines: list[Line]
    sentences: list[str]
    is_sampled: bool


def players_of(agreement: Agreement) -> dict[int, str]:
    """Return who shares: every organisation of the case and of the agreement, by id, by name."""
    found: dict[int, Organisation] = {
        party.organisation_id: party.organisation
        for party in agreement.case.parties.select_related("organisation")
    }
    for one in (agreement.giver, agreement.processor, agreement.taker):
        if one is not None:
            found[one.pk] = one
    return {pk: found[pk].name for pk in sorted(found, key=lambda pk: (found[pk].name, pk))}


def told(split: FairSplit, agreement: Agreement) -> Told | None:
    """Return a split in words; None where the parties are others than when it was typed."""
    names = players_of(agreement)
    worths = {
        frozenset(str(pk) for pk in one["members"]): float(one["eur"])
        for one in split.worths
        if set(one["members"]) <= set(names)
    }
    everyone = frozenset(str(pk) for pk in names)
    if everyone not in worths or len(names) < 2:
        return None
    shares = {str(share.organisation_id): float(share.percent) for share in agreement.shares.all()}
    whole = worths[everyone]
    have = {key: whole * percent / 100 for key, percent in shares.items()} if shares else None
    found = divided(sorted(everyone), worths, have)
    by_key = {str(pk): name for pk, name in names.items()}
    return Told(
        lines=[
            Line(
                name=name,
                alone=euro(found.alone[key]),
                now=euro(have.get(key, 0.0)) if have is not None else "",
                fair=euro(found.fair[key]),
                gain=euro(found.fair[key] - found.alone[key]),
            )
            for key, name in by_key.items()
        ],
        sentences=_sentences(found, by_key, has_shares=have is not None),
        is_sampled=found.is_sampled,
    )


def euro(value: float) -> str:
    """Return whole euros as people write them."""
    whole = round(value) or 0
    return _("%(amount)s euro") % {
        "amount": number_format(whole, decimal_pos=0, use_l10n=True, force_grouping=True)
    }


def _sentences(found: Divided, names: Mapping[str, str], *, has_shares: bool) -> list[str]:
    if found.is_sampled:
        return [
            _(
                "Er zijn te veel partijen om elke groep te bekijken. Het eerlijke deel is geschat met loting:"
                " wat elke partij gemiddeld bijbrengt."
            )
        ]
    lines = []
    for members, more in found.apart:
        told_names = _joined([names[key] for key in members])
        if len(members) == 1:
            words = _("%(who)s verdient alleen %(more)s per jaar meer dan in deze verdeling.")
        else:
            words = _("%(who)s verdienen samen, zonder de anderen, %(more)s per jaar meer.")
        lines.append(words % {"who": told_names, "more": euro(more)})
    if found.is_empty:
        lines.append(
            _(
                "Hoe je ook verdeelt: een groep verdient zonder de anderen meer. De beste verdeling laat"
                " niemand meer dan %(lacking)s per jaar tekortkomen."
            )
            % {"lacking": euro(found.lacking_eur)}
        )
    elif not found.apart:
        now = _("Zo is niemand, en geen enkele groep, beter af zonder de anderen.")
        best = _("Er is een verdeling waarbij niemand, en geen enkele groep, beter af is zonder de anderen.")
        lines.append(now if has_shares else best)
    for payer, receiver, amount in found.payments if found.apart else ():
        lines.append(
            _("Dit maakt het goed: %(payer)s betaalt %(receiver)s %(amount)s per jaar.")
            % {"payer": names[payer], "receiver": names[receiver], "amount": euro(amount)}
        )
    return lines


def _joined(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
