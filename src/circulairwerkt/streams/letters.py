"""Whom to ask whether the rows of an organisation still hold, about which rows, and who is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from circulairwerkt.base.periods import held_on
from circulairwerkt.organisations.models import Organisation, OrganisationMembership
from circulairwerkt.streams.freshness import BETWEEN_LETTERS, is_fading
from circulairwerkt.streams.models import FreshnessLetter, Listing
from circulairwerkt.streams.sorts import BY_KEY, SORTS

#: Rows in one letter; nobody answers for more on one page.
MOST_ROWS = 100
#: What was confirmed this recently is not asked along.
_JUST_NOW = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """Who is asked; ``speaks`` for the whole organisation, else only for rows that name the address."""

    address: str
    language: str
    speaks: bool


def who_knows(organisation: Organisation, now: datetime) -> Asked | None:
    """Return whom to ask: a member of the organisation, else the address that a row names, else None."""
    member = (
        OrganisationMembership.objects.filter(
            held_on(timezone.localdate(now)), organisation=organisation, user__is_active=True
        )
        .select_related("user")
        .order_by("pk")
        .first()
    )
    if member is not None:
        return Asked(address=member.user.email, language=member.user.language or "nl", speaks=True)
    for sort in SORTS:
        row = (
            sort.model._base_manager.filter(is_fading(now), organisation=organisation, is_gone=False)
            .exclude(contact_email="")
            .order_by("confirmed_at", "pk")
            .first()
        )
        if row is not None:
            return Asked(address=row.contact_email, language="nl", speaks=False)
    return None


def rows_to_ask(organisation: Organisation, asked: Asked, now: datetime) -> list[Listing]:
    """Return the rows to ask about: all that are there, where at least one of them is no longer fresh."""
    found: list[Listing] = []
    fades = False
    for sort in SORTS:
        rows = sort.model._base_manager.filter(
            organisation=organisation, is_gone=False, is_example=False, confirmed_at__lt=now - _JUST_NOW
        )
        if not asked.speaks:
            rows = rows.filter(contact_email=asked.address)
        fades = fades or rows.filter(is_fading(now)).exists()
        found.extend(rows.order_by("confirmed_at", "pk")[: MOST_ROWS - len(found)])
    return found if fades else []


def organisations_due(now: datetime, most: int) -> list[Organisation]:
    """Return at most ``most`` organisations to write to now.

    Each has a row that fades, somebody to ask, and no letter in the last half year.
    """
    speaking = OrganisationMembership.objects.filter(
        held_on(timezone.localdate(now)), user__is_active=True
    ).values("organisation_id")
    asked = FreshnessLetter.objects.filter(sent_at__gt=now - BETWEEN_LETTERS).values("organisation_id")
    due: set[int] = set()
    for sort in SORTS:
        rows = sort.model._base_manager.filter(
            is_fading(now), is_gone=False, is_example=False, organisation__isnull=False
        ).exclude(organisation_id__in=asked)
        rows = rows.filter(~Q(contact_email="") | Q(organisation_id__in=speaking))
        due |= set(
            rows.order_by("organisation_id").values_list("organisation_id", flat=True).distinct()[:most]
        )
    return list(Organisation.objects.filter(pk__in=sorted(due)[:most]).order_by("pk"))


def rows_of(letter: FreshnessLetter) -> list[Listing]:
    """Return the rows that a letter asked about and that are still the organisation's, in its order."""
    found: list[Listing] = []
    for key, pk in letter.rows:
        row = (
            BY_KEY[key]
            .model._base_manager.select_related("hub", "organisation", "site", "municipality")
            .filter(pk=pk, organisation=letter.organisation_id)
            .first()
        )
        if row is not None:
            found.append(row)
    return found
