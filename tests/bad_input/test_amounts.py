"""Amounts, quantities and days that are none."""

import pytest

from apps.inventory.models import Asset, BulkStock
from apps.inventory.tests.factories import place
from apps.invoices.tests.factories import make_customer
from apps.payments.tests.account_factories import bank
from common.testing.callers import Caller
from tests.bad_input.catalogue import nothing_written, refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

AMOUNTS = [
    (1, "-1", "min_value"),
    (3, "1.005", "max_decimal_places"),
    (4, "NaN", "invalid"),
    (4, "Infinity", "invalid"),
    (5, "1e400", "invalid"),
    (6, "1234567890123.00", "max_digits"),
    (6, "12345678901", "max_whole_digits"),
    (7, "1,000.00", "invalid"),
    (8, "١٢٣", "invalid"),
    (9, True, "invalid"),
    (9, [], "invalid"),
    (9, {"amount": 1}, "invalid"),
]


@pytest.mark.parametrize(("case", "amount", "code"), AMOUNTS)
def test_an_amount_that_is_none(manager, unchanged, case, amount, code):
    body = {"sku": "X", "item_name": "X", "category": "X", "location": place().pk, "unit_cost": amount}
    refused(manager.post("bulk-stock", body), 400, code, attr="unit_cost")


@pytest.mark.parametrize(
    ("case", "quantity", "code"),
    [
        (11, 0, "min_value"),
        (11, -1, "min_value"),
        (11, 1.5, "invalid"),
        (11, "1.5", "invalid"),
        (12, 2**31, "max_value"),
        (12, 2**63, "max_value"),
        (11, True, "invalid"),
        (11, None, "null"),
        (11, "", "invalid"),
        (8, "١٢", "invalid"),
        (11, [1], "invalid"),
    ],
)
def test_a_quantity_that_is_none(warehouse, unchanged, case, quantity, code):
    stock = BulkStock.objects.get()
    refused(warehouse.post(f"bulk-stock/{stock.pk}/receive", {"quantity": quantity}), 400, code, attr="quantity")


def test_a_quantity_that_is_missing(warehouse, unchanged):
    refused(warehouse.post(f"bulk-stock/{BulkStock.objects.get().pk}/receive", {}), 400, "required", attr="quantity")


@pytest.mark.parametrize(
    "day",
    [
        "0000-00-00",
        "2026-02-30",
        "9999-12-32",
        "yesterday",
        "2026-01-01T00:00:00Z",
        "٢٠٢٦-01-01",
        20260101,
        True,
        None,
        "",
    ],
)
def test_48_a_day_that_is_none(warehouse, unchanged, day):
    unit = Asset.objects.earliest("pk")
    body = {
        "product_model": unit.product_model_id,
        "location": place().pk,
        "serial_numbers": ["N-1"],
        "received_date": day,
    }
    refused(warehouse.post("assets/receive", body), 400, attr="received_date")


@pytest.mark.parametrize("at", ["٢٠٢٦-01-01T00:00:00Z", "2026-01-01T٠0:00:00Z", "0000-00-00T00:00:00Z", "noon", 7, ""])
def test_48_an_instant_that_is_none(people, at):
    billing = Caller(people["billing"])
    body = {"customer": make_customer(people).pk, "deposited_in_bank": bank(people).pk, "received_at": at}
    with nothing_written():
        refused(billing.post("sales-payments", body), 400, "invalid", attr="received_at")
        refused(billing.post("tokens", {"name": "X", "expires_at": at}), 400, "invalid", attr="expires_at")


@pytest.mark.parametrize("amount", ["1e999999", "NaN", "abc", "1.005", "٣", "Infinity"])
def test_85_an_amount_to_filter_by_that_is_none(manager, unchanged, amount):
    refused(manager.get("invoices", total_min=amount), 400, attr="total_min")
