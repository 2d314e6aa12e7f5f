"""Many people at the same moment: nothing lost, nothing twice, no seventh photo, no second letter."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image

from circulairwerkt.base.models import AuditEntry, EditConflict, OutgoingMail
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.organisations.models import OrganisationMembership
from circulairwerkt.streams import services
from circulairwerkt.streams.models import FreshnessLetter, MaterialCard
from circulairwerkt.streams.understanding import warm_up
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
PEOPLE = 12


@pytest.fixture(autouse=True)
def _warm() -> None:
    warm_up()


def test_of_many_taps_at_once_none_is_lost() -> None:
    card = make.card(make.hub(), guessed={"state": None, "unit": None})

    def tap(number: int) -> Any:
        if number % 3 == 0:
            return services.confirm(actor=SYSTEM, row=card)
        if number % 3 == 1:
            return services.correct(actor=SYSTEM, row=card, values={"state": "zuiver"})
        return services.answer_question(actor=SYSTEM, row=card, field="destination", answer="burn")

    done = at_once(tap, PEOPLE)
    assert not [each for each in done if isinstance(each, Exception)]
    card = MaterialCard._base_manager.get(pk=card.pk)
    assert card.version == 1 + PEOPLE
    assert (card.state, card.destination, set(card.guessed)) == ("zuiver", "burn", {"unit"})
    assert (
        AuditEntry.objects.filter(object_id=str(card.pk), object_type="streams.materialcard").count()
        == PEOPLE
    )


def test_fifty_who_edit_a_card_at_once_overwrite_nobody() -> None:
    card = make.card(make.hub(), quantity=0.5)

    def edit(number: int) -> int:
        """Change it, and look again where somebody else was first, as the form does."""
        for tries in range(500):
            now = MaterialCard._base_manager.get(pk=card.pk)
            try:
                services.change(
                    actor=SYSTEM, row=now, seen_version=now.version, values={"quantity": float(number + 1)}
                )
            except EditConflict:
                continue
            return tries
        raise AssertionError("never saved")

    done = at_once(edit, 50)
    assert not [each for each in done if isinstance(each, Exception)]
    assert MaterialCard._base_manager.get(pk=card.pk).version == 1 + 50
    lines = AuditEntry.objects.filter(object_id=str(card.pk), object_type="streams.materialcard")
    steps = [line.changes["quantity"] for line in lines.order_by("pk")]
    assert {after for _before, after in steps} == {float(number + 1) for number in range(50)}
    assert [before for before, _after in steps] == [0.5, *(after for _before, after in steps[:-1])]


def test_the_same_sentence_at_once_makes_one_card() -> None:
    hub, firm = make.hub(), make.organisation()
    done = at_once(
        lambda _number: services.make_card(
            actor=SYSTEM, hub=hub, organisation=firm, sentence="elke week 3 paletten karton"
        ),
        PEOPLE,
    )
    assert sum(isinstance(each, MaterialCard) for each in done) == 1
    assert sum(isinstance(each, services.Alike) for each in done) == PEOPLE - 1
    assert MaterialCard._base_manager.count() == 1


def test_never_a_seventh_photo() -> None:
    card = make.card(make.hub())

    def add(_number: int) -> Any:
        sent = BytesIO()
        Image.new("RGB", (4, 4)).save(sent, "PNG")
        sent.seek(0)
        return services.add_photo(actor=SYSTEM, card=card, sent=sent, size=99)

    done = at_once(add, PEOPLE)
    assert card.photos.count() == 6
    assert sum(isinstance(each, ValidationError) for each in done) == PEOPLE - 6


def test_two_clocks_send_one_letter() -> None:
    firm = make.organisation()
    OrganisationMembership.objects.create(user=make.person(), organisation=firm, valid_from=make.LONG_AGO)
    make.card(make.hub(), organisation=firm, confirmed_at=timezone.now() - timedelta(days=200))
    done = at_once(lambda _number: services.ask_whether_it_holds(actor=SYSTEM, organisation=firm), PEOPLE)
    assert not [each for each in done if isinstance(each, Exception)]
    assert FreshnessLetter.objects.count() == 1
    assert OutgoingMail.objects.count() == 1
