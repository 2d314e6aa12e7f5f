"""What a hub keeps closed leaves no trace: no page, count, file, map or letter differs for those outside it.

Every address of the permission table is asked before and after a hub makes closed rows with all that comes
of them. Not only the words are looked for: a page that says *13 kaarten* where it said *12* tells as well.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import unified_diff
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.cache import cache, caches
from django.db import transaction
from django.utils import timezone

from circulairwerkt.base import search_index
from circulairwerkt.base.models import AuditEntry, OutgoingMail
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.digest import send_digests
from circulairwerkt.cases.loading import load_definitions
from circulairwerkt.cases.models import AgreementState, Case, Party, Question, Stage
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.matching import services as matching
from circulairwerkt.matching.models import Proposal
from circulairwerkt.matching.pools import follower, key_of
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams import services as streams
from circulairwerkt.streams.bridge import coarse_cell_of
from circulairwerkt.streams.sorts import SORTS
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.permissions.routes import PLACEHOLDER, all_routes, arguments
from tests.circulairwerkt.permissions.table import TABLE
from tests.circulairwerkt.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
#: Who may know nothing; each may see other pages, so each is walked.
OUTSIDE = ("anonymous", "organisation_member", "other", "funder")
SECRETS = re.compile(r"zwijgwoord|77[. ]?316|99[. ]?164", re.IGNORECASE)
#: Firm and place stand in the directory and the list of municipalities, as all do; no letter may tie them to
#: a stream.
WHERE = re.compile("verborgenfirma|schuilhoven", re.IGNORECASE)
#: What differs between two times that one looks at a page.
PASSING = re.compile(r'<input[^>]*type="hidden"[^>]*>|nonce="[^"]*"|csrfToken[^,]*|[\w-]{6,}:[\w-]{20,}')
#: What somebody may look for, where a closed row would be found: words of it, also misspelt, its firm and
#: place, and on the map its material, its hub and its cell.
ASKED = [
    *(
        f"/zoeken/?q={words}"
        for words in ("zwijgwoord", "zwijgwoort", "karton", "Schuilhoven", "Verborgenfirma")
    ),
    *(f"/zoeken/?q=karton&soort={kind}" for kind in ("card", "need", "capability", "case", "agreement")),
    *(f"/zoeken/snel/?q={words}" for words in ("zwijgwoord", "zwijg", "karton", "schuil")),
    *(
        f"/materialenkaart/{part}?{asked}"
        for part in ("", "punten.json")
        for asked in (
            "soort=material",
            "materiaal=cardboard",
            "hub={hub}",
            "cel={cell}",
            "vers=fading",
            "wat=gezocht",
        )
    ),
    "/antwoord/?plaats=Schuilhoven&zin=zwijgwoord karton",
    "/organisaties/?naam=verborgenfirma",
    "/verhalen/?woorden=zwijgwoord",
]
COUNTS = "/programma/tellingen/"
#: The programme counts over all hubs what they did, closed or not: that is what a funder gets. Numbers may
#: differ there, and nothing else.
COUNTED = (COUNTS, "/programma/werk/")
#: Shows how moments look, a secret that is made anew at each look, or who looked: this walk does too.
ANEW = ("stijl/", "mijn/beveiliging/", "mijn-pad/")


@pytest.fixture
def walked(world: World) -> Iterator[World]:
    """The world, with a hub of its own that has open rows which fit the closed ones."""
    with transaction.atomic(), everywhere("a test of what is hidden"):
        follower.forget()
        make.need(world.other_hub, "karton gezocht", visibility="public", lat=50.9, lon=3.3)
        make.card(world.other_hub, "karton over", visibility="network", lat=50.9, lon=3.3)
        make.organisation("Verborgenfirma", slug="verborgenfirma")
        make.municipality("Schuilhoven", province="Vlaanderen", lat=50.9, lon=3.3)
        yield world
        follower.forget()
        transaction.set_rollback(True)


def paths(world: World, persona: str) -> list[str]:
    """Every page that ``persona`` gets, and every page that a coordinator gets, at the other hub for him."""
    found = []
    gets = {line.route: line for line in TABLE if line.method == "GET"}
    assert set(gets) == set(all_routes())
    for route, line in gets.items():
        looks = line.outcome(persona) == "200" or (
            persona == "other" and line.outcome("coordinator") == "200"
        )
        is_public = persona != "anonymous" and line.outcome("anonymous") == "200"
        if not looks or is_public or route.startswith(ANEW):
            continue
        values = dict(arguments(route, world))
        if persona == "other" and line.outcome(persona) != "200":
            values["slug"] = world.other_hub.slug
        found.append("/" + PLACEHOLDER.sub(lambda place, values=values: str(values[place[1]]), route))
    cell = coarse_cell_of(50.9, 3.3)
    return found + [address.format(hub=world.hub.slug, cell=cell) for address in ASKED]


def words_of(answer: Any) -> str:
    """What an answer says, without what differs each time; of a spreadsheet what its sheets hold."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in sorted(parts.namelist()) if "xl/" in name)
    return PASSING.sub("", content.decode("utf-8", "replace"))


