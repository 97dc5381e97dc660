"""Reading notes: what they are worth to an account, and what keeps a customer."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.sales_notes.models import CreditNote, DebitNote, SalesNote
from apps.sales_notes.workflow import Origin, Status
from common.money import ZERO

MOST_NAMED = 5


def _open(notes: type[SalesNote], customer: Customer) -> Decimal:
    rows = notes._default_manager.filter(customer=customer, currency=customer.currency, balance__gt=0)
    return rows.aggregate(open=Sum("balance"))["open"] or ZERO


def open_debit_of(customer: Customer) -> Decimal:
    """Return what is open on the customer's approved debit notes, in their currency."""
    return _open(DebitNote, customer)


def open_credit_of(customer: Customer) -> Decimal:
    """Return what is left of the customer's approved credit notes, in their currency."""
    return _open(CreditNote, customer)


def live_notes_of(customer: Customer) -> list[str]:
    """Return, as phrases, the notes that keep a customer from being deleted: drafts and those with a balance."""
    return [
        f"{kind._meta.verbose_name} {number}"
        for kind in (CreditNote, DebitNote)
        for number in kind._default_manager.filter(
            Q(status=Status.DRAFT) | Q(balance__gt=0), customer=customer, deleted_at=None
        )
        .order_by("pk")
        .values_list("readable_number", flat=True)[:MOST_NAMED]
    ]


def corrected_note(note: SalesNote) -> SalesNote | None:
    """Return the note that this one corrects, if it was made for that."""
    if note.origin != Origin.CORRECTION:
        return None
    opposite: Any = DebitNote if isinstance(note, CreditNote) else CreditNote
    return opposite._default_manager.filter(pk=note.origin_id).first()


def credits_of(invoice: Invoice) -> QuerySet[CreditNote]:
    """Return the credit notes about the invoice, and those set against it with how much: `applied`."""
    mine = Q(applications__invoice=invoice)
    notes = CreditNote.objects.filter(Q(invoice=invoice) | mine, deleted_at=None).order_by("pk")
    return notes.annotate(applied=Coalesce(Sum("applications__amount", filter=mine), ZERO))
