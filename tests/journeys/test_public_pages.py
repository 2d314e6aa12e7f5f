"""Every public page under axe, and as people with a small screen, large letters or a keyboard meet it.

`script/test` takes a pairwise set: each pair of page, language, theme and width comes up at least once;
`script/check --full` takes every combination. A page is opened once a language; another theme and width are
put on where it stands.
"""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import hands
from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.visits import Visits
from tests.journeys.ways import Visit, cover, hold, name_of, open_pairs, rest
from tests.platform_settings import start_django

#: Every public page by an address that shows it at its fullest, and what its status is.
PAGES: dict[str, tuple[str, int]] = {
    "home": ("/", 200),
    "home narrowed": ("/?sector=textiel&levensloop=not_confirmed", 200),
    "home, no hub left": ("/?levensloop=ended", 200),
    "home, wrong choice": ("/?sector=nergens", 422),
    "answer, served": ("/antwoord/?plaats=8500&zin=afgedankte werkkledij", 200),
    "answer, near": ("/antwoord/?plaats=9160", 200),
    "answer with a story": ("/antwoord/?plaats=8900&zin=snijresten zonweringsdoek", 200),
    "answer, claimed hub": ("/antwoord/?plaats=Genk&zin=karton", 200),
    "answer, outside": ("/antwoord/?plaats=Anderlecht", 200),
    "answer, unknown": ("/antwoord/?plaats=Kortijk", 200),
    "answer, no place": ("/antwoord/", 422),
    "asked": ("/antwoord/gevraagd/", 200),
    "search": ("/zoeken/?q=textiel", 200),
    "search, misspelt": ("/zoeken/?q=kringwnkel&soort=organisation", 200),
    "search, too short": ("/zoeken/?q=k", 422),
    "hub": ("/hubs/kortrijk/", 200),
    "hub with an area": ("/hubs/kempen/", 200),
    "hub, ended": ("/hubs/gent/", 200),
    "organisations": ("/organisaties/", 200),
    "organisations near": ("/organisaties/?plaats=Leuven&straal=25", 200),
    "organisations, wrong": ("/organisaties/?plaats=Nergenshuizen&hub=x", 422),
    "organisation": ("/organisaties/waak/", 200),
    "stories": ("/verhalen/", 200),
    "stories, none": ("/verhalen/?woorden=zzzz", 200),
    "story": ("/verhalen/co-creatie-met-reststromen/", 200),
    "knowledge": ("/kennis/", 200),
    "guides": ("/kennis/teksten/?soort=guide", 200),
    "guides, wrong choice": ("/kennis/teksten/?soort=nergens", 422),
    "guide": ("/kennis/zo-beschrijf-je-een-restje/", 200),
    "words": ("/kennis/woorden/", 200),
    "newsletter": ("/hubs/genk/nieuwsbrief/", 200),
    "self-scan": ("/zelfscan/", 200),
    "self-scan, answered": (
        "/zelfscan/?resten=0&ontwerp=1&herstel=2&delen=0&doet=textiel&plaats=Genk",
        200,
    ),
    "self-scan, too little": ("/zelfscan/?resten=0&plaats=Kortijk", 422),
    "ask for a coach": ("/coach-vragen/?staat=far&thema=repair&plaats=Genk", 200),
    "check an attest": ("/attest/", 200),
    "check an attest, wrong number": ("/attest/?nummer=ABCD-EFGH-2345", 404),
    "info points, none yet": ("/infopunten/", 200),
    "work": ("/werk/", 200),
    "map of materials": ("/materialenkaart/", 200),
    "map of materials, narrowed": ("/materialenkaart/?soort=material&vers=fresh", 200),
    "map of materials, wrong choice": ("/materialenkaart/?materiaal=nergens", 422),
    "flows, none yet": ("/stromen/", 200),
    "about": ("/over/", 200),
    "accessibility": ("/toegankelijkheid/", 200),
    "privacy": ("/privacy/", 200),
    "sign in": ("/aanmelden/", 200),
    "try out": ("/lokaal/aanmelden/", 200),
    "outgoing mail": ("/lokaal/post/", 200),
    "a private question": ("{private question}", 200),
    "definitions": ("/definities/", 200),
    "style": ("/stijl/", 200),
    "not found": ("/hubs/nergens/", 404),
}
#: Pages that only a machine for trying out has; they speak the language of the last page.
TRYING_OUT = ("try out", "outgoing mail")
#: A passkey can only be asked for by script; the code by mail, which it stands beside, needs none. The empty
#: search tells of the key of the quick list, which is script; who seeks work may have the page read aloud.
ASKED_BY_SCRIPT = ("sign in", "search, too short", "work")
#: Addresses that are no page to look at: answers for machines, and what a form sends to.
NO_PAGE = {
    "django.contrib.sitemaps.views.sitemap",
    "health",
    # Need the secret of a letter or a row of the daily work: test_signed_in_pages.py looks at them, each with
    # an event, an offer or a person there.
    "agenda:accept",
    "agenda:agenda",
    "agenda:change_registration",
    "agenda:come_back",
    "agenda:decline",
    "agenda:embedded",
    "agenda:event",
    "agenda:event_file",
    "agenda:registration_file",
    "agenda:feed",
    "agenda:hub_feed",
    "agenda:leave",
    "agenda:month",
    "agenda:own_feed",
    "agenda:register",
    "agenda:registered",
    "agenda:registration",
    "agenda:sector_feed",
    "calls:answer_peers",
    "calls:ask_vote",
    "calls:calendar",
    "calls:call",
    "calls:calls",
    "calls:hand_in",
    "calls:handed_in",
    "calls:judge",
    "calls:judging",
    "calls:leave",
    "calls:mine",
    "calls:participation",
    "calls:read",
    "calls:take_part",
    "calls:tell_interest",
    "calls:tell_peer_interest",
    "calls:vote",
    "calls:withdraw",
    "people:activities",
    "people:call_me",
    "people:called",
    "people:calling",
    "people:choose",
    "people:correct",
    "people:enter",
    "people:follow_up",
    "people:near",
    "people:offer",
    "people:own",
    "people:own_passport",
    "people:own_passport_file",
    "people:own_plan",
    "people:register",
    "people:register_file",
    "people:say",
    "people:take_out",
    "people:who_helps",
    "people:withdraw_call",
    "base:stop_mail",
    "cases:party_stop_mail",
    "cases:party_thread",
    "cases:party_writes",
    "coaching:calendar",
    "coaching:cancel",
    "coaching:choose",
    "coaching:confirm",
    "coaching:let_go",
    "coaching:mine",
    "coaching:tick",
    "coaching:withdraw",
    "coaching:write",
    "hubs:invitation",
    "trainings:achievement",
    "trainings:attest",
    "trainings:badge",
    "trainings:badge_key",
    "trainings:badge_keys",
    "trainings:forget_name",
    "trainings:issuer",
    "trainings:paper",
    "trainings:withdrawn_badges",
    "infopoints:appointment",
    "infopoints:book",
    "infopoints:calendar",
    "infopoints:cancel",
    "infopoints:point",
    "matching:party",
    "matching:party_stop_mail",
    "matching:party_writes",
    "streams:freshness",
    "streams:picture",
    "streams:row",
    "local:letter",
    "flows:file_of_region",
    "knowledge:hub_news",
    "knowledge:issue",
    "knowledge:confirm_newsletter",
    "knowledge:sign_off_newsletter",
    "flows:material_map_points",
    "portal:ask",
    "portal:hubs_on_map",
    "portal:my_question_add",
    "portal:my_question_correct",
    "portal:my_question_move",
    "portal:my_question_photo",
    "portal:my_question_remove_photo",
    "portal:my_question_withdraw",
    "portal:places",
    "portal:quick_search",
    "robots",
    "sitemap_index",
}
#: Rules that axe may leave open on a page, each with why that is no fault.
UNDECIDED: dict[str, dict[str, str]] = {}

