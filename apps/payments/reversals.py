"""Undoing a payment on account (domain §7, seed 3): asked for by Billing, approved by Finance."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.customers.models import Customer
from apps.invoices.locking import invoices_lock
from apps.invoices.models import Invoice
from apps.invoices.services import invoices_reopen
from apps.invoices.workflow import LIVE
from apps.ledger.models import LedgerEntry
from apps.ledger.services import Posting, entries_post
from apps.payments.account_workflow import REVERSAL, SALES_PAYMENT, PaymentStatus
from apps.payments.models import SalesPayment, SalesPaymentItem, SalesPaymentReversal, SalesPaymentReversalItem
from apps.payments.models.account import ItemType
from apps.sales_notes.models import CreditNote, DebitNote
from common import clock
from common.db.acting import act
from common.db.locks import lock, lock_all, lock_by_id
from common.errors import ActionNotAllowed, Conflict
from common.events import publish

# What a reversal keeps of each item that it undoes.
_COPIED_OF_ITEMS = ("item_number", "type", "invoice_id", "debit_note_id", "credit_note_id", "amount")


def sales_payment_reverse(*, payment: SalesPayment, reason: str, actor: User) -> SalesPaymentReversal:
    """A draft reversal of the applied payment waits for Finance; no balance changes yet.

    Raises ActionNotAllowed unless the payment is applied, or when a reversal of it waits already.
    """
    with act(actor=actor, step="reverse", reason=reason):
        with SALES_PAYMENT.perform("reverse", payment, actor=actor, reason=reason) as mistaken:
            pass
        reversal = SalesPaymentReversal(
            sales_payment=mistaken,
            payment_created_by_id=mistaken.created_by_id,
            created_by=actor,
            reason=reason,
            **{name: getattr(mistaken, name) for name in _COPIED},
        )
        reversal.number, reversal.readable_number = SalesPaymentReversal.SERIES.take()
        reversal.save(force_insert=True)
    return reversal


_COPIED = (
    "customer_id", "received_at", "customer_rep_id", "deposited_in_bank_id", "items_json", "items", "total", "currency",
)  # fmt: skip


def sales_payment_reversal_approve(*, reversal: SalesPaymentReversal, actor: User) -> SalesPaymentReversal:
    """Every balance that the payment changed is what it was before, and the payment is reversed and stays archived.

    Raises SelfApproval to whoever asked for it or made the payment, Conflict (credit_spent) while a credit note that
    the payment made is spent, naming the spender, and (not_open) when an invoice of it has been voided since.
    """
    with act(actor=actor, step="approve"):
        lock_by_id(Customer, reversal.customer_id)
        payment = reversal.sales_payment
        documents = _lock_documents(payment)
        lock(payment)
        with REVERSAL.perform("approve", reversal, actor=actor) as approved:
            approved.confirmed_by, approved.applied_at, approved.archived = actor, clock.now(), True
            approved.four_eyes_waived = waived_for(actor, approved.created_by_id, approved.payment_created_by_id)
            _give_back(approved, list(payment.sales_payment_items.order_by("item_number")), documents, actor)
        with SALES_PAYMENT.perform("undo", payment, actor=actor, reason=approved.reason) as reversed_:
            pass
        publish("payments.sales_payment.reversed", payment=reversed_, actor=actor)
    return approved


def _lock_documents(payment: SalesPayment) -> dict[tuple[type[Any], int], Any]:
    items = list(payment.sales_payment_items.all())

    def ids(name: str) -> list[int]:
        return [getattr(item, f"{name}_id") for item in items if getattr(item, f"{name}_id")]

    rows = [
        *invoices_lock(Invoice.objects.filter(pk__in=ids("invoice"))),
        *lock_all(DebitNote.objects.filter(pk__in=ids("debit_note"))),
        *lock_all(CreditNote.objects.filter(pk__in=ids("credit_note"))),
    ]
    return {(type(row), row.pk): row for row in rows}


def _give_back(
    reversal: SalesPaymentReversal, items: Sequence[SalesPaymentItem], documents: Mapping[Any, Any], actor: User
) -> None:
    named = [(item, documents[type(item.document), item.document.pk]) for item in items]
    for item, document in named:
        if item.type == ItemType.ADVANCE:
            _check_unspent(document)
    invoices = [document for _item, document in named if isinstance(document, Invoice)]
    _check_owed(invoices)
    invoices_reopen(invoices=invoices, actor=actor, reason=reversal.reason)
    rows = SalesPaymentReversalItem.objects.bulk_create(
        SalesPaymentReversalItem(
            sales_payment_reversal=reversal, **{name: getattr(item, name) for name in _COPIED_OF_ITEMS}
        )
        for item in items
    )
    entries_post(
        postings=[
            Posting(document, item.amount if item.type == ItemType.ADVANCE else -item.amount, row)
            for (item, document), row in zip(named, rows, strict=True)
        ],
        cause=LedgerEntry.Cause.REVERSAL,
        actor=actor,
    )


def _check_owed(invoices: Sequence[Invoice]) -> None:
    for invoice in invoices:
        if invoice.status not in LIVE:
            raise Conflict(
                _("Invoice %(invoice)s is not owed any more: what was paid on it is the customer's credit by now.")
                % {"invoice": invoice},
                code="not_open",
                invoice=invoice.pk,
            )


def _check_unspent(credit: CreditNote) -> None:
    if credit.balance != credit.total:
        spenders = _spenders(credit)
        raise Conflict(
            _("The advance became %(credit)s, which is spent by %(spenders)s: undo that first.")
            % {"credit": credit, "spenders": ", ".join(spenders)},
            code="credit_spent",
            spenders=spenders,
        )


def _spenders(credit: CreditNote) -> list[str]:
    """Return the numbers of what spent the credit note: invoices it was set against, and payments."""
    live = SalesPaymentItem.objects.filter(
        credit_note=credit, type=ItemType.CREDIT_NOTE, sales_payment__status=PaymentStatus.APPLIED
    )
    return [
        *(str(application.invoice) for application in credit.applications.select_related("invoice").order_by("pk")),
        *(str(item.sales_payment) for item in live.select_related("sales_payment").order_by("pk")),
    ]


def sales_payment_reversal_reject(*, reversal: SalesPaymentReversal, reason: str, actor: User) -> SalesPaymentReversal:
    """The payment stands, for the reason given."""
    with REVERSAL.perform("reject", reversal, actor=actor, reason=reason) as rejected:
        return rejected


def sales_payment_reversal_delete(*, reversal: SalesPaymentReversal, actor: User) -> None:
    """The reversal is marked deleted and the payment stands. Raises ActionNotAllowed once it is archived."""
    with act(actor=actor, step="delete", announced=True):
        draft = lock(reversal)
        if draft.archived:
            raise ActionNotAllowed(
                _("Reversal %(reversal)s is approved already: it cannot be deleted.") % {"reversal": draft},
                status=draft.status,
            )
        draft.deleted_at = timezone.now()
        draft.save(update_fields=["deleted_at"])
