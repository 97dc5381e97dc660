"""Units and stock that cannot be so."""

import pytest

from apps.inventory.models import Asset, BulkStock
from apps.inventory.tests.factories import place
from common.testing.callers import Caller
from tests.bad_input.catalogue import refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


def test_more_is_taken_away_than_there_is(manager, unchanged):
    stock = BulkStock.objects.get()
    answer = manager.post(f"bulk-stock/{stock.pk}/adjust", {"quantity": -1000, "reason": "Lost"})
    refused(answer, 409, "insufficient_stock")


def test_more_is_received_than_the_column_holds(warehouse, manager, unchanged):
    stock = BulkStock.objects.get()
    for _ in range(2):
        answer = warehouse.post(f"bulk-stock/{stock.pk}/adjust", {"quantity": 2_147_483_647, "reason": "Much"})
        refused(answer, 403)
    refused(manager.post(f"bulk-stock/{stock.pk}/adjust", {"quantity": 2_147_483_647, "reason": "Much"}), 400)


@pytest.mark.parametrize("wrong", [999_999, 2**62, 0, -1, 2**63, "abc", True, [], {"id": 999_999}, {"name": "x"}])
def test_22_a_reference_to_nothing(warehouse, unchanged, wrong):
    body = {"product_model": wrong, "location": place().pk, "received_date": "2026-01-01", "serial_numbers": ["N-1"]}
    answer = warehouse.post("assets/receive", body)
    refused(answer, 400, attr="product_model")


def test_65_a_serial_that_exists_in_another_spelling(warehouse, unchanged):
    unit = Asset.objects.earliest("pk")
    body = {
        "product_model": unit.product_model_id,
        "location": place().pk,
        "received_date": "2026-01-01",
        "serial_numbers": [f"  {unit.serial_number.lower()} "],
    }
    refused(warehouse.post("assets/receive", body), 400, "duplicate_serial", attr="serial_numbers.0")


@pytest.mark.parametrize(
    ("case", "field", "value", "code"),
    [
        (66, "condition_grade", "Z", "invalid_choice"),
        (66, "condition_grade", "", "invalid_choice"),
        (66, "condition_grade", "a", "invalid_choice"),
        (67, "battery_health_percent", 101, "max_value"),
        (67, "battery_health_percent", -1, "min_value"),
        (77, "cosmetic_notes", "x" * 20_000, "max_length"),
    ],
)
def test_a_grading_that_is_none(people, unchanged, case, field, value, code):
    unit = Asset.objects.filter(status="Ready for Sale").first()
    bench = Caller(people["technician"])
    answer = bench.post(f"assets/{unit.pk}/pass-qc", {"condition_grade": "A"} | {field: value})
    refused(answer, 400, code, attr=field)


@pytest.mark.parametrize("serials", [None, "SN1", [], [None], ["x" * 101], [""], [["a"]], ["a"] * 1001])
def test_serial_numbers_that_are_none(warehouse, unchanged, serials):
    unit = Asset.objects.earliest("pk")
    body = {"product_model": unit.product_model_id, "location": place().pk, "received_date": "2026-01-01"}
    answer = warehouse.post("assets/receive", body | {"serial_numbers": serials})
    refused(answer, 400)
    assert {str(attr).partition(".")[0] for attr in answer.attrs} == {"serial_numbers"}


def test_16_17_what_the_system_decides_is_ignored_when_a_client_sends_it(manager):
    unit = Asset.objects.filter(status="Received").first()
    body = {"status": "Sold", "sale_price": "1.00", "version": 99, "serial_number": "STOLEN", "location": 1, "id": 7,
            "supplier": "New"}  # fmt: skip
    shown = manager.ok(manager.patch(f"assets/{unit.pk}", body))
    assert (shown["id"], shown["status"], shown["sale_price"], shown["serial_number"], shown["supplier"]) == (
        unit.pk, "Received", None, unit.serial_number, "New",
    )  # fmt: skip
