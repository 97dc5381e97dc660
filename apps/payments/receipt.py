"""The receipt of a payment on account, as the customer gets it."""

from typing import Any

from apps.accounts.selectors import business
from apps.payments.account_workflow import PaymentStatus
from apps.payments.models import SalesPayment
from apps.payments.models.account import ItemType
from common.money import money
from common.pdf import draw, printed

TEMPLATE = "payments/sales_payment.html"
STAMPS = {
    PaymentStatus.DRAFT: ("Draft, not confirmed yet", "off"),
    PaymentStatus.APPLIED: ("Received", "good"),
    PaymentStatus.REVERSED: ("Reversed", "off"),
}
WORDS = {
    ItemType.INVOICE: "Invoice",
    ItemType.DEBIT_NOTE: "Debit note",
    ItemType.CREDIT_NOTE: "Credit note",
    ItemType.ADVANCE: "Advance",
}


def sales_payment_pdf(payment: SalesPayment) -> bytes:
    """Return the receipt's PDF; once applied, each version of it is drawn once and kept for ever."""
    if payment.status == PaymentStatus.DRAFT:
        return draw(TEMPLATE, _context(payment))
    return bytes(printed(payment, "receipt", TEMPLATE, _context(payment)).content)


def _context(payment: SalesPayment) -> dict[str, Any]:
    stamp, tone = STAMPS[PaymentStatus(payment.status)]
    return {
        "payment": payment,
        "customer": payment.customer,
        "business": business(),
        "items": [_shown(item) for item in payment.items],
        "stamp": stamp,
        "tone": tone,
    }


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    kind, document = ItemType(item["type"]), item["document"]
    return {
        "word": WORDS[kind],
        "number": document["label"] if document else "",
        "amount": money(item["amount"]),
        "sign": "−" if kind == ItemType.CREDIT_NOTE else "",
    }
