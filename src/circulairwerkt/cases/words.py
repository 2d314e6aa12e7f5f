"""How readers of the trail call what cases record; see ``base.trail_words``."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAIL: Mapping[str, str | Promise] = {
    "erased_contacts": _("contacten gewist"),
    "opened": _("geopend"),
    "reminded": _("herinnerd"),
    "said": _("gezegd"),
    "answers": _("vragen over de wet"),
    "shared": _("gedeeld met"),
    "stream": _("materiaal of aanbod"),
    "taken_back": _("ongedaan gemaakt"),
    "task": _("taak"),
    "turned_away": _("geweigerd"),
    "written": _("opgeschreven"),
    "written_to": _("geschreven aan"),
}
