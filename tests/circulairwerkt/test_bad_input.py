"""Nonsense in every field of every form: taken as text or refused with a word beside the field, never 500."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve

from tests.circulairwerkt.permissions.conftest import world
from tests.circulairwerkt.permissions.routes import PLACEHOLDER, all_routes, path_of
from tests.circulairwerkt.permissions.table import TABLE
from tests.circulairwerkt.permissions.world import World, taken_back

__all__ = ["world"]
pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
NONSENSE = {
    "nothing": "",
    "nonsense": "qsdf jklm !?",
    "10 kB": "lang " * 2_048,
    "emoji": "\U0001f9f5\U0001f41f\U0001f6e0️ en \U0001f468‍\U0001f469‍\U0001f467",
    "sql": "'; DROP TABLE hubs_hub; -- \" OR 1=1",
    "script": SCRIPT,
    "nul": "a\x00b",
    "controls": "\x01\x1b[31m\u202eomgekeerd\u2028",
    "minus": "-1",
    "huge": "9" * 40,
    "float": "1e308",
    "no date": "31/02/2026",
    "early": "0001-01-01",
    "json": '{"a": [1, null]}',
    "path": "../../../etc/passwd",
}
#: What a POST may be answered with: done, refused with the form, another's version, not there, not that way.
ANSWERS = {200, 302, 303, 400, 403, 404, 405, 409, 410, 422, 429}
#: Addresses whose POST does not take a form of ours.
LEFT_OUT = {"afmelden/"}
ROUTES = [route for route in all_routes() if route not in LEFT_OUT]


#: Who is asked to open a page: the first of these to whom the permission table shows it.
OPENERS = ("administrator", "coordinator", "organisation_member", "coach", "anonymous")


class Fields(HTMLParser):
    """Names and sorts of the fields on a page, by method and by the route that their form goes to."""

    def __init__(self, route: str) -> None:
        super().__init__()
        self.method = "get"
        self.here = self.goal = route
        self.found: dict[tuple[str, str], dict[str, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each field under the method and the goal of its form."""
        given = dict(attrs)
        if tag == "form":
            self.method = (given.get("method") or "get").lower()
            action = urlsplit(given.get("action") or "").path
            self.goal = resolve(action).route if action else self.here
        name = given.get("name")
        if tag in {"input", "textarea", "select", "button"} and name and name != "csrfmiddlewaretoken":
            self.found.setdefault((self.method, self.goal), {})[name] = given.get("type") or tag


@dataclass
class Form:
    """The fields of what goes to a route, as one person is shown them."""

    persona: str
    fields: dict[str, str] = field(default_factory=dict)
    here: frozenset[str] = frozenset()
    """Those that the route's own page shows: there what was typed must come back."""


Forms = Mapping[tuple[str, str], Form]


def _openers() -> Mapping[str, str]:
    """Who opens which page, by route."""
    pages = {line.route: line for line in TABLE if line.method == "GET"}
    seen = {
        route: [persona for persona in OPENERS if line.outcome(persona) == "200"]
        for route, line in pages.items()
    }
    return {route: personas[0] for route, personas in seen.items() if personas}


@pytest.fixture(scope="module")
def forms(world: World) -> Forms:
    """Every form of the site by method and route: each page is opened once."""
    known: dict[tuple[str, str], Form] = {}
    for route, persona in _openers().items():
        with taken_back():
            page = world.client(persona).get(path_of(route, world))
            text = page.getvalue().decode(errors="replace")
            if "text/html" not in page.get("Content-Type", ""):
                continue
            fields = Fields(route)
            fields.feed(text)
        for goal, names in fields.found.items():
            form = known.setdefault(goal, Form(persona))
            form.fields |= names
            if goal[1] == route:
                form.here = frozenset(names)
    return known


@pytest.mark.parametrize("route", ROUTES)
def test_no_form_breaks(route: str, world: World, forms: Forms) -> None:
    """Each form as who is shown it; an address without one gets a field that it does not know."""
    form = forms.get(("post", route), Form("administrator"))
    path = path_of(route, world)
    client = world.client(form.persona)
    for kind, value in (NONSENSE if form.fields else {"nul": NONSENSE["nul"]}).items():
        with taken_back():
            cache.clear()
            _judge(client.post(path, dict.fromkeys(form.fields, value) or {"iets": value}), kind, form)


@pytest.mark.parametrize("route", ROUTES)
def test_no_form_breaks_for_who_may_not_send_it(route: str, world: World) -> None:
    with taken_back():
        cache.clear()
        answer = Client().post(path_of(route, world), {"iets": NONSENSE["nul"]})
        assert answer.status_code in ANSWERS


def _judge(answer: Any, kind: str, form: Form) -> None:
    assert answer.status_code in ANSWERS, f"{answer.status_code} for {kind}"
    text = answer.content.decode(errors="replace") if not answer.streaming else ""
    assert SCRIPT not in text, "what was typed is shown as it stands, not escaped"
    if answer.status_code == 422 and kind in {"sql", "emoji", "script"}:
        typed = [name for name in form.here if form.fields[name] in {"text", "textarea", "email", "url"}]
        assert not typed or html.escape(NONSENSE[kind]) in text, f"what was typed ({kind}) is gone"


@pytest.mark.parametrize("route", ROUTES)
def test_no_search_breaks(route: str, world: World, forms: Forms) -> None:
    """Every parameter that a form of the site asks there; of an address without one, a page and a way on."""
    form = forms.get(("get", route), Form("administrator"))
    path = path_of(route, world)
    client = world.client(form.persona)
    for kind in NONSENSE if form.fields else ("nul", "huge", "script"):
        with taken_back():
            answer = client.get(path, dict.fromkeys([*form.fields, "pagina", "next"], NONSENSE[kind]))
            assert answer.status_code in ANSWERS, f"{answer.status_code} for {kind} in {sorted(form.fields)}"
            assert SCRIPT not in (answer.content.decode(errors="replace") if not answer.streaming else "")


def test_the_forms_are_found(forms: Forms) -> None:
    """What is sent and what is searched: were none found, nothing above would try a field."""
    assert sum(method == "post" for method, _ in forms) > 100
    assert sum(method == "get" for method, _ in forms) > 10


#: The row is looked up in the same way for both methods; they share the odd values.
UNKNOWN = (
    ("GET", "0"),
    ("GET", "9" * 30),
    ("GET", "bestaat-niet"),
    ("GET", "x" * 400),
    ("POST", "999999999"),
    ("POST", "-"),
)


@pytest.mark.any_database
@pytest.mark.parametrize("route", [route for route in ROUTES if "<" in route])
def test_an_unknown_id_is_not_there(route: str, world: World) -> None:
    client = world.client("administrator")
    for method, value in UNKNOWN:
        path = "/" + PLACEHOLDER.sub(value, route)
        with taken_back():
            answer = client.generic(method, path)
            assert answer.status_code in {404, 405}, f"{answer.status_code} for {method} {path}"
