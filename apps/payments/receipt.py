"""The receipt of a payment on account, as the customer gets it."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.accounts.selectors import business
from apps.payments.account_items import KINDS
from apps.payments.account_workflow import PaymentStatus, ReversalStatus
from apps.payments.models import SalesPayment
from apps.payments.models.account import ItemType
from common.money import ZERO, money
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
        return draw(TEMPLATE, partial(_context, payment))
    return bytes(printed(payment, "receipt", TEMPLATE, partial(_context, payment)).content)


def _context(payment: SalesPayment) -> dict[str, Any]:
    stamp, tone = STAMPS[PaymentStatus(payment.status)]
    documents = _documents(payment)
    return {
        "payment": payment,
        "customer": payment.customer,
        "business": business(),
        "items": [_shown(item, documents) for item in payment.items],
        "charges": _sum(payment, ItemType.INVOICE, ItemType.DEBIT_NOTE),
        "credits": _sum(payment, ItemType.CREDIT_NOTE),
        "advance": _sum(payment, ItemType.ADVANCE),
        "reversal": payment.reversals.filter(status=ReversalStatus.APPROVED).first(),
        "stamp": stamp,
        "tone": tone,
    }


def _sum(payment: SalesPayment, *kinds: ItemType) -> Decimal:
    """Return what the items of these kinds come to."""
    return sum((money(item["amount"]) for item in payment.items if item["type"] in kinds), ZERO)


def _documents(payment: SalesPayment) -> dict[tuple[str, int], Any]:
    """Return the documents that the items name."""
    found = {}
    for kind, model in KINDS.items():
        ids = [item["document"]["id"] for item in payment.items if item["type"] == kind]
        found |= {(str(kind), row.pk): row for row in model._default_manager.filter(pk__in=ids)}
    return found


def _shown(item: dict[str, Any], documents: dict[tuple[str, int], Any]) -> dict[str, Any]:
    kind, named = ItemType(item["type"]), item["document"]
    document = documents.get((kind, named["id"])) if named else None
    facts = {"date": None, "of": None}
    if document is not None:
        is_invoice = kind == ItemType.INVOICE
        facts = {
            "date": document.invoice_date if is_invoice else document.applied_at,
            "of": document.total_amount if is_invoice else document.total,
        }
    return facts | {
        "word": WORDS[kind],
        "number": named["label"] if named else "",
        "amount": money(item["amount"]),
        "sign": "−" if kind == ItemType.CREDIT_NOTE else "",
        "is_advance": kind == ItemType.ADVANCE,
    }
