"""The steps of a unit beside the straight way to sale: back, aside, and returned."""

import pytest

from apps.inventory import bulk, services
from apps.inventory.models import Asset
from apps.inventory.tests.factories import make_bulk, place, ready, receive
from apps.inventory.tests.scenarios import in_qc
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft
from common.db.acting import act
from common.errors import Conflict, Invalid

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("to", ["Diagnostics Pending", "Repair Hold"])
def test_a_unit_that_fails_qc_goes_where_it_is_sent(people, to):
    unit = services.asset_fail_qc(asset=in_qc(people), reason="Key stuck", to=to, actor=people["technician"])
    unit.refresh_from_db()
    assert unit.status == to
    assert unit.movements.latest("pk").reason == "Key stuck"


def test_qc_leads_to_no_other_place(people):
    unit = in_qc(people)
    with pytest.raises(Invalid) as refused:
        services.asset_fail_qc(asset=unit, reason="Key stuck", to="Sold", actor=people["technician"])
    assert refused.value.field == "to"
    assert Asset.objects.get(pk=unit.pk).status == "QC Pending"


def test_a_unit_held_for_repair_is_diagnosed_again_once_repaired(people):
    unit = services.asset_hold_for_repair(asset=in_qc(people), reason="Hinge", actor=people["technician"])
    assert Asset.objects.get(pk=unit.pk).status == "Repair Hold"
    services.asset_repaired(asset=unit, reason="Hinge replaced", actor=people["technician"])
    assert Asset.objects.get(pk=unit.pk).status == "Diagnostics Pending"


def test_a_blocked_unit_says_why_until_it_is_unblocked(people):
    unit = services.asset_block(asset=receive(people)[0], reason="Cracked", actor=people["manager"])
    assert Asset.objects.get(pk=unit.pk).not_sellable_reason == "Cracked"
    services.asset_unblock(asset=unit, reason="New glass", actor=people["manager"])
    unit.refresh_from_db()
    assert (unit.status, unit.not_sellable_reason) == ("Diagnostics Pending", "")


def test_qc_writes_down_the_battery_and_the_looks(people):
    unit = services.asset_pass_qc(
        asset=in_qc(people),
        condition_grade="B",
        cosmetic_notes="Scratch",
        battery_health_percent=91,
        battery_cycle_count=120,
        actor=people["technician"],
    )
    unit.refresh_from_db()
    assert (unit.condition_grade, unit.cosmetic_notes) == ("B", "Scratch")
    assert (unit.battery_health_percent, unit.battery_cycle_count) == (91, 120)


def test_a_unit_moves_to_another_place_and_never_to_where_sold_ones_lie(people):
    unit = receive(people)[0]
    services.asset_move(asset=unit, location=place("Repair Bench").pk, actor=people["technician"])
    assert Asset.objects.get(pk=unit.pk).location == place("Repair Bench")
    for location, error in ((10**9, Invalid), (place("Sold").pk, Conflict), (place("Repair Bench").pk, Conflict)):
        with pytest.raises(error):
            services.asset_move(asset=unit, location=location, actor=people["technician"])
    assert Asset.objects.get(pk=unit.pk).location == place("Repair Bench")


def test_receiving_bulk_stock_at_another_cost_changes_its_cost(people):
    stock = make_bulk(people, 10)
    bulk.bulk_stock_receive(stock=stock, quantity=5, unit_cost="21.50", actor=people["warehouse"])
    stock.refresh_from_db()
    assert (stock.quantity, str(stock.unit_cost)) == (15, "21.50")


def test_a_unit_that_is_not_for_sale_is_named_when_it_is_reserved(people):
    unit = receive(people)[0]
    with pytest.raises(Conflict) as refused, act(actor=people["sales"]):
        services.assets_reserve(assets=Asset.objects.filter(pk=unit.pk), actor=people["sales"], reason="Draft")
    assert refused.value.code == "asset_not_sellable"


def test_a_sold_unit_that_was_sold_does_not_move(people):
    unit = ready(people)[0]
    invoice_issue(invoice=make_draft(people, {"asset": unit.pk}), actor=people["sales"])
    with pytest.raises(Conflict):
        services.asset_move(asset=unit, location=place().pk, actor=people["technician"])
    assert Asset.objects.get(pk=unit.pk).location == place("Sold")
