"""A hackathon from challenge to winner to case; a call with feedback of each other, a jury and a vote."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_coordinator import sign_in

_SHELL = """
from datetime import timedelta
from django.utils import timezone
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls.models import Call, Entry, Step, Version
from circulairwerkt.hubs.models import Hub
"""
SET_UP = (
    _SHELL
    + """
with everywhere("a call with a jury"):
    hub = Hub.objects.get(slug="aalst")
    now = timezone.now()
    call = Call.objects.create(
        hub=hub, slug="sluit-de-cirkel", title={"nl": "Sluit de cirkel"}, summary={"nl": "Minder weggooien."},
        state="running", visibility="public", position=1, closes_at=now - timedelta(days=3))
    ends = now + timedelta(days=2)
    Step.objects.create(
        call=call, number=1, kind="final_pitch", has_jury=True, has_vote=True, ends_at=ends)
    for title in ("Kistenkruk", "Schil op papier"):
        entry = Entry.objects.create(
            call=call, position=1, organisation=title + " bv", contact_name="An", email="an@example.org")
        Version.objects.create(
            entry=entry, number=1, title=title, summary=title + " in het kort.", words="We doen het zo.",
            handed_in_at=now - timedelta(days=5))
    print(call.pk)
"""
)

PEERS = (
    _SHELL
    + """
with everywhere("a call with feedback of each other"):
    hub = Hub.objects.get(slug="aalst")
    now = timezone.now()
    call = Call.objects.create(
        hub=hub, slug="sluit-de-cirkel-samen", title={"nl": "Sluit de cirkel, samen"},
        summary={"nl": "Minder weggooien."}, state="running", visibility="public",
        closes_at=now - timedelta(days=3))
    Step.objects.create(
        call=call, number=1, kind="peer_review", has_peers=True, ends_at=now + timedelta(days=3))
    for title, word in (("Kistenkruk", "yes"), ("Schil op papier", "yes"), ("Natte dozen", "open")):
        entry = Entry.objects.create(
            call=call, organisation=title + " bv", contact_name="An", peer_word=word,
            email=title.split()[0].lower() + "@example.org")
        Version.objects.create(
            entry=entry, number=1, title=title, summary=title + " in het kort.", words="We doen het zo.",
            handed_in_at=now - timedelta(days=5))
    print(call.pk)
"""
)


_CLOSES = """
    ended = timezone.now() - timedelta(minutes=1)
    Call.objects.filter(slug="hackathon-zonder-plastic").update(closes_at=ended)
"""
_OTHERS = """
    call = Call.objects.get(slug="hackathon-zonder-plastic")
    for name, language in (("Bo", "nl"), ("Cas", "nl"), ("Dee", "nl"), ("Eve", "en")):
        call.participants.create(name=name, email=name.lower() + "@example.org", languages=[language])
