"""Drafts at the till that one guard alone holds back."""

from decimal import Decimal
from functools import partial

from apps.invoices.tests.scenarios import of_a_waiting_order, without_lines
from apps.invoices.workflow import INVOICE
from apps.payments.services import invoice_checkout
from common.testing.scenarios import Scenario

checkout = partial(
    Scenario,
    workflow=INVOICE,
    step="checkout",
    take=lambda invoice, actor: invoice_checkout(
        invoice=invoice,
        payments=[{"payment_method": "Cash", "amount": Decimal("100.00")}],
        actor=actor,
    ),
    actor="sales",
)

SCENARIOS = [
    checkout(guard="has_lines", make=without_lines, sentence="It has no lines yet."),
    checkout(guard="order_released", make=of_a_waiting_order, sentence="Order {row.order} still waits for approval."),
]
