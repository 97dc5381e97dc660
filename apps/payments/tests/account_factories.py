"""Payments on account for tests, made through the services."""

from decimal import Decimal
from typing import Any

from apps.customers.models import Customer
from apps.invoices.tests.factories import make_customer, make_issued
from apps.payments import account, reversals
from apps.payments.models import Bank, SalesPayment, SalesPaymentReversal
from common.records import record_create

NAMES = {"Invoice": "invoice", "CreditNote": "credit_note", "DebitNote": "debit_note"}


def bank(people: Any) -> Bank:
    """Return the bank that tests deposit in."""
    found = Bank.objects.filter(name="Test bank").first()
    return found or record_create(Bank, actor=people["manager"], name="Test bank")


def item(document: Any, amount: str) -> dict[str, Any]:
    """Return the input of an item on a document; None is an advance."""
    if document is None:
        return {"type": "advance", "amount": Decimal(amount)}
    return {"type": NAMES[type(document).__name__], "id": document.pk, "amount": Decimal(amount)}


def make_payment(
    people: Any, *items: dict[str, Any], customer: Customer | None = None, by: str = "billing"
) -> SalesPayment:
    """Return a draft; without items it pays an invoice of 100 of its own."""
    customer = customer or make_customer(people)
    paid = list(items) or [item(make_issued(people, customer=customer), "100.00")]
    return account.sales_payment_create(
        customer=customer.pk, deposited_in_bank=bank(people).pk, items_json=paid, actor=people[by]
    )


def applied(people: Any, *items: dict[str, Any], customer: Customer | None = None) -> SalesPayment:
    """Return a payment that Finance applied."""
    payment = make_payment(people, *items, customer=customer)
    return account.sales_payment_apply(payment=payment, actor=people["finance"])


def reversal_of(people: Any, payment: SalesPayment) -> SalesPaymentReversal:
    """Return a draft reversal, asked for by somebody of Billing who did not make the payment."""
    return reversals.sales_payment_reverse(payment=payment, reason="Wrong customer", actor=people["billing2"])
