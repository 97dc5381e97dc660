"""Numbers and days that are longer, earlier or deeper than anything counts: refused by name, or answered rightly."""

import base64
import json
from typing import Any

import pytest
from django.db import transaction

from apps.customers.models import Customer
from apps.inventory.models import Asset, ProductModel
from apps.inventory.tests.factories import place
from common.dates import business_date
from common.testing.callers import Caller
from tests.bad_input.catalogue import refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]

NINES = "9" * 5000


@pytest.mark.parametrize("size", [NINES, "9" * 20, "0" * 5000])
def test_a_page_of_more_rows_than_can_be_counted(manager, unchanged, size):
    refused(manager.get("assets", page_size=size), 400, "invalid", attr="page_size")


@pytest.mark.parametrize("ids", [NINES, f"1,{NINES}", "9" * 20, "", "1,", "٣", ",".join(["1"] * 201)])
def test_labels_of_units_that_no_id_names(manager, unchanged, ids):
    refused(manager.get("assets/labels", ids=ids), 400, "invalid", attr="ids")


def coded(text: str) -> str:
    """Return the text as a cursor carries it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "[[1], 0, Infinity, 1]",
        "[[1], 0, NaN, 1]",
        f"[[1], 0, {'9' * 25}, 1]",
        f"[[1], 0, {NINES}, 1]",
        "[[1], 0, -1, 1]",
        "[[1], 0, 1.5, 1]",
        "[[1], 0, true, 1]",
        '[[1], 0, "1", 1]',
        '[["\\ud800"], 0, 1, 1]',
        '[["\\u0000"], 0, 1, 1]',
        f"[[{'9' * 25}], 0, 1, 1]",
        "{}",
    ],
    ids=range(13),
)
def test_a_cursor_that_holds_what_no_page_does(manager, unchanged, text):
    with transaction.atomic():
        answer = manager.get("assets", ordering="id", cursor=coded(text))
        transaction.set_rollback(True)
    assert answer.status == 200 if text.startswith("[[9") else refused(answer, 400, "invalid", attr="cursor") is None


def test_a_statement_that_ends_on_the_calendars_second_day(manager):
    payer = Customer.objects.earliest("pk")
    told = manager.ok(manager.get(f"customers/{payer.pk}/statement", to="0001-01-02"))
    assert (told["from"], told["to"], told["rows"]) == ("0001-01-01", "0001-01-02", [])


PERIODS = [
    "sales-daily", "margin-per-device", "supplier-scorecard", "technician-throughput", "tenders", "sales-by-rep",
]  # fmt: skip


@pytest.mark.parametrize("report", PERIODS)
def test_a_report_that_ends_on_the_calendars_second_day(manager, report):
    told = manager.ok(manager.get(f"reports/{report}", date_before="0001-01-02"))
    assert (told["asked"]["date_after"], told["asked"]["date_before"]) == ("0001-01-01", "0001-01-02")
    assert told["rows"] == []


@pytest.mark.parametrize("report", PERIODS)
@pytest.mark.parametrize(("name", "day"), [("date_before", "9999-12-31"), ("date_after", "9999-12-31")])
def test_a_report_up_to_the_calendars_last_day(manager, report, name, day):
    assert manager.get(f"reports/{report}", **{name: day}).status == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_receivables_on_the_calendars_first_and_last_day(manager, day):
    told: Any = manager.get("reports/receivables-aging", as_of=day)
    assert told.status in (200, 400), told


@pytest.mark.parametrize("name", ["created_at_after", "created_at_before"])
@pytest.mark.parametrize(
    "at", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00"]
)
def test_an_instant_at_the_calendars_ends_filters(manager, name, at):
    answer = manager.get("inventory-movements", **{name: at})
    early, after = at.startswith("0001"), name.endswith("after")
    assert answer.status == 200, answer
    assert bool(answer.json["results"]) is (early is after)


def test_a_file_longer_than_can_be_counted(manager, unchanged):
    answer = manager.call("POST", "attachments", b"x", Content_Type="multipart/form-data", Content_Length=NINES)
    refused(answer, 413, "too_large")


def test_the_cursor_of_a_page_still_leads_to_the_next(manager):
    page = manager.ok(manager.get("assets", page_size=1))
    told = json.loads(base64.urlsafe_b64decode(page["next"] + "=" * (-len(page["next"]) % 4)))
    assert told[2:] == [page["count"], 1]
    following = manager.ok(manager.get("assets", page_size=1, cursor=page["next"]))
    assert following["results"][0]["id"] < page["results"][0]["id"]
    assert following["count"] == page["count"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("battery_health_percent", 101, "max_value"),
        ("battery_health_percent", -1, "min_value"),
        ("battery_health_percent", "٩٩", "invalid"),
        ("battery_health_percent", "9_9", "invalid"),
        ("battery_health_percent", True, "invalid"),
        ("battery_cycle_count", 100_001, "max_value"),
        ("battery_cycle_count", "١", "invalid"),
        ("purchase_cost", "١", "invalid"),
        ("cosmetic_notes", "x" * 10_001, "max_length"),
        ("accessories_included", "x" * 10_001, "max_length"),
    ],
)
def test_a_fact_of_a_unit_that_is_none(manager, unchanged, field, value, code):
    unit = Asset.objects.filter(status="Received").first()
    refused(manager.patch(f"assets/{unit.pk}", {field: value}), 400, code, attr=field)


@pytest.mark.parametrize(
    ("rate", "code"),
    [
        ("1", "max_value"),
        ("+1", "max_value"),
        ("0.99995", "max_decimal_places"),
        ("-0.1", "min_value"),
        ("١", "invalid"),
        ("0,1", "invalid"),
        ("1e-1", "invalid"),
        (True, "invalid"),
    ],
)
def test_a_tax_rate_that_is_none(manager, unchanged, rate, code):
    body = {"customer_type": "Walk-in", "tax_rate": rate, "lines": []}
    refused(manager.post("invoices", body), 400, code, attr="tax_rate")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credit_term_days", "١"),
        ("reservation_hours", "٢"),
        ("standard_warranty_days", "٣"),
        ("office_discount_limit", "٠"),
        ("tax_rate", "٠"),
        ("reservation_hours", True),
    ],
)
def test_a_setting_in_the_digits_of_another_script(people, unchanged, field, value):
    admin = Caller(people["admin"])
    refused(admin.patch("settings", {field: value}), 400, "invalid", attr=field)


def test_a_place_among_views_in_the_digits_of_another_script(manager, unchanged):
    body = {"list": "assets", "name": "Mine", "query": "", "position": "١"}
    refused(manager.post("saved-views", body), 400, "invalid", attr="position")


@pytest.mark.parametrize("code", ["ZZZ", "DEM", "XXX", "ghs", "GHSX", "", None, 936])
def test_a_currency_that_there_is_not(manager, unchanged, code):
    customer = Customer.objects.earliest("pk").pk
    for path, body in (
        ("customers", {"full_name": "Ama", "phone": "0201234567"}),
        ("orders", {"customer": customer, "order_total": "10.00"}),
    ):
        answer = manager.post(path, body | {"currency": code})
        assert (answer.status, answer.attrs) == (400, ["currency"]), answer


@pytest.mark.parametrize(("day", "code"), [("0001-01-01", "too_early"), ("1969-12-31", "too_early")])
def test_a_unit_received_before_there_were_any(manager, unchanged, day, code):
    refused(manager.post("assets/receive", receipt(received_date=day)), 400, code, attr="received_date")


def receipt(**facts: Any) -> dict[str, Any]:
    """Return what receives a unit, with these facts."""
    body = {"product_model": model(), "location": place().pk, "serial_numbers": ["EXT-1"]}
    return body | {"received_date": business_date().isoformat()} | facts


def model() -> int:
    """Return the id of a model that there is."""
    return ProductModel.objects.earliest("pk").pk


def test_a_serial_number_whose_capitals_python_spells_with_two_letters(manager):
    first = manager.post("assets/receive", receipt(serial_numbers=["straße9"]))
    assert manager.ok(first)["created"][0]["serial_number"] == "straße9"
    told = manager.ok(
        manager.post("assets/receive", receipt(serial_numbers=["STRAßE9", "EXT-2"], on_error="keep_valid"))
    )
    assert [unit["serial_number"] for unit in told["created"]] == ["EXT-2"]
    assert [(row["serial_number"], row["code"]) for row in told["rejected"]] == [("STRAßE9", "duplicate_serial")]
    assert manager.ok(manager.get("assets", search="straße9"))["count"] == 1
    assert manager.ok(manager.get("assets", serial_number="straße9"))["count"] == 1


def test_tags_that_somebody_wrote_by_hand_are_not_given_out_again(manager):
    (first,) = manager.ok(manager.post("assets/receive", receipt()))["created"]
    number = int(first["asset_tag"][1:])
    manager.ok(manager.patch(f"assets/{first['id']}", {"asset_tag": f" a{number + 2:07d} "}))
    made = manager.ok(manager.post("assets/receive", receipt(serial_numbers=["EXT-2", "EXT-3", "EXT-4"])))["created"]
    assert [unit["asset_tag"] for unit in made] == [f"A{number + i:07d}" for i in (1, 3, 4)]
