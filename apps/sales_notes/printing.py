"""The note as the customer gets it."""

from functools import partial
from typing import Any

from apps.accounts.selectors import business
from apps.sales_notes.models import CreditNote, SalesNote
from apps.sales_notes.workflow import Status
from common.pdf import draw, printed

TEMPLATE = "sales_notes/note.html"
STAMPS = {
    Status.DRAFT: ("Draft, not approved yet", "off"),
    Status.APPROVED: ("Approved", "good"),
    Status.REJECTED: ("Rejected", "off"),
}


def note_pdf(note: SalesNote) -> bytes:
    """Return the note's PDF; once approved, each version of it is drawn once and kept for ever."""
    if note.status != Status.APPROVED:
        return draw(TEMPLATE, partial(_context, note))
    return bytes(printed(note, "note", TEMPLATE, partial(_context, note)).content)


def _context(note: SalesNote) -> dict[str, Any]:
    lines = list(note.lines.order_by("line_number"))  # type: ignore[attr-defined]
    stamp, tone = STAMPS[Status(note.status)]
    return {
        "note": note,
        "title": note._meta.verbose_name,
        "is_credit": isinstance(note, CreditNote),
        "customer": note.customer,
        "business": business(),
        "lines": lines,
        "discounted": any(line.discount for line in lines),
        "stamp": stamp,
        "tone": tone,
    }