def seen(world: World, persona: str, addresses: list[str]) -> dict[str, tuple[int, str]]:
    client = world.client(persona)
    for kept in (cache, caches["memory"]):
        kept.clear()
    search_index.mend()
    told = {}
    for address in addresses:
        answer = client.get(address)
        told[address] = (answer.status_code, words_of(answer))
        # The lists that this walk takes along stand in the history: they tell of the walk.
        AuditEntry.objects.filter(action="base.take_along").delete()
    return told


def differs(address: str, before: tuple[int, str], after: tuple[int, str]) -> bool:
    """Whether an answer tells of the closed rows; of what is counted for a funder numbers are no tale."""
    if address.startswith(COUNTED):
        return re.sub(r"\d+", "", before[1]) != re.sub(r"\d+", "", after[1])
    return before != after


def difference(before: tuple[int, str], after: tuple[int, str]) -> list[str]:
    """The lines that came or went, for the message of a test that fails."""
    lines = unified_diff(before[1].splitlines(), after[1].splitlines(), n=0, lineterm="")
    return [f"{before[0]} {after[0]}", *(line[:300] for line in lines)][:6]


def make_secrets(world: World) -> list[Any]:
    """Closed rows of the hub, and all that comes of a closed card: a proposal, a case, an agreement."""
    hub, coordinator = world.hub, world.actor("coordinator")
    place = Municipality.objects.get(name="Schuilhoven")
    firm = Organisation.objects.get(slug="verborgenfirma")
    values = {"municipality": place, "organisation": firm, "visibility": "hub"}
    card = make.card(
        hub,
        "zwijgwoord karton",
        price_eur_per_unit=77316.0,
        destination_cost_eur=99164.0,
        contact_email="zwijgwoord@example.org",
        confirmed_at=timezone.now() - timedelta(days=300),
        **values,
    )
    need = make.need(hub, "zwijgwoord gezocht", **values)
    capability = make.capability(hub, "zwijgwoord sorteren", **values)
    matching.run_for(actor=SYSTEM, keys=[key_of(card), key_of(need), key_of(capability)])
    proposal = Proposal.objects.filter(card=card, need__hub=world.other_hub).get()
    asked = matching.ask_party(actor=coordinator, proposal=proposal, side="taker", email="partij@example.org")
    matching.write_to(actor=coordinator, proposal=proposal, inquiries=[asked], text="Past dinsdag?")
    case = cases.open_case(actor=coordinator, hub=hub, title="zwijgwoord in een dossier")
    cases.attach_stream(actor=coordinator, case=case, row=card)
    cases.add_party(actor=coordinator, case=case, organisation=firm, role=Party.Role.GIVER)
    cases.write_note(actor=coordinator, case=case, text="zwijgwoord in een notitie")
    cases.write_lesson(actor=coordinator, case=case, text="zwijgwoord in een les")
    cases.add_task(actor=coordinator, case=case, text="zwijgwoord te doen", due_on=date.today())
    make.agreement(
        case, what="zwijgwoord sorteren", giver=firm, processor=world.other_organisation,
        state=AgreementState.AGREED,
    )  # fmt: skip
    make.question(
        hub, sentence="zwijgwoord over", contact="zwijgwoord@example.org", answer_by=date(2025, 1, 1)
    )
    return [card, need, capability]


