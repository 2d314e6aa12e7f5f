"""Every page behind sign-in or a link of one's own under axe: each language, theme, width, its form refused.

The list is the permission table: whatever a GET shows somebody who is signed in is looked at here, so a new
page is looked at from its line in that table on. ``STATES`` adds what needs more than an address.
``script/test`` takes a pairwise set and each refused form once; ``script/check --full`` every combination.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.journeys.browser import THEMES, WIDTHS
from tests.journeys.site import Site
from tests.journeys.visits import Visits
from tests.journeys.ways import LANGUAGES, TWO_VISITS, Visit, cover, hold, name_of, open_pairs, rest
from tests.platform_settings import start_django

start_django()

from django.urls import resolve  # noqa: E402  # the permission table below needs Django too

from tests.circulairwerkt.permissions.table import TABLE  # noqa: E402
from tests.journeys import test_public_pages as public  # noqa: E402

#: Who looks, the first of these to whom a page is shown: who sees most comes first.
LOOKING = ("coordinator", "administrator", "organisation_member", "member", "coach", "funder", "stranger")
#: Addresses that show nobody a page, each with the reason.
NO_PAGE = {
    "stromen/bestand/": "a file to keep",
    "werkplek/<slug:slug>/stromen/bestand/": "a file to keep",
    "materialenkaart/punten.json": "for the script that draws the map",
    "taal/setlang/": "sends back to where one came from",
    "aanmelden/sleutel/": "answers the script that asks for a passkey",
    "mijn/beveiliging/opnieuw/sleutel/": "answers the script that asks for a passkey",
    "mijn/beveiliging/herstelcodes/bestand/": "a file to keep",
    "lokaal/post/<slug:key>/": "one letter as plain text, on a machine for trying out",
    "mijn-pad/<str:token>/bestand/": "a file to keep",
    "mijn-pad/<str:token>/paspoort.pdf": "a file to keep",
    "mensen/<int:pk>/paspoort.pdf": "a file to keep",
    "privacy/mensen/bestand/": "a file to keep",
    "organisaties/<slug:slug>/beheer/mensen/plannen/<str:form>/": "a file to keep",
    "gezond/": "for machines",
    "hubs/<slug:slug>/nieuws.atom": "for readers of news",
    "robots.txt": "for machines",
    "sitemap.xml": "for machines",
    "sitemap-<section>.xml": "for machines",
    "attest/<str:token>/attest.pdf": "a file to keep",
    "attest/<str:token>/badge.jwt": "a file to keep",
    "badges/sleutels/": "for other software",
    "badges/sleutels/<str:thumbprint>/": "for other software",
    "badges/hubs/<slug:slug>/": "for other software",
    "badges/hubs/<slug:slug>/ingetrokken/": "for other software",
    "badges/opleidingen/<slug:slug>/": "for other software",
    "werkplek/<slug:slug>/agenda/<int:pk>/opleiding/attesten/<int:attest_pk>/attest.pdf": "a file to keep",
    "mijn-afspraak/<str:token>/agenda.ics": "a calendar for other programs",
    "mijn-begeleiding/<str:token>/agenda.ics": "a calendar for other programs",
    "plaatsen/": "for the script that suggests places",
    "hubs/kaart.json": "for the script that draws the map",
    "dossiers/<int:pk>/waardestromen.jsonld": "a file for other software",
    "materiaal/fotos/<int:pk>/": "a picture",
    "vragen/<int:pk>/fotos/<int:photo_pk>/": "a picture",
    "mijn-vraag/<str:token>/fotos/<int:pk>/": "a picture",
    "agenda/alles.ics": "a calendar for other programs",
    "agenda/hubs/<slug:slug>.ics": "a calendar for other programs",
    "agenda/sectoren/<slug:key>.ics": "a calendar for other programs",
    "agenda/eigen/<str:token>.ics": "a calendar for other programs",
    "agenda/inschrijving/<str:token>/agenda.ics": "a calendar for other programs",
    "werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/lijst/<slug:ending>/": "a file to keep",
    "werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/lijst/<slug:ending>/": "a file to keep",
    "werkplek/<slug:slug>/agenda/<int:pk>/opleiding/attesten/lijst/<slug:ending>/": "a file to keep",
    "werkplek/<slug:slug>/oproepen/<int:pk>/ideeen/lijst/<slug:ending>/": "a file to keep",
    "werkplek/<slug:slug>/infopunten/bezoeken/<slug:ending>/": "a file to keep",
    "agenda/<slug:slug>/agenda.ics": "a calendar for other programs",
    "oproepen/<slug:slug>/agenda.ics": "a calendar for other programs",
    "zoeken/snel/": "a part that the quick list draws into a page",
    "werkplek/<slug:slug>/inlezen/<int:pk>/fouten/": "a file to keep",
    "werkplek/<slug:slug>/waardestromen.jsonld": "a file for other software",
    "werkplek/<slug:slug>/inlezen/uit/<slug:kind>/<slug:ending>/": "a file to keep",
}
#: Pages whose form is not refused when it is sent empty, each with the reason.
NEVER_REFUSED = {
    "werkplek/<slug:slug>/agenda/<int:pk>/opleiding/gegevens/": "nothing is required",
    "werkplek/<slug:slug>/inlezen/<int:pk>/": "has only buttons once the columns are known",
    "werkplek/<slug:slug>/gebruik/": "nothing is required",
    "dossiers/<int:pk>/werk/materiaal/<int:link_pk>/": "nothing is required: what is not told stays a guess",
    "dossiers/<int:pk>/werk/overeenkomsten/<int:agreement_pk>/": "nothing is required, as beside it",
    "werkplek/<slug:slug>/mensen/<int:pk>/stoppen/": "nothing is required",
    "mijn/beveiliging/herstelcodes/nieuw/": "has a form for who has a second factor alone, and only a button",
}


def _gets() -> dict[str, dict[str, str]]:
    personas = (*LOOKING, "anonymous")
    return {
        line.route: {each: line.outcome(each) for each in personas} for line in TABLE if line.method == "GET"
    }


def _public_routes() -> set[str]:
    """The routes that test_public_pages.py looks at."""
    there = [path for path, status in public.PAGES.values() if path.startswith("/") and status != 404]
    return {resolve(urlsplit(path).path).route for path in there} | {"mijn-vraag/<str:token>/"}


def _looked_at_by() -> dict[str, str]:
    """Each route that shows somebody a page, and who looks, but for the public pages looked at elsewhere."""
    found = {}
    for route, outcomes in _gets().items():
        seen = [each for each in (*LOOKING, "anonymous") if outcomes[each] == "200"]
        if seen and route not in _public_routes() and route not in NO_PAGE:
            found[route] = "anonymous" if outcomes["anonymous"] == "200" else seen[0]
    return found


Act = Callable[[Page], Response | None]


@dataclass(frozen=True)
class State:
    """A page that needs more than its address: who looks, where, what he does there, what is answered."""

    persona: str
    route: str
    status: int = 200
    act: Act | None = None
    query: str = ""


SEND_EMPTY = """() => {
    const to_fill = (one) => [...one.elements].some((each) => !["hidden", "submit"].includes(each.type));
    const here = [...document.querySelectorAll("main form")].filter((one) =>
        one.method === "post" && new URL(one.action).pathname === location.pathname);
    const form = here.find(to_fill) ?? here[0];
    for (const each of form.elements) {
        if (each.type === "checkbox" || each.type === "radio") each.checked = false;
        else if (each.tagName === "SELECT") each.selectedIndex = -1;
        else if (each.type !== "hidden" && each.tagName !== "BUTTON") each.value = "";
    }
    form.noValidate = true;
    form.submit();
}"""


def _sent(page: Page, script: str, value: Any = None) -> Response:
    with page.expect_navigation() as going:
        page.evaluate(script, value)
    return going.value


def _send_empty(page: Page) -> Response:
    return _sent(page, SEND_EMPTY)


def _with_old_version(page: Page) -> Response:
    """Send the form as somebody does who opened it before the last change, with another name."""
    return _sent(
        page,
        """() => {
            const form = document.querySelector("main form.form");
            form.elements.version.value = "0";
            form.elements.seen.value = "";
            form.elements.name.value = "Een andere naam";
            form.submit();
        }""",
    )


def _without_token(page: Page) -> Response:
    return _sent(
        page,
        """() => {
            const form = document.querySelector("main form.form");
            form.elements.csrfmiddlewaretoken.value = "";
            form.submit();
        }""",
    )


def _compare_area(page: Page) -> Response:
    return _sent(
        page,
        """() => {
            const form = document.querySelector("main form.form");
            form.elements.names.value = "Gent; Gavere; Haamme; Wondelgem";
            form.submit();
        }""",
    )


def _choose_moment(page: Page) -> Response:
    """Press the first free moment of an info point: who comes is asked next."""
    return _sent(page, """() => document.querySelector("main button.chip").click()""")


def _write_of_what_left(page: Page) -> Response:
    """Send feedback on an idea that left while one was writing."""
    return _sent(
        page,
        """() => {
            const form = document.querySelector("main form.form:has(textarea)");
            form.querySelector("textarea").value = "Begin klein.";
            form.action = location.pathname.replace(/\\d+\\/$/, "999999/");
            form.submit();
        }""",
    )


def _ask_code(page: Page, address: str) -> Response:
    return _sent(
        page,
        """(address) => {
            const form = [...document.querySelectorAll("main form")]
                .find((one) => one.querySelector("[type=email]"));
            form.querySelector("[type=email]").value = address;
            form.submit();
        }""",
        address,
    )


def _sign_in_half(page: Page) -> Response:
    """Give the code from the mail: the second step is asked for next."""
    _ask_code(page, "stepwise@example.org")
    with page.context.new_page() as mailbox:
        mailbox.goto("/lokaal/post/")
        mailbox.locator("main a[href*='/lokaal/post/']").first.click()
        code = mailbox.locator(".letter p").nth(2).inner_text().strip()
    return _sent(
        page,
        """(code) => {
            const field = document.querySelector("main [name=code]");
            field.value = code;
            field.form.submit();
        }""",
        code,
    )


STATES: dict[str, State] = {
    "partners, searched": State("coordinator", "werkplek/<slug:slug>/partners/", query="?zoek=organisatie"),
    "search, to keep": State("coordinator", "zoeken/", query="?q=organisatie"),
    "area, compared": State("coordinator", "werkplek/<slug:slug>/gebied/", act=_compare_area),
    "an appointment at an info point": State("coordinator", "infopunten/<slug:slug>/", act=_choose_moment),
    "feedback given back": State(
        "anonymous", "mijn-idee/<str:token>/lezen/<int:pk>/", status=422, act=_write_of_what_left
    ),
    "two people": State("coordinator", "werkplek/<slug:slug>/gegevens/", status=409, act=_with_old_version),
    "not there": State("coordinator", "werkplek/bestaat-niet/", status=404),
    "not allowed": State("coordinator", "werkplek/<slug:slug>/gegevens/", status=403, act=_without_token),
    "not yet allowed": State("coordinator", "mijn/beveiliging/opnieuw/", status=403),
    "invitation": State("stranger", "uitnodiging/<slug:token>/"),
    "invitation to a visitor": State("anonymous", "uitnodiging/<slug:token>/"),
    "invitation for another": State("member", "uitnodiging/<slug:token>/", status=422, act=_send_empty),
    "invitation that is over": State("stranger", "uitnodiging/{old token}/", status=410),
    "signing up": State("anonymous", "registreren/"),
    "signing up, refused": State("anonymous", "registreren/", status=422, act=_send_empty),
    "signing up, code": State(
        "anonymous", "registreren/", act=lambda page: _ask_code(page, "nieuw@example.org")
    ),
    "signing in, code": State(
        "anonymous", "aanmelden/", act=lambda page: _ask_code(page, "member@example.org")
    ),
    "signing in, second step": State("anonymous", "aanmelden/", act=_sign_in_half),
    "not active": State("anonymous", "aanmelden/niet-actief/"),
    "security, all set": State("careful", "mijn/beveiliging/"),
    "app off": State("careful", "mijn/beveiliging/app/uit/"),
    "passkeys": State("careful", "mijn/beveiliging/sleutels/"),
    "name of a passkey": State("careful", "mijn/beveiliging/sleutels/<int:pk>/"),
    "passkey away": State("careful", "mijn/beveiliging/sleutels/<int:pk>/weg/"),
    "recovery codes": State("careful", "mijn/beveiliging/herstelcodes/"),
    "new recovery codes": State("careful", "mijn/beveiliging/herstelcodes/nieuw/"),
    "who is it again": State("hurried", "mijn/beveiliging/opnieuw/"),
}
#: Routes that a state leads to from another address.
LED_TO = {"aanmelden/code/", "aanmelden/tweede-stap/", "registreren/code/"}
#: Rules that axe may leave open on a page, each with why that is no fault.
UNDECIDED: dict[str, dict[str, str]] = {
    "werkplek/<slug:slug>/stromen/": {
        "color-contrast": "names lie over the bands of a drawing: ink with a rim of the surface's colour"
    },
}

PAGES: dict[str, State] = {
    **{route: State(persona, route) for route, persona in _looked_at_by().items()},
    **STATES,
}
REFUSED: dict[str, State] = {
    f"{line.route} refused": State(PAGES[line.route].persona, line.route, status=422, act=_send_empty)
    for line in TABLE
    if line.method == "POST"
    and line.route in PAGES
    and line.route not in NEVER_REFUSED
    and line.outcome(PAGES[line.route].persona) == "422"
}
ALL = {**PAGES, **REFUSED}
#: With some 140 pages a third visit to each would cost `script/test` its time. A refused form is one of its
#: page's visits: every other one is made.
COVER = [
    *cover(list(PAGES), TWO_VISITS),
    *(visit for i, visit in enumerate(cover(list(REFUSED), TWO_VISITS)) if i % 2 == i // 2 % 2),
]
REST = rest(list(ALL), COVER)

SET_UP = """
import json, time
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from circulairwerkt.accounts.models import User
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Invitation
from circulairwerkt.hubs.services.people import digest_of
from tests.circulairwerkt.permissions.routes import path_of
from tests.circulairwerkt.permissions.table import TABLE
from tests.circulairwerkt.permissions.world import build
world = build()
paths = {line.route: path_of(line.route, world) for line in TABLE}
with everywhere("an invitation that is over, to look at"):
    Invitation.objects.create(
        hub=world.hub, email="weg@example.org", role="member", state="withdrawn",
        token_digest=digest_of("voorbij"), expires_at=world.invitation.expires_at)
