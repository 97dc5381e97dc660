"""Who writes what stock costs and what is asked for it, and until when."""

from decimal import Decimal

import pytest

from apps.inventory import services
from apps.inventory.models import Asset, BulkStock
from apps.inventory.tests.factories import make_bulk, place, ready, receive
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft
from common.errors import Forbidden

pytestmark = pytest.mark.django_db


def patched(caller, path, **facts):
    return caller.patch(path, facts)


@pytest.mark.parametrize("username", ["technician", "warehouse"])
@pytest.mark.parametrize("field", ["landed_cost", "purchase_cost"])
def test_who_may_not_see_a_units_cost_does_not_write_it(as_, people, username, field):
    unit, caller = receive(people)[0], as_(username)
    answer = patched(caller, f"assets/{unit.pk}", **{field: "1.00", "supplier": "Other"})
    assert (answer.status, answer.codes, answer.attrs) == (403, ["permission_denied"], [field])
    unit.refresh_from_db()
    assert (unit.landed_cost, unit.purchase_cost, unit.supplier) == (Decimal(3200), Decimal(3000), "Supplier")
    assert caller.ok(patched(caller, f"assets/{unit.pk}", supplier="Other"))["supplier"] == "Other"


def test_a_manager_does_while_the_unit_is_ours(as_, people):
    unit, manager = receive(people)[0], as_("manager")
    assert manager.ok(patched(manager, f"assets/{unit.pk}", landed_cost="3300.00"))["landed_cost"] == "3300.00"


def sold(people):
    unit = ready(people)[0]
    invoice_issue(invoice=make_draft(people, {"asset": unit.pk}), actor=people["sales"])
    return unit


def scrapped(people):
    unit = receive(people)[0]
    services.asset_scrap(asset=unit, reason="Dead board", actor=people["technician"])
    return services.asset_approve_scrap(asset=unit, actor=people["manager"])


@pytest.mark.parametrize("make", [sold, scrapped])
def test_what_a_unit_cost_stays_once_it_is_gone(as_, people, make):
    unit, manager = make(people), as_("manager")
    answer = patched(manager, f"assets/{unit.pk}", landed_cost="1.00")
    assert (answer.status, answer.codes, answer.attrs) == (409, ["costs_frozen"], ["landed_cost"])
    assert Asset.objects.get(pk=unit.pk).landed_cost == Decimal(3200)
    manager.ok(patched(manager, f"assets/{unit.pk}", landed_cost="3200.00", cosmetic_notes="Scratched"))


def test_a_service_refuses_it_by_whatever_door(people):
    unit = receive(people)[0]
    with pytest.raises(Forbidden):
        services.asset_update(asset=unit, landed_cost=Decimal(1), actor=people["technician"])


@pytest.mark.parametrize(("field", "value"), [("unit_cost", "1.00"), ("unit_price", "1.00")])
def test_the_warehouse_changes_neither_cost_nor_price_of_bulk_stock(as_, people, field, value):
    stock, warehouse = make_bulk(people), as_("warehouse")
    answer = patched(warehouse, f"bulk-stock/{stock.pk}", **{field: value})
    assert (answer.status, answer.codes, answer.attrs) == (403, ["permission_denied"], [field])
    stock.refresh_from_db()
    assert (stock.unit_cost, stock.unit_price) == (Decimal(20), Decimal(50))
    manager = as_("manager")
    assert manager.ok(patched(manager, f"bulk-stock/{stock.pk}", **{field: value}))[field] == value


def item(**facts):
    return {"sku": "CABLE", "item_name": "Cable", "category": "Cable", "location": place().pk} | facts


def test_the_warehouse_says_the_cost_of_what_comes_in_and_no_price(as_, people):
    warehouse = as_("warehouse")
    answer = warehouse.post("bulk-stock", item(unit_cost="5.00", unit_price="9.00"))
    assert (answer.status, answer.attrs) == (403, ["unit_price"])
    assert not BulkStock.objects.exists()
    made = warehouse.ok(warehouse.post("bulk-stock", item(unit_cost="5.00")))
    warehouse.ok(warehouse.post(f"bulk-stock/{made['id']}/receive", {"quantity": 2, "unit_cost": "6.00"}))
    assert BulkStock.objects.get().unit_cost == Decimal(6)


def test_no_bulk_stock_lies_at_the_location_of_what_was_sold(as_, people):
    manager, gone = as_("manager"), place("Sold").pk
    answer = manager.post("bulk-stock", item(location=gone))
    assert (answer.status, answer.attrs) == (400, ["location"])
    assert not BulkStock.objects.exists()
    stock = make_bulk(people)
    answer = patched(manager, f"bulk-stock/{stock.pk}", location=gone)
    assert (answer.status, answer.attrs) == (400, ["location"])
    stock.refresh_from_db()
    assert stock.location == place("Shop Floor")
