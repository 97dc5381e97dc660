"""Reading notes: what they are worth to an account, and what keeps a customer."""

from decimal import Decimal

from django.db.models import Q, Sum

from apps.customers.models import Customer
from apps.sales_notes.models import CreditNote, DebitNote, SalesNote
from apps.sales_notes.workflow import Status
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
