"""A private link opens its one row, and nothing else opens it."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import get_language
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.cases.models import Contact
from tests.circulairwerkt import factories as make

FOREVER = PrivateLink[Contact]("a test", "cases:party_thread")
A_DAY = PrivateLink[Contact]("a test of a day", "cases:party_thread", lives=timedelta(days=1))


@pytest.mark.django_db
def test_it_opens_its_row_until_the_row_has_another_secret_or_the_link_is_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = make.hub()
    mine, other = make.contact(make.case(hub)), make.contact(make.case(hub))
    rows = Contact._base_manager.all()
    tokens = {link: link.token(mine) for link in (FOREVER, A_DAY)}
    assert [link.row(token, rows) for link, token in tokens.items()] == [mine, mine]
    # One sort of link opens no other, and no row but its own.
    assert FOREVER.row(tokens[A_DAY], rows) is None
    assert A_DAY.row(tokens[FOREVER], rows) is None
    assert FOREVER.row(tokens[FOREVER], rows.exclude(pk=mine.pk)) is None
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("django.core.signing.time.time", in_two_days.timestamp)
    assert [link.row(token, rows) for link, token in tokens.items()] == [mine, None]
    rows.filter(pk=mine.pk).update(nonce=other.nonce)
    assert FOREVER.row(tokens[FOREVER], rows) is None


@pytest.mark.django_db
@override_settings(BASE_URL="https://hubs.example.org")
def test_an_address_is_whole_and_leaves_the_language_of_the_reader() -> None:
    contact = make.contact(make.case(make.hub()))
    before = get_language()
    address = FOREVER.address(contact, "fr")
    assert address.startswith("https://hubs.example.org/")
    assert FOREVER.token(contact) in address
    assert get_language() == before


@given(text=st.text() | st.text("abcdef:._-0123456789", max_size=400))
def test_any_other_text_opens_nothing(text: str) -> None:
    assert FOREVER.keys_in(text) is None
    assert A_DAY.keys_in(text) is None
