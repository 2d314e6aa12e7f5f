"""An event fills, the line moves, a phone without a connection ticks who is there and who walks in."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.axe import faults
from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_coordinator import sign_in

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from circulairwerkt.agenda.models import Event, Session
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
with everywhere("an evening to fill"):
    hub = Hub.objects.get(slug="aalst")
    start = timezone.now() + timedelta(days=9)
    event = Event.objects.create(
        hub=hub, slug="avond-2030", title={"nl": "Avond van de restjes"}, municipality=hub.seat, lat=hub.lat,
        lon=hub.lon, state="published", visibility="public", registration="here", first_starts_at=start,
        last_ends_at=start + timedelta(hours=2))
    end = start + timedelta(hours=2)
    session = Session.objects.create(event=event, starts_at=start, ends_at=end, capacity=2)
    print(event.pk, session.pk)
"""

THE_DAY = """
from datetime import timedelta
from django.utils import timezone
from circulairwerkt.agenda.links import door_address
from circulairwerkt.agenda.models import Registration, Session
now = timezone.now()
Session.objects.filter(pk={session}).update(starts_at=now, ends_at=now + timedelta(hours=2))
print(door_address(Registration.objects.get(name="Bo", seats__session={session})))
"""

CALLED_OFF = """
from django.utils import timezone
from circulairwerkt.agenda.models import Session
Session.objects.filter(pk={session}).update(cancelled_at={moment})
"""


def _register(page: Page, name: str) -> None:
    page.goto("/agenda/avond-2030/")
    page.get_by_role("link", name=re.compile("Schrijf je in|Zet me op de wachtlijst")).click()
    page.get_by_label("Je naam").fill(name)
    page.get_by_label("Je e-mailadres").fill(f"{name.lower()}@example.org")
    page.get_by_role("button", name="Schrijf me in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")


def _post(site: Site) -> None:
    """Have the letters go, as a worker does."""
    site.manage("shell", "-v0", "-c", "from circulairwerkt.base.outbox import deliver_due; deliver_due()")


def _link_of(page: Page, name: str, subject: str) -> str:
    """The private link in the newest mail to somebody about something."""
    page.goto("/lokaal/post/")
    row = page.locator("main a[href*='/lokaal/post/']").filter(has_text=re.compile(subject))
    for address in row.evaluate_all("rows => rows.map((row) => row.href)"):
        page.goto(address)
        text = page.locator("main").inner_text()
        if f"{name.lower()}@example.org" in text:
            found = re.search(r"https?://\S+/agenda/inschrijving/\S+", text)
            assert found is not None
            return found[0]
    raise AssertionError(f"no mail to {name}: {subject}")


def _to_a_page_drawn_before_the_tick(door: Page, address: str) -> None:
    """Tick Bo and go to a page that the platform drew before it knew, and that arrives after it does."""
    held: list[Route] = []

    def arrive_late(page: Route) -> None:
        drawn = page.fetch()
        with door.expect_response("**/vinkje/"):
            held.pop().continue_()
        page.fulfill(response=drawn)

    door.route("**/vinkje/", lambda tick: held.append(tick))
    door.route(f"**{address}", arrive_late)
    with door.expect_request("**/vinkje/"):
        door.get_by_role("button", name="Aanwezig Bo").click()
    door.goto(address)
    door.unroute_all()


def test_an_evening_fills_and_empties_and_is_counted(browser: Browser, site: Site, tmp_path: Path) -> None:
    event, session = site.stage("an-evening", SET_UP).split()[-2:]
    with opened_page(browser, width=360, base_url=site.url) as phone:
        for name in ("An", "Bo", "Cas"):
            _register(phone, name)
        phone.goto("/agenda/avond-2030/")
        expect(phone.get_by_role("main")).to_contain_text("Volzet")
        _post(site)
        phone.goto(_link_of(phone, "An", "Je inschrijving"))
        assert faults(phone) == []
        phone.get_by_role("button", name="Schrijf me uit").click()
        expect(phone.get_by_role("status").first).to_contain_text("Je bent uitgeschreven")
        _post(site)
        phone.goto(_link_of(phone, "Cas", "Er is een plaats vrij"))
        assert faults(phone) == []
        phone.get_by_role("button", name="Ja, ik kom").click()
        expect(phone.get_by_role("main")).to_contain_text("Toon dit aan de deur")
    code = site.manage("shell", "-v0", "-c", THE_DAY.format(session=session)).split()[-1]
    with opened_page(browser, width=360, base_url=site.url) as door:
        sign_in(door)
        here = f"/werkplek/aalst/agenda/{event}/"
        # By the code of one visitor, ticked and taken back: the buttons stay.
        door.goto(urlsplit(code).path)
        for is_there in ("true", "false"):
            door.get_by_role("button", name="Aanwezig Bo").click()
            expect(door.get_by_role("button", name="Aanwezig Bo")).to_have_attribute("aria-pressed", is_there)
        _to_a_page_drawn_before_the_tick(door, f"{here}aanwezig/{session}/")
        expect(door.get_by_role("button", name="Aanwezig Bo")).to_have_attribute("aria-pressed", "true")
        door.get_by_role("button", name="Aanwezig Bo").click()
        door.goto(f"{here}aanwezig/{session}/")
        expect(door.get_by_role("button", name="Aanwezig Bo")).to_have_attribute("aria-pressed", "false")
        assert faults(door) == []
        door.context.set_offline(True)
        door.get_by_role("button", name="Aanwezig Bo").click()
        expect(door.get_by_role("button", name="Aanwezig Bo")).to_have_attribute("aria-pressed", "true")
        expect(door.get_by_role("main")).to_contain_text("1 vinkje wacht op verbinding")
        door.get_by_label("Naam").fill("Dirk")
        door.get_by_role("button", name="Schrijf bij").click()
        expect(door.get_by_role("main")).to_contain_text("2 vinkjes wachten op verbinding")
        door.context.set_offline(False)
        expect(door.get_by_role("main")).not_to_contain_text("op verbinding", timeout=40_000)
        door.reload()
        expect(door.get_by_role("button", name="Haal weg Dirk")).to_be_visible()
        assert faults(door) == []
        expect(door.get_by_role("button", name="Aanwezig Bo")).to_have_attribute("aria-pressed", "true")
        # Called off while the phone had no connection: a name that is refused does not vanish.
        door.context.set_offline(True)
        door.get_by_label("Naam").fill("Evi")
        door.get_by_role("button", name="Schrijf bij").click()
        expect(door.get_by_role("main")).to_contain_text("1 vinkje wacht op verbinding")
        site.manage("shell", "-v0", "-c", CALLED_OFF.format(session=session, moment="timezone.now()"))
        door.context.set_offline(False)
        alert = door.get_by_role("alert")
        expect(alert).to_contain_text("Evi", timeout=40_000)
        door.reload()
        expect(alert).to_contain_text("Evi")
        assert faults(door) == []
        alert.get_by_role("button", name="Gezien").click()
        expect(alert).to_be_hidden()
        door.reload()
        expect(alert).to_be_hidden()
        site.manage("shell", "-v0", "-c", CALLED_OFF.format(session=session, moment="None"))
        with door.expect_download() as going:
            door.get_by_role("link", name="Aanwezigheidslijst, CSV").click()
        going.value.save_as(tmp_path / "lijst.csv")
        lines = (tmp_path / "lijst.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 4
        assert sum(",Bo," in line and ",1,1," in line for line in lines) == 1
        assert sum(",Dirk," in line and ",0,1," in line for line in lines) == 1
