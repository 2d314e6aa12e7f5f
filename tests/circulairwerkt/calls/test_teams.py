"""Teams: everybody at most once, who wants to stays together, no figure on anybody, gone when one leaves."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from circulairwerkt.base import from_people
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.links import token_of_participant
from circulairwerkt.calls.models import Call, Challenge, Participant
from circulairwerkt.calls.teaming import teams_of, without_team
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
    people = [
        make.participant(
            call, kind=kinds[n % 3], organisation=f"Org {n}", skills=skills[n % 3], wishes=[wood.pk]
        )
        for n in range(8)
    ]
    friends = [make.participant(call, group=word, languages=["nl", "fr"]) for word in ("Peer", " peer")]
    alone = make.participant(call, languages=["fr"])
    with everywhere("a test"):
        assert services.build_teams(actor=SYSTEM, call=call) >= 1
        call.refresh_from_db()
    teams = teams_of(call)
    placed = [one.pk for team in teams for one in team.people]
    assert len(placed) == len(set(placed))
    assert set(placed) | {one.pk for one in without_team(call)} == {
        one.pk for one in [*people, *friends, alone]
    }
    for friend in friends:
        friend.refresh_from_db()
    assert friends[0].challenge_id == friends[1].challenge_id
    assert all(team.languages for team in teams)
    assert all(3 <= len(team.people) <= 8 for team in teams)
    assert max(team.kinds for team in teams) == 3
    assert call.teams_gap is not None
    assert call.teams_gap < 0.001
    # a person is where he is, and nothing else is known of him: no figure, no rank
    fields = {field.name for field in Participant._meta.get_fields()}
    assert not fields & {"score", "points", "rank", "rating"}


def test_too_few_people_is_an_answer_and_no_challenge_is_told(call: Call, hub: Hub) -> None:
    make.participant(call)
    with everywhere("a test"):
        assert services.build_teams(actor=SYSTEM, call=call) == 0
        bare = make.call(hub, kind="hackathon")
        with pytest.raises(ValidationError, match="uitdaging"):
            services.build_teams(actor=SYSTEM, call=bare)


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
    assert desk.post(f"{here}{mine.pk}/", {"uitdaging": wood.pk}).status_code == 302
    assert desk.post(f"{here}{mine.pk}/", {"uitdaging": 999_999}).status_code == 404
    page = desk.get(here).content.decode()
    assert "verkopen en ondernemen" in page, "what is missing"
    desk.post(f"{here}mailen/")
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
    mine = make.participant(call, name="Ik", challenge=wood)
    make.participant(call, name="Mijn buur", challenge=wood)
    make.participant(call, name="Iemand ver", challenge=paper)
    page = client.get(f"/mijn-team/{token_of_participant(mine)}/").content.decode()
    assert "Mijn buur" in page
    assert "Iemand ver" not in page
    assert "Iemand ver" not in client.get("/oproepen/bouw/").content.decode()