"""


def _time_goes_by(site: Site, code: str) -> None:
    site.manage("shell", "-v0", "-c", _SHELL + f'with everywhere("time goes by"):\n    {code}')


def _post(site: Site) -> None:
    """Have the letters go, as a worker does."""
    site.manage("shell", "-v0", "-c", "from circulairwerkt.base.outbox import deliver_due; deliver_due()")


def _link_in(page: Page, subject: str, path: str) -> str:
    """The private link in the newest letter about something."""
    page.goto("/lokaal/post/")
    page.locator("main a[href*='/lokaal/post/']").filter(has_text=re.compile(subject)).first.click()
    found = re.search(rf"https?://\S+/{path}/\S+", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def _sound(page: Page) -> None:
    assert faults(page) == []


def _said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def _makes_teams(desk: Page, phone: Page, site: Site, here: str) -> None:
    """From taking part by a link to a team that knows it; the phone ends on the page of its team."""
    phone.get_by_role("link", name="Doe mee in een team").click()
    phone.get_by_label("Je naam", exact=True).fill("An")
    phone.get_by_label("Je e-mailadres").fill("an@example.org")
    phone.get_by_label("techniek en maken").check()
    phone.get_by_label("Nederlands").check()
    _sound(phone)
    phone.wait_for_timeout(2_100)  # quicker than a person types is asked again
    phone.get_by_role("button", name="Ik doe mee").click()
    _said(phone, "Je doet mee")
    _time_goes_by(site, _OTHERS)
    desk.goto(here)
    desk.get_by_role("link", name="Teams", exact=True).click()
    desk.get_by_role("button", name="Maak de teams").click()
    _said(desk, "1 team gemaakt")
    expect(desk.get_by_role("main")).to_contain_text("Beter verdelen kan niet")
    expect(desk.get_by_role("main")).to_contain_text("Ontbreekt nog: verkopen en ondernemen")
    without = desk.get_by_role("region", name="Nog zonder team")
    expect(without).to_contain_text("Te weinig anderen spreken dezelfde taal")
    _sound(desk)
    desk.get_by_label("Team van Bo").select_option("geen team")
    desk.get_by_role("button", name="Zet hier Bo").click()
    expect(without).to_contain_text("Bo")
    desk.get_by_role("button", name="Maak de laatste verandering ongedaan").click()
    expect(without).not_to_contain_text("Bo")
    expect(desk.get_by_role("main")).to_contain_text("Beter verdelen kan niet")
    desk.get_by_role("button", name="Mail 5 mensen hun team").click()
    _said(desk, "5 mails vertrekken")
    _post(site)
    phone.goto(_link_in(phone, "Je team voor", "mijn-team"))
    expect(phone.get_by_role("region", name="Minder folie rond fruit").get_by_role("listitem")).to_have_count(
        4
    )
    expect(phone.get_by_role("main")).not_to_contain_text("Eve")
    _sound(phone)


def test_a_hackathon_from_challenge_to_winner_to_case(browser: Browser, site: Site) -> None:
    with (
        opened_page(browser, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        sign_in(desk)
        desk.goto("/werkplek/aalst/oproepen/")
        desk.get_by_role("link", name="Nieuwe oproep of hackathon").click()
        desk.get_by_label("hackathon").check()
        desk.get_by_label("Titel").fill("Hackathon zonder plastic")
        _sound(desk)
        desk.get_by_role("button", name="Ga verder").click()
        _said(desk, "Nog niemand ziet het")
        here = desk.url
        desk.get_by_role("link", name="Vul het aan").click()
        desk.get_by_role("textbox", name="In het kort (mag leeg)", exact=True).fill(
            "Wie vindt een weg zonder folie?"
        )
        day = timezone.localdate() + timedelta(days=9)
        desk.get_by_label("Inzenden tot en met").fill(day.isoformat())
        _sound(desk)
        desk.get_by_role("button", name="Bewaren").click()
        desk.get_by_role("link", name="Nog een uitdaging").click()
        desk.get_by_label("De uitdaging in één zin").fill("Minder folie rond fruit")
        desk.get_by_label("verkopen en ondernemen").check()
        desk.get_by_role("button", name="Bewaren").click()
        desk.get_by_role("button", name="Open de oproep").click()
        _said(desk, "De oproep staat open")
        phone.goto("/oproepen/")
        phone.get_by_role("link", name="Hackathon zonder plastic").click()
        _sound(phone)
        _makes_teams(desk, phone, site, here)
        phone.get_by_role("link", name="Zend jullie idee in").click()
        expect(phone.get_by_label("Minder folie rond fruit")).to_be_checked()
        phone.get_by_label("Hoe heet je idee?").fill("Deksel dat blijft")
        phone.get_by_label("Je idee in één zin").fill("Een deksel van viltresten.")
        phone.get_by_label("Vertel je idee").fill("We maken het in ons atelier.")
        phone.get_by_label("Je naam", exact=True).fill("An")
        phone.get_by_label("Je e-mailadres").fill("an@example.org")
        _sound(phone)
        phone.wait_for_timeout(2_100)  # quicker than a person types is asked again
        phone.get_by_role("button", name="Zend in").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Je idee is binnen")
        _post(site)
        phone.goto(_link_in(phone, "Je idee is binnen", "mijn-idee"))
        mine = phone.url
        phone.get_by_label("Vertel je idee").fill("We maken het in ons atelier, met vijf mensen.")
        phone.get_by_role("button", name="Bewaar deze versie").click()
        expect(phone.get_by_role("main")).to_contain_text("Versie 2")
        _sound(phone)
        _time_goes_by(site, _CLOSES)
        phone.reload()
        expect(phone.get_by_role("button", name="Bewaar deze versie")).to_have_count(0)
        desk.goto(here)
        desk.get_by_role("link", name="Kies wie verder gaat").click()
        desk.get_by_label("Deksel dat blijft").check()
        _sound(desk)
        desk.get_by_role("button", name="Zet deze ideeën verder").click()
        desk.get_by_role("link", name="Maak de uitslag bekend").click()
        desk.get_by_label("Deksel dat blijft").check()
        desk.get_by_role("button", name="Maak de uitslag bekend").click()
        desk.get_by_role("link", name="Deksel dat blijft").click()
        thread = desk.get_by_role("region", name="Van uitdaging tot dossier")
        expect(thread).to_contain_text("Team van 4 mensen")
        entry = desk.url
        _sound(desk)
        desk.get_by_role("button", name="Open een dossier").click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text("Deksel dat blijft")
        expect(desk.get_by_role("region", name="Waar het begon")).to_contain_text("Minder folie rond fruit")
        _sound(desk)
        desk.goto(entry)
        expect(thread.get_by_role("link", name="Deksel dat blijft")).to_be_visible()
        phone.goto("/oproepen/hackathon-zonder-plastic/")
        expect(phone.get_by_role("region", name="De uitslag")).to_contain_text("Een deksel van viltresten.")
        _sound(phone)
        phone.goto(mine)
        expect(phone.get_by_role("main")).to_contain_text("Gekozen")


def test_a_jury_judges_by_link_and_the_public_votes(browser: Browser, site: Site) -> None:
    call = site.stage("a-call-with-a-jury", SET_UP).split()[-1]
    here = f"/werkplek/aalst/oproepen/{call}/"
    with (
        opened_page(browser, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        sign_in(desk)
        desk.goto(f"{here}jury/")
        for name, organisation in (("Jo", "Elders"), ("Kim", "Kistenkruk bv")):
            desk.get_by_label("Naam", exact=True).fill(name)
            desk.get_by_label("E-mailadres").fill(f"{name.lower()}@example.org")
            desk.get_by_role("textbox", name="Organisatie (mag leeg)").fill(organisation)
            desk.get_by_role("button", name="Stuur de link", exact=True).click()
            _said(desk, "De link is gemaild")
        _sound(desk)
        _post(site)
        # the newest letter is to Kim, who works where one of the ideas comes from
        phone.goto(_link_in(phone, "Jij zit in de jury", "jury"))
        expect(phone.get_by_role("listitem").filter(has_text="Kistenkruk")).to_contain_text(
            "Je eigen organisatie"
        )
        _sound(phone)
        phone.get_by_role("link", name="Schil op papier").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Schil op papier")
        for good in phone.get_by_role("radio", name="goed", exact=True).all():
            good.check()
        _sound(phone)
        phone.get_by_role("button", name="Bewaren").click()
        expect(phone.get_by_role("main")).to_contain_text("Beoordeeld")
        phone.goto("/oproepen/sluit-de-cirkel/")
        phone.get_by_role("link", name="Stem op een idee").click()
        phone.get_by_label("Je e-mailadres").fill("buur@example.org")
        _sound(phone)
        phone.get_by_role("button", name="Stuur mij de link").click()
        _said(phone, "Kijk in je mail")
        _post(site)
        phone.goto(_link_in(phone, "Je stem voor", "mijn-stem"))
        phone.get_by_role("radio", name=re.compile("^Schil op papier")).check()
        _sound(phone)
        phone.get_by_role("button", name="Stem", exact=True).click()
        _said(phone, "Je stem telt mee")
        desk.goto(here)
        expect(desk.get_by_role("main")).to_contain_text("De jury is bezig")
        desk.get_by_role("link", name="Naar de jury").click()
        expect(desk.get_by_role("main")).not_to_contain_text("4,0")
        desk.get_by_text("Sluit de beoordeling", exact=True).click()
        expect(desk.get_by_role("main")).to_contain_text("Nog niet klaar: ")
        _sound(desk)
        desk.get_by_role("button", name="Sluit toch").click()
        expect(desk.get_by_role("row").filter(has_text="Schil op papier")).to_contain_text("4,0")
        _sound(desk)
        _time_goes_by(site, "Step.objects.update(ends_at=timezone.now() - timedelta(minutes=1))")
        desk.goto(f"{here}uitslag/")
        desk.get_by_label("Schil op papier").check()
        desk.get_by_role("button", name="Maak de uitslag bekend").click()
        phone.goto("/oproepen/sluit-de-cirkel/")
        expect(phone.get_by_role("region", name="De uitslag")).to_contain_text("1 stem van het publiek")
        _sound(phone)


def test_entrants_read_each_other_by_their_word(browser: Browser, site: Site) -> None:
    call = site.stage("a-call-with-peers", PEERS).split()[-1]
    here = f"/werkplek/aalst/oproepen/{call}/"
    with (
        opened_page(browser, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        sign_in(desk)
        desk.goto(here)
        desk.get_by_role("link", name="Feedback van elkaar", exact=True).click()
        _sound(desk)
        desk.get_by_role("button", name="Vraag het aan 1 inzender").click()
        _said(desk, "1 mail vertrekt")
        _post(site)
        phone.goto(_link_in(phone, "Mogen andere inzenders", "mijn-idee"))
        _sound(phone)
        phone.get_by_role("button", name="Ja, dat mag").click()
        _said(phone, "Andere inzenders mogen je idee lezen")
        mine = phone.url
        desk.goto(f"{here}verder/")
        for title in ("Kistenkruk", "Schil op papier", "Natte dozen"):
            desk.get_by_label(title).check()
        desk.get_by_role("button", name="Zet deze ideeën verder").click()
        expect(desk.get_by_role("main")).to_contain_text("Inzenders geven elkaar feedback")
        phone.goto(mine)
        _sound(phone)
        phone.get_by_role("link", name="Kistenkruk").click()
        phone.get_by_label("Wat is sterk aan dit idee?").fill("Het staat er meteen.")
        _sound(phone)
        phone.get_by_role("button", name="Bewaren").click()
        expect(phone.get_by_label("Wat is sterk aan dit idee?")).to_have_value("Het staat er meteen.")
        phone.get_by_label("Wat kan beter?").fill("Zeg met wie.")
        phone.get_by_role("button", name="Bewaren").click()
        _said(phone, "Bewaard")
        expect(phone.get_by_role("listitem").filter(has_text="Kistenkruk")).to_contain_text("Geschreven")
        desk.get_by_role("link", name="Kijk hoe ver ze zijn").click()
        desk.get_by_text("1 inzender schreef over dit idee").click()
        expect(desk.get_by_role("main")).to_contain_text("Het staat er meteen.")
        _sound(desk)
