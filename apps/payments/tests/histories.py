"""What may happen to a customer's account, at random, each through its service."""

from decimal import Decimal
from random import Random
from typing import Any

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_cancel
from apps.invoices.tests.factories import make_draft, make_issued
from apps.payments.models import Payment
from apps.payments.reversals import sales_payment_reversal_approve
from apps.payments.services import payment_receive, payment_refund
from apps.payments.tests.account_factories import applied, item, reversal_of
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.services import (
    credit_note_apply_to_invoice,
    invoice_void,
    note_approve,
    note_billing_sign,
)
from apps.sales_notes.tests.factories import approved

ADVANCE = "3.00"


def sell(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    make_issued(people, str(amount), customer=customer)


def charge(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    approved(people, DebitNote, str(amount), customer=customer)


def credit(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    approved(people, CreditNote, str(amount), customer=customer)


def draft(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    invoice_cancel(invoice=make_draft(people, customer=customer), reason="No", actor=people["sales"])


def pay(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    if due:
        payment_receive(invoice=due, payment_method="MoMo", amount=min(amount, due.balance), actor=people["sales"])


def pay_back(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    receipts = Payment.objects.filter(invoice__customer=customer, invoice__void_status="none", opposed_by=None)
    if receipt := receipts.filter(kind="receipt").order_by("pk").first():
        facts = {"amount": receipt.amount, "payment_method": "Cash", "reason": "Broken"}
        payment_refund(payment=receipt, actor=people["manager"], **facts)


def apply(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    note = CreditNote.objects.filter(customer=customer, balance__gt=0).order_by("pk").first()
    if due and note:
        most = min(note.balance, due.balance)
        credit_note_apply_to_invoice(note=note, invoice=due.pk, amount=most, actor=people["billing"])


def void(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    if due and not due.creditnotes.exists():  # type: ignore[attr-defined]
        note = invoice_void(invoice=due, reason="Wrong", actor=people["sales"])
        assert note is not None
        note_approve(note=note_billing_sign(note=note, actor=people["billing"]), actor=people["manager"])


def pay_on_account(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    if due:
        most = min(amount, due.balance)
        spent = CreditNote.objects.filter(customer=customer, balance__gt=most).order_by("pk").first()
        paid = [item(due, str(most)), item(None, ADVANCE)] + ([item(spent, str(most))] if spent else [])
        applied(people, *paid, customer=customer)


def reverse(people: Any, customer: Customer, amount: Decimal, due: Invoice | None) -> None:
    paid = customer.salespayments.filter(status="applied").last()  # type: ignore[attr-defined]
    if paid is None:
        return
    items = paid.sales_payment_items
    spent = items.filter(type="advance", credit_note__balance__lt=Decimal(ADVANCE)).exists()
    if not spent and not items.filter(invoice__isnull=False).exclude(invoice__void_status="none").exists():
        sales_payment_reversal_approve(reversal=reversal_of(people, paid), actor=people["finance"])


DEEDS = [sell, sell, charge, credit, pay, pay, pay_back, apply, void, draft, pay_on_account, pay_on_account, reverse]


def act(people: Any, chance: Random, customer: Customer) -> None:
    """Do one thing that happens to an account, if it is possible now."""
    owed = list(Invoice.objects.filter(customer=customer, status="Sent", void_status="none").order_by("pk"))
    due = chance.choice(owed) if owed else None
    chance.choice(DEEDS)(people, customer, Decimal(chance.randint(1, 9999)) / 100, due)