COVER = cover(list(PAGES))
REST = rest(list(PAGES), COVER)


SET_UP = """
from datetime import date
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.queries import private_address
from circulairwerkt.cases.services import ask
from circulairwerkt.hubs.models import Hub, LifeCycle
Hub.objects.filter(slug="genk").update(
    life_cycle=LifeCycle.ACTIVE, claimed_on=date(2026, 11, 2), contact_phone="089 00 00 00",
    opening_hours="Mo-Fr 09:00-12:00")
Hub.objects.filter(slug="gent").update(
    life_cycle=LifeCycle.ENDED, successor=Hub.objects.get(slug="aalst"))
genk = Hub.objects.get(slug="genk")
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams.models import MaterialCard
with everywhere("rows for the map: some that are open, a crowd that is closed"):
    firms = list(Organisation.objects.order_by("pk")[:3])
    for place in Municipality.objects.filter(name__in=["Genk", "Kortrijk", "Gent"]):
        for firm in firms:
            for visibility in ("public", "parties", "parties"):
                MaterialCard.objects.create(
                    hub=genk, organisation=firm, municipality=place, visibility=visibility,
                    lat=place.lat, lon=place.lon, sentence="repen katoen", shown_text="repen katoen",
                    material="cotton", quantity=30, unit="kg", period="week", strategy="R3")
with everywhere("a question to look at"):
    print(private_address(ask(
        actor=NOBODY, hub=genk, municipality=genk.seat, place_text="Genk",
        sentence="elke week twee paletten karton", contact="an@example.org")))
"""


