"""Cards from a sentence: guesses, duplicates, dangers; changed, confirmed, closed, opened, full."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from circulairwerkt.base.models import AuditEntry, EditConflict
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.organisations.models import OrganisationMembership
from circulairwerkt.streams import services
from circulairwerkt.streams.models import MaterialCard
from circulairwerkt.streams.understanding import question_for
from circulairwerkt.streams.words import Source
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
SENTENCE = "elke week 3 paletten karton"


def _made(**fields: Any) -> MaterialCard:
    return services.make_card(actor=SYSTEM, **{"hub": make.hub(), "sentence": SENTENCE, **fields})


def test_a_sentence_becomes_a_closed_card_with_guesses() -> None:
    place = make.municipality("Lokeren", lat=51.1, lon=3.99)
    card = MaterialCard._base_manager.get(pk=_made(municipality=place).pk)
    assert (card.material, card.quantity, card.unit, card.period) == ("cardboard", 3.0, "pallet", "week")
    assert card.visibility == Visibility.PARTIES
    assert {"material", "quantity", "unit", "period", "low_code"} <= set(card.guessed)
    assert card.guessed["material"] is None, "the core knows no probability for a class: none is made up"
    assert 0.5 <= card.guessed["low_code"] <= 1
    assert (card.lat, card.lon) == (51.1, 3.99)
    assert card.h3_cell
    assert "karton" in card.search_text


def test_what_somebody_told_is_no_guess_and_an_amount_stays_whole() -> None:
    card = _made(values={"quantity": 500.0, "unit": "kg", "material": "paper"})
    assert (card.material, card.quantity, card.unit, card.period) == ("paper", 500.0, "kg", "week")
    assert not {"material", "quantity", "unit"} & set(card.guessed)


def test_a_site_gives_organisation_and_point() -> None:
    site = make.site(make.organisation(), lat=51.2, lon=4.1, place=make.municipality())
    card = _made(site=site)
    assert (card.organisation, card.lat, card.municipality) == (site.organisation, 51.2, site.municipality)
    with pytest.raises(ValidationError):
        _made(site=site, organisation=make.organisation())


def test_what_is_dangerous_becomes_no_card() -> None:
    with pytest.raises(services.Dangerous) as stopped:
        _made(sentence="golfplaten in eterniet van een oude loods")
    assert stopped.value.dangers[0].key == "asbestos"
    assert not MaterialCard._base_manager.exists()
    assert not AuditEntry.objects.filter(action="streams.make_card").exists()


@pytest.mark.parametrize(
    ("sentence", "is_alike"),
    [
        ("3 paletten karton elke week", True),
        ("karton, drie paletten per week", True),
        ("elke week 40 bureaustoelen", False),
    ],
)
def test_the_same_thing_told_twice_is_noticed(sentence: str, is_alike: bool) -> None:
    hub, firm = make.hub(), make.organisation()
    first = services.make_card(actor=SYSTEM, hub=hub, sentence=SENTENCE, organisation=firm)
    if is_alike:
        with pytest.raises(services.Alike) as found:
            services.make_card(actor=SYSTEM, hub=hub, sentence=sentence, organisation=firm)
        assert [one.row.pk for one in found.value.likenesses] == [first.pk]
    services.make_card(actor=SYSTEM, hub=hub, sentence=sentence, organisation=firm, is_another=True)
    services.make_card(actor=SYSTEM, hub=hub, sentence=sentence, organisation=make.organisation())
    assert MaterialCard._base_manager.count() == 3


def test_a_member_makes_cards_of_the_own_organisation_at_its_own_hubs_alone() -> None:
    hub, other, firm = make.hub(), make.hub(), make.organisation()
    make.partnership(firm, hub)
    user = make.person()
    OrganisationMembership.objects.create(user=user, organisation=firm, valid_from=make.LONG_AGO)
    actor = actor_of(user)
    made = services.make_card(
        actor=actor, hub=hub, sentence=SENTENCE, organisation=firm, source=Source.ORGANISATION
    )
    assert made.created_by == user
    for wrong in ({"hub": other, "organisation": firm}, {"hub": hub, "organisation": make.organisation()}):
        with pytest.raises(Http404):
            services.make_card(actor=actor, sentence=SENTENCE, **wrong)


def test_a_hub_member_writes_no_money() -> None:
    hub = make.hub()
    member = actor_of(make.member(hub, Role.MEMBER))
    card = make.card(hub)
    with pytest.raises(ValueError, match="price"):
        services.change(actor=member, row=card, seen_version=1, values={"price_eur_per_unit": 3.0})


def test_a_change_confirms_and_takes_the_guess_away() -> None:
    card = _made()
    MaterialCard._base_manager.filter(pk=card.pk).update(confirmed_at=timezone.now() - timedelta(days=300))
    card.refresh_from_db()
    services.change(actor=SYSTEM, row=card, seen_version=1, values={"material": "paper"})
    card.refresh_from_db()
    assert card.material == "paper"
    assert "material" not in card.guessed
    assert "unit" in card.guessed
    assert timezone.now() - card.confirmed_at < timedelta(minutes=1)
    with pytest.raises(EditConflict):
        services.change(actor=SYSTEM, row=card, seen_version=1, values={"material": "wood_any"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": -3.0},
        {"quantity": float("nan")},
        {"unit": "ellen"},
        {"quantity": None},
        {"unit": ""},
        {"sentence": "  "},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(wrong: dict[str, Any]) -> None:
    card = _made()
    with pytest.raises(ValidationError) as refused:
        services.change(actor=SYSTEM, row=card, seen_version=card.version, values=wrong)
    assert refused.value.message_dict


def test_a_sentence_changed_to_something_dangerous_closes_the_card() -> None:
    card = _made()
    services.open_to(actor=SYSTEM, row=card, visibility="public")
    card.refresh_from_db()
    services.change(
        actor=SYSTEM, row=card, seen_version=card.version, values={"sentence": "platen in eterniet"}
    )
    card.refresh_from_db()
    assert card.visibility == Visibility.PARTIES
    with pytest.raises(ValidationError):
        services.open_to(actor=SYSTEM, row=card, visibility="network")


def test_gone_and_back() -> None:
    card = _made(values={"contact_email": "bakker@example.org"})
    services.close_as_gone(actor=SYSTEM, row=card)
    card.refresh_from_db()
    assert card.is_gone
    assert not card.contact_email
    with pytest.raises(ValidationError):
        services.confirm(actor=SYSTEM, row=card)
    services.reopen(actor=SYSTEM, row=card)
    card.refresh_from_db()
    assert not card.is_gone
    assert card.gone_at is None


def test_the_answer_to_the_question_is_taken_in_and_not_asked_again() -> None:
    card = _made(sentence="isomo van verpakkingen, een volle aanhangwagen per maand")
    asked = question_for(card)
    assert asked is not None
    assert asked.field == "unit"
    card = services.answer_question(actor=SYSTEM, row=card, field="unit", answer="2,5")
    assert (card.quantity, card.unit, card.period) == (2.5, "m3", "month")
    following = question_for(card)
    assert following is not None
    assert following.field != "unit"
    with pytest.raises(ValidationError):
        services.answer_question(actor=SYSTEM, row=card, field="quantity", answer="veel")
    with pytest.raises(ValidationError):
        services.answer_question(actor=SYSTEM, row=card, field="nonsense", answer="x")


def test_a_mass_of_a_pack_is_taken_times_the_number_of_packs() -> None:
    card = services.answer_question(actor=SYSTEM, row=_made(), field="unit", answer="ongeveer 200 kg")
    assert (card.quantity, card.unit) == (600.0, "kg")


def test_full_until_in_one_tap_and_back() -> None:
    row = make.capability(make.hub())
    until = timezone.localdate() + timedelta(days=14)
    assert services.set_full(actor=SYSTEM, capability=row, until=until).full_until == until
    assert services.set_full(actor=SYSTEM, capability=row, until=None).full_until is None
    with pytest.raises(ValidationError):
        services.set_full(actor=SYSTEM, capability=row, until=timezone.localdate() - timedelta(days=1))


def test_a_capability_takes_what_its_sentence_names() -> None:
    row = services.make_capability(
        actor=SYSTEM, hub=make.hub(), sentence="wij sorteren karton", organisation=make.organisation()
    )
    assert row.accepts == ["cardboard"]
    assert row.accepts_index == "|cardboard|"
    assert row.cost_eur_per_unit is None


def test_rooms_above_are_told_of_a_change(django_capture_on_commit_callbacks: Any) -> None:
    told: list[Any] = []
    services.on_changed.append(told.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            card = _made()
    finally:
        services.on_changed.remove(told.append)
    assert told == [card]


def test_the_trail_names_no_sentence() -> None:
    card = _made(sentence="karton van Jan Peeters, 3 paletten per week")
    entry = AuditEntry.objects.get(action="streams.make_card")
    assert "Peeters" not in f"{entry.changes} {entry.object_name}"
    assert entry.hub_id == card.hub_id
