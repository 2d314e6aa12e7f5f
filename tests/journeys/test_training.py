"""A training: who was there is ticked on a phone, gets an attest as PDF and as a badge; anybody checks it."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import jwt
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys.browser import opened_page
from tests.journeys.site import Site
from tests.journeys.test_a_question_becomes_a_case import said, sign_in, sound

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
with everywhere("a training that is over"):
    hub = Hub.objects.get(slug="aalst")
    start = timezone.now() - timedelta(days=9)
    event = Event.objects.create(
        hub=hub, slug="opleiding-textiel", kind="training", title={"nl": "Textiel sorteren"},
        municipality=hub.seat, state="published", visibility="public",
        registration="here", first_starts_at=start,
        last_ends_at=start + timedelta(hours=3))
    session = Session.objects.create(event=event, starts_at=start, ends_at=start + timedelta(hours=3))
    for turn, name in enumerate(("An Peeters", "Bo Maes")):
        row = Registration.objects.create(event=event, name=name, email=f"cursist{turn}@example.org")
        Seat.objects.create(registration=row, session=session, state="confirmed", size=1, turn=turn + 1)
    print(event.pk, session.pk)
"""


def _link_in_mail(page: Page) -> str:
    """The private link in the newest letter about an attest."""
    page.goto("/lokaal/post/")
    page.locator("main a[href*='/lokaal/post/']").filter(has_text="Je attest").first.click()
    found = re.search(r"https?://\S+/attest/\S+", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def _badge(phone: Page) -> dict[str, Any]:
    """What stands in the badge that the holder of the page keeps, with her name; its signature checked."""
    part = phone.get_by_role("region", name="Digitale badge")
    expect(part).to_contain_text("badge-portefeuille")
    part.get_by_label("Zet mijn naam leesbaar in de badge").check()
    with phone.expect_download() as waiting:
        part.get_by_role("button", name="Bewaar de badge").press("Enter")
    assert re.fullmatch(r"badge-[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\.jwt", waiting.value.suggested_filename)
    token = Path(waiting.value.path()).read_text(encoding="ascii")
    keys = jwt.PyJWKSet.from_dict(phone.request.get("/badges/sleutels/").json())
    key = next(each for each in keys.keys if each.key_id == jwt.get_unverified_header(token)["kid"])
    return jwt.decode(token, key, algorithms=["RS256"])


def test_who_was_there_gets_an_attest_that_anybody_can_check(browser: Browser, site: Site) -> None:
    event, session = site.stage("a-training", SET_UP).split()[-2:]
    with (
        opened_page(browser, width=360, base_url=site.url) as desk,
        opened_page(browser, width=360, base_url=site.url) as phone,
    ):
        sign_in(desk, "De Keet")
        room = f"/werkplek/aalst/agenda/{event}/"
        desk.goto(room)
        desk.get_by_role("link", name="Leerdoelen en attesten").click()
        desk.get_by_role("link", name="Leerdoelen en wat meetelt").click()
        desk.get_by_label("Wat kan je na deze opleiding?").fill("Katoen herkennen\nNaden nakijken")
        desk.get_by_label("Wie erbij was, krijgt een attest").check()
        sound(desk)
        desk.get_by_role("button", name="Bewaar", exact=True).press("Enter")
        said(desk, "Het staat nu op de pagina van de opleiding")
        expect(desk.get_by_text("Niemand is aangevinkt")).to_be_visible()
        sound(desk)
        site.manage(
            "shell",
            "-v0",
            "-c",
            "from circulairwerkt.agenda.models import Seat; "
            f"Seat.objects.filter(session={session}, registration__name='An Peeters').update(came=1)",
        )
        desk.reload()
        expect(desk.get_by_role("region", name="Attesten")).not_to_contain_text("Bo Maes")
        desk.get_by_role("button", name="Geef 1 attest").press("Enter")
        said(desk, "1 attest gegeven")
        sound(desk)
        site.manage("shell", "-v0", "-c", "from circulairwerkt.base.outbox import deliver_due; deliver_due()")
        phone.goto(_link_in_mail(phone))
        expect(phone.get_by_role("heading", level=1)).to_have_text("Attest van An Peeters")
        sound(phone)
        address = phone.get_by_role("link", name="Bewaar als PDF").get_attribute("href") or ""
        text = PdfReader(BytesIO(phone.request.get(address).body())).pages[0].extract_text()
        number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)
        assert number is not None
        assert "An Peeters" in text
        badge = _badge(phone)
        assert badge["name"] == "Textiel sorteren"
        assert badge["credentialSubject"]["identifier"][0]["identityHash"] == "An Peeters"
        phone.goto("/agenda/opleiding-textiel/")
        expect(phone.get_by_role("region", name="Dit kan je nadien")).to_contain_text("Naden nakijken")
        phone.get_by_role("link", name="Een attest nakijken").click()
        phone.get_by_label("Nummer op het attest").fill(number[0].lower())
        phone.get_by_role("button", name="Kijk na").press("Enter")
        found = phone.get_by_role("region", name="Dit nummer bestaat")
        expect(found).to_contain_text("Textiel sorteren")
        expect(found).to_contain_text("Geldig")
        expect(phone.get_by_role("main")).not_to_contain_text("An Peeters")
        sound(phone)
        assert phone.complaints == []  # type: ignore[attr-defined]
