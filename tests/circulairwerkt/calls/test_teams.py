"""Teams: everybody at most once, who wants to stays together, no figure on anybody, gone when one leaves."""

import re
import runpy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from circulairwerkt.base import from_people
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import bridge, services
from circulairwerkt.calls.links import token_of_participant
from circulairwerkt.calls.models import Call, Challenge, Participant
from circulairwerkt.calls.teaming import teams_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_people, "LEAST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def hub() -> Hub:
    return make.hub("De Lus", slug="de-lus")


@pytest.fixture
def call(hub: Hub) -> Call:
    made = make.call(hub, slug="bouw", kind="hackathon")
    Challenge.objects.create(call=made, title="Hout", skills=["making", "sales"])
    Challenge.objects.create(call=made, title="Karton", skills=["design"])
    return made


def sent(**more: Any) -> dict[str, Any]:
    values = {**make.participant_values(email="an@example.org"), "getoond": fresh_stamp(), **more}
    values.pop("wishes")
    return values


def test_teams_are_mixed_keep_together_and_share_a_language(call: Call) -> None:
    wood = call.challenges.get(title="Hout")
    kinds = ["enterprise", "knowledge", "social_enterprise"]
    skills = [["making"], ["sales"], ["design"]]
    for n in range(8):
        make.participant(
            call, kind=kinds[n % 3], organisation=f"Org {n}", skills=skills[n % 3], wishes=[wood.pk]
        )
    friends = [make.participant(call, group=word, languages=["nl", "fr"]) for word in ("Peer", " peer")]
    french, alone = make.participant(call, languages=["fr"]), make.participant(call, languages=["en"])
    with everywhere("a test"):
        assert services.build_teams(actor=SYSTEM, call=call, seen_turn=0) >= 1
        call.refresh_from_db()
    teams = teams_of(call)
    alone.refresh_from_db()
    assert (alone.challenge_id, alone.why_not) == (None, "too_few"), "nobody else speaks English"
    for friend in friends:
        friend.refresh_from_db()
    french.refresh_from_db()
    assert friends[0].challenge_id == friends[1].challenge_id == french.challenge_id
    assert all(team.languages for team in teams)
    assert all(3 <= len(team.people) <= 8 for team in teams)
    assert max(team.kinds for team in teams) == 3
    assert call.teams_gap is not None
    assert call.teams_gap < 0.001
    # a person is where he is, and nothing else is known of him: no figure, no rank
    fields = {field.name for field in Participant._meta.get_fields()}
    assert not fields & {"score", "points", "rank", "rating"}


def test_the_bench_measures_what_a_press_does() -> None:
    bench = runpy.run_path(str(Path(__file__).parents[3] / "bench/teams.py"))
    assert (bench["LIMIT_S"], bench["THREADS"]) == (bridge.SECONDS, bridge.THREADS)
    assert bench["RULES"] == bench["Rules"]()


def test_too_few_people_is_an_answer_and_no_challenge_is_told(call: Call, hub: Hub) -> None:
    one = make.participant(call)
    with everywhere("a test"):
        assert services.build_teams(actor=SYSTEM, call=call, seen_turn=0) == 0
        one.refresh_from_db()
        assert one.why_not == "too_few"
        bare = make.call(hub, kind="hackathon")
        with pytest.raises(ValidationError, match="uitdaging"):
            services.build_teams(actor=SYSTEM, call=bare, seen_turn=0)


def test_from_taking_part_to_a_team_and_out(client: Client, call: Call, hub: Hub) -> None:
    desk = Client()
    desk.force_login(make.member(hub))
    assert "/oproepen/bouw/deelnemen/" in client.get("/oproepen/bouw/").content.decode()
    assert client.post("/oproepen/bouw/deelnemen/", sent(languages=[])).status_code == 422
    assert client.post("/oproepen/bouw/deelnemen/", sent()).status_code == 302
    assert client.post("/oproepen/bouw/deelnemen/", sent(name="Iemand anders")).status_code == 302
    mine = Participant.objects.get()
    assert mine.name == "An Bos", "nobody changes what another said"
    found = re.search(r"/mijn-team/\S+", OutgoingMail.objects.latest("pk").text)
    assert found is not None
    link = found[0]
    assert "nog geen teams" in client.get(link).content.decode()
    here = f"/werkplek/de-lus/oproepen/{call.pk}/teams/"
    wood = call.challenges.get(title="Hout")
    assert desk.post(f"{here}{mine.pk}/", {"uitdaging": wood.pk, "beurt": "0"}).status_code == 302
    assert desk.post(f"{here}{mine.pk}/", {"uitdaging": 999_999, "beurt": "1"}).status_code == 404
    page = desk.get(here).content.decode()
    assert "verkopen en ondernemen" in page, "what is missing"
    assert "nog geen teams" in client.get(link).content.decode(), "not before the hub says so"
    count = OutgoingMail.objects.count()
    desk.post(f"{here}mailen/")
    desk.post(f"{here}mailen/")
    assert OutgoingMail.objects.count() == count + 1, "who was told is not told again"
    assert OutgoingMail.objects.latest("pk").subject == "Je team voor “Sluit de cirkel”"
    assert "Hout" in client.get(link).content.decode()
    client.post(f"{link}uitschrijven/")
    assert not Participant.objects.exists()
    assert client.get(link).status_code == 404


