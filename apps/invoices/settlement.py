"""What settled an invoice: every entry of its ledger, told by the app whose row wrote it (domain §6).

Upper apps state in their `AppConfig.ready()` what their rows are: functions from the ids of rows to what each is, that
cost a constant number of statements.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.invoices.models import Invoice
from apps.ledger.models import LedgerEntry


@dataclass(frozen=True)
class Settler:
    """A row that wrote an entry: what it is, and the document that people know it by, if it has one."""

    kind: str
    label: str
    resource: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Settlement:
    """So much was taken from what was owed, by this; a negative amount was given back."""

    at: datetime
    amount: Decimal
    by: Settler


Teller = Callable[[Iterable[int]], Mapping[int, Settler]]
_tellers: dict[str, Teller] = {}
# The invoice's own: it was taken back without a note.
WITHDRAWN = Settler("withdrawn", "")


def settled_by(table: str, teller: Teller) -> None:
    """State what the rows of a table are that write entries on invoices."""
    _tellers[table] = teller


def settlements_of(invoice: Invoice) -> list[Settlement]:
    """Return what was taken from the invoice's balance and given back, oldest first; together total less balance."""
    entries = list(LedgerEntry.objects.filter(document_kind="invoice", document_id=invoice.pk).order_by("pk"))
    told = {
        table: teller([entry.source_id for entry in entries if entry.source_type == table])
        for table, teller in _tellers.items()
        if any(entry.source_type == table for entry in entries)
    }
    return [
        Settlement(entry.at, entry.amount, told.get(entry.source_type, {}).get(entry.source_id, WITHDRAWN))
        for entry in entries
    ]
