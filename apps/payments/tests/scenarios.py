"""Drafts at the till that one guard alone holds back."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_issued
from apps.invoices.tests.scenarios import of_a_waiting_order, of_a_walk_in, without_lines
from apps.invoices.workflow import INVOICE
from apps.payments.services import invoice_checkout, invoice_confirm_void, invoice_decline_void
from apps.sales_notes.services import invoice_void
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


def asked(people: Any, *, by: str = "sales", walk_in: bool = False) -> Invoice:
    """Return an issued sale that somebody asked to void."""
    invoice = walk_in_sale(people) if walk_in else make_issued(people)
    invoice_void(invoice=invoice, reason="Wrong", actor=people[by])
    return invoice


def walk_in_sale(people: Any) -> Invoice:
    """Return a walk-in's sale, paid in cash."""
    draft = of_a_walk_in(people)
    cash = [{"payment_method": "Cash", "amount": draft.total_amount}]
    return invoice_checkout(invoice=draft, payments=cash, actor=people["sales"]).invoice


confirm = partial(
    Scenario,
    workflow=INVOICE,
    step="confirm_void",
    take=lambda invoice, actor: invoice_confirm_void(invoice=invoice, actor=actor),
    actor="manager",
)

SCENARIOS = [
    confirm(guard="is_walk_in", make=asked, sentence="It is voided when its credit note is approved."),
    confirm(
        guard="somebody_else",
        make=lambda people: asked(people, by="manager", walk_in=True),
        sentence="You asked to void this, so somebody else must approve it.",
        code="self_approval",
    ),
    Scenario(
        workflow=INVOICE,
        step="decline_void",
        guard="is_walk_in",
        make=asked,
        take=lambda invoice, actor: invoice_decline_void(invoice=invoice, reason="Keep it", actor=actor),
        actor="manager",
        sentence="It is voided when its credit note is approved.",
    ),
    checkout(guard="has_lines", make=without_lines, sentence="It has no lines yet."),
    checkout(guard="order_released", make=of_a_waiting_order, sentence="Order {row.order} still waits for approval."),
]
