"""How readers of the trail call what proposals record; see ``base.trail_words``."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAIL: Mapping[str, str | Promise] = {
    "answer": _("antwoord"),
    "by": _("door"),
    "capability": _("wie er iets mee kan"),
    "co2e_kg": _("CO2e (raming)"),
    "distance_km": _("afstand (km)"),
    "flow_t": _("ton per jaar (raming)"),
    "found": _("gevonden"),
    "found_at": _("gevonden op"),
    "input_digest": _("controlegetal van de invoer"),
    "is_by_party": _("antwoord van de partij"),
    "is_lapsed": _("past niet meer"),
    "lapsed": _("vervallen"),
    "later_on": _("later, op"),
    "margin_eur": _("opbrengst (raming)"),
    "need": _("wie het zoekt"),
    "offer": _("wat verteld is"),
    "other_hub": _("andere hub"),
    "pair_digest": _("controlegetal van het paar"),
    "proposal": _("voorstel"),
    "quantity": _("hoeveelheid"),
    "reasons": _("redenen"),
    "readers": _("wie het leest"),
    "refused_amount": _("hoeveelheid bij de weigering"),
    "refused_digest": _("controlegetal bij de weigering"),
    "refused_for": _("waarom niet"),
    "refused_km": _("afstand bij de weigering (km)"),
    "score_share": _("hoe goed het past"),
    "side": _("wie gevraagd is"),
    "strategy": _("wat ermee kan"),
    "terms": _("voorwaarden"),
    "transport": _("wie het vervoer betaalt"),
    "undone_at": _("teruggenomen op"),
    "until_entry": _("tot waar gevolgd"),
    "writer": _("wie het schreef"),
    "work_h": _("uren werk (raming)"),
}
