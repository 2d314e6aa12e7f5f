"""What the trail calls what coaching records that is no column."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "coaching.coaching": {
        "asked": _("gevraagd"),
        "closed": _("afgesloten"),
        "meeting": _("afspraak"),
        "case": _("dossier"),
        "link": _("link"),
        "noted": _("genoteerd"),
        "erased": _("gewist"),
    },
    "coaching.coach": {"away": _("afwezig")},
    "coaching.meeting": {"state": _("toestand"), "let_go": _("losgelaten"), "reminded": _("herinnerd")},
    "coaching.step": {"done": _("klaar")},
}
