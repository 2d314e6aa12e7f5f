"""How readers of the trail call what this room records; see ``base.trail_words``."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAIL: Mapping[str, str | Promise] = {
    "confirmed_at": _("bevestigd op"),
    "keywords": _("woorden waarmee men het vindt"),
    "published_on": _("te lezen sinds"),
    "sent_until": _("verstuurd tot en met"),
}
