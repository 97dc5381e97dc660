"""Money received at the till (domain §7): tenders are written once; a mistake is answered by an opposite row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_hand_over, invoice_lock, invoice_reopen, invoice_settle
from apps.invoices.withdrawal import invoice_void_confirm, invoice_void_forget, invoice_withdraw
from apps.invoices.workflow import INVOICE, Status
from apps.ledger.models import LedgerEntry
from apps.ledger.services import entry_post, too_much
from apps.payments.models import Payment
from apps.payments.till import open_session_of
from apps.payments.workflow import PAYMENT, left_of, too_little_left
from common.dates import business_date
from common.db.acting import act
from common.errors import ActionNotAllowed, Invalid
from common.events import publish
from common.money import ZERO, in_figures


@dataclass(frozen=True)
class Checkout:
    """A sale at the till: the paid invoice, and the change to hand back."""

    invoice: Invoice
    change: Decimal


def payment_receive(
    *, invoice: Invoice, payment_method: str, amount: Decimal, actor: User, reference: str = "", notes: str = ""
) -> Payment:
    """The tender is on the invoice and its balance lower; at zero the invoice is Paid. In the invoice's currency.

    Raises ActionNotAllowed unless the invoice is Sent, Conflict (balance_exceeded) for more than is open.
    """
    with act(actor=actor, step="receive_payment", announced=True):
        owed = invoice_lock(invoice)
        if owed.status not in {Status.SENT, Status.PAID}:
            facts = {"invoice": owed, "status": _(owed.status)}
            sentence = _("Invoice %(invoice)s is %(status)s: only an issued one is paid.") % facts
            raise ActionNotAllowed(sentence, status=owed.status)
        payment = _tender(
            owed, payment_method=payment_method, amount=amount, reference=reference, notes=notes, actor=actor
        )
        invoice_settle(invoice=owed, actor=actor)
    return payment


def _tender(
    invoice: Invoice, *, payment_method: str, amount: Decimal, reference: str, notes: str, actor: User
) -> Payment:
    if amount > invoice.balance:
        raise too_much(document=invoice, amount=amount)
    payment = Payment.objects.create(
        invoice=invoice,
        payment_date=business_date(),
        payment_method=payment_method,
        amount=amount,
        reference=reference,
        notes=notes,
        received_by=actor,
        till_session=open_session_of(actor, currency=invoice.currency),
    )
    entry_post(document=invoice, amount=amount, cause=LedgerEntry.Cause.TENDER, source=payment, actor=actor)
    return payment


def invoice_checkout(
    *,
    invoice: Invoice,
    payments: Sequence[dict[str, Any]],
    actor: User,
    cash_received: Decimal | None = None,
) -> Checkout:
    """The draft is issued and Paid in one transaction: goods handed over, tenders received, change computed.

    Σ tenders − change = total. Change comes out of cash alone. Raises Invalid (tenders_differ) otherwise.
    """
    with act(actor=actor, step="receive_payment"):
        with INVOICE.perform("checkout", invoice_lock(invoice), actor=actor) as issued:
            tenders, change = _tenders(payments, issued.total_amount, cash_received)
            lines = invoice_hand_over(invoice=issued, actor=actor)
        for tender in tenders:
            _tender(issued, actor=actor, **({"reference": "", "notes": ""} | tender))
        publish("invoices.invoice.issued", invoice=issued, lines=lines, actor=actor)
        return Checkout(invoice_settle(invoice=issued, actor=actor), change)


def _tenders(
    payments: Sequence[dict[str, Any]], total: Decimal, cash_received: Decimal | None
) -> tuple[list[dict[str, Any]], Decimal]:
    """Return the tenders that stay with us, and the change."""
    cash = sum((p["amount"] for p in payments if p["payment_method"] == Payment.Method.CASH), ZERO)
    paid = sum((p["amount"] for p in payments), ZERO)
    change = paid - total
    if change < 0:
        facts = {"paid": in_figures(paid), "total": in_figures(total)}
        sentence = _("The tenders come to %(paid)s; %(total)s is due.") % facts
        raise Invalid(sentence, code="tenders_differ", field="payments")
    if change > cash:
        raise Invalid(
            _("The tenders come to %(paid)s, %(change)s more than is due: change is given on cash alone.")
            % {"paid": in_figures(paid), "change": in_figures(change)},
            code="tenders_differ",
            field="payments",
        )
    kept, left = [], change
    for tender in payments:
        back = min(left, tender["amount"]) if tender["payment_method"] == Payment.Method.CASH else ZERO
        left -= back
        if tender["amount"] > back:
            kept.append(tender | {"amount": tender["amount"] - back})
    if cash_received is not None:
        if cash_received < cash:
            raise Invalid(
                _("%(cash)s is paid in cash, but only %(received)s was handed over.")
                % {"cash": in_figures(cash), "received": in_figures(cash_received)},
                code="tenders_differ",
                field="cash_received",
            )
        change += cash_received - cash
    return kept, change


def payment_void(*, payment: Payment, reason: str, actor: User) -> Payment:
    """The tender is undone on the day it was received: an opposite row, and the invoice owed again.

    Raises Forbidden without the right, Invalid without a reason, ActionNotAllowed on a later day (refund it instead),
    or when it is voided or refunded already.
    """
    method = payment.payment_method
    return _oppose(payment, Payment.Kind.VOID, payment.amount, payment_method=method, reason=reason, actor=actor)


def payment_refund(*, payment: Payment, amount: Decimal, payment_method: str, reason: str, actor: User) -> Payment:
    """So much of the tender is paid back, by that method: an opposite row, and the invoice owed again.

    Raises Forbidden without the right, Invalid without a reason, Conflict (balance_exceeded) for more than is left of
    the tender.
    """
    return _oppose(payment, Payment.Kind.REFUND, amount, payment_method=payment_method, reason=reason, actor=actor)


def _oppose(payment: Payment, kind: str, amount: Decimal, *, payment_method: str, reason: str, actor: User) -> Payment:
    with act(actor=actor, step=f"{kind}_payment", reason=reason, announced=True):
        if payment.invoice is not None:
            payment.invoice = invoice_lock(payment.invoice)
        PAYMENT.foresee(kind, payment, actor=actor, reason=reason)
        if amount > (left := left_of(payment)):
            raise too_little_left(left)
        # A step's guard has seen that there is one.
        invoice = invoice_reopen(invoice=cast("Invoice", payment.invoice), actor=actor, reason=reason)
        opposite = Payment.objects.create(
            invoice=invoice,
            kind=kind,
            opposes=payment,
            payment_date=business_date(),
            payment_method=payment_method,
            amount=amount,
            notes=reason,
            received_by=actor,
            till_session=open_session_of(actor, currency=invoice.currency),
        )
        entry_post(document=invoice, amount=-amount, cause=LedgerEntry.Cause.TENDER, source=opposite, actor=actor)
    return opposite


def invoice_confirm_void(*, invoice: Invoice, actor: User) -> Invoice:
    """A walk-in's sale is undone: every tender goes back by its own method, the units return, nothing is owed.

    Raises SelfApproval to whoever asked for it, ActionNotAllowed while nobody has.
    """
    with act(actor=actor, step="confirm-void"):
        with INVOICE.perform("confirm_void", invoice_lock(invoice), actor=actor) as confirmed:
            invoice_void_confirm(invoice=confirmed, actor=actor)
        received = confirmed.balance < confirmed.total_amount
        reason = confirmed.void_reason
        for payment in confirmed.payments.filter(kind=Payment.Kind.RECEIPT).order_by("pk"):
            if left := left_of(payment):
                kind = Payment.Kind.VOID if payment.payment_date == business_date() else Payment.Kind.REFUND
                kind = kind if left == payment.amount else Payment.Kind.REFUND
                _oppose(payment, kind, left, payment_method=payment.payment_method, reason=reason, actor=actor)
        owed = invoice_lock(confirmed)
        entry_post(document=owed, amount=owed.balance, cause=LedgerEntry.Cause.VOID, source=owed, actor=actor)
        return invoice_withdraw(
            invoice=owed, to=Status.REFUNDED if received else Status.CANCELLED, reason=reason, actor=actor
        )


def invoice_decline_void(*, invoice: Invoice, reason: str, actor: User) -> Invoice:
    """A walk-in's sale stands, for the reason given."""
    with INVOICE.perform("decline_void", invoice, actor=actor, reason=reason) as standing:
        invoice_void_forget(invoice=standing)
    return standing