def with_app(name):
    user = User.objects.create_user(f"{name}@example.org", name=name.capitalize())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user
with_app("stepwise")
user = with_app("careful")
key = Authenticator.objects.create(
    user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "mijn telefoon", "credential": {}})
for end in ("", "weg/"):
    paths["mijn/beveiliging/sleutels/<int:pk>/" + end] = f"/mijn/beveiliging/sleutels/{key.pk}/{end}"
paths["uitnodiging/{old token}/"] = "/uitnodiging/voorbij/"
cookies = {}
for name, who in [*world.users.items(), ("careful", user), ("hurried", user)]:
    client = Client()
    client.force_login(who)
    session = client.session
    moment = time.time() - (864000 if name == "hurried" else 0)
    session["account_authentication_methods"] = [{"method": "code", "at": moment, "email": who.email}]
    session.save()
    cookies[name] = client.cookies["sessionid"].value
print(json.dumps({"paths": paths, "cookies": cookies}))
"""


@dataclass(frozen=True)
class Ground:
    """The site's addresses by route, and the session of each persona."""

    paths: Mapping[str, str]
    cookies: Mapping[str, str]


@pytest.fixture(scope="module")
def ground(site: Site) -> Ground:
    """The world of the permission tables on a site that also holds what ships."""
    told = json.loads(site.stage("signed-in", SET_UP).splitlines()[-1])
    return Ground(paths=told["paths"], cookies=told["cookies"])


