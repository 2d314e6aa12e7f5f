"""The register of processing: each field of this room, what for, on which ground, how long, who reads it.

A field that stands here in no line, or in two, fails ``tests/circulairwerkt/people/test_register.py``, so
nobody adds one without saying why. The page, the file and ``docs/running/privacy.md`` are made from this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.people.models import Enclave, PersonFile, WorkOffer
from circulairwerkt.people.seals import SealedField

#: Grounds of the General Data Protection Regulation, Article 6(1), that this room leans on, by letter.
GROUNDS: Mapping[str, Promise] = MappingProxyType(
    {
        "a": _("toestemming (AVG art. 6, lid 1, a)"),
        "b": _("de afspraak met de persoon zelf (AVG art. 6, lid 1, b)"),
        "c": _("een plicht uit de wet (AVG art. 6, lid 1, c)"),
        "e": _("een taak van algemeen belang (AVG art. 6, lid 1, e)"),
        "f": _("een gerechtvaardigd belang (AVG art. 6, lid 1, f)"),
        "-": _("geen persoonsgegeven"),
    }
)


@dataclass(frozen=True)
class Processing:
    """What is done with some fields, and why that may be; ``fields`` by the name of their table."""

    title: str | Promise
    purpose: str | Promise
    ground: str
    retention: str | Promise
    readers: str | Promise
    fields: Mapping[str, tuple[str, ...]]

    def labels(self) -> Iterator[str]:
        """Yield the fields as ``people.Table.field``."""
        for table, names in self.fields.items():
            for name in names:
                yield f"people.{table}.{name}"


_WITH_FILE = _("zolang het dossier: een jaar na het einde van de begeleiding, met een maand vooraf bericht")
_COACH = _("de begeleider, een collega die hem vervangt, de persoon zelf")
_NUMBERS_ONLY = _("blijft: het is een telling per maand, zonder rij van een persoon erachter")

REGISTER: tuple[Processing, ...] = (
    Processing(
        title=_("Wie begeleid wordt"),
        purpose=_("weten wie iemand is en hoe je hem bereikt, in de onderneming die hem begeleidt"),
        ground="b",
        retention=_WITH_FILE,
        readers=_COACH,
        fields={
            "PersonFile": (
                *PersonFile.WRITTEN,
                "id",
                "organisation",
                "coach",
                "started_on",
                "ended_on",
                "version",
                "changed_at",
                "is_example",
            )
        },
    ),
    Processing(
        title=_("Rechten van de persoon"),
        purpose=_("bezwaar, wissen en inzage uitvoeren, en bewaartermijnen toepassen"),
        ground="c",
        retention=_WITH_FILE,
        readers=_COACH,
        fields={
            "PersonFile": (
                "touched_on",
                "objected_at",
                "delete_on",
                "noticed_on",
                "pseudonymised_on",
                "nonce",
                "code_digest",
            )
        },
    ),
    Processing(
        title=_("Groei op het werk"),
        purpose=_("samen met de persoon zien wat hij kan, leert en wil"),
        ground="b",
        retention=_WITH_FILE,
        readers=_COACH,
        fields={
            "Note": (
                "id",
                "file",
                "kind",
                "text",
                "state",
                "on",
                "at",
                "is_seen_together",
                "disputed_at",
                "noted_by",
                "made_at",
                "version",
                "changed_at",
            )
        },
    ),
    Processing(
        title=_("Wat iemand nodig heeft op het werk"),
        purpose=_("het werk aanpassen, zonder te vragen waarom"),
        ground="a",
        retention=_("tot de persoon zijn toestemming intrekt, en hoogstens zolang het dossier"),
        readers=_("de eigen begeleider en de persoon zelf"),
        fields={"Adjustment": ("id", "file", "need", "agreed_at")},
    ),
    Processing(
        title=_("Stap naar gewoon werk"),
        purpose=_("de stap voorbereiden en nadien vragen hoe het gaat"),
        ground="b",
        retention=_WITH_FILE,
        readers=_COACH,
        fields={
            "Transition": ("id", "file", "stage", "since", "partner", "started_on", "version", "changed_at"),
            "StageReached": ("id", "transition", "stage", "on"),
            "FollowUp": (
                "id",
                "transition",
                "months",
                "due_on",
                "asked_at",
                "answered_at",
                "lapsed_on",
                "works",
                "feels",
                "nonce",
            ),
        },
    ),
    Processing(
        title=_("Gepubliceerde cijfers"),
        purpose=_("zeggen hoeveel mensen de stap zetten, afgerond naar beneden op vijf"),
        ground="-",
        retention=_("blijft: het zijn aantallen"),
        readers=_("financier, programmabeheerders, coördinatoren; die van een onderneming alleen zij zelf"),
        fields={
            "PublishedFigure": (
                "id",
                "hub",
                "organisation",
                "starts_on",
                "what",
                "at_least",
                "published_at",
            )
        },
    ),
    Processing(
        title=_("Wie keek in een dossier"),
        purpose=_("de persoon laten zien wie zijn dossier las, wanneer en waarom"),
        ground="c",
        retention=_("drie jaar, of tot de namen uit het dossier gewist zijn"),
        readers=_("de persoon zelf"),
        fields={"Look": ("id", "file", "who", "purpose", "part", "at")},
    ),
    Processing(
        title=_("Welke onderneming groeidossiers gebruikt"),
        purpose=_("niets bewaren voor een onderneming het zelf aanzet"),
        ground="-",
        retention=_("zolang de organisatie hier staat"),
        readers=_("leden van de organisatie"),
        fields={"GrowthSwitch": ("id", "organisation", "is_on", "since", "version", "changed_at")},
    ),
    Processing(
        title=_("Werk in groep bij een ander bedrijf"),
        purpose=_("nagaan of overeenkomst, melding en begeleider in orde zijn; wie er werkt, staat er niet"),
        ground="c",
        retention=_(
            "een jaar na de laatste dag; zonder laatste dag gaat de naam van de begeleider weg"
            " als een jaar lang niemand iets wijzigde"
        ),
        readers=_("leden van de organisatie"),
        fields={
            "Enclave": (
                "id",
                "organisation",
                *Enclave.WRITTEN,
                "is_example",
                "version",
                "changed_at",
            )
        },
    ),
    Processing(
        title=_("Wie gebeld wil worden"),
        purpose=_("iemand die werk zoekt terugbellen"),
        ground="a",
        retention=_(
            "tot er gebeld is, hoogstens veertien dagen; wat er gebeurde nog dertig dagen, zonder naam"
        ),
        readers=_("wie ja zei om te bellen, en wie het vroeg"),
        fields={
            "CallRequest": (
                "id",
                "hub",
                "municipality",
                "caller",
                "first_name",
                "phone",
                "phone_digest",
                "nonce",
                "language",
                "state",
                "tries",
                "asked_at",
                "seen_at",
                "call_by",
                "told_late_at",
                "ended_at",
                "version",
                "changed_at",
                "is_example",
            )
        },
    ),
    Processing(
        title=_("Wie werkzoekenden terugbelt"),
        purpose=_("weten wie ja zei om te bellen, en tonen wie belt"),
        ground="a",
        retention=_("zolang die persoon belt, en een jaar na het stoppen"),
        readers=_("de coördinator van de hub; de naam staat op de site zolang die persoon belt"),
        fields={
            "Caller": (
                "id",
                "hub",
                "visibility",
                "kind",
                "name",
                "email",
                "user",
                "call_within_days",
                "hours",
                "asked_at",
                "agreed_at",
                "stopped_at",
                "nonce",
                "version",
                "changed_at",
                "is_example",
            ),
            "Caller_municipalities": ("id", "caller", "municipality"),
        },
    ),
    Processing(
        title=_("Werk dat aangeboden wordt"),
        purpose=_("werkzoekenden tonen welk werk er is; over een persoon staat er niets in"),
        ground="-",
        retention=_("tot de organisatie het weghaalt; onbevestigd verdwijnt het van de site"),
        readers=_("iedereen; wie het schreef alleen de machine"),
        fields={
            "WorkOffer": (
                *WorkOffer.WRITTEN,
                "id",
                "hub",
                "visibility",
                "organisation",
                "lat",
                "lon",
                "confirmed_at",
                "asked_at",
                "is_gone",
                "is_example",
                "created_at",
                "created_by",
                "version",
                "changed_at",
            )
        },
    ),
    Processing(
        title=_("Tellingen per maand"),
        purpose=_("zeggen hoe vaak iets gebeurde nadat de gegevens van de personen weg zijn"),
        ground="-",
        retention=_NUMBERS_ONLY,
        readers=_("niemand zoals ze zijn; kleine aantallen worden nooit getoond"),
        fields={"MonthCount": ("id", "what", "month", "hub", "organisation", "count")},
    ),
    Processing(
        title=_("Verslag van het wissen"),
        purpose=_("tonen dat wat weg moet, ook weg is"),
        ground="c",
        retention=_("blijft: het zijn aantallen"),
        readers=_("programmabeheerders"),
        fields={
            "RetentionRun": (
                "id",
                "at",
                "noticed",
                "pseudonymised",
                "archived",
                "deleted",
                "calls_erased",
                "looks_erased",
            )
        },
    ),
)


@dataclass(frozen=True)
class Row:
    """One field of the register, as the page and the file show it."""

    label: str
    word: str
    is_sealed: bool
    processing: Processing


def fields_of_the_room() -> dict[str, models.Field[object, object]]:
    """Return every column of this room's tables, those of many-to-many tables included, by label."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_app_config("people").get_models(include_auto_created=True)
        for field in [*model._meta.local_fields]
    }


def rows() -> list[Row]:
    """Return the register field by field, in its order."""
    known = fields_of_the_room()
    return [
        Row(label, str(known[label].verbose_name), isinstance(known[label], SealedField), processing)
        for processing in REGISTER
        for label in processing.labels()
    ]
