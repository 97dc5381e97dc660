"""Reading sales."""

from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from apps.customers.models import Customer
from apps.invoices.workflow import Status
from apps.ledger.models import LedgerEntry
from common.money import ZERO, MoneyField

Cause = LedgerEntry.Cause
# What was received: tenders, payments on account less their reversals, deposits. All else is credited.
RECEIVED = (Cause.TENDER, Cause.SALES_PAYMENT, Cause.REVERSAL, Cause.SETTLEMENT)


def settled() -> dict[str, Any]:
    """Return what is annotated to an invoice: `paid`, and `credited` without having been received.

    Once it is issued, total = credited + paid + balance; before that nothing is either.
    """
    entries = LedgerEntry.objects.filter(document_kind="invoice", document_id=OuterRef("pk")).order_by()
    received = Sum("amount", filter=Q(cause__in=RECEIVED))
    received = entries.values("document_id").annotate(received=received).values("received")
    paid = Coalesce(Subquery(received), Value(ZERO), output_field=MoneyField())
    credited = Case(
        When(issued_at__isnull=True, then=Value(ZERO)),
        default=F("total_amount") - F("balance") - F("paid"),
        output_field=MoneyField(),
    )
    return {"paid": paid, "credited": credited}


def live_invoices_of(customer: Customer) -> list[str]:
    """Return, as phrases, the invoices that keep a customer from being deleted: drafts and those not paid in full."""
    standing = customer.invoices.filter(Q(status=Status.DRAFT) | Q(balance__gt=0)).exclude(status=Status.CANCELLED)
    return [
        _("invoice %(number)s") % {"number": number}
        for number in standing.order_by("pk").values_list("invoice_number", flat=True)[:5]
    ]