def look(visits: Visits, site: Site, ground: Ground, visit: Visit) -> None:
    """Open the page so, do what leads to it, and hold it to all that a page is held to."""
    state = ALL[visit.page]
    prefix = "" if visit.language == "nl" else f"/{visit.language}"
    theme, width = visit.looks[0]
    with visits.page(width=width, theme=theme, language=visit.language) as page:
        if state.persona != "anonymous":
            session = {"name": "sessionid", "value": ground.cookies[state.persona], "url": site.url}
            page.context.add_cookies([session])  # type: ignore[list-item]
        path = ground.paths.get(state.route, f"/{state.route}")
        answer = page.goto(f"{prefix}{path}{state.query}")
        if state.act is not None:
            answer = state.act(page)
        assert answer is not None
        assert answer.status == state.status
        hold(page, visit, undecided=UNDECIDED.get(visit.page))
        if state.status == 422:
            expect(page.locator("main .errorlist, main [role=alert]").first).to_be_visible()


@pytest.mark.parametrize("visit", COVER, ids=name_of)
def test_every_page_behind_sign_in_is_accessible(
    visits: Visits, site: Site, ground: Ground, visit: Visit
) -> None:
    look(visits, site, ground, visit)


@pytest.mark.full
@pytest.mark.parametrize("visit", REST, ids=name_of)
def test_every_page_behind_sign_in_is_accessible_in_every_way(
    visits: Visits, site: Site, ground: Ground, visit: Visit
) -> None:
    look(visits, site, ground, visit)


def test_every_page_of_the_table_is_looked_at() -> None:
    """A route that shows anybody anything is looked at here or among the public pages, or says why not."""
    looked_at = {state.route for state in ALL.values()} | LED_TO | set(NO_PAGE) | _public_routes()
    shown = {route for route, outcomes in _gets().items() if set(outcomes.values()) - {"in", "404", "405"}}
    assert shown - looked_at == set()
    assert set(NO_PAGE) <= set(_gets()), "a reason for a route that is no longer there"


def test_every_pair_is_looked_at() -> None:
    """Every pair, but of a page and its third language, which its neighbours meet."""
    assert {pair for pair in open_pairs(list(PAGES), TWO_VISITS) if pair[0] != 0 or pair[2] != 1} == set()
    assert {visit.page for visit in COVER} == set(ALL)
    made = {one for visit in COVER for one in visit.combinations}
    left = {one for visit in REST for one in visit.combinations}
    assert made.isdisjoint(left)
    assert len(made | left) == len(ALL) * len(LANGUAGES) * len(THEMES) * len(WIDTHS)
