"""A transfer is written once: neither the model nor the database lets it change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from circulairwerkt.cases.models import Transfer, WrittenOnce
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def transfer() -> Transfer:
    """Half a tonne that moved."""
    agreement = factories.agreement(factories.case(factories.hub()))
    return Transfer.objects.create(
        agreement=agreement,
        moved_on=date(2026, 3, 2),
        quantity=Decimal("0.5"),
        unit="t",
        noted_by=factories.person(),
    )


def test_the_model_refuses(transfer: Transfer) -> None:
    transfer.quantity = Decimal(3)
    with pytest.raises(WrittenOnce):
        transfer.save()
    with pytest.raises(WrittenOnce):
        transfer.delete()
    rows = Transfer.objects.all()
    for change in (
        lambda: rows.update(quantity=3),
        lambda: rows.bulk_update([transfer], ["quantity"]),
        rows.delete,
    ):
        with pytest.raises(WrittenOnce):
            change()


@pytest.mark.parametrize(
    "change",
    ["quantity = 3", "unit = 'kg'", "moved_on = '2020-01-01'", "note = 'anders'", "corrects_id = NULL"],
)
def test_the_database_refuses(transfer: Transfer, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE cases_transfer SET {change} WHERE id = %s", [transfer.pk])


def test_who_noted_it_can_be_forgotten(transfer: Transfer) -> None:
    assert transfer.noted_by is not None
    transfer.noted_by.delete()
    assert Transfer.objects.get().noted_by is None


def test_a_transfer_is_corrected_once(transfer: Transfer) -> None:
    def correct() -> Transfer:
        return Transfer.objects.create(
            agreement=transfer.agreement,
            corrects=transfer,
            moved_on=date(2026, 3, 3),
            quantity=Decimal(0),
            unit="t",
        )

    correct()
    with pytest.raises(DatabaseError), transaction.atomic():
        correct()
