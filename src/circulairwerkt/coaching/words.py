"""The words of coaching: how far an enterprise is, on what one can be helped, in which language and how."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Maturity(models.TextChoices):
    """How far an enterprise is with circular work. A word about an enterprise, never about a person."""

    NOT_STARTED = "not_started", _("nog niet begonnen")
    FIRST_STEPS = "first_steps", _("eerste stappen gezet")
    FAR = "far", _("al ver")


class Theme(models.TextChoices):
    """What an entrepreneur can be helped with."""

    MATERIALS = "materials", _("materialen en reststromen")
    DESIGN = "design", _("ontwerp en verpakking")
    REPAIR = "repair", _("herstellen en hergebruiken")
    MODEL = "model", _("verhuren, delen of terugnemen")
    BUYING = "buying", _("circulair aankopen")
    SOCIAL = "social", _("samenwerken met sociale economie")
    ENERGY = "energy", _("energie en water")
    MONEY = "money", _("subsidies en geld")
    RULES = "rules", _("regels en vergunningen")


class Language(models.TextChoices):
    """A language in which one can be coached."""

    NL = "nl", _("Nederlands")
    FR = "fr", _("Frans")
    EN = "en", _("Engels")
    DE = "de", _("Duits")
    TR = "tr", _("Turks")
    AR = "ar", _("Arabisch")
    PL = "pl", _("Pools")
    RO = "ro", _("Roemeens")


class Way(models.TextChoices):
    """How coach and entrepreneur meet."""

    VISIT = "visit", _("bij de ondernemer")
    HUB = "hub", _("op de plaats van de coach")
    ONLINE = "online", _("online")
    PHONE = "phone", _("per telefoon")


class Closing(models.TextChoices):
    """Why coaching ended."""

    REACHED = "reached", _("doel bereikt")
    ON_ITS_WAY = "on_its_way", _("de ondernemer kan alleen verder")
    CASE = "case", _("gaat verder als dossier")
    REFERRED = "referred", _("andere hulp past beter")
    STOPPED = "stopped", _("de ondernemer stopte")
    SILENT = "silent", _("geen antwoord meer")
    WITHDRAWN = "withdrawn", _("ingetrokken door de ondernemer")


def labels(kind: type[models.TextChoices], keys: list[str]) -> list[str]:
    """Return the words of ``keys`` in the order of ``kind``; keys that are none are left out."""
    return [str(one.label) for one in kind if one.value in keys]
