"""A lesson of a case that stopped is found by somebody in another hub, who writes a guide of it."""

from playwright.sync_api import Browser, expect

from tests.journeys.browser import opened_page
from tests.journeys.site import Site

SET_UP = """
from datetime import date
from django.test import Client
from circulairwerkt.accounts.models import User
from circulairwerkt.base.permissions import Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case, Exit, Lesson
from circulairwerkt.hubs.models import Hub, HubMembership, LifeCycle
two = Hub.objects.filter(slug__in=["genk", "aalst"])
two.update(life_cycle=LifeCycle.ACTIVE, claimed_on=date(2026, 1, 2))
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


def test_a_lesson_of_a_stopped_case_is_found_in_another_hub(browser: Browser, site: Site) -> None:
    genk, aalst, case, lesson = site.stage("knowledge", SET_UP).split()
    with (
        opened_page(browser, width=1280, base_url=site.url) as desk,
        opened_page(browser, width=360, script=False, base_url=site.url) as other,
    ):
        for page, session in ((desk, genk), (other, aalst)):
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])

        # Told without names, and found with a typing error, without script.
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
        assert desk.complaints == []  # type: ignore[attr-defined]
