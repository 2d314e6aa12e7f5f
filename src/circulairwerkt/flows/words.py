"""What the rows of this room are called in the trail."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAIL: Mapping[str, str | Promise] = {
    "accepts": _("wat erin gaat"),
    "activities": _("wat er gebeurt"),
    "analysis": _("berekening"),
    "bound_share": _("grens"),
    "considered": _("links bekeken"),
    "delivered": _("wat eruit komt, per jaar (raming)"),
    "eur": _("EUR per jaar (raming)"),
    "extra": _("krijgt een plaats, per jaar (raming)"),
    "found": _("gevonden"),
    "gain_share": _("wat het brengt (raming)"),
    "gap_share": _("afstand tot de grens"),
    "hours_h": _("uren werk per jaar (raming)"),
    "input_digest": _("controlegetal van de invoer"),
    "job": _("taak"),
    "key": _("sleutel"),
    "moves": _("wat beweegt"),
    "nearest": _("wie het dichtst kwam"),
    "objective_share": _("deel met een plaats"),
    "parties": _("wie meedoet"),
    "placed": _("wat een plaats vindt"),
    "possible": _("links die mogen"),
    "processor": _("wie verwerkt"),
    "ranges": _("hoe ver het kan gaan"),
    "rest": _("wat overblijft"),
    "rows": _("rijen die meetellen"),
    "run": _("berekening"),
    "solve_s": _("rekentijd (s)"),
    "unit": _("eenheid"),
    "unit_out": _("eenheid van wat eruit komt"),
}
