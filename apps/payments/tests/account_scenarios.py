"""Payments on account and reversals that one guard alone holds back."""

from functools import partial
from typing import Any

from apps.invoices.tests.factories import make_customer
from apps.payments import account, reversals
from apps.payments.account_workflow import REVERSAL, SALES_PAYMENT
from apps.payments.models import SalesPayment, SalesPaymentReversal
from apps.payments.tests.account_factories import applied, bank, item, make_payment, reversal_of
from common.testing.scenarios import Scenario


def empty(people: Any) -> SalesPayment:
    """Return a draft that pays nothing."""
    return account.sales_payment_create(
        customer=make_customer(people).pk, deposited_in_bank=bank(people).pk, actor=people["billing"]
    )


def own(people: Any) -> SalesPayment:
    """Return a draft by somebody of Finance."""
    return make_payment(people, by="finance")


def changed(people: Any) -> SalesPayment:
    """Return a draft of Billing's whose items an Admin, who may apply it, changed."""
    customer = make_customer(people)
    draft = make_payment(people, item(None, "25.00"), customer=customer)
    return account.sales_payment_update(payment=draft, items_json=[item(None, "9999.00")], actor=people["admin"])


def being_reversed(people: Any) -> Any:
    """Return an applied payment whose reversal waits."""
    payment: Any = applied(people)
    payment.waiting = reversal_of(people, payment)
    return payment


def asked_by_an_admin(people: Any) -> SalesPaymentReversal:
    """Return a reversal that an Admin, who may approve it, asked for."""
    return reversals.sales_payment_reverse(payment=applied(people), reason="Wrong", actor=people["admin"])


apply = partial(
    Scenario,
    workflow=SALES_PAYMENT,
    step="apply",
    take=lambda payment, actor: account.sales_payment_apply(payment=payment, actor=actor),
    actor="finance",
)

SCENARIOS = [
    apply(guard="has_items", make=empty, sentence="It pays nothing yet: choose what it is for.", code="empty"),
    apply(
        guard="somebody_else",
        make=own,
        sentence="You made this payment, so somebody else must approve it.",
        code="self_approval",
    ),
    apply(
        guard="somebody_else",
        make=changed,
        sentence="You changed this payment, so somebody else must approve it.",
        code="self_approval",
        actor="admin",
    ),
    Scenario(
        workflow=SALES_PAYMENT,
        step="reverse",
        guard="is_not_being_reversed",
        make=being_reversed,
        take=lambda payment, actor: reversals.sales_payment_reverse(payment=payment, reason="Again", actor=actor),
        actor="billing",
        sentence="Reversal {row.waiting} waits for Finance already.",
    ),
    Scenario(
        workflow=REVERSAL,
        step="approve",
        guard="somebody_else",
        make=asked_by_an_admin,
        take=lambda reversal, actor: reversals.sales_payment_reversal_approve(reversal=reversal, actor=actor),
        actor="admin",
        sentence="You asked for this reversal, so somebody else must approve it.",
        code="self_approval",
    ),
]
