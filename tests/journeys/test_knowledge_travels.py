"""A lesson of a stopped case is found elsewhere, a guide is written, a newsletter comes once and ends."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

SET_UP = """
from datetime import date
from django.test import Client
from circulairwerkt.accounts.models import User
from circulairwerkt.base.permissions import Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case, Exit, Lesson
from circulairwerkt.hubs.models import Hub, HubMembership, LifeCycle
two = Hub.objects.filter(slug__in=["genk", "aalst"])
two.update(life_cycle=LifeCycle.ACTIVE, claimed_on=date(2026, 11, 2))
sessions = []
for slug in ("genk", "aalst"):
    user = User.objects.create_user(f"{slug}@example.org", name=slug.capitalize())
    hub = Hub.objects.get(slug=slug)
    HubMembership.objects.create(user=user, hub=hub, role=Role.COORDINATOR, valid_from=date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    sessions.append(client.cookies["sessionid"].value)
with everywhere("a case that stopped"):
    case = Case.objects.create(
        hub=Hub.objects.get(slug="genk"), year=2026, number=1, title="Kurk van wijnstoppen",
        summary="Vloertegels persen van kurk.", stage="test_trajectory", exit=Exit.STOPPED)
    lesson = Lesson.objects.create(case=case, text="Kurk met lijm erin kan je niet opnieuw persen.")
print(*sessions, case.pk, lesson.pk)
"""


def letters(site: Site) -> list[str]:
    """The text of every letter that left, with its head."""
    found = []
    for file in sorted((site.folder / "mail").glob("*.eml")):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        found.append(f"{letter.items()}\n{letter.get_content()}")
    return found


def address(text: str) -> str:
    """The first page about a newsletter that a letter leads to by its secret."""
    found = re.search(r"https?://[^/\s]+(/nieuwsbrief/(?:bevestigen|stop)/[^\s>']+)", text)
    assert found is not None, text
    return found[1]


def test_knowledge_travels(browser: Browser, site: Site) -> None:
    genk, aalst, case, lesson = site.stage("knowledge", SET_UP).split()
    with (
        opened_page(browser, width=1280, base_url=site.url) as desk,
        opened_page(browser, width=360, script=False, base_url=site.url) as other,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        for page, session in ((desk, genk), (other, aalst)):
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])

        # The lesson is told without names, and found by another hub with a typing error, without script.
        desk.goto(f"/dossiers/{case}/lessen/{lesson}/verhaal/")
        desk.get_by_label("Titel").fill("Kurken tegels lukten niet")
        desk.get_by_label("Woorden waarmee mensen dit vinden").fill("kurk, wijnstoppen")
        desk.get_by_label("Mag in de verhalen, zonder namen").check()
        desk.get_by_role("button", name="Zet in de verhalen").click()
        expect(desk.get_by_role("status").or_(desk.get_by_role("main")).first).to_be_visible()
        other.goto("/kennis/")
        expect(other.get_by_role("main")).to_contain_text("Kurk met lijm erin kan je niet opnieuw persen.")
        other.get_by_label("Wat wil je weten?").fill("wijnstopen")
        other.keyboard.press("Enter")
        other.get_by_role("link", name="Kurken tegels lukten niet").click()
        expect(other.get_by_role("main")).to_contain_text("Kurk met lijm erin kan je niet opnieuw persen.")
        expect(other.get_by_role("main")).to_contain_text("Gestopt, met een les")

        # A guide: the check helps, without script too, and does not block.
        other.goto("/werkplek/aalst/kennis/")
        other.get_by_role("link", name="Gids").click()
        other.get_by_label("Titel", exact=True).fill("Kurk bewaren")
        other.get_by_label("Tekst", exact=False).first.fill(
            "Teneinde kurk droog te houden, worden zakken gebruikt."
        )
        other.get_by_role("button", name="Bekijk en kijk na").click()
        main = other.get_by_role("main")
        expect(main).to_contain_text("“Teneinde” kan eenvoudiger: om.")
        expect(main).to_contain_text("“worden … gebruikt”: zeg wie het doet.")
        other.get_by_role("button", name="Bewaren").click()
        other.get_by_role("link", name="Kurk bewaren").click()
        other.get_by_role("button", name="Publiceer").click()
        expect(other.get_by_role("main")).to_contain_text("Nagekeken op")

        # The newsletter: asked for on a phone, confirmed, received once, ended.
        phone.goto("/hubs/aalst/nieuwsbrief/")
        phone.get_by_label("Je e-mailadres").fill("lezer@example.org")
        phone.get_by_role("button", name="Schrijf me in").click()
        expect(phone.get_by_text("Kijk in je mailbox")).to_be_visible()
        site.manage("worker", "--once")
        phone.goto(address(letters(site)[-1]))
        phone.get_by_role("button", name="Ja, schrijf me in").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Je bent ingeschreven")

        other.goto("/werkplek/aalst/nieuwsbrief/")
        other.get_by_role("link", name="Nieuwe nieuwsbrief").click()
        expect(other.get_by_label("Gids: Kurk bewaren")).to_be_checked()
        other.get_by_label("Onderwerp", exact=False).first.fill("Kurk en meer")
        other.get_by_role("button", name="Bewaren").click()
        other.get_by_role("link", name="Kurk en meer").click()
        other.get_by_role("button", name="Verstuur wat bewaard is").click()
        expect(other.get_by_role("main")).to_contain_text("De nieuwsbrief vertrekt")
        site.manage("worker", "--once")
        received = [text for text in letters(site) if "Kurk en meer" in text]
        assert len(received) == 1
        assert "List-Unsubscribe=One-Click" in received[0]
        phone.goto(address(received[0]))
        phone.get_by_role("button", name="Schrijf me uit").click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("Gedaan")
        phone.goto("/hubs/aalst/nieuwsbrief/1/")
        expect(phone.get_by_role("link", name="Kurk bewaren")).to_be_visible()
        assert faults(phone) == []
        assert desk.complaints == []  # type: ignore[attr-defined]
        assert phone.complaints == []  # type: ignore[attr-defined]
