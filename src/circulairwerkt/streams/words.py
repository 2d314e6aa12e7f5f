"""The fixed vocabularies of cards, needs and capabilities, with the Dutch words that people read.

The values are those of the core (a test compares them); R-numbers and codes stay folded away on screen.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The six kinds of resource; never added up with each other."""

    MATERIAL = "material", _("materiaal")
    PRODUCT = "product", _("product")
    ENERGY = "energy", _("energie")
    WATER = "water", _("water")
    SPACE = "space", _("ruimte")
    FOOD = "food", _("voeding")


class Period(models.TextChoices):
    """The rhythm of a quantity."""

    ONCE = "once", _("eenmalig")
    DAY = "day", _("per dag")
    WEEK = "week", _("per week")
    MONTH = "month", _("per maand")
    YEAR = "year", _("per jaar")


class Strategy(models.TextChoices):
    """The R-strategies by the verb that people read, the most value kept first."""

    R0 = "R0", _("overbodig maken")
    R1 = "R1", _("delen")
    R2 = "R2", _("verminderen")
    R3 = "R3", _("hergebruiken")
    R4 = "R4", _("herstellen")
    R5 = "R5", _("opknappen")
    R6 = "R6", _("opnieuw opbouwen uit onderdelen")
    R7 = "R7", _("een ander doel geven")
    R8 = "R8", _("verwerken tot grondstof")
    R9 = "R9", _("verbranden met winst van energie")


class LegalStatus(models.TextChoices):
    """What it is in law, as somebody told us; the platform never decides it."""

    UNKNOWN = "unknown", _("niet bekend")
    PRODUCT = "product", _("product")
    BY_PRODUCT = "by_product", _("bijproduct")
    END_OF_WASTE = "end_of_waste", _("geen afval meer")
    WASTE = "waste", _("afval")


class Destination(models.TextChoices):
    """Where it goes today, best first, and where nobody knows."""

    REUSE = "reuse", _("wordt hergebruikt")
    REPAIR = "repair", _("wordt hersteld of opgeknapt")
    RECYCLE = "recycle", _("wordt verwerkt tot grondstof")
    BURN = "burn", _("wordt verbrand")
    DUMP = "dump", _("wordt gestort")
    STORED = "stored", _("blijft liggen")


class Condition(models.TextChoices):
    """State of a product, from best to worst."""

    NEW = "new", _("nieuw")
    AS_NEW = "as_new", _("zo goed als nieuw")
    GOOD = "good", _("goed")
    USED = "used", _("gebruikt")
    REPAIRABLE = "repairable", _("te herstellen")
    PARTS = "parts", _("voor onderdelen")


class WaterClass(models.TextChoices):
    """Quality of water, from best to worst."""

    DEMINERALISED = "demineralised", _("gedemineraliseerd")
    DRINKING = "drinking", _("drinkwater")
    A = "A", _("klasse A")
    B = "B", _("klasse B")
    C = "C", _("klasse C")
    D = "D", _("klasse D")
    UNTREATED = "untreated", _("niet behandeld")


class FoodUse(models.TextChoices):
    """What food may still serve for."""

    HUMAN = "human", _("voor mensen")
    FEED = "feed", _("voor dieren")
    TECHNICAL = "technical", _("technisch gebruik")
    ENERGY = "energy", _("energie")


class Source(models.TextChoices):
    """How a row came here."""

    DIRECT = "direct", _("ingevoerd door de hub")
    QUESTION = "question", _("uit een vraag aan de hub")
    ORGANISATION = "organisation", _("van de organisatie zelf")
    IMPORT = "import", _("ingelezen uit een bestand")
    SHIPPED = "shipped", _("voorbeeld van het platform")


class Way(models.TextChoices):
    """Where and how a processor does the work; the words of the field."""

    IN_HOUSE = "in_house", _("in het eigen huis")
    ENCLAVE = "enclave", _("enclave: een groep met begeleiding, bij de klant")
    ON_SITE = "on_site", _("aanneming van diensten op locatie")


#: What a processor does to a stream: key and word.
ACTIVITIES: Mapping[str, Promise] = MappingProxyType(
    {
        "sort": _("sorteren"),
        "dismantle": _("demonteren"),
        "clean": _("reinigen"),
        "repair": _("herstellen"),
        "test": _("testen en nakijken"),
        "sew": _("naaien"),
        "repack": _("herverpakken"),
        "assemble": _("monteren"),
        "woodwork": _("hout bewerken"),
        "metalwork": _("metaal bewerken"),
        "shred": _("versnipperen en malen"),
        "press": _("persen en balen"),
        "print": _("drukken en bedrukken"),
        "cook": _("koken en verwerken van voeding"),
        "collect": _("ophalen en vervoeren"),
        "store": _("opslaan"),
        "sell": _("verkopen in een winkel"),
        "green": _("groen onderhouden"),
    }
)