def test_only_a_hackathon_that_takes_ideas_takes_people(client: Client, hub: Hub, call: Call) -> None:
    make.call(hub, slug="oproep")
    assert client.get("/oproepen/oproep/deelnemen/").status_code == 404
    Call._base_manager.filter(pk=call.pk).update(position=1)
    assert "Inschrijven kan niet meer" in client.get("/oproepen/bouw/deelnemen/").content.decode()
    with everywhere("a test"), pytest.raises(services.TooLate):
        services.take_part(actor=SYSTEM, call=Call.objects.get(pk=call.pk), values=make.participant_values())


def test_a_team_sees_names_of_its_own_alone(client: Client, call: Call) -> None:
    wood, paper = call.challenges.order_by("pk")
    mine = make.participant(call, name="Ik", challenge=wood, told_at=timezone.now())
    make.participant(call, name="Mijn buur", challenge=wood)
    make.participant(call, name="Iemand ver", challenge=paper)
    page = client.get(f"/mijn-team/{token_of_participant(mine)}/").content.decode()
    assert "Mijn buur" in page
    assert "Iemand ver" not in page
    assert "Iemand ver" not in client.get("/oproepen/bouw/").content.decode()


def test_a_change_is_taken_back_and_nobody_changes_what_he_did_not_see(call: Call, hub: Hub) -> None:
    desk = Client()
    desk.force_login(make.member(hub))
    wood, paper = call.challenges.order_by("pk")
    one = make.participant(call, challenge=wood, told_at=timezone.now())
    here = f"/werkplek/de-lus/oproepen/{call.pk}/teams/"

    def where() -> tuple[int | None, str]:
        one.refresh_from_db()
        return one.challenge_id, one.why_not

    def sends(to: str, **values: object) -> str:
        return desk.post(f"{here}{to}", values, follow=True).content.decode()

    assert "niets om ongedaan te maken" in sends("terug/", beurt=0)
    assert "nu in “Karton”" in sends(f"{one.pk}/", uitdaging=paper.pk, beurt=0)
    assert where() == (paper.pk, "")
    assert one.told_at is None, "he is told anew"
    for late in ("0", "", "²", "x", "9" * 30):
        assert "Iemand anders veranderde" in sends(f"{one.pk}/", uitdaging="", beurt=late)
    assert "Iemand anders veranderde" in sends("maken/", beurt=0)
    assert "Iemand anders veranderde" in sends("terug/", beurt=0)
    assert where() == (paper.pk, "")
    sends("terug/", beurt=1)
    assert where() == (wood.pk, "")
    sends("terug/", beurt=2)
    assert where() == (paper.pk, ""), "taken back twice is done again"
    sends(f"{one.pk}/", uitdaging="", beurt=3)
    assert where() == (None, "by_hand")
    other = Challenge.objects.create(call=make.call(hub), title="Elders")
    with everywhere("a test"), pytest.raises(ValidationError, match="deze oproep"):
        services.place(actor=SYSTEM, participant=one, challenge=other, seen_turn=4)


def test_a_challenge_with_a_team_stays_and_one_that_went_is_not_gone_back_to(call: Call) -> None:
    wood, paper = call.challenges.order_by("pk")
    one = make.participant(call, challenge=wood)
    with everywhere("a test"):
        wood.call = call
        with pytest.raises(ValidationError, match="team"):
            services.remove_challenge(actor=SYSTEM, challenge=wood, seen_version=wood.version)
        services.place(actor=SYSTEM, participant=one, challenge=paper, seen_turn=0)
        services.remove_challenge(actor=SYSTEM, challenge=wood, seen_version=wood.version)
        services.undo_teams(actor=SYSTEM, call=call, seen_turn=1)
    one.refresh_from_db()
    assert (one.challenge_id, one.why_not) == (None, "new")


def test_two_years_later_who_took_part_is_gone(call: Call) -> None:
    one = make.participant(call)
    with everywhere("a test"):
        services.build_teams(actor=SYSTEM, call=call, seen_turn=0)
        Call.objects.update(closes_at=timezone.now() - timedelta(days=731))
        services.erase_people(actor=SYSTEM)
    assert not Participant.objects.filter(pk=one.pk).exists()
    assert Call._base_manager.get(pk=call.pk).teams_before == {}


def test_the_page_of_teams_asks_as_much_for_many(
    call: Call, hub: Hub, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk = Client()
    desk.force_login(make.member(hub))
    here = f"/werkplek/de-lus/oproepen/{call.pk}/teams/"
    wood, paper = call.challenges.order_by("pk")
    make.participant(call, challenge=wood)
    with CaptureQueriesContext(connection) as few:
        desk.get(here)
    for n in range(12):
        make.participant(call, challenge=(wood, paper, None)[n % 3])
    with django_assert_num_queries(len(few)):
        desk.get(here)
