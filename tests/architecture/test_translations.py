"""English and French say all that the Dutch of the sources says."""

import pytest
from way_in import extraction


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
