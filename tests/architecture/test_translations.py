"""English and French say all that the Dutch of the sources says."""

import re

import pytest
from babel.messages.pofile import read_po
from way_in import extraction

#: Words that address somebody as *tu*.
_FAMILIAR = re.compile(r"\b(?:tu|ton|tes|toi)\b|\bt['’]", re.IGNORECASE)
#: Who seeks work, and who is guided there, is spoken to as the people beside him do.
_AMONG_PEOPLE = "/people/"


@pytest.mark.parametrize("locale", extraction.LOCALES)
def test_a_catalogue_is_complete(locale: str) -> None:
    assert extraction.path_of(locale).exists(), "script/translate extract makes it"
    wrong = [fault for fault in extraction.faults() if fault.startswith(f"{locale}:")]
    assert not wrong, f"script/translate check says it too, {len(wrong)} faults: {wrong[:20]}"


def test_the_sources_hold_texts_to_translate() -> None:
    """The extraction itself sees Python and templates; without it the test above would prove nothing."""
    places = {name for message in extraction.from_sources() for name, _line in message.locations}
    assert any(name.endswith(".py") for name in places)
    assert any(name.endswith(".html") for name in places)


def test_french_says_vous() -> None:
    with extraction.path_of("fr").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    said = [
        str(message.string)
        for message in messages
        if _FAMILIAR.search(str(message.string))
        and not all(_AMONG_PEOPLE in name for name, _line in message.locations)
    ]
    assert not said
