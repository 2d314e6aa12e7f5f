"""From a proposal to a case: both parties and both streams, as far as the hub may know them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Case, CaseStream, Exit, Party, Question
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import perms
from circulairwerkt.matching.models import Proposal
from circulairwerkt.matching.services.standing import locked
from circulairwerkt.streams.models import Capability, MaterialCard
from circulairwerkt.streams.queries import disclosed, material_name


@write("matching.open_case", gettext_lazy("dossier geopend uit een voorstel"))
def open_case(*, actor: Actor, proposal: Proposal, hub: Hub) -> Case:
    """Open a case at ``hub`` with what it may know of both sides; a proposal becomes one case.

    What is already being followed there is not opened again: the case of the question that the card or the
    need came of, else the case under way that is about the card, takes the proposal in.

    Of a row of another hub the case holds no words and no firm: that hub is asked, or shares the case.
    """
    require(hub.pk in proposal.hub_ids and perms.may_decide(actor, proposal))
    proposal = locked(proposal)
    if proposal.case is not None:
        require(proposal.case.hub_id in proposal.hub_ids)
        record(actor=actor, row=proposal, hub_id=hub.pk)
        return proposal.case
    case = _case_of(actor, proposal, hub) or _new_case(actor, proposal, hub)
    roles = (Party.Role.GIVER, Party.Role.PROCESSOR if proposal.capability_id else Party.Role.TAKER)
    for row, role in zip((proposal.card, proposal.taker), roles, strict=True):
        if row.hub_id == hub.pk:
            cases.attach_stream(actor=actor, case=case, row=row)
        told = disclosed(row, actor)
        if told is not None and told["organisation"] is not None:
            cases.add_party(actor=actor, case=case, organisation=told["organisation"], role=role)
    proposal.case = case
    proposal.save_as_successor_of(proposal.version, ["case"])
    record(actor=actor, row=proposal, hub_id=hub.pk, changes={"case": [None, case.pk]})
    return case


def _new_case(actor: Actor, proposal: Proposal, hub: Hub) -> Case:
    named = material_name(proposal.card.material) if proposal.card.material else _("materiaal")
    return cases.open_case(actor=actor, hub=hub, title=_("%(what)s: een link") % {"what": named.capitalize()})


def _case_of(actor: Actor, proposal: Proposal, hub: Hub) -> Case | None:
    """Return the case of ``hub`` that follows this already, else that of its question taken up now."""
    for row in (proposal.card, proposal.taker):
        if row.hub_id != hub.pk or isinstance(row, Capability):
            continue
        asked = Question._base_manager.filter(pk__in=links.origins(row, Question), hub=hub, withdrawn_at=None)
        question = asked.order_by("-pk").first()
        if question is not None:
            case = cases.take_up(actor=actor, question=question)
            if case.hub_id == hub.pk and case.exit == Exit.NONE:
                return case
    # Two proposals of one card, opened at the same moment, come one after the other.
    MaterialCard._base_manager.select_for_update(of=("self",)).get(pk=proposal.card_id)
    about = CaseStream.objects.filter(card_id=proposal.card_id).values("case")
    found: Case | None = (
        Case._base_manager.filter(pk__in=about, hub=hub, exit=Exit.NONE).order_by("-moved_at", "-pk").first()
    )
    return found
