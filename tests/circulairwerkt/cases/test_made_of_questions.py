"""What comes of a question: cards and needs with a link, photos that go along, one case."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Case, Question, QuestionPhoto
from circulairwerkt.cases.phone_note import without_person
from circulairwerkt.cases.services.made import made_of
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching.models import Proposal, Run
from circulairwerkt.matching.services import open_case
from circulairwerkt.streams.models import MaterialCard, Need
from circulairwerkt.streams.services import Alike
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
MDF = "schrijnwerkerij, 2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56"
TWO = "elke week 3 paletten karton over en 200 kg houtkrullen"


@pytest.fixture(autouse=True)
def _everywhere() -> Any:
    with scope.everywhere("a test"):
        yield


def ask(hub: Hub, sentence: str, **more: Any) -> Question:
    return services.ask(
        actor=NOBODY,
        hub=hub,
        municipality=hub.seat,
        place_text="hier",
        sentence=sentence,
        contact="an@example.org",
        **more,
    )


def photo() -> QuestionPhoto:
    data = make.picture(size=(40, 20))
    return services.keep_photo(actor=NOBODY, sent=BytesIO(data), size=len(data))


def proposal_of(card: MaterialCard, need: Need) -> Proposal:
    made: Proposal = Proposal._base_manager.create(
        run=Run.objects.create(state=Run.State.DONE),
        hub=card.hub,
        card=card,
        need=need,
        score_share=0.5,
        pair_digest="x",
    )
    return made


def test_two_streams_become_two_rows_linked_both_ways() -> None:
    hub = make.hub()
    user = make.member(hub)
    question = ask(hub, TWO)
    assert question.parts.count() == 2
    first = services.make_of_part(actor=actor_of(user), question=question, place=0)
    second = services.make_of_part(actor=actor_of(user), question=question, place=1)
    assert (first.material, first.quantity, first.period) == ("cardboard", 3.0, "week")
    assert services.make_of_part(actor=actor_of(user), question=question, place=0) == first, "once"
    assert made_of(question) == [first, second]
    client = Client()
    client.force_login(user)
    page = client.get(reverse("cases:question", args=[question.pk])).content.decode()
    assert f"/materiaal/kaarten/{first.pk}/" in page
    assert "/kaart/0/" not in page, "what was made is not offered again"
    card_page = reverse("streams:row", kwargs={"sort": "kaarten", "pk": first.pk})
    address = reverse("cases:question", args=[question.pk])
    assert address in client.get(card_page).content.decode()
    MaterialCard._base_manager.filter(pk=first.pk).update(visibility="network")
    other = Client()
    other.force_login(make.member(make.hub()))
    seen = other.get(card_page)
    assert seen.status_code == 200
    assert address not in seen.content.decode(), "who may not read the question is not told of it"


def test_what_was_told_is_told_and_how_to_reach_somebody_stays_behind() -> None:
    hub = make.hub()
    question = ask(hub, MDF)
    part = question.parts.get()
    values = {"pack_size": 400.0, "pack_unit": "kg", "is_clean": True}
    services.correct_part(actor=NOBODY, question=question, place=part.place, values=values)
    card = services.make_of_part(actor=actor_of(make.member(hub)), question=question, place=0)
    assert (card.material, card.quantity, card.unit, card.state) == ("chipboard", 800.0, "kg", "zuiver")
    assert "quantity" not in card.guessed
    assert "material" in card.guessed
    assert "0470" not in card.sentence
    assert without_person("bel mij op 0470 12 34 56") == "bel mij op"


def test_a_need_is_noted_as_one_and_a_twin_is_asked_about() -> None:
    hub = make.hub()
    actor = actor_of(make.member(hub))
    need = services.make_of_part(actor=actor, question=ask(hub, "ik zoek palletten"), place=0)
    assert isinstance(need, Need)
    again = ask(hub, "ik zoek palletten")
    with pytest.raises(Alike):
        services.make_of_part(actor=actor, question=again, place=0)
    assert services.make_of_part(actor=actor, question=again, place=0, same_as=need.pk) == need
    assert made_of(again) == [need]


def test_no_card_comes_of_a_danger_until_somebody_looked_into_it() -> None:
    hub = make.hub()
    actor = actor_of(make.member(hub))
    question = ask(hub, "golfplaten in eterniet van een oude loods")
    with pytest.raises(ValidationError, match="gevaarlijk"):
        services.make_of_part(actor=actor, question=question, place=0)
    assert not MaterialCard._base_manager.exists()
    services.lift_danger(actor=actor, question=question, reason="attest gezien")
    question.refresh_from_db()
    assert services.make_of_part(actor=actor, question=question, place=0).pk


def test_photos_go_along_and_go_with_the_question(django_capture_on_commit_callbacks: Any) -> None:
    hub = make.hub()
    actor = actor_of(make.member(hub))
    waiting = [photo() for _ in range(5)]
    question = ask(hub, "twee paletten karton", waiting_photos=[each.pk for each in waiting])
    assert question.photos.count() == 4, "at most four"
    with django_capture_on_commit_callbacks(execute=True):
        card = services.make_of_part(actor=actor, question=question, place=0)
    assert isinstance(card, MaterialCard)
    copies = [each.file for each in card.photos.all()]
    assert len(copies) == 4
    assert not card.photos.filter(is_open=True).exists()
    files = [each.file for each in question.photos.all()]
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(actor=NOBODY, question=question)
    assert not any(default_storage.exists(name) for name in [*files, *copies])
    card.refresh_from_db()
    assert card.is_gone
    assert card.sentence == "karton", "the words are wiped, the material is not"
    assert QuestionPhoto.objects.get() == waiting[4]


def test_photos_that_wait_too_long_are_erased(django_capture_on_commit_callbacks: Any) -> None:
    old, young = photo(), photo()
    QuestionPhoto.objects.filter(pk=old.pk).update(sent_at=timezone.now() - services.PHOTOS_WAIT * 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_waiting_photos(actor=SYSTEM) == 1
    assert QuestionPhoto.objects.get() == young
    assert not default_storage.exists(old.file)


def test_one_question_leads_to_one_case_whichever_way() -> None:
    hub = make.hub()
    actor = actor_of(make.member(hub))
    question = ask(hub, "elke week twee paletten karton, dinsdag terugbellen")
    card = services.make_of_part(actor=actor, question=question, place=0)
    assert isinstance(card, MaterialCard)
    first = open_case(actor=actor, proposal=proposal_of(card, make.need(hub)), hub=hub)
    assert services.take_up(actor=actor, question=question) == first
    second = open_case(
        actor=actor, proposal=proposal_of(card, make.need(hub, "karton om te vullen, ook klein")), hub=hub
    )
    assert second == first
    assert Case._base_manager.count() == 1
    assert first.streams.filter(card=card).count() == 1
    assert first.streams.filter(need__isnull=False).count() == 2
    assert first.tasks.get().due_on is not None, "who takes it up has a task for Tuesday"


def test_a_card_without_a_question_joins_the_case_under_way_at_its_own_hub() -> None:
    hub = make.hub()
    actor = actor_of(make.member(hub))
    card = make.card(hub)
    there = make.case(hub)
    services.attach_stream(actor=actor, case=there, row=card)
    elsewhere = make.case(make.hub())
    elsewhere.streams.create(card=card)
    assert open_case(actor=actor, proposal=proposal_of(card, make.need(hub)), hub=hub) == there
    Case._base_manager.filter(pk=there.pk).update(exit="stopped")
    new = open_case(actor=actor, proposal=proposal_of(card, make.need(hub, "nog karton")), hub=hub)
    assert new not in (there, elsewhere)


def test_the_case_follows_its_question_to_another_hub() -> None:
    hub, other = make.hub(), make.hub()
    question = ask(hub, "twee paletten karton")
    case = services.take_up(actor=actor_of(make.member(hub)), question=question)
    referral = services.refer(
        actor=SYSTEM, question=question, to_hub=other, reason="ligt daar", due_on=timezone.localdate()
    )
    services.accept(actor=SYSTEM, referral=referral)
    question.refresh_from_db()
    taker = actor_of(make.member(other))
    taken = services.take_up(actor=taker, question=question)
    assert (taken.pk, taken.hub_id, taken.owner_id) == (case.pk, other.pk, taker.user_id)
    assert list(taken.shares.filter(ended_at=None).values_list("hub", flat=True)) == [hub.pk]
    assert Case._base_manager.count() == 1
