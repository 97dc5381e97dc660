"""Counting stock over the API."""

import pytest

from apps.inventory.models import BulkMovement, StockCount
from apps.inventory.tests.factories import make_bulk, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def charger(people):
    return make_bulk(people, 10)


@pytest.fixture
def body(charger):
    lines = [{"bulk_stock": charger.pk, "counted": 8}]
    return {"name": "November", "location": place("Shop Floor").pk, "lines": lines}


def test_an_approved_variance_is_one_movement(as_, body, charger):
    warehouse, manager = as_("warehouse"), as_("manager")
    count = warehouse.ok(warehouse.post("stock-counts", body))
    assert [(line["expected"], line["counted"], line["variance"]) for line in count["lines"]] == [(10, 8, -2)]
    warehouse.ok(warehouse.post(f"stock-counts/{count['id']}/submit"))
    done = manager.ok(manager.post(f"stock-counts/{count['id']}/approve"))
    assert (done["status"], done["approved_by"]["label"]) == ("Approved", "Manager")
    charger.refresh_from_db()
    assert charger.quantity == 8
    last = BulkMovement.objects.latest("pk")
    assert (last.kind, last.quantity, last.quantity_after) == ("count", -2, 8)


def test_what_moved_since_the_counting_still_counts(as_, body, charger):
    warehouse, manager = as_("warehouse"), as_("manager")
    count = warehouse.ok(warehouse.post("stock-counts", body))
    warehouse.ok(warehouse.post(f"bulk-stock/{charger.pk}/receive", {"quantity": 5}))
    warehouse.ok(warehouse.post(f"stock-counts/{count['id']}/submit"))
    manager.ok(manager.post(f"stock-counts/{count['id']}/approve"))
    charger.refresh_from_db()
    assert charger.quantity == 13


def test_whoever_counted_does_not_approve(as_, body, charger):
    manager = as_("manager")
    count = manager.ok(manager.post("stock-counts", body))
    manager.ok(manager.post(f"stock-counts/{count['id']}/submit"))
    answer = manager.post(f"stock-counts/{count['id']}/approve")
    assert (answer.status, answer.codes) == (403, ["self_approval"])
    charger.refresh_from_db()
    assert charger.quantity == 10


def test_a_business_of_one_person_approves_its_own_count_and_the_row_says_so(as_, body, charger):
    admin = as_("admin")
    admin.ok(admin.patch("settings", {"four_eyes": False}))
    own, other = (admin.ok(admin.post("stock-counts", body | {"name": name})) for name in ("Own", "Other"))
    for count in (own, other):
        admin.ok(admin.post(f"stock-counts/{count['id']}/submit"))
    admin.ok(admin.post(f"stock-counts/{own['id']}/approve"))
    manager = as_("manager")
    manager.ok(manager.post(f"stock-counts/{other['id']}/approve"))
    waived = StockCount.objects.filter(pk__in=[own["id"], other["id"]]).order_by("pk")
    assert list(waived.values_list("four_eyes_waived", flat=True)) == [True, False]


def test_a_rejected_count_changes_nothing(as_, body, charger):
    warehouse, manager = as_("warehouse"), as_("manager")
    count = warehouse.ok(warehouse.post("stock-counts", body))
    warehouse.ok(warehouse.post(f"stock-counts/{count['id']}/submit"))
    assert warehouse.patch(f"stock-counts/{count['id']}", {"lines": body["lines"]}).codes == ["action_not_allowed"]
    manager.ok(manager.post(f"stock-counts/{count['id']}/reject", {"reason": "Count again"}))
    charger.refresh_from_db()
    assert charger.quantity == 10


@pytest.mark.parametrize(("where", "counted", "attr"), [("Backroom", 1, "bulk_stock"), ("Shop Floor", -1, "counted")])
def test_a_wrong_line_is_named(as_, body, where, counted, attr):
    body["location"] = place(where).pk
    body["lines"][0]["counted"] = counted
    answer = as_("warehouse").post("stock-counts", body)
    assert (answer.status, answer.attrs) == (400, [f"lines.0.{attr}"])
