"""Who walked in: one line and it is logged; what is more than a chat becomes a question."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Question
from circulairwerkt.infopoints import perms
from circulairwerkt.infopoints.models import InfoPoint, Visit
from circulairwerkt.infopoints.yields import question_keys
from circulairwerkt.reference.models import Municipality


@write("infopoints.log_visit", gettext_lazy("bezoek genoteerd"))
def log_visit(*, actor: Actor, point: InfoPoint, words: str) -> Visit:
    """Note that somebody walked in, now, and what it was about."""
    require(perms.may_serve(actor, point))
    visit: Visit = Visit.objects.create(
        hub_id=point.hub_id,
        point=point,
        words=words[: Visit.MOST_LETTERS],
        noted_by_id=actor.user_id,
        is_example=point.is_example,
    )
    record(actor=actor, row=visit, hub_id=point.hub_id, changes={"noted": [False, True]})
    return visit


@write("infopoints.take_back_visit", gettext_lazy("bezoek teruggenomen"))
def take_back_visit(*, actor: Actor, visit: Visit) -> None:
    """Take a visit away that was logged by mistake. Raises ValidationError where a question came of it."""
    require(perms.may_serve(actor, visit.point))
    if question_keys([visit])[visit.pk]:
        raise ValidationError(_("Van dit bezoek kwam een vraag. Het blijft staan."))
    record(actor=actor, row=visit, hub_id=visit.hub_id, changes={"noted": [True, False]})
    visit.delete()


@write("infopoints.ask_for", gettext_lazy("vraag gesteld voor een bezoeker"))
def ask_for(
    *, actor: Actor, visit: Visit, municipality: Municipality, place_text: str, values: dict[str, Any]
) -> Question:
    """Make a question of a visit, as if the visitor had asked it on the site; a second time gives the
    question that there is.

    ``values``: sentence, contact, contact_name, language. Raises ``cases.services.NobodyReads``.
    """
    require(perms.may_serve(actor, visit.point))
    Visit._base_manager.select_for_update(of=("self",)).get(pk=visit.pk)
    known = question_keys([visit])[visit.pk]
    found = Question._base_manager.filter(pk__in=known).first()
    if found is None:
        found = cases.ask(
            actor=actor, hub=visit.hub, municipality=municipality, place_text=place_text, **values
        )
        links.join(visit, found)
    record(actor=actor, row=visit, hub_id=visit.hub_id, changes={"question": [None, found.pk]})
    return found
