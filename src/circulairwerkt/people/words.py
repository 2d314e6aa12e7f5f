"""The fixed words of this room: kinds of work, what it asks, what helps; and its words for the trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

TRAIL = {
    "adjustments": _("wat iemand nodig heeft"),
    "archived": _("dossiers weg"),
    "code": _("code op papier"),
    "count": _("aantal"),
    "groups": _("groepen bij andere bedrijven"),
    "looks": _("gelezen namen"),
    "month": _("maand"),
    "transition": _("stap naar gewoon werk"),
    "opened": _("geopende dossiers"),
    "rotated": _("opnieuw verzegeld"),
}


class Sort(models.TextChoices):
    """What is offered. Activities are no vacancies: they stand on a page of their own."""

    JOB = "job", _("werk")
    INTERNSHIP = "internship", _("stage")
    EXPERIENCE = "experience", _("werkervaring")
    ACTIVITY = "activity", _("activiteit, geen job")


class Way(models.TextChoices):
    """Where the work is done."""

    IN_HOUSE = "in_house", _("in het eigen gebouw")
    ENCLAVE = "enclave", _("in groep bij een ander bedrijf, met een eigen begeleider")
    ON_SITE = "on_site", _("op verplaatsing")


class Asks(models.TextChoices):
    """What the work asks of a body and a head, told as it is."""

    STANDING = "standing", _("Je staat veel.")
    SITTING = "sitting", _("Je zit veel.")
    WALKING = "walking", _("Je loopt veel.")
    LIFTING = "lifting", _("Je tilt zware dingen.")
    NOISE = "noise", _("Er is lawaai.")
    DUST = "dust", _("Er is stof of vuil.")
    OUTSIDE = "outside", _("Je werkt buiten.")
    COLD = "cold", _("Het is er koud.")
    SHIFTS = "shifts", _("Je werkt soms vroeg of laat.")
    ALONE = "alone", _("Je werkt vaak alleen.")
    DUTCH = "dutch", _("Je spreekt een beetje Nederlands.")
    LICENCE = "licence", _("Je hebt een rijbewijs.")


class Helps(models.TextChoices):
    """What help there is, told as it is."""

    COACH = "coach", _("Een begeleider helpt je elke dag.")
    BUDDY = "buddy", _("Een collega toont je het werk.")
    SLOW = "slow", _("Je mag rustig beginnen.")
    QUIET = "quiet", _("Er is een stille plek.")
    TOOLS = "tools", _("Er zijn hulpmiddelen om te tillen.")
    PART_TIME = "part_time", _("Halve dagen kan.")
    LANGUAGE = "language", _("Je leert Nederlands op het werk.")
    BUS = "bus", _("Er stopt een bus dichtbij.")
