"""What reaches the log says where it went wrong, and nothing about anybody."""

import logging
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.logs import PlainFormatter, WithoutPersonalData, without_personal_data

SECRETS = ["jan.jansen@example.org", "0470 12 34 56", "+32 470 12 34 56", "10.20.30.40", "plaats=Gent"]


@pytest.fixture
def log() -> tuple[logging.Logger, StringIO]:
    """A logger as the settings make one, and what it wrote."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutPersonalData())
    handler.setFormatter(PlainFormatter("%(levelname)s %(message)s"))
    logger = logging.Logger("of this test")
    logger.addHandler(handler)
    return logger, written


def test_addresses_and_numbers_are_masked(log: tuple[logging.Logger, StringIO]) -> None:
    logger, written = log
    logger.warning("GET /antwoord/?%s from %s: %s, %s of %s", SECRETS[4], SECRETS[3], *SECRETS[:3])
    text = written.getvalue()
    assert not [secret for secret in SECRETS if secret in text], text
    assert text.startswith("WARNING GET /antwoord/?[...] from [ip]")


def test_an_error_keeps_its_place_and_loses_its_words(log: tuple[logging.Logger, StringIO]) -> None:
    logger, written = log
    try:
        raise ValueError("duplicate key: (jan.jansen@example.org, Jan Jansen)")
    except ValueError:
        logger.exception("it went wrong")
    text = written.getvalue()
    assert "Jan" not in text
    assert "test_logs.py" in text
    assert text.rstrip().endswith("ValueError")


@given(st.emails())
def test_no_address_comes_through(address: str) -> None:
    assert address not in without_personal_data(f"bericht van {address} gekregen")


def test_what_is_no_secret_stays() -> None:
    line = "Reconciled 1200 rows in 3.25 s, version 65.21.1, /werkplek/gent/ 2026-11-23 12:30:45"
    assert without_personal_data(line) == line
