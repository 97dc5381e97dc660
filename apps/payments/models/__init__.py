"""Money received: tenders at the till, and payments on account with their reversals."""

from apps.payments.models.account import (
    SalesPayment,
    SalesPaymentItem,
    SalesPaymentReversal,
    SalesPaymentReversalItem,
)
from apps.payments.models.tenders import Bank, Payment
from apps.payments.models.till import TillCount, TillSession

__all__ = [
    "Bank",
    "Payment",
    "SalesPayment",
    "SalesPaymentItem",
    "SalesPaymentReversal",
    "SalesPaymentReversalItem",
    "TillCount",
    "TillSession",
]
