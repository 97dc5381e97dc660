"""Orders that one guard alone holds back. What an invoice does to an order stands with the invoices."""

from decimal import Decimal

from apps.orders.services import order_send
from apps.orders.tests.factories import make_order
from apps.orders.workflow import ORDER
from common.testing.scenarios import Scenario

SCENARIOS = [
    Scenario(
        workflow=ORDER,
        step="send",
        guard="has_a_total",
        make=lambda people: make_order(people, order_total=Decimal("0.00")),
        take=lambda order, actor: order_send(order=order, actor=actor),
        actor="sales",
        sentence="It has no total yet: add lines or give the total.",
    )
]
