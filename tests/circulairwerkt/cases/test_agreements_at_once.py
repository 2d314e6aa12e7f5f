"""Fifty people agree, note and correct at the same moment: nothing twice, never too much. On PostgreSQL."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import agreed, services
from circulairwerkt.cases.amounts import Fit
from circulairwerkt.cases.models import Agreement, AgreementState, Transfer
from tests.circulairwerkt import factories
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once

pytestmark = [ON_POSTGRESQL, pytest.mark.django_db(transaction=True)]
PEOPLE = 50


def test_fifty_agree_and_neither_card_nor_processor_is_oversubscribed() -> None:
    case = factories.case(factories.hub())
    processor = factories.organisation()
    card = factories.card(case.hub, quantity=2.0, unit="t", period="week")
    capability = factories.capability(case.hub, organisation=processor, quantity=1.5, unit="t", period="week")
    drafts = [
        factories.agreement(
            case, card=card, capability=capability, processor=processor, quantity=Decimal("0.1")
        ).pk
        for _ in range(PEOPLE)
    ]

    def work(person: int) -> Any:
        with everywhere("a test"):
            row = Agreement.objects.get(pk=drafts[person])
            return services.agree(actor=SYSTEM, agreement=row, seen_version=1)

    got = at_once(work, PEOPLE)
    assert sum(isinstance(each, Agreement) for each in got) == 15, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {services.Oversubscribed}
    assert Agreement.objects.filter(state=AgreementState.AGREED).count() == 15
    assert agreed.room_of(capability).fit == Fit.FITS
    assert agreed.room_of(card).fit == Fit.FITS


def test_a_draft_is_agreed_once() -> None:
    row = factories.agreement(factories.case(factories.hub()))
    got = at_once(
        lambda _: services.agree(actor=SYSTEM, agreement=Agreement.objects.get(), seen_version=1), 12
    )
    assert sum(isinstance(each, Agreement) for each in got) == 1, got
    assert Agreement.objects.get(pk=row.pk).version == 2


def test_of_fifty_corrections_one_counts_and_no_transfer_is_lost() -> None:
    row = factories.agreement(factories.case(factories.hub()), state=AgreementState.AGREED)
    wrong = Transfer.objects.create(agreement=row, moved_on=date(2026, 2, 2), quantity=Decimal(9), unit="t")

    def work(person: int) -> Any:
        if person % 2:
            return services.note_transfer(
                actor=SYSTEM, agreement=row, moved_on=date(2026, 2, 3), quantity=Decimal(1), unit="t"
            )
        return services.correct_transfer(
            actor=SYSTEM, transfer=wrong, moved_on=date(2026, 2, 2), quantity=Decimal(5), unit="t"
        )

    got = at_once(work, PEOPLE)
    corrected = [each for each in got[::2] if isinstance(each, Transfer)]
    assert len(corrected) == 1, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {services.CorrectedMeanwhile}
    assert Transfer.objects.count() == 1 + 1 + PEOPLE // 2
    assert agreed.planned_table(row).moved == Decimal(5 + PEOPLE // 2)
