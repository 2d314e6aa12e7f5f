"""Agreements and transfers: room, shares, corrections, planned against real, the questions of the law."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.cases import agreed, services
from circulairwerkt.cases.amounts import Fit
from circulairwerkt.cases.models import Agreement, AgreementState, Case, Transfer
from circulairwerkt.cases.work_rules import work_rules
from circulairwerkt.hubs.actors import actor_of
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """A case of a hub."""
    return factories.case(factories.hub())


def _values(**fields: Any) -> dict[str, Any]:
    return {
        "what": "karton",
        "giver": factories.organisation(),
        "processor": factories.organisation(),
        "taker": None,
        "quantity": Decimal(1),
        "unit": "t",
        "period": "week",
        "valid_from": date(2026, 1, 1),
        **fields,
    }


def _save(case: Case, shares: dict[int, Decimal] | None = None, **fields: Any) -> Agreement:
    return services.save_agreement(
        actor=SYSTEM, case=case, agreement=None, values=_values(**fields), shares=shares or {}
    )


def test_shares_are_the_whole_or_none(case: Case) -> None:
    giver, processor = factories.organisation(), factories.organisation()
    made = _save(
        case, {giver.pk: Decimal("33.33"), processor.pk: Decimal("66.67")}, giver=giver, processor=processor
    )
    assert [share.percent for share in made.shares.all()] == [Decimal("66.67"), Decimal("33.33")]
    for wrong in ({giver.pk: Decimal(50)}, {giver.pk: Decimal(50), factories.organisation().pk: Decimal(50)}):
        with pytest.raises(ValidationError):
            _save(case, wrong, giver=giver, processor=processor)


@pytest.mark.parametrize(
    "fields",
    [
        {"processor": None},
        {"unit": ""},
        {"quantity": None},
        {"valid_to": date(2025, 12, 31)},
    ],
)
def test_what_cannot_be_written(case: Case, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _save(case, **fields)


def test_a_card_of_another_firm_is_refused(case: Case) -> None:
    card = factories.card(case.hub, organisation=factories.organisation())
    with pytest.raises(ValidationError, match="andere organisatie"):
        _save(case, card=card)


def test_only_a_draft_is_edited_and_of_two_editors_one_is_told(case: Case) -> None:
    made = _save(case)
    values = {name: getattr(made, name) for name in services.agreements.AGREEMENT_FIELDS}

    def edit(what: str, seen: int) -> Agreement:
        row = Agreement.objects.get(pk=made.pk)
        return services.save_agreement(
            actor=SYSTEM,
            case=case,
            agreement=row,
            seen_version=seen,
            values={**values, "what": what},
            shares={},
        )

    edit("meer karton", 1)
    with pytest.raises(EditConflict):
        edit("minder karton", 1)
    services.agree(actor=SYSTEM, agreement=Agreement.objects.get(), seen_version=2)
    with pytest.raises(ValidationError, match="al afgesproken"):
        edit("anders", 3)


def test_a_card_is_never_oversubscribed_and_what_ends_is_free(case: Case) -> None:
    card = factories.card(case.hub, quantity=1.0, unit="t", period="week")
    first = factories.agreement(case, card=card, quantity=Decimal(600), unit="kg")
    second = factories.agreement(case, card=card, quantity=Decimal(600), unit="kg")
    services.agree(actor=SYSTEM, agreement=first, seen_version=1)
    with pytest.raises(services.Oversubscribed, match="1,2"):
        services.agree(actor=SYSTEM, agreement=second, seen_version=1)
    yesterday = timezone.localdate() - timedelta(days=1)
    services.end_agreement(
        actor=SYSTEM, agreement=first, seen_version=2, on=yesterday, reason="de machine ging stuk"
    )
    services.agree(actor=SYSTEM, agreement=second, seen_version=1)
    assert agreed.room_of(card).fit == Fit.FITS


def test_what_is_unknown_warns_and_never_blocks(case: Case) -> None:
    card = factories.card(case.hub, quantity=None, unit="", period="")
    pallets = factories.agreement(case, card=card, quantity=Decimal(40), unit="pallet")
    services.agree(actor=SYSTEM, agreement=pallets, seen_version=1)
    nothing = factories.agreement(case, quantity=None, unit="")
    services.agree(actor=SYSTEM, agreement=nothing, seen_version=1)
    assert any("niet of het past" in words for words in agreed.warnings_of(pallets))
    assert any("hoeveel het is" in words for words in agreed.warnings_of(nothing))


def test_the_capacity_of_a_processor_counts_over_all_hubs(case: Case) -> None:
    processor = factories.organisation()
    capability = factories.capability(case.hub, organisation=processor, quantity=1.0, unit="t", period="week")
    other = factories.case(factories.hub())
    for at, expected in ((case, Fit.FITS), (other, Fit.TOO_MUCH)):
        row = factories.agreement(at, processor=processor, capability=capability, quantity=Decimal("0.7"))
        if expected is Fit.FITS:
            services.agree(actor=SYSTEM, agreement=row, seen_version=1)
        else:
            with pytest.raises(services.Oversubscribed):
                services.agree(actor=SYSTEM, agreement=row, seen_version=1)


def test_a_hub_that_works_along_notes_but_does_not_conclude(case: Case) -> None:
    row = factories.agreement(case)
    stranger = actor_of(factories.member(factories.hub()))
    for service, arguments in (
        (services.agree, {"seen_version": 1}),
        (services.note_transfer, {"moved_on": date(2026, 3, 2), "quantity": Decimal(1), "unit": "t"}),
    ):
        with pytest.raises(Http404):
            service(actor=stranger, agreement=row, **arguments)  # type: ignore[operator]
    along = factories.hub()
    case.shares.create(hub=along)
    helper = actor_of(factories.member(along, Role.MEMBER))
    with pytest.raises(Http404):
        services.agree(actor=helper, agreement=row, seen_version=1)
    row = services.agree(actor=SYSTEM, agreement=row, seen_version=1)
    assert services.note_transfer(
        actor=helper, agreement=row, moved_on=date(2026, 3, 2), quantity=Decimal(1), unit="t"
    )


def _agreed(case: Case, **fields: Any) -> Agreement:
    return factories.agreement(case, state=AgreementState.AGREED, **fields)


def _move(row: Agreement, day: date, quantity: str, unit: str = "t", **fields: Any) -> Transfer:
    return services.note_transfer(
        actor=SYSTEM, agreement=row, moved_on=day, quantity=Decimal(quantity), unit=unit, **fields
    )


def test_planned_against_real_by_month(case: Case) -> None:
    row = _agreed(case, quantity=Decimal(2), unit="t", period="month", valid_to=date(2026, 3, 31))
    _move(row, date(2026, 1, 15), "1.5")
    _move(row, date(2026, 1, 20), "250", "kg")
    wrong = _move(row, date(2026, 2, 2), "9")
    services.correct_transfer(
        actor=SYSTEM, transfer=wrong, moved_on=date(2026, 2, 2), quantity=Decimal("0.9"), unit="t"
    )
    _move(row, date(2026, 2, 9), "4", "pallet")
    table = agreed.planned_table(row, date(2026, 3, 10))
    assert [(each.month.month, each.planned, each.moved) for each in table.rows] == [
        (1, Decimal("2.0"), Decimal("1.75")),
        (2, Decimal("2.0"), Decimal("0.9")),
        (3, Decimal("2.0"), Decimal(0)),
    ]
    assert (table.planned, table.moved) == (Decimal("6.0"), Decimal("2.65"))
    assert [str(each.unit) for each in table.aside] == ["pallet"]


def test_a_correction_points_to_what_it_corrects_and_that_stays(case: Case) -> None:
    row = _agreed(case)
    wrong = _move(row, date(2026, 2, 2), "9")
    right = services.correct_transfer(
        actor=SYSTEM, transfer=wrong, moved_on=date(2026, 2, 3), quantity=Decimal(0), unit="t"
    )
    assert Transfer.objects.get(pk=wrong.pk).quantity == Decimal(9)
    with pytest.raises(services.CorrectedMeanwhile):
        services.correct_transfer(
            actor=SYSTEM, transfer=wrong, moved_on=date(2026, 2, 3), quantity=Decimal(1), unit="t"
        )
    services.correct_transfer(
        actor=SYSTEM, transfer=right, moved_on=date(2026, 2, 3), quantity=Decimal(1), unit="t"
    )
    assert agreed.planned_table(row).moved == Decimal(1)


def test_what_cannot_be_noted_as_moved(case: Case) -> None:
    row = _agreed(case)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for arguments in (
        {"day": tomorrow, "quantity": "1"},
        {"day": date(1999, 1, 1), "quantity": "1"},
        {"day": date(2026, 1, 2), "quantity": "0"},
        {"day": date(2026, 1, 2), "quantity": "1", "unit": "parsec"},
    ):
        with pytest.raises(ValidationError):
            _move(row, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="afgesproken"):
        _move(factories.agreement(case), date(2026, 1, 2), "1")


def test_for_waste_it_asks_who_is_registered(case: Case) -> None:
    row = _agreed(case, legal_status="waste")
    with pytest.raises(ValidationError, match="IHM"):
        _move(row, date(2026, 1, 2), "1")
    assert _move(row, date(2026, 1, 2), "1", registered_ihm="Ophaal NV").registered_ihm == "Ophaal NV"


def test_the_law_asks_what_matters_and_keeps_every_answer(case: Case) -> None:
    row = factories.agreement(case, legal_status="waste", way="enclave")
    keys = [item.key for item in agreed.legal_items(row)]
    assert {"receiver_permit", "ihm", "transport_form", "core_activity", "enclave_coach"} <= set(keys)
    assert "by_product_certain" not in keys
    assert all(item.url.startswith("https://") and item.authority for item in agreed.legal_items(row))
    services.answer_legal(
        actor=SYSTEM, agreement=row, answers={"receiver_permit": ("no", ""), "ihm": ("yes", "Ophaal NV")}
    )
    services.answer_legal(actor=SYSTEM, agreement=row, answers={"receiver_permit": ("yes", "OV-12")})
    items = {item.key: item for item in agreed.legal_items(row)}
    assert items["receiver_permit"].answer is not None
    assert (items["receiver_permit"].answer.remark, items["receiver_permit"].is_stop) == ("OV-12", False)
    assert row.legal_answers.filter(key="receiver_permit").count() == 2, "answers are added, never changed"
    services.answer_legal(actor=SYSTEM, agreement=row, answers={"transport_form": ("no", "")})
    assert {item.key for item in agreed.legal_items(row) if item.is_stop} == {"transport_form"}
    with pytest.raises(ValidationError):
        services.answer_legal(actor=SYSTEM, agreement=row, answers={"zomaar": ("yes", "")})


def test_the_rules_of_work_carry_their_page_and_day() -> None:
    assert [rule.key for rule in work_rules()] == [
        "core_activity",
        "enclave_contract",
        "enclave_coach",
        "contracting",
    ]
    for rule in work_rules():
        assert rule.url.startswith("https://")
        assert rule.is_verified
        assert all(rule.text.values())
        assert all(rule.why.values())


class NeverTooMuch(TestCase):
    """Whatever is agreed and ended in whatever order: what is in force fits."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.integers(1, 90), st.sampled_from(["day", "week", "month"]), st.booleans()),
            max_size=8,
        )
    )
    def test_any_order(self, wishes: list[tuple[int, str, bool]]) -> None:
        case = factories.case(factories.hub())
        card = factories.card(case.hub, quantity=200.0, unit="kg", period="week")
        for quantity, period, ends in wishes:
            row = factories.agreement(case, card=card, quantity=Decimal(quantity), unit="kg", period=period)
            try:
                services.agree(actor=SYSTEM, agreement=row, seen_version=1)
            except services.Oversubscribed:
                continue
            if ends:
                services.end_agreement(
                    actor=SYSTEM,
                    agreement=row,
                    seen_version=2,
                    on=timezone.localdate() - timedelta(days=1),
                    reason="klaar",
                )
            assert agreed.room_of(card).fit == Fit.FITS
