"""Taking units in over the API."""

import pytest

from apps.inventory.models import Asset, InventoryMovement
from apps.inventory.tests.factories import make_model, place, receive
from common.dates import business_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(people):
    return {
        "product_model": make_model(people).pk,
        "location": place().pk,
        "supplier": "Acme",
        "purchase_cost": "3000.00",
        "landed_cost": "3200.00",
        "received_date": "2026-01-05",
        "serial_numbers": ["SN-A", "SN-B"],
    }


def test_each_serial_becomes_a_unit_with_its_first_movement(as_, body, people):
    created = as_("warehouse").ok(as_("warehouse").post("assets/receive", body))["created"]
    assert [(row["serial_number"], row["status"], row["location"]["label"]) for row in created] == [
        ("SN-A", "Received", "Warehouse"),
        ("SN-B", "Received", "Warehouse"),
    ]
    movements = InventoryMovement.objects.filter(asset__serial_number="SN-A")
    assert [(m.from_status, m.to_status, m.from_location_id, m.moved_by) for m in movements] == [
        ("", "Received", None, people["warehouse"])
    ]


def test_a_wrong_serial_refuses_them_all_and_is_named(as_, body, people):
    known = receive(people)[0]
    body["serial_numbers"] = ["SN-A", f" {known.serial_number.lower()} ", "", "sn-a"]
    answer = as_("warehouse").post("assets/receive", body)
    assert answer.status == 400
    assert list(zip(answer.attrs, answer.codes, strict=True)) == [
        ("serial_numbers.1", "duplicate_serial"),
        ("serial_numbers.2", "blank"),
        ("serial_numbers.3", "duplicate_serial"),
    ]
    assert Asset.objects.count() == 1


def test_keep_valid_keeps_the_rest_and_says_what_it_left_out(as_, body):
    body |= {"serial_numbers": ["SN-A", "SN-A"], "on_error": "keep_valid"}
    answer = as_("warehouse").ok(as_("warehouse").post("assets/receive", body))
    assert [row["serial_number"] for row in answer["created"]] == ["SN-A"]
    assert answer["rejected"] == [
        {"serial_number": "SN-A", "code": "duplicate_serial", "detail": "SN-A is twice in this list."}
    ]


@pytest.mark.parametrize("username", ["sales", "technician", "auditor", "billing"])
def test_only_warehouse_and_manager_receive(as_, body, username):
    assert as_(username).post("assets/receive", body).status == 403
    assert Asset.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_two_statements_whatever_its_length(as_, people, number, django_assert_num_queries):
    receive(people, number)
    caller = as_("manager")
    caller.get("assets")
    with django_assert_num_queries(2):
        assert caller.ok(caller.get("assets"))["count"] == number


def test_costs_are_absent_without_the_right(as_, people):
    unit = receive(people)[0]
    assert "purchase_cost" not in as_("sales").get(f"assets/{unit.pk}").json
    assert as_("finance").get(f"assets/{unit.pk}").json["purchase_cost"] == "3000.00"


def test_a_search_costs_two_statements_too(as_, people, django_assert_num_queries):
    unit = receive(people)[0]
    caller = as_("manager")
    caller.get("assets")
    with django_assert_num_queries(2):
        found = caller.ok(caller.get("assets", search=unit.serial_number[2:].lower()))
    assert [row["id"] for row in found["results"]] == [unit.pk]


def test_nothing_is_received_in_the_future(as_, body):
    answer = as_("warehouse").post("assets/receive", body | {"received_date": "9999-12-31"})
    assert (answer.status, answer.attrs) == (400, ["received_date"])
    assert Asset.objects.count() == 0


def test_a_list_up_to_today_has_what_happened_today(as_, people):
    receive(people)
    today = business_date().isoformat()
    caller = as_("manager")
    assert caller.ok(caller.get("inventory-movements", created_at_before=today))["count"] == 1
    assert caller.ok(caller.get("inventory-movements", created_at_before="2020-01-01"))["count"] == 0
