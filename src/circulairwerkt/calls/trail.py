"""What the trail calls what calls record that is no column."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "calls.call": {
        "moved_on": _("gaan verder"),
        "won": _("gekozen"),
        "teams": _("teams"),
        "told": _("gemaild"),
        "reminded": _("herinnerd"),
        "voted": _("gestemd"),
        "asked_peers": _("akkoord gevraagd"),
        "asked_vote": _("link om te stemmen"),
        "erased": _("gewist"),
    },
    "calls.challenge": {"call": _("oproep"), "came_of": _("komt van")},
    "calls.participant": {"call": _("oproep")},
    "calls.step": {"call": _("oproep")},
    "calls.entry": {"call": _("oproep"), "case": _("dossier"), "handed_in": _("versie"), "link": _("link")},
    "calls.juror": {"call": _("oproep"), "link": _("link")},
    "calls.judgement": {"juror": _("jurylid"), "entry": _("inzending"), "step": _("stap")},
    "calls.vote": {"call": _("oproep"), "entry": _("inzending"), "voter_digest": _("stem")},
}
