"""Votes of the public: asked for by mail, cast once, counted and forgotten."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor
from circulairwerkt.calls import letters
from circulairwerkt.calls.models import Call, Entry, Vote
from circulairwerkt.calls.services.calls import locked
from circulairwerkt.calls.voting import is_voting, vote_of, voter_digest, votes_in


class VoteRefused(ValidationError):
    """The vote is not open, or this voter voted already."""


@write("calls.ask_vote", gettext_lazy("link om te stemmen gevraagd"))
def ask_vote(*, actor: Actor, call: Call, address: str, language: str, now: datetime | None = None) -> None:
    """Mail a link that gives one vote. Nothing of the address is kept. Raises VoteRefused when closed."""
    if not is_voting(vote_of(call), now or timezone.now()):
        raise VoteRefused(_("Stemmen kan nu niet."))
    record(actor=actor, row=call, hub_id=call.hub_id, changes={"asked_vote": [False, True]})
    letters.vote_link(call, address, voter_digest(call, address), language)


@write("calls.vote", gettext_lazy("gestemd"))
def cast_vote(*, actor: Actor, call: Call, digest: str, entry: Entry, now: datetime | None = None) -> None:
    """Give the one vote of who holds the link. Raises VoteRefused when it is closed or given already."""
    current = locked(call)
    if not is_voting(vote_of(current), now or timezone.now()):
        raise VoteRefused(_("Stemmen kan nu niet."))
    mine = Entry.objects.get(pk=entry.pk)
    if mine.call_id != current.pk or not mine.is_in:
        raise VoteRefused(_("Dit idee doet niet meer mee."))
    _vote, is_new = Vote.objects.get_or_create(call=current, voter_digest=digest, defaults={"entry": mine})
    if not is_new:
        raise VoteRefused(_("Met deze link is al gestemd. Iedereen heeft één stem."))
    # The trail tells that somebody voted, neither who nor for what.
    record(actor=actor, row=current, hub_id=current.hub_id, changes={"voted": [False, True]})


def _count_votes(call: Call) -> None:
    """Write down how many votes each idea got, and delete the votes; part of leaving a step with a vote.

    Inside a transaction that holds the call.
    """
    counts = votes_in(call)
    for entry in call.entries.filter(state="in"):
        Entry.objects.filter(pk=entry.pk).update(votes=counts.get(entry.pk, 0))
    Vote.objects.filter(call=call).delete()
