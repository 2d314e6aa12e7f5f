"""Letters that ask whether rows still hold: one per half year, all rows, answered without an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.organisations.models import OrganisationMembership
from circulairwerkt.streams import duties, letters, services
from circulairwerkt.streams.links import token_of
from circulairwerkt.streams.models import FreshnessLetter, MaterialCard
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


def _long_ago(days: int = 200) -> Any:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def firm() -> Any:
    made = make.organisation("De Firma")
    user = make.person("lid@example.org")
    OrganisationMembership.objects.create(user=user, organisation=made, valid_from=make.LONG_AGO)
    return made


def test_one_letter_about_everything_and_none_within_the_half_year(firm: Any) -> None:
    hub, other = make.hub(), make.hub()
    old = make.card(hub, organisation=firm, confirmed_at=_long_ago())
    also = make.need(other, organisation=firm, confirmed_at=_long_ago(60))
    make.card(hub, "net bevestigd", organisation=firm)
    make.card(hub, "weg", organisation=firm, confirmed_at=_long_ago(), is_gone=True)
    make.card(hub, "voorbeeld", organisation=firm, confirmed_at=_long_ago(), is_example=True)
    duties.ask_whether_it_holds()
    duties.ask_whether_it_holds()
    letter = FreshnessLetter.objects.get()
    assert letter.rows == [["card", old.pk], ["need", also.pk]]
    mail = OutgoingMail.objects.get()
    assert mail.to == "lid@example.org"
    assert token_of(letter) in mail.text
    assert "karton" not in mail.text, "a mail passes many hands: it holds a link and no content"
    FreshnessLetter.objects.update(sent_at=_long_ago(184))
    duties.ask_whether_it_holds()
    assert FreshnessLetter.objects.count() == 2


def test_nobody_is_asked_where_nothing_fades_or_nobody_is_known(firm: Any) -> None:
    hub = make.hub()
    make.card(hub, organisation=firm, confirmed_at=_long_ago(89))
    make.card(hub, organisation=make.organisation(), confirmed_at=_long_ago())
    assert letters.organisations_due(timezone.now(), 10) == []
    known = make.organisation()
    mine = make.card(hub, organisation=known, confirmed_at=_long_ago(), contact_email="an@example.org")
    other = make.card(hub, organisation=known, confirmed_at=_long_ago(), contact_email="ander@example.org")
    duties.ask_whether_it_holds()
    letter = FreshnessLetter.objects.get()
    assert letter.address in ("an@example.org", "ander@example.org")
    assert len(letter.rows) == 1, "who is no member is asked about the own rows alone"
    assert letter.rows == [["card", mine.pk if letter.address == "an@example.org" else other.pk]]


def _letter(firm: Any, *rows: Any) -> tuple[FreshnessLetter, str]:
    letter = FreshnessLetter.objects.create(organisation=firm, rows=[["card", row.pk] for row in rows])
    return letter, reverse("streams:freshness", args=[token_of(letter)])


def test_the_page_writes_nothing_when_it_is_opened_and_takes_several_answers(firm: Any) -> None:
    hub = make.hub()
    holds, changed, gone, left = (
        make.card(
            hub, f"karton {n}", organisation=firm, confirmed_at=_long_ago(500), price_eur_per_unit=77777.0
        )
        for n in range(4)
    )
    _row, address = _letter(firm, holds, changed, gone, left)
    visitor = Client()
    page = visitor.get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "77.777" not in page.content.decode()
    assert not MaterialCard._base_manager.filter(confirmed_at__gt=_long_ago(1)).exists()
    answers = {
        f"card-{holds.pk}-antwoord": "holds",
        f"card-{changed.pk}-antwoord": "changed",
        f"card-{changed.pk}-hoeveel": "7",
        f"card-{changed.pk}-eenheid": "kg",
        f"card-{changed.pk}-opmerking": "minder geworden",
        f"card-{gone.pk}-antwoord": "gone",
    }
    assert visitor.post(address, answers).status_code == 302
    for row in (holds, changed, gone, left):
        row.refresh_from_db()
    assert holds.confirmed_at > _long_ago(1)
    assert (changed.quantity, changed.unit, changed.remarks) == (7.0, "kg", "minder geworden")
    assert gone.is_gone
    assert left.confirmed_at < _long_ago(1), "what was not answered is as it was"
    visitor.post(address, {f"card-{gone.pk}-antwoord": "holds"})
    gone.refresh_from_db()
    assert not gone.is_gone, "a slip of the finger can be put right on the same page"


@pytest.mark.parametrize(
    "wrong", [{"antwoord": "verkocht"}, {"antwoord": "changed", "hoeveel": "-3"}, {"eenheid": "ellen"}]
)
def test_a_wrong_answer_is_shown_again_and_changes_nothing(firm: Any, wrong: dict[str, str]) -> None:
    card = make.card(make.hub(), organisation=firm, confirmed_at=_long_ago())
    _row, address = _letter(firm, card)
    answer = Client().post(address, {f"card-{card.pk}-{name}": value for name, value in wrong.items()})
    assert answer.status_code == 422
    card.refresh_from_db()
    assert card.version == 1


def test_the_link_reaches_no_other_row(firm: Any) -> None:
    hub = make.hub()
    mine, theirs = make.card(hub, organisation=firm), make.card(hub, organisation=make.organisation())
    letter, address = _letter(firm, mine)
    done = services.answer_letter(
        actor=SYSTEM, letter=letter, answers={("card", theirs.pk): services.freshness.Answer("gone")}
    )
    assert done == 0
    moved, _address = _letter(firm, theirs)
    assert letters.rows_of(moved) == [], "a row that is another's by now is not shown"
    for wrong in ("x", token_of(letter) + "x", "a" * 400):
        assert Client().get(reverse("streams:freshness", args=[wrong])).status_code == 404
    assert Client().get(address).status_code == 200


def test_addresses_of_old_letters_are_forgotten(firm: Any) -> None:
    FreshnessLetter.objects.create(organisation=firm, address="lid@example.org", sent_at=_long_ago(401))
    kept = FreshnessLetter.objects.create(organisation=firm, address="lid@example.org", sent_at=_long_ago(10))
    duties.forget_letters()
    assert list(FreshnessLetter.objects.exclude(address="")) == [kept]
