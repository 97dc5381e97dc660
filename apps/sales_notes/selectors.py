"""Reading notes: what they are worth to an account and an invoice, and what keeps a customer."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.settlement import Settler
from apps.sales_notes.models import CreditNote, DebitNote, NoteApplication, SalesNote
from apps.sales_notes.workflow import Origin, Status
from common.money import ZERO, MoneyField

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


def has_notes() -> Any:
    """Return what is annotated to an invoice: whether a note is about it."""
    credit, debit = (
        kind._default_manager.filter(invoice=OuterRef("pk"), deleted_at=None) for kind in (CreditNote, DebitNote)
    )
    return ExpressionWrapper(Exists(credit) | Exists(debit), output_field=BooleanField())


def notes_about(invoice: Invoice) -> list[SalesNote]:
    """Return the notes about the invoice, and the credit notes set against it with how much: `applied`."""
    mine = Q(applications__invoice=invoice)
    credits_ = CreditNote.objects.filter(Q(invoice=invoice) | mine, deleted_at=None)
    charges = DebitNote.objects.filter(invoice=invoice, deleted_at=None)
    return [
        *credits_.annotate(applied=Coalesce(Sum("applications__amount", filter=mine), ZERO)).order_by("pk"),
        *charges.annotate(applied=Value(None, output_field=MoneyField())).order_by("pk"),
    ]


def voids_told(ids: Iterable[int]) -> dict[int, Settler]:
    """Return what the credit notes with these ids are to the invoices that they void."""
    return {note.pk: _credit(note) for note in CreditNote.objects.filter(pk__in=ids)}


def applications_told(ids: Iterable[int]) -> dict[int, Settler]:
    """Return the credit notes that were set against invoices by the applications with these ids."""
    rows = NoteApplication.objects.filter(pk__in=ids).select_related("credit_note")
    return {row.pk: _credit(row.credit_note) for row in rows}


def _credit(note: CreditNote) -> Settler:
    return Settler("credit_note", note.readable_number, "credit-notes", note.pk)
