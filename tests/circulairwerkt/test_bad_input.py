"""Nonsense in every field of every form: taken as text or refused with a word beside the field, never 500."""

import html
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.circulairwerkt.permissions.conftest import world
from tests.circulairwerkt.permissions.routes import PLACEHOLDER, all_routes, path_of
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


class Fields(HTMLParser):
    """Names of the fields on a page: of forms that are sent (here, or elsewhere) and of forms that search."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.method = "get"
        self.is_sent_here = False
        self.sent: dict[str, str] = {}
        self.sent_here: dict[str, str] = {}
        self.searched: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each field under the method of its form."""
        given = dict(attrs)
        if tag == "form":
            self.method = (given.get("method") or "get").lower()
            self.is_sent_here = (given.get("action") or self.path) == self.path
        name = given.get("name")
        if tag in {"input", "textarea", "select"} and name and name != "csrfmiddlewaretoken":
            if self.method == "post":
                self.sent[name] = given.get("type") or tag
                if self.is_sent_here:
                    self.sent_here[name] = self.sent[name]
            else:
                self.searched.add(name)


def _fields(client: Client, path: str) -> Fields:
    found = Fields(path)
    page = client.get(path)
    if page.status_code in {200, 422} and "text/html" in page.get("Content-Type", ""):
        found.feed(page.content.decode())
    return found


def _client(world: World) -> Client:
    """Somebody for whom every form opens: the strictest place to send nonsense to."""
    client = Client(raise_request_exception=True)
    client.force_login(world.users["administrator"])
    return client


@pytest.mark.parametrize("route", ROUTES)
def test_no_form_breaks(route: str, world: World) -> None:
    path = path_of(route, world)
    for client in (_client(world), Client()):
        fields = _fields(client, path)
        for kind, value in NONSENSE.items():
            with taken_back():
                cache.clear()
                data = dict.fromkeys(fields.sent, value) or {"iets": value}
                _judge(client.post(path, data), kind, value, fields)


def _judge(answer: Any, kind: str, value: str, fields: Fields) -> None:
    assert answer.status_code in ANSWERS, f"{answer.status_code} for {kind}"
    text = answer.content.decode(errors="replace") if not answer.streaming else ""
    assert SCRIPT not in text, "what was typed is shown as it stands, not escaped"
    if answer.status_code == 422 and kind in {"sql", "emoji", "script"}:
        typed = [
            name for name, sort in fields.sent_here.items() if sort in {"text", "textarea", "email", "url"}
        ]
        assert not typed or html.escape(value) in text, f"what was typed ({kind}) is gone"


@pytest.mark.parametrize("route", ROUTES)
def test_no_search_breaks(route: str, world: World) -> None:
    path = path_of(route, world)
    client = _client(world)
    names = _fields(client, path).searched | {"pagina", "next"}
    for kind, value in NONSENSE.items():
        with taken_back():
            answer = client.get(path, dict.fromkeys(names, value))
            assert answer.status_code in ANSWERS, f"{answer.status_code} for {kind} in {sorted(names)}"
            assert SCRIPT not in (answer.content.decode(errors="replace") if not answer.streaming else "")


UNKNOWN = ("0", "999999999", "9" * 30, "bestaat-niet", "-", "x" * 400)


@pytest.mark.parametrize("route", [route for route in ROUTES if "<" in route])
def test_an_unknown_id_is_not_there(route: str, world: World) -> None:
    client = _client(world)
    for value in UNKNOWN:
        path = "/" + PLACEHOLDER.sub(value, route)
        with taken_back():
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code in {404, 405}, f"{answer.status_code} for {path}"
