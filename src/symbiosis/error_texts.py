"""The words of every problem with input, in Dutch, English and French: what is wrong, what was expected."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("nl", "en", "fr")

WORDS: Final[dict[str, dict[str, str]]] = {
    "nl": {
        "row": "rij",
        "line": "regel",
        "column": "kolom",
        "expected": "verwacht",
        "warning": "let op",
        "summary": "{file}: {read} rijen gelezen, {taken} gebruikt, {refused} geweigerd",
        "interrupted": "Gestopt op jouw vraag.",
    },
    "en": {
        "row": "row",
        "line": "line",
        "column": "column",
        "expected": "expected",
        "warning": "note",
        "summary": "{file}: {read} rows read, {taken} used, {refused} refused",
        "interrupted": "Stopped at your request.",
    },
    "fr": {
        "row": "rangée",
        "line": "ligne",
        "column": "colonne",
        "expected": "attendu",
        "warning": "attention",
        "summary": "{file} : {read} rangées lues, {taken} utilisées, {refused} refusées",
        "interrupted": "Arrêté à votre demande.",
    },
}

_Text = dict[str, tuple[str, str]]

PROBLEM_TEXTS: Final[dict[str, _Text]] = {
    "file_missing": {
        "nl": ("dit bestand is er niet", "het pad van een bestaand bestand"),
        "en": ("there is no such file", "the path of an existing file"),
        "fr": ("ce fichier n'existe pas", "le chemin d'un fichier existant"),
    },
    "file_unreadable": {
        "nl": ("dit bestand kan niet gelezen worden ({reason})", "een bestand dat je mag lezen"),
        "en": ("this file cannot be read ({reason})", "a file that you may read"),
        "fr": ("ce fichier ne peut pas être lu ({reason})", "un fichier que vous pouvez lire"),
    },
    "file_unwritable": {
        "nl": ("hier kan niet geschreven worden ({reason})", "een plaats waar je mag schrijven"),
        "en": ("nothing can be written here ({reason})", "a place where you may write"),
        "fr": ("impossible d'écrire ici ({reason})", "un endroit où vous pouvez écrire"),
    },
    "file_empty": {
        "nl": ("dit bestand is leeg", "een eerste regel met kolomnamen en daaronder rijen"),
        "en": ("this file is empty", "a first line with column names and rows below it"),
        "fr": ("ce fichier est vide", "une première ligne avec les noms de colonnes, puis des rangées"),
    },
    "file_format": {
        "nl": ("dit bestand is geen geldig {format} ({reason})", "CSV in UTF-8, XLSX of Parquet"),
        "en": ("this file is not valid {format} ({reason})", "CSV in UTF-8, XLSX or Parquet"),
        "fr": ("ce fichier n'est pas un {format} valide ({reason})", "CSV en UTF-8, XLSX ou Parquet"),
    },
    "file_encoding": {
        "nl": ("de eerste regel is geen UTF-8 ({reason})", "CSV bewaard als UTF-8"),
        "en": ("the first line is not UTF-8 ({reason})", "CSV saved as UTF-8"),
        "fr": ("la première ligne n'est pas en UTF-8 ({reason})", "CSV enregistré en UTF-8"),
    },
    "file_too_large": {
        "nl": ("dit bestand pakt uit tot meer dan {limit}", "een bestand dat uitgepakt kleiner is"),
        "en": ("this file unpacks to more than {limit}", "a file that is smaller once unpacked"),
        "fr": ("ce fichier dépasse {limit} une fois décompressé", "un fichier plus petit décompressé"),
    },
    "rest_not_read": {
        "nl": ("vanaf hier is het bestand niet verder gelezen", "een regeleinde binnen {limit}"),
        "en": ("the file was not read beyond this point", "an end of line within {limit}"),
        "fr": ("le fichier n'a pas été lu au-delà de ce point", "une fin de ligne dans les {limit}"),
    },
    "column_missing": {
        "nl": ("deze kolom ontbreekt", "{allowed}"),
        "en": ("this column is missing", "{allowed}"),
        "fr": ("cette colonne manque", "{allowed}"),
    },
    "column_twice": {
        "nl": ("deze kolom staat er meer dan één keer", "elke kolomnaam één keer"),
        "en": ("this column stands there more than once", "each column name once"),
        "fr": ("cette colonne figure plus d'une fois", "chaque nom de colonne une seule fois"),
    },
    "column_unknown": {
        "nl": ("deze kolom is niet gekend en telt niet mee", "een van: {allowed}"),
        "en": ("this column is not known and is left aside", "one of: {allowed}"),
        "fr": ("cette colonne est inconnue et ignorée", "une parmi : {allowed}"),
    },
    "line_too_long": {
        "nl": ("deze regel is langer dan {limit}", "een regel van ten hoogste {limit}"),
        "en": ("this line is longer than {limit}", "a line of at most {limit}"),
        "fr": ("cette ligne dépasse {limit}", "une ligne d'au plus {limit}"),
    },
    "row_encoding": {
        "nl": ("deze cel is geen UTF-8", "tekst bewaard als UTF-8"),
        "en": ("this cell is not UTF-8", "text saved as UTF-8"),
        "fr": ("cette cellule n'est pas en UTF-8", "du texte enregistré en UTF-8"),
    },
    "row_nul": {
        "nl": ("deze cel bevat een NUL-teken", "tekst zonder NUL-tekens"),
        "en": ("this cell holds a NUL character", "text without NUL characters"),
        "fr": ("cette cellule contient un caractère NUL", "du texte sans caractère NUL"),
    },
    "row_cells": {
        "nl": ("deze rij telt {found} cellen", "{limit} cellen, zoals de eerste regel"),
        "en": ("this row has {found} cells", "{limit} cells, like the first line"),
        "fr": ("cette rangée compte {found} cellules", "{limit} cellules, comme la première ligne"),
    },
    "quote_open": {
        "nl": ("hier gaat een aanhalingsteken open dat nergens sluit", "een sluitend aanhalingsteken"),
        "en": ("a quotation mark opens here and never closes", "a closing quotation mark"),
        "fr": ("un guillemet s'ouvre ici et ne se ferme pas", "un guillemet fermant"),
    },
    "id_twice": {
        "nl": ("deze id staat al in rij {other}", "een id die één keer voorkomt"),
        "en": ("this id already stands in row {other}", "an id that occurs once"),
        "fr": ("cet id figure déjà à la rangée {other}", "un id qui n'apparaît qu'une fois"),
    },
    "nothing_named": {
        "nl": ("deze rij zegt niet waarover het gaat", "een tekst, een afvalcode of een materiaal"),
        "en": ("this row does not say what it is about", "a text, a waste code or a material"),
        "fr": ("cette rangée ne dit pas de quoi il s'agit", "un texte, un code déchet ou une matière"),
    },
    "recipes_disagree": {
        "nl": ("dit verschilt van rij {other} met dezelfde id", "{allowed}, zoals in die rij"),
        "en": ("this differs from row {other} with the same id", "{allowed}, as in that row"),
        "fr": ("ceci diffère de la rangée {other} portant le même id", "{allowed}, comme cette rangée"),
    },
    "self_loop": {
        "nl": ("deze stroom keert terug naar waar ze vertrekt", "twee verschillende processen"),
        "en": ("this flow returns to where it leaves", "two different processes"),
        "fr": ("ce flux revient à son point de départ", "deux procédés différents"),
    },
    "dead_end": {
        "nl": (
            "hier komt alleen iets binnen of buiten, dus dat moet 0 zijn",
            "ook een stroom met env, of een voorraad",
        ),
        "en": ("things only enter or only leave here, so they must be 0", "also a flow with env, or a stock"),
        "fr": ("ici tout ne fait qu'entrer ou sortir, donc vaut 0", "aussi un flux avec env, ou un stock"),
    },
    "shares_over_one": {
        "nl": ("{allowed} zijn samen meer dan 1", "delen die samen ten hoogste 1 zijn"),
        "en": ("{allowed} are more than 1 together", "shares that are at most 1 together"),
        "fr": ("{allowed} dépassent 1 ensemble", "des parts d'au plus 1 ensemble"),
    },
    "empty": {
        "nl": ("deze cel is leeg", "een waarde"),
        "en": ("this cell is empty", "a value"),
        "fr": ("cette cellule est vide", "une valeur"),
    },
    "not_a_number": {
        "nl": ("is geen getal", "een getal met een punt, zoals 12.5"),
        "en": ("is not a number", "a number with a decimal point, such as 12.5"),
        "fr": ("n'est pas un nombre", "un nombre avec un point, comme 12.5"),
    },
    "not_finite": {
        "nl": ("is geen eindig getal", "een eindig getal, of een lege cel voor onbekend"),
        "en": ("is not a finite number", "a finite number, or an empty cell for unknown"),
        "fr": ("n'est pas un nombre fini", "un nombre fini, ou une cellule vide si inconnu"),
    },
    "negative": {
        "nl": ("is negatief", "een getal van 0 of meer"),
        "en": ("is negative", "a number of 0 or more"),
        "fr": ("est négatif", "un nombre de 0 ou plus"),
    },
    "out_of_range": {
        "nl": ("valt buiten de grenzen", "een getal {allowed}"),
        "en": ("is out of range", "a number {allowed}"),
        "fr": ("est hors limites", "un nombre {allowed}"),
    },
    "not_whole": {
        "nl": ("is geen geheel getal", "een geheel getal"),
        "en": ("is not a whole number", "a whole number"),
        "fr": ("n'est pas un nombre entier", "un nombre entier"),
    },
    "not_a_date": {
        "nl": ("is geen datum", "een bestaande dag als jjjj-mm-dd, zoals 2026-11-23"),
        "en": ("is not a date", "an existing day as yyyy-mm-dd, such as 2026-11-23"),
        "fr": ("n'est pas une date", "un jour existant, aaaa-mm-jj, comme 2026-11-23"),
    },
    "dates_reversed": {
        "nl": ("ligt voor het begin ({other})", "een dag op of na {other}"),
        "en": ("lies before the start ({other})", "a day on or after {other}"),
        "fr": ("précède le début ({other})", "un jour à partir du {other}"),
    },
    "not_yes_no": {
        "nl": ("is geen ja of nee", "1 of 0, of leeg voor onbekend"),
        "en": ("is neither yes nor no", "1 or 0, or empty for unknown"),
        "fr": ("n'est ni oui ni non", "1 ou 0, ou vide si inconnu"),
    },
    "unknown_word": {
        "nl": ("is hier geen gekend woord", "een van: {allowed}"),
        "en": ("is not a known word here", "one of: {allowed}"),
        "fr": ("n'est pas un mot connu ici", "un parmi : {allowed}"),
    },
    "unknown_unit": {
        "nl": ("is geen gekende eenheid", "een eenheid zoals {allowed}"),
        "en": ("is not a known unit", "a unit such as {allowed}"),
        "fr": ("n'est pas une unité connue", "une unité comme {allowed}"),
    },
    "unknown_period": {
        "nl": ("is geen gekend ritme", "een van: {allowed}"),
        "en": ("is not a known rhythm", "one of: {allowed}"),
        "fr": ("n'est pas un rythme connu", "un parmi : {allowed}"),
    },
    "unit_mismatch": {
        "nl": ("meet {found}", "een eenheid die {allowed} meet"),
        "en": ("measures {found}", "a unit that measures {allowed}"),
        "fr": ("mesure : {found}", "une unité qui mesure : {allowed}"),
    },
    "low_code_shape": {
        "nl": ("heeft niet de vorm van een afvalcode", "zes cijfers, zoals 17 02 01 of 170201"),
        "en": ("does not look like a waste code", "six digits, such as 17 02 01 or 170201"),
        "fr": ("n'a pas la forme d'un code déchet", "six chiffres, comme 17 02 01 ou 170201"),
    },
    "low_code_unknown": {
        "nl": ("staat niet op de Europese afvalstoffenlijst", "een code die op de lijst staat"),
        "en": ("is not on the European List of Waste", "a code that is on the list"),
        "fr": ("n'est pas sur la liste européenne des déchets", "un code de la liste"),
    },
    "low_code_not_valid": {
        "nl": ("geldt niet op {date} ({reason})", "een code die op die dag geldt"),
        "en": ("is not valid on {date} ({reason})", "a code that is valid on that day"),
        "fr": ("n'est pas valable le {date} ({reason})", "un code valable ce jour-là"),
    },
    "coordinates_swapped": {
        "nl": ("breedte en lengte lijken verwisseld", "lat rond 51 en lon rond 4"),
        "en": ("latitude and longitude look swapped", "lat around 51 and lon around 4"),
        "fr": ("latitude et longitude semblent inversées", "lat vers 51 et lon vers 4"),
    },
    "coordinates_zero": {
        "nl": ("0,0 ligt in zee voor Afrika", "een echte plaats, of lege cellen voor onbekend"),
        "en": ("0,0 lies in the sea off Africa", "a real place, or empty cells for unknown"),
        "fr": ("0,0 se trouve en mer", "un lieu réel, ou des cellules vides si inconnu"),
    },
    "coordinates_metres": {
        "nl": ("lijkt een Lambertcoördinaat in meter", "graden WGS84, zoals {allowed}"),
        "en": ("looks like a Lambert coordinate in metres", "degrees WGS84, such as {allowed}"),
        "fr": ("semble une coordonnée Lambert en mètres", "degrés WGS84, comme {allowed}"),
    },
    "coordinates_half": {
        "nl": ("de helft van de plaats ontbreekt; de plaats telt als onbekend", "lat en lon samen"),
        "en": ("half of the place is missing; the place counts as unknown", "lat and lon together"),
        "fr": ("la moitié du lieu manque ; le lieu compte comme inconnu", "lat et lon ensemble"),
    },
    "coordinates_far": {
        "nl": ("ligt ver van België", "een plaats in België of een buurland"),
        "en": ("lies far from Belgium", "a place in Belgium or a neighbouring country"),
        "fr": ("est loin de la Belgique", "un lieu en Belgique ou dans un pays voisin"),
    },
    "quantity_missing": {
        "nl": ("de hoeveelheid is onbekend", "een hoeveelheid met eenheid"),
        "en": ("the quantity is unknown", "a quantity with a unit"),
        "fr": ("la quantité est inconnue", "une quantité avec unité"),
    },
    "place_missing": {
        "nl": ("de plaats is onbekend", "lat en lon"),
        "en": ("the place is unknown", "lat and lon"),
        "fr": ("le lieu est inconnu", "lat et lon"),
    },
    "id_unknown": {
        "nl": ("deze id komt niet voor in {other}", "een id uit {other}"),
        "en": ("this id does not occur in {other}", "an id from {other}"),
        "fr": ("cet id n'existe pas dans {other}", "un id de {other}"),
    },
    "factor_unknown": {
        "nl": ("is geen gekende factor", "een van: {allowed}"),
        "en": ("is not a known factor", "one of: {allowed}"),
        "fr": ("n'est pas un facteur connu", "un parmi : {allowed}"),
    },
    "flow_elsewhere": {
        "nl": ("deze stroom vertrekt niet uit {other}", "een stroom die uit {other} vertrekt"),
        "en": ("this flow does not leave {other}", "a flow that leaves {other}"),
        "fr": ("ce flux ne sort pas de {other}", "un flux qui sort de {other}"),
    },
    "counted_as": {
        "nl": ("{found} lege cellen tellen als {allowed}", "een waarde waar je ze kent"),
        "en": ("{found} empty cells count as {allowed}", "a value where you know it"),
        "fr": ("{found} cellules vides comptent comme {allowed}", "une valeur là où vous la connaissez"),
    },
    "kept_unmeasured": {
        "nl": ("{found} geweigerde metingen: die stromen blijven, zonder meting", "goede waarden en sigma's"),
        "en": ("{found} refused measurements: those flows stay, unmeasured", "good values and sigmas"),
        "fr": ("{found} mesures refusées : ces flux restent, sans mesure", "de bonnes valeurs et sigmas"),
    },
    "coalitions_missing": {
        "nl": ("{found} groepen hebben geen waarde", "een waarde voor elke groep van deelnemers"),
        "en": ("{found} coalitions have no value", "a value for every coalition of players"),
        "fr": ("{found} coalitions n'ont pas de valeur", "une valeur pour chaque coalition de joueurs"),
    },
    "engine_pyspark_missing": {
        "nl": (
            "Apache Spark staat niet in deze omgeving",
            "de extra [spark]; in de map van het project zet dit hem erbij: "
            'python -m pip install -e ".[spark]"',
        ),
        "en": (
            "Apache Spark is not in this environment",
            "the extra [spark]; in the folder of the project this adds it: "
            'python -m pip install -e ".[spark]"',
        ),
        "fr": (
            "Apache Spark n'est pas dans cet environnement",
            "l'extra [spark] ; dans le dossier du projet ceci l'ajoute : "
            'python -m pip install -e ".[spark]"',
        ),
    },
    "engine_java_missing": {
        "nl": (
            "Java is niet gevonden",
            "Java 17 of nieuwer (Debian: apt-get install openjdk-17-jre-headless)",
        ),
        "en": ("Java is not found", "Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless)"),
        "fr": (
            "Java est introuvable",
            "Java 17 ou plus récent (Debian : apt-get install openjdk-17-jre-headless)",
        ),
    },
    "resume_unable": {
        "nl": ("van een vorige keer verdergaan kan niet samen met {options}", "een van beide"),
        "en": ("going on from an earlier run does not go with {options}", "one of the two"),
        "fr": ("reprendre un calcul précédent ne va pas avec {options}", "l'un des deux"),
    },
    "engine_unable": {
        "nl": ("in delen kan dit niet: {options} telt over de hele regio samen", "--engine local"),
        "en": ("this cannot be done in parts: {options} counts over the whole region", "--engine local"),
        "fr": ("impossible par parties : {options} compte sur toute la région", "--engine local"),
    },
}
