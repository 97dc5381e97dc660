"""The report of a till, as the drawer is handed over with it."""

from functools import partial
from typing import Any

from apps.accounts.selectors import business
from apps.payments.models import TillSession
from apps.payments.till import takings_of
from apps.payments.till_workflow import SessionStatus
from common.money import ZERO
from common.pdf import draw, printed

TEMPLATE = "payments/till_session.html"
SIGNS = {"receipt": "", "void": "−", "refund": "−"}


def till_session_pdf(session: TillSession) -> bytes:
    """Return the till's report; once closed it is drawn once and kept for ever."""
    if session.status == SessionStatus.OPEN:
        return draw(TEMPLATE, partial(_context, session))
    return bytes(printed(session, "till", TEMPLATE, partial(_context, session)).content)


def _context(session: TillSession) -> dict[str, Any]:
    counts = {line.payment_method: line for line in session.lines.all()}
    takings = takings_of(session)
    known = {row["payment_method"] for row in takings}
    takings += [
        {"payment_method": method, "tenders": 0, "received": ZERO, "paid_back": ZERO, "expected": ZERO}
        for method in counts
        if method not in known
    ]
    for row in takings:
        row["count"] = counts.get(row["payment_method"])
    payments = list(session.payments.select_related("invoice").order_by("pk"))
    for payment in payments:
        payment.sign = SIGNS[payment.kind]  # type: ignore[attr-defined]
    return {
        "session": session,
        "business": business(),
        "is_closed": session.status == SessionStatus.CLOSED,
        "takings": takings,
        "received": sum((row["received"] for row in takings), ZERO),
        "paid_back": sum((row["paid_back"] for row in takings), ZERO),
        "expected": sum((row["expected"] for row in takings), ZERO),
        "counted": sum((line.counted for line in counts.values()), ZERO),
        "difference": sum((line.difference for line in counts.values()), ZERO),
        "payments": payments,
    }
