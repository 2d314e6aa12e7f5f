"""What this room adds to pages of the rooms below: on a case, the opportunity it came of and its split."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import AgreementState, Case
from circulairwerkt.flows import perms
from circulairwerkt.flows.opportunities import queries


@panel("cases:case_side", template="flows/_case_opportunity.html", order=20)
def opportunity_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Give the opportunity that a case was opened from, to those who may see opportunities of its hub."""
    if not perms.may_see_opportunities(request.actor, case.hub):
        return None
    found = queries.made_from(case)
    if found is None:
        return None
    return {"shown": queries.shown_all([found], request.actor, case.hub)[0], "hub": case.hub}


@panel("cases:case_side", template="flows/_case_splits.html", order=70)
def splits_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Give the way to the fair split of what is not ended yet, to the coordinator of the hub alone."""
    agreements = [one for one in case.agreements.all() if one.state != AgreementState.ENDED]
    shown = [one for one in agreements if perms.may_work_split(request.actor, one)]
    return {"case": case, "agreements": shown} if shown else None
