"""What proposals add to pages of the rooms below: possible links, and what was said about them."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from circulairwerkt.base.panels import panel
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case
from circulairwerkt.cases.queries import streams_of
from circulairwerkt.matching import perms, queries, said
from circulairwerkt.matching.forms import MessageForm
from circulairwerkt.matching.models import Proposal, State
from circulairwerkt.matching.pools import entry_of, key_of
from circulairwerkt.matching.services import left_of_card
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Need

#: Links shown on a page of another room; the list holds the rest.
MOST = 5
#: On which side of a proposal a row stands.
_SIDE: Mapping[type[Listing], str] = {MaterialCard: "card", Need: "need", Capability: "capability"}


@panel("cases:case", template="matching/_case_panel.html", order=40)
def proposals_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Give the best proposals for what the case is about, to those who may see proposals of its hub."""
    if not perms.may_see_at(request.actor, case.hub):
        return None
    about: dict[str, list[int]] = {}
    for one in streams_of(case):
        about.setdefault(one.sort, []).append(one.row.pk)
    if not queries.is_any_about(**about):
        return None
    found = queries.of_rows(**about)[:MOST]
    shown = [queries.shown(one, request.actor) for one in found if perms.may_see(request.actor, one)]
    kept = [one for one in shown if one is not None]
    return {"shown": kept, "hub": case.hub} if kept else None


def talk_of(actor: Actor, proposal: Proposal, form: MessageForm | None = None) -> dict[str, Any]:
    """Return the thread of a proposal as ``actor`` gets it, with the form to write in it."""
    inquiries = said.inquiries_for(actor, [proposal])
    if form is None and inquiries:
        form = MessageForm(inquiries=inquiries)
    return {
        "proposal": proposal,
        "inquiries": inquiries,
        "messages": [one for one in said.messages_for(inquiries) if one.proposal_id == proposal.pk],
        "form": form,
    }


@panel("cases:case", template="matching/_case_thread.html", order=30)
def threads_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Give the threads of the proposals that became this case: they go along, and are not copied."""
    if not queries.did_any_become(case):
        return None
    found = [one for one in case.proposals.select_related("hub") if perms.may_see(request.actor, one)]
    talks = [talk for talk in (talk_of(request.actor, one) for one in found) if talk["inquiries"]]
    if not talks:
        return None
    asking = talks[0]["inquiries"][0].asking_hub
    return {"talks": talks, "hub": asking, "case": case}


@panel("streams:row", template="matching/_row_panel.html", order=10)
def proposals_of_row(request: Request, row: Listing) -> Mapping[str, Any] | None:
    """Give who can go on with a row of the own hub, and the button that looks for them."""
    if not perms.may_see_at(request.actor, row.hub):
        return None
    about = {_SIDE[type(row)]: [row.pk]}
    rows = queries.of_rows(**about) if queries.is_any_about(**about) else Proposal.objects.none()
    kept = [one for one in (queries.shown(each, request.actor) for each in rows[:MOST]) if one is not None]
    is_card = isinstance(row, MaterialCard)
    agreed = [one.proposal for one in kept if one.proposal.state == State.YES]
    left = left_of_card(kept[0].proposal) - (kept[0].proposal.agreed_quantity or 0.0) if kept else None
    key = key_of(row)
    return {
        "shown": kept,
        "total": rows.count() if len(kept) == MOST else len(kept),
        "hub": row.hub,
        "key": key,
        "row_pk": row.pk,
        "key_sort": key.partition("-")[0],
        "is_shared": is_card and len(kept) > 1,
        "left": queries.amount_in_words(left, row.unit, row.period) if is_card and agreed else "",
        "may_look": entry_of(row, timezone.localdate()) is not None,
    }
