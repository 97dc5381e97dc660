"""Sales at the till and tenders that one guard alone holds back."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import time_machine
from django.utils import timezone

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_issued
from apps.invoices.tests.scenarios import of_a_waiting_order, of_a_walk_in, without_lines
from apps.invoices.workflow import INVOICE
from apps.payments.models import Payment
from apps.payments.services import (
    invoice_checkout,
    invoice_confirm_void,
    invoice_decline_void,
    payment_receive,
    payment_refund,
    payment_void,
)
from apps.payments.tests import account_scenarios, till_scenarios
from apps.payments.workflow import PAYMENT
from apps.sales_notes.services import invoice_void
from common.dates import business_date
from common.records import record_create
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

void = partial(
    Scenario,
    workflow=PAYMENT,
    step="void",
    take=lambda payment, actor: payment_void(payment=payment, reason="Wrong", actor=actor),
    actor="manager",
)
refund = partial(
    Scenario,
    workflow=PAYMENT,
    step="refund",
    take=lambda payment, actor: payment_refund(
        payment=payment, amount=Decimal("1.00"), payment_method="Cash", reason="Wrong", actor=actor
    ),
    actor="manager",
)


def received(people: Any) -> Payment:
    """Return a tender of 10 on an issued invoice."""
    invoice = make_issued(people)
    return payment_receive(invoice=invoice, payment_method="Cash", amount=Decimal("10.00"), actor=people["sales"])


def of_yesterday(people: Any) -> Payment:
    """Return a tender that was received the day before."""
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        return received(people)


def paid_back(people: Any, amount: str) -> Payment:
    """Return a tender of 10 of which so much was paid back."""
    payment = received(people)
    payment_refund(
        payment=payment, amount=Decimal(amount), payment_method="Cash", reason="Late", actor=people["manager"]
    )
    return payment


def deposit(people: Any) -> Payment:
    """Return a tender that belongs to no invoice."""
    facts = {"payment_date": business_date(), "payment_method": "Cash", "amount": Decimal("10.00")}
    return record_create(Payment, actor=people["sales"], received_by=people["sales"], **facts)


A_DEPOSIT = "A deposit is paid back by its preorder."
SPENT = "This payment is already voided or refunded."

SCENARIOS = [
    void(guard="invoice_stands", make=deposit, sentence=A_DEPOSIT),
    void(guard="received_today", make=of_yesterday, sentence="It was received on another day: refund it instead."),
    void(guard="whole", make=lambda people: paid_back(people, "10.00"), sentence=SPENT),
    void(
        guard="whole",
        make=lambda people: paid_back(people, "4.00"),
        sentence="Only 6.00 is left of this payment.",
        code="balance_exceeded",
    ),
    refund(guard="invoice_stands", make=deposit, sentence=A_DEPOSIT),
    refund(guard="something_left", make=lambda people: paid_back(people, "10.00"), sentence=SPENT),
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
    *account_scenarios.SCENARIOS,
    *till_scenarios.SCENARIOS,
]
