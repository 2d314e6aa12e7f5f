"""The Dutch texts of the sources, and what is wrong with their translations (inside `.venv`, with Babel)."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from way_in.places import ROOT, WEB, shown
from way_in.stamps import files_under

LOCALES = ("en", "fr")
TEMPLATES = (".html", ".txt", ".xml", ".svg")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What must come back unchanged in a translation: %(name)s, %s, {name} and HTML tags.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}|</?[a-z]+[^<>]*>")
# A fixed day, so that a second extraction changes nothing.
_BEGIN = datetime(2026, 11, 23, tzinfo=UTC)


def path_of(locale: str) -> Path:
    return WEB / "locale" / locale / "LC_MESSAGES" / "django.po"


def from_sources() -> Catalog:
    """Every text of the web's Python files and templates that is marked for translation."""
    catalog = Catalog(project="Circulair Werkt", version="1", creation_date=_BEGIN, charset="utf-8")
    for path in sorted(files_under(WEB, leaving_out=["static", "locale"])):
        if path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
        elif path.suffix in TEMPLATES:
            source = _as_python(path)
        else:
            continue
        found = extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"])
        for _line, texts, comments, context in found:
            catalog.add(
                texts,
                locations=[(path.relative_to(ROOT).as_posix(), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def _as_python(path: Path) -> str:
    """A Django template as the Python that Django's own extraction makes of it.

    The space before a line is dropped: what is left of a template's indentation is not Python's.
    """
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    lines = templatize(path.read_text(encoding="utf-8"), origin=shown(path)).splitlines()
    return "\n".join(line.lstrip() for line in lines)


def update(locale: str) -> tuple[int, int]:
    """Bring one catalogue in step with the sources; return how many texts came and went."""
    path = path_of(locale)
    sources = from_sources()
    catalog = _read(locale) if path.exists() else Catalog(locale=locale, charset="utf-8")
    catalog.project, catalog.version = sources.project, sources.version
    before = _texts(catalog)
    catalog.update(sources, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _BEGIN
    catalog.last_translator = catalog.language_team = "Circulair Werkt"
    catalog.fuzzy = False
    after = _texts(catalog)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False)
    return len(after - before), len(before - after)


def compile_all() -> list[Path]:
    """Write the binary catalogue beside each text one; a doubtful translation is left out."""
    written = []
    for locale in LOCALES:
        if path_of(locale).exists():
            target = path_of(locale).with_suffix(".mo")
            with target.open("wb") as file:
                write_mo(file, _read(locale))
            written.append(target)
    return written


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, a sentence each."""
    wanted = _texts(from_sources())
    for locale in LOCALES:
        if not path_of(locale).exists():
            yield f"{shown(path_of(locale))} is missing"
            continue
        catalog = _read(locale)
        present = _texts(catalog)
        for key in sorted(wanted - present, key=str):
            yield f"{locale}: not in the catalogue: {_quoted(key[1])}"
        for key in sorted((present - wanted) | _texts_of(catalog.obsolete.values()), key=str):
            yield f"{locale}: no longer in the sources: {_quoted(key[1])}"
        for message in catalog:
            if message.id:
                yield from (f"{locale}: {fault}: {_quoted(message.id)}" for fault in faults_of(message))


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    if message.fuzzy:
        yield "marked as doubtful (fuzzy)"
    sources = list(message.id) if isinstance(message.id, list | tuple) else [message.id]
    translations = list(message.string) if isinstance(message.string, list | tuple) else [message.string]
    if not all(translations):
        yield "not translated"
        return
    every = [set(PLACEHOLDER.findall(str(source))) for source in sources]
    allowed, needed = set.union(*every), set.intersection(*every)
    for translation in translations:
        told = set(PLACEHOLDER.findall(str(translation)))
        if not needed <= told:
            yield f"the translation lacks {', '.join(sorted(needed - told))}"
        if not told <= allowed:
            yield f"the translation has {', '.join(sorted(told - allowed))} of its own"
        if str(translation).endswith("\n") != str(sources[0]).endswith("\n"):
            yield "the last line ends differently"


Key = tuple[str, object]


def _texts(catalog: Catalog) -> set[Key]:
    return _texts_of(message for message in catalog if message.id)


def _texts_of(messages: object) -> set[Key]:
    return {
        (message.context or "", tuple(message.id) if isinstance(message.id, list | tuple) else message.id)
        for message in messages  # type: ignore[attr-defined]
    }


def _quoted(text: object) -> str:
    first = text[0] if isinstance(text, list | tuple) else text
    return f'"{" ".join(str(first).split())[:90]}"'


def _read(locale: str) -> Catalog:
    with path_of(locale).open("rb") as file:
        return read_po(file, locale=locale)
