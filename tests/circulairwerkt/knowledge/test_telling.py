"""A lesson of a case reaches the stories in the words that were released, without names, and comes back."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client

from circulairwerkt.accounts.models import User
from circulairwerkt.base import scope
from circulairwerkt.base.models import AuditEntry, EditConflict
from circulairwerkt.base.permissions import Actor, Role
from circulairwerkt.cases.models import Case, Exit, Lesson
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Switch
from circulairwerkt.knowledge import queries, services
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.releasing import came_of, draft_of, names_in
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
SENTENCE = "elke week twee paletten zonweringsdoek"
VALUES: dict[str, Any] = {
    "title": "Zonweringsdoek wordt tassen",
    "summary": "Een maatwerkbedrijf naaide tassen van resten.",
    "body": "",
    "lesson": "Vraag eerst hoe breed de rollen zijn.",
    "came_of": "stopped",
    "keywords": ["zonweringsdoek"],
    "sectors": [],
}


@pytest.fixture
def lesson() -> Lesson:
    hub = make.hub("De hub")
    case = make.case(hub, title="Doek van Zonnekracht", summary="Els vraagt raad", exit=Exit.STOPPED)
    make.party(case, make.organisation("Zonnekracht bv"))
    make.contact(case, name="Els Vandenberghe", email="els@zonnekracht.be", phone="0470 12 34 56")
    site = make.municipality("Lievegem")
    card = make.card(hub, municipality=site, material="", organisation=make.organisation("Tentenhuis nv"))
    case.streams.create(card=card)
    return Lesson.objects.create(case=case, text="Vraag eerst hoe breed de rollen zijn.")


@pytest.fixture
def coordinator(lesson: Lesson) -> Actor:
    return actor_of(make.member(Case._base_manager.get(pk=lesson.case_id).hub))


def told(lesson: Lesson, actor: Actor, /, *, seen_version: int = 0, **changed: Any) -> CaseStory:
    with scope.everywhere("a test"):
        return services.tell(
            actor=actor, lesson=lesson, seen_version=seen_version, values={**VALUES, **changed}
        )


def test_a_lesson_is_public_only_once_released_and_answers_a_new_sentence(
    lesson: Lesson, coordinator: Actor, client: Client
) -> None:
    with scope.opened(scope.PUBLIC):
        assert queries.resembling(SENTENCE) == []
    story = told(lesson, coordinator)
    with scope.opened(scope.PUBLIC):
        (found,) = queries.resembling(SENTENCE)
    assert (found.story, found.words) == (story, ("zonweringsdoek",))
    page = client.get(f"/verhalen/{story.slug}/").content.decode()
    assert "Vraag eerst hoe breed de rollen zijn." in page
    assert "Gestopt, met een les" in page
    for hidden in ("Zonnekracht", "Els", "Lievegem", "Tentenhuis", "raad", lesson.case.reference):
        assert hidden not in page


@pytest.mark.parametrize(
    "words",
    [
        "Met Zonnekracht ging het goed",
        "ZONNEKRACHT BV deed mee",
        "Bel mevrouw Vandenberghe",
        "Schrijf naar els@elders.be",
        "Bel 0470/12.34.56",
        "Een loods in Liévegem",
        "Het Tentenhuis gaf doek",
    ],
)
@pytest.mark.parametrize("field", ["lesson", "title"])
def test_what_names_somebody_of_the_case_is_refused_beside_its_field(
    lesson: Lesson, coordinator: Actor, words: str, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        told(lesson, coordinator, **{field: words})
    assert list(refused.value.message_dict) == [field]
    with scope.everywhere("a test"):
        assert not CaseStory.objects.exists()


def test_words_that_only_look_like_a_name_may_stay(lesson: Lesson) -> None:
    with scope.everywhere("a test"):
        assert names_in(lesson.case, ["1.200 kg in 2026, 3 x 400 euro, zonnekrachtig elsje"]) == []


def test_a_draft_holds_what_the_case_holds_and_is_not_saved(lesson: Lesson) -> None:
    with scope.everywhere("a test"):
        draft = draft_of(lesson)
        assert (draft.pk, draft.title["nl"], draft.came_of) == (None, "Doek van Zonnekracht", "stopped")
        assert not CaseStory.objects.exists()


def test_it_is_changed_under_one_address_and_taken_back_at_once(
    lesson: Lesson, coordinator: Actor, client: Client
) -> None:
    first = told(lesson, coordinator)
    again = told(lesson, coordinator, seen_version=first.version, title="Tassen van doek")
    assert (again.pk, again.slug) == (first.pk, first.slug)
    with pytest.raises(EditConflict):
        told(lesson, coordinator, seen_version=first.version, title="Anders")
    with scope.everywhere("a test"):
        services.take_back(actor=coordinator, story=again)
    assert client.get(f"/verhalen/{again.slug}/").status_code == 404
    assert "Tassen van doek" not in client.get("/verhalen/").content.decode()
    assert again.slug not in client.get("/sitemap-stories.xml").content.decode()
    with scope.opened(scope.PUBLIC):
        assert queries.resembling(SENTENCE) == []
    with scope.everywhere("a test"):
        third = told(lesson, coordinator, seen_version=CaseStory.objects.get().version)
    assert client.get(f"/verhalen/{third.slug}/").status_code == 200


def test_a_story_whose_case_is_gone_is_taken_back_by_its_hub_and_goes_whole(
    lesson: Lesson, coordinator: Actor, client: Client
) -> None:
    story = told(lesson, coordinator)
    user = User.objects.get(pk=coordinator.user_id)
    Lesson.objects.filter(pk=lesson.pk).delete()
    page = f"/verhalen/{story.slug}/"
    assert "terug/" not in client.get(page).content.decode()
    client.force_login(user)
    assert f'action="{page}terug/"' in client.get(page).content.decode()

    assert client.post(f"{page}terug/").status_code == 302

    assert not CaseStory._base_manager.filter(pk=story.pk).exists()
    assert AuditEntry.objects.filter(action="knowledge.take_back", object_id=str(story.pk)).exists()


def test_a_story_from_a_file_is_not_taken_back_here(lesson: Lesson, coordinator: Actor) -> None:
    story = told(lesson, coordinator)
    CaseStory._base_manager.filter(pk=story.pk).update(told_of=None, loaded_values={"title": {"nl": "Zo"}})
    story = CaseStory._base_manager.get(pk=story.pk)
    with pytest.raises(Http404):
        services.take_back(actor=coordinator, story=story)


def test_without_the_tick_nothing_goes_out_and_what_was_typed_is_kept(lesson: Lesson, client: Client) -> None:
    user = make.member(lesson.case.hub)
    client.force_login(user)
    address = f"/dossiers/{lesson.case_id}/lessen/{lesson.pk}/verhaal/"
    form = client.get(address).context["form"]
    proof = {name: form[name].value() for name in ("version", "seen")}
    typed = {**VALUES, **proof, "keywords": "doek", "title": "Getypte titel"}
    passive = {"lesson": "De rollen worden eerst door ons gemeten.", "bekijk": "1"}
    looked = client.post(address, {**typed, **passive})
    assert looked.status_code == 200, "to look at it no tick is needed"
    assert "zeg wie het doet" in looked.content.decode()
    assert not CaseStory._base_manager.exists()
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "Zonder jouw ja komt er niets in de verhalen" in answer.content.decode()
    assert "Getypte titel" in answer.content.decode()
    assert client.post(address, {**typed, "consent": "on"}).status_code == 302
    assert "Iedereen leest het" in client.get(f"/dossiers/{lesson.case_id}/").content.decode()


def test_two_stories_of_one_title_have_their_own_address(lesson: Lesson, coordinator: Actor) -> None:
    other = Lesson.objects.create(case=lesson.case, text="Nog een les")
    assert told(lesson, coordinator).slug != told(other, coordinator).slug


@pytest.mark.parametrize(
    ("stage", "way_out", "expected"),
    [
        ("question", "", "under_way"),
        ("test_trajectory", "", "tested"),
        ("realised", "", "realised"),
        ("scaled_up", "", "scaled_up"),
        ("test_trajectory", "stopped", "stopped"),
        ("test_trajectory", "on_hold", "tested"),
    ],
)
def test_what_came_of_it_follows_from_the_case(stage: str, way_out: str, expected: str) -> None:
    assert came_of(Case(stage=stage, exit=way_out)) == expected


def test_a_story_is_written_by_hand_shown_hidden_and_shown_again(client: Client) -> None:
    """A draft is for its hub; everybody reads it with the tick, and taken back its words wait."""
    hub = make.hub(slug="de-hub")
    room, new = "/werkplek/de-hub/verhalen/", "/werkplek/de-hub/verhalen/nieuw/"
    client.force_login(make.member(hub, Role.MEMBER))
    assert client.get(new).status_code == 404, "a coordinator answers for what the hub tells"
    client.force_login(make.member(hub))
    form = client.get(new).context["form"]
    proof = {name: form[name].value() for name in ("version", "seen")}
    typed = {**proof, "title_nl": "Doek wordt tas", "came_of": "realised", "keywords": "doek"}
    looked = client.post(new, {**typed, "body_nl": "De tas wordt door ons genaaid.", "bekijk": "1"})
    assert "zeg wie het doet" in looked.content.decode()
    empty = client.post(new, {**typed, "is_public": "on"})
    assert empty.status_code == 422
    assert "Er staat nog geen tekst in" in empty.content.decode()
    assert client.post(new, typed).status_code == 302
    story = CaseStory._base_manager.get()
    page = f"/verhalen/{story.slug}/"
    assert Client().get(page).status_code == 404
    assert "Alleen je hub ziet het" in client.get(room).content.decode()
    form = client.get(f"{page}bewerken/").context["form"]
    typed |= {name: form[name].value() for name in ("version", "seen")}
    typed |= {"summary_nl": "Van rest naar tas.", "body_nl": "We naaien ze zelf.", "is_public": "on"}
    assert client.post(f"{page}bewerken/", typed).status_code == 302
    assert "We naaien ze zelf." in Client().get(page).content.decode()
    assert f"{page}bewerken/" in client.get(page).content.decode()
    client.post(f"{page}terug/")
    assert Client().get(page).status_code == 404
    assert "Doek wordt tas" in client.get(room).content.decode()
    Switch.objects.create(hub=hub, key="stories", is_on=False)
    assert client.get(room).status_code == 404


def test_a_story_of_a_case_or_a_file_is_not_written_over_here(
    lesson: Lesson, coordinator: Actor, client: Client
) -> None:
    story = told(lesson, coordinator)
    client.force_login(User.objects.get(pk=coordinator.user_id))
    assert client.get(f"/verhalen/{story.slug}/bewerken/").status_code == 404
