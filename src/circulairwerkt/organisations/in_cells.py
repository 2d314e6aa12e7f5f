"""Organisations that the cells of a file name, looked up for many rows at once."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from circulairwerkt.base.likeness import Names
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.names import folded
from circulairwerkt.organisations.numbers import enterprise_number

#: So many digits make a number of an enterprise.
_NUMBER_DIGITS = 9
#: How alike a name must be to be named beside one that nobody knows, of 100, and how many are named.
_LEAST_LIKENESS, _MOST_NAMED = 78, 3

#: The key of the organisation that a cell names, None for an empty cell, or what is wrong with it.
InCell: TypeAlias = int | ValidationError | None


def organisations_in_cells(texts: Iterable[str]) -> dict[str, InCell]:
    """Return for each text which organisation it names, by number or by whole name.

    Where none is found, or several have the name, it gives what is wrong, with names that are likely meant.
    """
    wanted = {text: folded(text) for text in texts}
    by_name = _keys("search_name", set(wanted.values()) - {""})
    numbers: dict[str, str] = {}
    told: dict[str, InCell] = {}
    for text, name in wanted.items():
        found = by_name.get(name, [])
        if not text.strip():
            told[text] = None
        elif len(found) == 1:
            told[text] = found[0]
        elif found:
            words = _("Meer dan één organisatie heet “%(typed)s”. Verwacht: het ondernemingsnummer.")
            told[text] = ValidationError(words % _typed(text))
        elif sum(sign.isdigit() for sign in text) >= _NUMBER_DIGITS:
            try:
                numbers[text] = enterprise_number(text)
            except ValidationError as error:
                told[text] = error
    by_number = _keys("kbo_number", set(numbers.values()))
    told.update({text: by_number[number][0] for text, number in numbers.items() if number in by_number})
    told.update(_unknown([text for text in wanted if text not in told]))
    return told


def _keys(field: str, values: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    rows = Organisation.objects.filter(**{f"{field}__in": values}).order_by("pk")
    for value, key in rows.values_list(field, "pk"):
        found.setdefault(value, []).append(key)
    return found


def _unknown(texts: list[str]) -> dict[str, InCell]:
    """Say of each that nobody knows it, with the names that hold its words, else the one most alike."""
    if not texts:
        return {}
    known = _by_name(edition_of_names())
    likely: dict[str, list[int]] = {}
    for text in texts:
        words = folded(text).split()
        holding = (key for name, key in known if words and all(word in name for word in words))
        likely[text] = list(islice(holding, _MOST_NAMED))
    bare = [text for text in texts if not likely[text]]
    nearest = names_ready().nearest([folded(text) for text in bare], least=_LEAST_LIKENESS)
    likely.update({text: [key] for text, key in zip(bare, nearest, strict=True) if key is not None})
    names = dict(
        Organisation.objects.filter(pk__in={key for keys in likely.values() for key in keys}).values_list(
            "pk", "name"
        )
    )
    return {
        text: _not_known(text, [names[key] for key in keys if key in names]) for text, keys in likely.items()
    }


def _not_known(text: str, likely: list[str]) -> ValidationError:
    if likely:
        words = _("We kennen “%(typed)s” niet. Bedoel je %(choices)s?")
        return ValidationError(words % {**_typed(text), "choices": ", ".join(likely)})
    words = _("We kennen “%(typed)s” niet. Verwacht: een organisatie uit de lijst, of niets.")
    return ValidationError(words % _typed(text))


def _typed(text: str) -> dict[str, str]:
    return {"typed": text.strip()[:60]}


def edition_of_names() -> tuple[Any, ...]:
    """What changes when an organisation comes, goes or gets another name."""
    found = Organisation.objects.aggregate(count=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
    return (found["count"], found["last"], found["changed"])


def names_ready() -> Names:
    """The names of all organisations, made ready once for the many steps of a file."""
    return _ready(edition_of_names())


@lru_cache(maxsize=1)
def _ready(edition: tuple[Any, ...]) -> Names:
    return Names(((key, name) for name, key in _by_name(edition)), edge=4)


@lru_cache(maxsize=1)
def _by_name(_edition: tuple[Any, ...]) -> list[tuple[str, int]]:
    return list(Organisation.objects.order_by("search_name", "pk").values_list("search_name", "pk"))
