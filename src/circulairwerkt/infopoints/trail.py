"""What the trail calls what info points record that is no column."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "infopoints.infopoint": {"closed": _("gesloten"), "hosts": _("medewerkers")},
    "infopoints.appointment": {
        "state": _("toestand"),
        "reminded": _("herinnerd"),
        "erased": _("gewist"),
    },
    "infopoints.visit": {
        "noted": _("genoteerd"),
        "question": _("vraag"),
        "erased": _("gewist"),
    },
}
