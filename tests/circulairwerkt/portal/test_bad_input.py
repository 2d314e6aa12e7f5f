"""Whatever somebody sends is taken as text, told beside its field, or not found; it is never an error."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from circulairwerkt.cases.models import Question
from circulairwerkt.portal.question_form import QuestionForm
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.portal.addresses import PARAMETERS, public_addresses

pytestmark = pytest.mark.django_db
#: A page, the form again with a word beside the field, not found, not with this method.
ANSWERS = {200, 302, 404, 405, 422}
MARK = "<script>alert(1)</script>"
NASTY = [
    "",
    " ",
    "\0",
    "a\0b",
    MARK,
    "'; DROP TABLE hubs_hub; --",
    '" onfocus="alert(1)',
    "{{ 7*7 }}{% load x %}",
    "%s%n%d",
    "../../etc/passwd",
    "🦄" * 30,
    "e\u0301\u200b\u202e",
    "\ufeff\u2028",
    "-1",
    "0",
    "1.5",
    "1e9",
    "²",
    "٣",
    "9" * 40,
    "a" * 10_000,
    "[]",
    "null",
    "None",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=200))
#: In an address anything may stand, also what is no text at all.
raw_values = st.one_of(texts.map(quote_plus), st.binary(max_size=20).map(quote_plus))
slow_fixtures = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_every_parameter_belongs_to_a_public_page() -> None:
    assert set(PARAMETERS) <= set(public_addresses())


@pytest.fixture
def some_rows(db: None) -> None:
    """One of each, so that no page is empty."""
    hub = make.hub()
    hub.sectors.add(make.sector())
    organisation = make.organisation("Werkplaats")
    make.site(organisation, lat=51.0, lon=4.0)
    make.partnership(organisation, hub)
    make.story(hub, keywords=["zeildoek"])


@st.composite
def requests(draw: st.DrawFn) -> str:
    """The address of any public page, with parameters it knows and others, each perhaps more than once."""
    addresses = public_addresses()
    name = draw(st.sampled_from(sorted(addresses)))
    arguments = {one: draw(st.sampled_from(["x", "a" * 300, "-", "_", "1"])) for one in addresses[name]}
    try:
        path = reverse(name, kwargs=arguments)
    except NoReverseMatch:
        path = "/"
    names = st.sampled_from([*PARAMETERS.get(name, ()), "page", "x"])
    pairs = draw(st.lists(st.tuples(names, raw_values), max_size=5))
    return draw(st.sampled_from(["", "/en", "/fr"])) + path + "?" + "&".join(f"{k}={v}" for k, v in pairs)


@given(address=requests(), htmx=st.booleans())
@example(address="/?sector=%00", htmx=True)
@example(address="/organisaties/?hub=%00&page=%00", htmx=False)
@settings(parent=slow_fixtures, max_examples=250)
def test_no_address_is_an_error(client: Client, some_rows: None, address: str, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.get(address, headers=headers)
    assert response.status_code in ANSWERS
    assert MARK not in _content(response)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, parameter) for name, parameters in PARAMETERS.items() for parameter in parameters],
)
def test_no_nasty_value_is_an_error(client: Client, some_rows: None, name: str, parameter: str) -> None:
    arguments = dict.fromkeys(public_addresses()[name], "organisations")
    for value in NASTY:
        response = client.get(f"{reverse(name, kwargs=arguments)}?{parameter}={quote(value)}")
        assert response.status_code in ANSWERS, (parameter, value)
        assert MARK not in _content(response)


@pytest.mark.parametrize("slug", ["%00", "a%00b", "%ff", "../x", "x" * 4000, "'--", "🦄"])
@pytest.mark.parametrize("start", ["hubs", "organisaties", "verhalen"])
def test_an_unknown_page_is_not_found(client: Client, start: str, slug: str) -> None:
    assert client.get(f"/{start}/{slug}/").status_code == 404


CHOSEN = [
    ("portal:home", "sector"),
    ("portal:home", "partner"),
    ("portal:home", "levensloop"),
    ("portal:organisations", "soort"),
    ("portal:organisations", "sector"),
    ("portal:organisations", "hub"),
    ("portal:organisations", "straal"),
    ("portal:stories", "sector"),
    ("portal:stories", "hub"),
]


@pytest.mark.parametrize(("name", "field"), CHOSEN)
@pytest.mark.parametrize("value", ["bestaat-niet", "\0", "a" * 10_000])
def test_an_unknown_choice_is_told_beside_its_field(
    client: Client, some_rows: None, name: str, field: str, value: str
) -> None:
    response = client.get(reverse(name), {field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert len(response.content) < 200_000


TYPED = [("portal:organisations", "naam"), ("portal:organisations", "plaats"), ("portal:stories", "woorden")]


@pytest.mark.parametrize(("name", "field"), TYPED)
@pytest.mark.parametrize("value", ["\0", "a" * 10_000])
def test_what_cannot_be_searched_is_told_beside_its_field(
    client: Client, some_rows: None, name: str, field: str, value: str
) -> None:
    response = client.get(reverse(name), {field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "²", "1.5", "9" * 400, "\0"])
@pytest.mark.parametrize("name", ["portal:organisations", "portal:stories"])
def test_a_page_of_a_list_that_is_not_there_is_not_found(
    client: Client, some_rows: None, name: str, page: str
) -> None:
    assert client.get(reverse(name), {"page": page}).status_code == 404
    assert client.get(reverse(name), {"page": "1"}).status_code == 200


@pytest.mark.parametrize("typed", ["zz\0", "x" * 10_000, MARK, "🦄🦄"])
def test_suggestions_of_nonsense_are_none(client: Client, typed: str) -> None:
    response = client.get("/plaatsen/", {"q": typed})
    assert response.status_code == 200
    assert response.json() == {"suggestions": []}


@given(
    values=st.dictionaries(st.sampled_from([*QuestionForm.base_fields, "x"]), texts, max_size=7),
    place=st.sampled_from(["Kortrijk", ""]),
)
@slow_fixtures
def test_no_question_is_an_error(
    client: Client, town: Callable[[str], Municipality], values: dict[str, str], place: str
) -> None:
    make.hub(seat=town("Kortrijk"))
    cache.clear()
    response = client.post("/antwoord/vraag/", {**values, **({"plaats": place} if place else {})})
    assert response.status_code in {302, 422}
    assert MARK not in _content(response)


@pytest.mark.parametrize("field", ["zin", "contact", "naam", "plaats"])
@pytest.mark.parametrize("value", ["\0", "a" * 10_000])
def test_a_question_that_cannot_be_kept_is_told_beside_its_field(
    client: Client, town: Callable[[str], Municipality], field: str, value: str
) -> None:
    make.hub(seat=town("Kortrijk"))
    data = {"plaats": "Kortrijk", "zin": "Karton", "contact": "an@example.org", "naam": "An", field: value}
    response = client.post("/antwoord/vraag/", data)
    assert response.status_code == 422
    assert f"_{field}_error" in response.content.decode()
    assert not Question.unscoped.exists()


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"plaats", b"%", b"a=1&" * 1500])
@pytest.mark.parametrize("sort", ["application/x-www-form-urlencoded", "application/json", "text/plain"])
def test_a_broken_form_is_no_error(client: Client, body: bytes, sort: str) -> None:
    response = client.post("/antwoord/vraag/", data=body, content_type=sort)
    assert response.status_code in {400, 422}


def _content(response: Any) -> str:
    parts = response.streaming_content if getattr(response, "streaming", False) else [response.content]
    return b"".join(parts).decode(errors="replace")
