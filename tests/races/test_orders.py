"""Races over an order: what is approved is what was read, a hold is never lost, nothing is billed twice."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from apps.invoices.models import Invoice
from apps.invoices.order_billing import order_invoice
from apps.orders.approvals import order_approve, order_hold
from apps.orders.models import Order
from apps.orders.services import order_update
from apps.orders.tests.factories import make_applied, make_order
from common.errors import ActionNotAllowed, Conflict, Stale
from common.testing.plugin import NIGHTLY
from common.testing.races import Round, race, without_locks, without_trigger

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.timeout(1200 if NIGHTLY else 300),
]
CHANGED = Decimal("9000.00")


def fresh(played: Round) -> Order:
    return Order.objects.get(pk=played.prepared.pk)


def approve_and(people: Any, rival: Any) -> list[Round]:
    """Billing approves an order that everybody has read, while somebody else does the other thing."""
    acts = (lambda order: order_approve(order=order, actor=people["billing"]), rival)
    return race(2, lambda i, order: acts[i](order), prepare=lambda: make_order(people))


def held(people: Any) -> list[Round]:
    return approve_and(people, lambda order: order_hold(order=order, reason="Late", actor=people["finance"]))


def changed(people: Any) -> list[Round]:
    return approve_and(people, lambda order: order_update(order=order, order_total=CHANGED, actor=people["sales"]))


def test_a_hold_is_never_lost_to_an_approval(people):
    for played in held(people):
        assert {type(error) for error in played.errors} <= {Stale}
        assert (fresh(played).approved_by_billing_status, fresh(played).applied_at) == ("hold", None)


@pytest.mark.breaks_invariants
def test_control_without_locks_a_hold_is_lost(people):
    with without_locks():
        assert "approved" in {fresh(played).approved_by_billing_status for played in held(people)}


def test_an_approval_never_stands_on_a_total_that_nobody_read(people):
    for played in changed(people):
        assert {type(error) for error in played.errors} <= {Stale}
        order = fresh(played)
        assert (order.order_total, order.approved_by_billing_status) == (CHANGED, "pending")


def test_without_locks_the_database_still_keeps_what_is_approved(people):
    with without_locks():
        for played in changed(people):
            assert {type(error) for error in played.errors} <= {Stale, IntegrityError}
            order = fresh(played)
            assert order.approved_by_billing_status == "pending" or order.approved_total == order.order_total


@pytest.mark.breaks_invariants
def test_control_without_locks_and_trigger_it_does(people):
    with without_trigger("orders_order", "frozen"), without_locks():
        orders = [fresh(played) for played in changed(people)]
        assert any(order.approved_total not in (None, order.order_total) for order in orders)


def bill_the_same(people: Any, number: int = 6) -> list[Round]:
    """Everybody invoices all that is left of one order."""
    return race(
        number,
        lambda _, order: order_invoice(order=order, actor=people["sales"]),
        prepare=lambda: make_applied(people),
    )


def billed(played: Round) -> Decimal:
    return sum(Invoice.objects.filter(order=played.prepared).values_list("subtotal", flat=True), Decimal(0))


def test_an_order_is_invoiced_once(people):
    for played in bill_the_same(people):
        assert (len(played.values), {type(error) for error in played.errors}) == (1, {ActionNotAllowed})
        assert billed(played) == played.prepared.order_total


def test_without_locks_the_database_still_invoices_it_once(people):
    with without_locks():
        for played in bill_the_same(people):
            assert {type(error) for error in played.errors} <= {ActionNotAllowed, Conflict, IntegrityError}
            assert billed(played) == played.prepared.order_total


@pytest.mark.breaks_invariants
def test_control_without_locks_and_trigger_it_is_invoiced_twice(people):
    with without_trigger("invoices_invoice", "within_order"), without_locks():
        assert any(billed(played) > played.prepared.order_total for played in bill_the_same(people))
