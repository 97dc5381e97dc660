"""The invoice as the customer gets it."""

from functools import partial
from typing import Any

from apps.accounts.selectors import business
from apps.invoices.models import Invoice
from apps.invoices.settlement import Settlement, settlements_of
from apps.invoices.workflow import Status
from common.dates import business_date
from common.pdf import draw, printed

TEMPLATE = "invoices/invoice.html"
STAMPS = {
    Status.DRAFT: ("Draft, not an invoice yet", "off"),
    Status.SENT: ("Payment due", "open"),
    Status.PAID: ("Paid", "good"),
    Status.CANCELLED: ("Cancelled", "off"),
    Status.REFUNDED: ("Refunded", "off"),
}
WORDS = {
    "receipt": "Paid by",
    "void": "Voided",
    "refund": "Refunded by",
    "sales_payment": "Paid on account",
    "sales_payment_reversal": "Payment reversed",
    "credit_note": "Credit note",
    "withdrawn": "Voided",
}


def invoice_pdf(invoice: Invoice) -> bytes:
    """Return the invoice's PDF; once issued, each version of it is drawn once and kept for ever."""
    if invoice.status == Status.DRAFT:
        return draw(TEMPLATE, partial(_context, invoice))
    return bytes(printed(invoice, "invoice", TEMPLATE, partial(_context, invoice)).content)


def _context(invoice: Invoice) -> dict[str, Any]:
    lines = list(invoice.lines.order_by("line_number"))
    warranties = {warranty.asset_id: warranty for warranty in invoice.warranties.all()}  # type: ignore[attr-defined]
    for line in lines:
        line.warranty = warranties.get(line.asset_id)  # type: ignore[attr-defined]
    stamp, tone = STAMPS[Status(invoice.status)]
    return {
        "invoice": invoice,
        "customer": invoice.customer,
        "business": business(),
        "lines": lines,
        "settled": [_settled(one) for one in settlements_of(invoice)] if invoice.issued_at else [],
        "discounted": any(line.discount for line in lines),
        "tax_percent": f"{(invoice.tax_rate * 100).normalize():f}",
        "stamp": stamp,
        "tone": tone,
    }


def _settled(settlement: Settlement) -> dict[str, Any]:
    sign = "−" if settlement.amount > 0 else "+"
    return {
        "label": f"{WORDS[settlement.by.kind]} {settlement.by.label}".strip(),
        "date": business_date(settlement.at),
        "signed": f"{sign}{abs(settlement.amount):,.2f}",
    }