@pytest.fixture(scope="module")
def states(site: Site) -> dict[str, str]:
    """One hub that is claimed and active with a question, one that ended; the rest is as it ships."""
    told = site.stage("public", SET_UP).split()
    return {"private question": urlsplit(told[-1]).path}


def address(name: str, states: dict[str, str]) -> str:
    """The path of a page in Dutch."""
    path = PAGES[name][0]
    return states.get(path.strip("{}"), path)


def look(visits: Visits, states: dict[str, str], visit: Visit) -> None:
    """Open the page so, and hold it to axe, to its width, to one h1 and to a silent console."""
    if visit.page in TRYING_OUT:
        visit = replace(visit, language="nl")
    prefix = "" if visit.language == "nl" else f"/{visit.language}"
    theme, width = visit.looks[0]
    with visits.page(width=width, theme=theme, language=visit.language) as page:
        answer = page.goto(prefix + address(visit.page, states))
        assert answer is not None
        assert answer.status == PAGES[visit.page][1]
        hold(page, visit, undecided=UNDECIDED.get(visit.page))


@pytest.mark.parametrize("visit", COVER, ids=name_of)
def test_every_public_page_is_accessible(visits: Visits, states: dict[str, str], visit: Visit) -> None:
    look(visits, states, visit)


@pytest.mark.full
@pytest.mark.parametrize("visit", REST, ids=name_of)
def test_every_public_page_is_accessible_in_every_way(
    visits: Visits, states: dict[str, str], visit: Visit
) -> None:
    look(visits, states, visit)


def test_every_public_address_is_looked_at() -> None:
    start_django()
    from django.urls import resolve

    from tests.circulairwerkt.portal.addresses import public_addresses

    paths = {urlsplit(path).path for path, status in PAGES.values() if path.startswith("/") and status != 404}
    seen = {resolve(path).view_name for path in paths} | {"portal:my_question"}
    assert set(public_addresses()) - seen == NO_PAGE


def test_every_pair_is_looked_at() -> None:
    assert open_pairs(list(PAGES)) == set()


@pytest.mark.parametrize("name", ["home", "answer, claimed hub", "organisations", "hub", "story"])
def test_whoever_tabs_through_sees_where_he_is(
    browser: Browser, site: Site, states: dict[str, str], name: str
) -> None:
    with opened_page(browser, width=1280, base_url=site.url) as page:
        page.goto(address(name, states))
        stops = hands.stops(page)
        assert len(stops) > 15
        assert hands.unseen(stops) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_serves_whoever_has_a_thumb_large_letters_rest_or_no_script(
    visits: Visits, states: dict[str, str], name: str
) -> None:
    """One visit, made wider step by step: targets for a thumb, nothing lost twice as large, nothing moving.

    Without script the page has the same words in its content: nothing waits for it.
    """
    wrong: dict[str, object] = {}
    with visits.page(width=320) as page:
        page.goto(address(name, states))
        said = _words(page)
        wrong |= hands.missed(page)
    if name not in ASKED_BY_SCRIPT:
        with visits.page(width=320, script=False) as page:
            page.goto(address(name, states))
            without = _words(page)
            wrong["other words without script"] = "" if without == said else f"{said} / {without}"
    assert {what: found for what, found in wrong.items() if found} == {}


def _words(page: Page) -> list[str]:
    main = page.get_by_role("main")
    expect(main).to_be_visible()
    return main.inner_text().split()


def test_signing_in_by_a_code_needs_no_script(browser: Browser, site: Site) -> None:
    with opened_page(browser, width=360, script=False, base_url=site.url) as page:
        page.goto("/aanmelden/")
        page.get_by_label("E-mailadres").fill("els@example.org")
        page.get_by_role("main").get_by_role("button").first.click()
        expect(page.get_by_label("Code")).to_be_visible()
