"""What proposals add to pages of the rooms below: on a case, the possible links of its streams."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case, CaseStream
from circulairwerkt.matching import perms, queries

#: Links shown on a page of another room; the list holds the rest.
MOST = 5


def _rows(case: Case, field: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = CaseStream.objects.filter(case=case, **{f"{field}__isnull": False})
    return rows.values(field)


@panel("cases:case", template="matching/_case_panel.html", order=40)
def proposals_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Give the best proposals for what the case is about, to those who may see proposals of its hub."""
    if not perms.may_see_at(request.actor, case.hub):
        return None
    found = queries.of_rows(
        cards=_rows(case, "card"), needs=_rows(case, "need"), capabilities=_rows(case, "capability")
    )
    shown = [queries.shown(one, request.actor) for one in found[:MOST] if perms.may_see(request.actor, one)]
    kept = [one for one in shown if one is not None]
    return {"shown": kept, "hub": case.hub} if kept else None