def test_closed_rows_and_what_comes_of_them_change_nothing_that_anybody_outside_sees(
    walked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # At one moment: with the next half hour another one is free at an information point.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    addresses = {persona: paths(walked, persona) for persona in OUTSIDE}
    assert sum(map(len, addresses.values())) > 100
    before = {persona: seen(walked, persona, addresses[persona]) for persona in OUTSIDE}
    secrets = make_secrets(walked)
    told: list[tuple[str, str, list[str]]] = []
    for persona in OUTSIDE:
        for address, after in seen(walked, persona, addresses[persona]).items():
            # What somebody typed himself comes back to him.
            is_told = SECRETS.search(after[1]) and not SECRETS.search(address)
            if differs(address, before[persona][address], after) or is_told:
                told.append((persona, address, difference(before[persona][address], after)))
    assert not told, "\n".join(map(str, told))
    for persona in OUTSIDE:
        client = walked.client(persona)
        for row, sort in zip(secrets, SORTS, strict=True):
            for part in ("", "druk/", "geschiedenis/", "wijzig/"):
                answer = client.get(f"/materiaal/{sort.segment}/{row.pk}/{part}")
                assert answer.status_code in (302, 404), (persona, sort.key, part)
                assert answer.status_code == 404 or answer["Location"].startswith("/aanmelden/")
    inside = walked.client("coordinator")
    assert SECRETS.search(words_of(inside.get(f"/materiaal/kaarten/{secrets[0].pk}/")))


def test_the_programmes_counts_tell_how_many_and_never_what(walked: World) -> None:
    """Closed or not, what a hub did counts for its funder: one more, and not a word about it."""
    load_definitions()
    make_secrets(walked)
    before = seen(walked, "funder", [COUNTS])[COUNTS]
    case = Case._base_manager.get(title="zwijgwoord in een dossier")
    coordinator = walked.actor("coordinator")
    for stage in (Stage.EXPLORATION, Stage.TEST_TRAJECTORY):
        cases.move_case(actor=coordinator, case=case, seen=Position(Stage(case.stage)), to=stage)
        case.refresh_from_db()
    after = seen(walked, "funder", [COUNTS])[COUNTS]
    assert after != before
    assert not SECRETS.search(after[1])
    number = re.compile(r"(<td[^>]*>)\d+</td>")
    assert number.sub(r"\1", after[1]) == number.sub(r"\1", before[1])


def test_no_letter_tells_of_a_closed_row_but_to_its_own_firm(walked: World) -> None:
    make_secrets(walked)
    cases.remind_of_tasks(actor=SYSTEM)
    cases.escalate_overdue(actor=SYSTEM)
    send_digests()
    streams.ask_whether_it_holds(actor=SYSTEM, organisation=Organisation.objects.get(slug="verborgenfirma"))
    question = Question._base_manager.get(sentence="zwijgwoord over")
    cases.reply(actor=actor_of(walked.users["coordinator"]), question=question, text="zwijgwoord, dag")
    letters = list(OutgoingMail.objects.all())
    readers = {letter.to for letter in letters}
    assert {"partij@example.org", "zwijgwoord@example.org"} <= readers
    assert len(letters) >= 6
    for letter in letters:
        if letter.to != "zwijgwoord@example.org":
            told = letter.subject + letter.text
            assert not SECRETS.search(told), (letter.to, letter.subject)
            assert not WHERE.search(told), (letter.to, letter.subject)
