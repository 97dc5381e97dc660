"""What money is to the invoices that it settles (apps.invoices.settlement)."""

from collections.abc import Iterable

from apps.invoices.settlement import Settler
from apps.payments.models import Payment, SalesPaymentItem, SalesPaymentReversalItem


def tenders(ids: Iterable[int]) -> dict[int, Settler]:
    """Return the tenders with these ids, named by method and reference."""
    return {
        row.pk: Settler(row.kind, f"{row.payment_method} {row.reference}".strip(), "payments", row.pk)
        for row in Payment.objects.filter(pk__in=ids)
    }


def account_payments(ids: Iterable[int]) -> dict[int, Settler]:
    """Return the payments on account that the items with these ids are of."""
    rows = SalesPaymentItem.objects.filter(pk__in=ids).select_related("sales_payment")
    return {
        row.pk: Settler("sales_payment", str(row.sales_payment), "sales-payments", row.sales_payment_id) for row in rows
    }


def reversals(ids: Iterable[int]) -> dict[int, Settler]:
    """Return the reversals that the items with these ids are of."""
    rows = SalesPaymentReversalItem.objects.filter(pk__in=ids).select_related("sales_payment_reversal")
    return {
        row.pk: Settler(
            "sales_payment_reversal",
            str(row.sales_payment_reversal),
            "sales-payment-reversals",
            row.sales_payment_reversal_id,
        )
        for row in rows
    }
