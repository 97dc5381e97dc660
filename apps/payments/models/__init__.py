"""Money received: tenders at the till, and payments on account with their reversals."""

from apps.payments.models.account import (
    SalesPayment,
    SalesPaymentItem,
    SalesPaymentReversal,
    SalesPaymentReversalItem,
)
from apps.payments.models.tenders import Bank, Payment

__all__ = [
    "Bank",
    "Payment",
    "SalesPayment",
    "SalesPaymentItem",
    "SalesPaymentReversal",
    "SalesPaymentReversalItem",
]
