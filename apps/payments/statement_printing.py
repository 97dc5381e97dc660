"""The statement as the customer gets it."""

from functools import partial
from typing import Any

from apps.accounts.selectors import business
from apps.payments.receivables import BUCKETS, CREDIT, part_names
from apps.payments.statement import Statement
from common.dates import business_date
from common.pdf import draw

WORDS = {
    "invoice": "Invoice",
    "debit_note": "Debit note",
    "credit_note": "Credit note",
    "receipt": "Payment",
    "void": "Payment voided",
    "refund": "Payment refunded",
    "sales_payment": "Payment on account",
    "sales_payment_reversal": "Payment reversed",
    "other": "Entry",
}


def statement_pdf(statement: Statement) -> bytes:
    """Return the statement's PDF, as of now: an account is read anew each time."""
    return draw("payments/statement.html", partial(_context, statement))


def _context(statement: Statement) -> dict[str, Any]:
    owed = sum(statement.ageing[key] for key, *_ in BUCKETS)
    names = part_names()
    buckets = [
        {
            "label": names[key],
            "key": key,
            "amount": statement.ageing[key],
            "percent": round(statement.ageing[key] * 100 / owed, 2) if owed else 0,
        }
        for key, *_ in BUCKETS
    ]
    return {
        "statement": statement,
        "customer": statement.customer,
        "business": business(),
        "today": business_date(),
        "rows": [row | {"word": WORDS[row["type"]]} for row in statement.rows],
        "buckets": buckets,
        "owed": owed,
        "overdue": owed - statement.ageing["current"],
        "credit": statement.ageing[CREDIT[0]],
    }
