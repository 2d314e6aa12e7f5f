"""How readers of the trail call what events record; see ``base.trail_words``."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAIL: Mapping[str, str | Promise] = {
    "door_key": _("aan de deur bijgeschreven"),
    "copied_from": _("kopie van"),
    "events": _("activiteiten"),
    "event": _("activiteit"),
    "registration": _("inschrijving"),
    "renewed": _("nieuw adres"),
    "seats": _("plaatsen"),
    "sequence": _("hoe vaak verplaatst"),
    "session": _("sessie"),
    "uid": _("kenmerk in agenda's"),
}
