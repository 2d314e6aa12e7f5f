"""Template tags of the look: icons that exist, dates as people say them, data that cannot end its script."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from csp.middleware import CSPMiddleware
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from circulairwerkt.base import still_map
from circulairwerkt.base.templatetags import face
from circulairwerkt.hubs.models import LifeCycle
from circulairwerkt.organisations.models import Kind

STATIC = Path(__file__).resolve().parents[3] / "src" / "circulairwerkt" / "static"
BRUSSELS = ZoneInfo("Europe/Brussels")


def test_every_icon_that_code_chooses_is_in_the_sprite() -> None:
    sorts = json.loads((STATIC / "src" / "icons.json").read_text(encoding="utf-8"))
    chosen = {name for names in sorts.values() for name in names}
    named = {
        *face.KIND_ICONS.values(),
        *face.ORGANISATION_ICONS.values(),
        *face.LIFE_CYCLE_ICONS.values(),
        *face.NOTICE_ICONS.values(),
    }
    assert named <= chosen


def test_each_kind_of_organisation_and_each_life_cycle_has_an_icon() -> None:
    assert set(face.ORGANISATION_ICONS) == set(Kind.values)
    assert set(face.LIFE_CYCLE_ICONS) == set(LifeCycle.values)


def test_an_icon_says_nothing_to_a_screen_reader() -> None:
    drawn = Template('{% load face %}{% icon "map-pin" "icon-l" %}').render(Context())
    assert 'aria-hidden="true"' in drawn
    assert 'class="icon icon-l"' in drawn
    assert "#map-pin" in drawn


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ma 23 november 2026, 14.00 u"),
        ("en", "Mon 23 November 2026, 14:00"),
        ("fr", "lun 23 novembre 2026, 14 h 00"),
    ],
)
def test_a_moment_is_said_in_belgian_time(language: str, said: str) -> None:
    at = datetime(2026, 11, 23, 13, 0, tzinfo=ZoneInfo("UTC"))
    with override(language):
        assert face.moment(at) == said


def test_a_day_is_a_day_and_nothing_is_nothing() -> None:
    with override("nl"):
        assert face.day(date(2026, 3, 1)) == "zo 1 maart 2026"
    with override("fr"):
        assert face.day(date(2026, 3, 1)) == "dim 1 mars 2026"
    assert face.day(None) == ""
    assert face.moment(None) == ""
    assert face.waited(None) == ""


@pytest.mark.parametrize(("days", "said"), [(0, "vandaag"), (1, "1 dag"), (3, "3 dagen"), (-2, "vandaag")])
def test_waiting_is_counted_in_days(days: int, said: str) -> None:
    with override("nl"):
        assert face.waited(timezone.now() - timedelta(days=days)) == said


def test_data_cannot_end_its_script() -> None:
    data = {"@type": "Organization", "name": "</script><script>alert(1)</script> & co"}
    written = Template("{% load face %}{% json_ld data %}").render(Context({"data": data}))
    assert written.count("<script") == 1
    assert written.count("</script>") == 1
    inside = re.search(r">(.*)</script>", written)
    assert inside is not None
    assert json.loads(inside.group(1))["name"] == data["name"]


def test_no_data_no_script() -> None:
    assert Template("{% load face %}{% json_ld data %}").render(Context({"data": None})) == ""


def test_the_still_map_and_its_ground_have_the_same_window() -> None:
    drawing = (STATIC / "build" / "outlines.mjs").read_text(encoding="utf-8")
    match = re.search(r"STILL = \{([^}]*)\}", drawing)
    assert match is not None
    window = {key: float(value) for key, value in re.findall(r"(\w+): ([\d.]+)", match.group(1))}
    assert window == {
        "west": still_map.WEST,
        "east": still_map.EAST,
        "south": still_map.SOUTH,
        "north": still_map.NORTH,
        "width": still_map.WIDTH,
    }


def test_a_town_in_the_middle_lies_in_the_middle() -> None:
    """Worked by hand: longitude 4.23 is half-way between 2.48 and 5.98, so x is 500."""
    x, y = still_map.project(lat=51.1, lon=4.23)
    assert x == pytest.approx(500)
    assert 0.45 < y / still_map.HEIGHT < 0.55
    bottom = still_map.project(lat=still_map.SOUTH, lon=still_map.WEST)[1]
    assert bottom == pytest.approx(still_map.HEIGHT, abs=0.5)


def test_options_are_drawn_as_their_widget_says_and_escaped() -> None:
    choices = [("", "-"), ("a<b", "Hout & 'kurk'"), ('Groep "x"', [(2, SafeString("<b>twee</b>"))])]
    drawn = forms.Select(choices=choices).render("wat", "a<b")
    assert drawn == (
        '<select name="wat"><option value="">-</option>\n'
        '<option value="a&lt;b" selected>Hout &amp; &#x27;kurk&#x27;</option>\n'
        '<optgroup label="Groep &quot;x&quot;"><option value="2"><b>twee</b></option>\n</optgroup></select>'
    )


def _head(came_from: str | None) -> tuple[str, str]:
    """The style sheet as a page has it, and the policy that goes with the page."""

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(
            Template("{% load face %}{% style_sheet %}").render(Context({"request": request}))
        )

    headers = {"Sec-Fetch-Site": came_from} if came_from else {}
    answer: Any = CSPMiddleware(page)(RequestFactory().get("/", headers=headers))
    return answer.content.decode(), answer["Content-Security-Policy"]


@pytest.mark.parametrize("came_from", ["none", "cross-site"])
def test_who_comes_from_elsewhere_gets_the_style_sheet_in_the_page(came_from: str) -> None:
    head, policy = _head(came_from)
    allowed = re.search(r"style-src [^;]*'nonce-([^']+)'", policy)
    assert allowed
    assert head.startswith(f'<style nonce="{allowed[1]}">')
    assert head.count("</style>") == 1
    fetched = re.findall(r"""url\(["']?([^"')]+)""", head)
    assert fetched
    assert all((STATIC / "dist" / name.removeprefix("/static/")).is_file() for name in fetched), fetched
    assert 'media="not all"' in head


@pytest.mark.parametrize("came_from", ["same-origin", "same-site", None])
def test_who_follows_a_link_gets_the_style_sheet_that_he_has(came_from: str | None) -> None:
    head, policy = _head(came_from)
    assert head == '<link rel="stylesheet" href="/static/app.css">'
    assert "nonce" not in policy
