"""What is open on customers' accounts: now, or as the ledger says it was at the end of any day (domain §6, §14).

A document is in force from its issue or approval. What was open on it then is its balance now and what the ledger has
taken from it since: so the cost follows what happened since that day, and not the age of the business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.customers.models import Customer
from common.dates import business_date, business_zone, sql_day_of
from common.db.sql import fetch

KINDS = "('invoice', 'debit_note', 'credit_note')"


@dataclass(frozen=True)
class Kind:
    """A kind of document on an account: where it lies, and which columns say its number, total and beginning."""

    name: str
    table: str
    number: str
    total: str
    began: str
    due: str
    # What it does to the account: an invoice and a debit note add, a credit note takes away.
    sign: str = ""


DOCUMENTS = (
    Kind("invoice", "invoices_invoice", "invoice_number", "total_amount", "issued_at", "d.due_date"),
    Kind("debit_note", "sales_notes_debitnote", "readable_number", "total", "applied_at", sql_day_of("d.applied_at")),
    Kind("credit_note", "sales_notes_creditnote", "readable_number", "total", "applied_at", "NULL::date", "-"),
)
# Key, label, and between how many days overdue: 0 is due today, a negative number not due yet.
BUCKETS: tuple[tuple[str, str, int | None, int | None], ...] = (
    ("current", gettext_noop("Not due"), None, 0),
    ("overdue_1", "1-30", 1, 30),
    ("overdue_31", "31-60", 31, 60),
    ("overdue_61", "61-90", 61, 90),
    ("overdue_91", "90+", 91, None),
)
CREDIT = ("credit", gettext_noop("Unapplied credit"))


def part_names() -> dict[str, str]:
    """Return what the parts of an account are called in the reader's language, by their keys."""
    days = {
        key: _(label) if youngest is None else _("%(days)s days") % {"days": label}
        for key, label, youngest, _oldest in BUCKETS
    }
    return days | {CREDIT[0]: _(CREDIT[1])}


def open_documents(*, customer: bool = False, currency: bool = True) -> str:
    """Return the SQL of what was open at the moment %(ended)s: of the customer %(customer)s, in %(currency)s.

    Columns: type, id, customer_id, number, date, due_date, total, balance, currency; credit notes have no due date.
    """
    whose = "AND {}.customer_id = %(customer)s" if customer else ""
    what = "AND {}.currency = %(currency)s" if currency else ""
    of_each = " UNION ALL ".join(
        f"""
        SELECT '{kind.name}' AS type, d.id, d.customer_id, d.{kind.number} AS number,
               {sql_day_of(f"d.{kind.began}")} AS date, {kind.due} AS due_date, d.{kind.total} AS total,
               d.balance + coalesce(l.amount, 0) AS balance, d.currency
        FROM {found}
        WHERE {which} AND d.{kind.began} <= %(ended)s {whose.format("d")} {what.format("d")}
        """
        for kind in DOCUMENTS
        for found, which in _found(kind)
    )
    return f"""
        WITH later AS (
            SELECT e.document_kind, e.document_id, sum(e.amount) AS amount FROM ledger_ledgerentry e
            WHERE e.at > %(ended)s AND e.document_kind IN {KINDS} {whose.format("e")} {what.format("e")}
            GROUP BY e.document_kind, e.document_id
        )
        {of_each}
    """


def _found(kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield where a kind's open documents are found: those with a balance now, and those that lost it since."""
    same = f"l.document_kind = '{kind.name}' AND l.document_id = d.id"
    yield f"{kind.table} d LEFT JOIN later l ON {same}", "d.balance > 0 AND d.balance + coalesce(l.amount, 0) > 0"
    yield f"later l JOIN {kind.table} d ON {same}", "d.balance = 0 AND l.amount > 0"


def within(youngest: int | None, oldest: int | None) -> str:
    """Return the SQL that says whether an open document `o` is so many days overdue on %(day)s."""
    days = "%(day)s - o.due_date"
    least = f"{days} >= {youngest}" if youngest is not None else "true"
    most = f"{days} <= {oldest}" if oldest is not None else "true"
    return f"(o.due_date IS NOT NULL AND {least} AND {most})"


def condition(key: str) -> str:
    """Return the SQL that says whether an open document `o` belongs to the bucket, or is unapplied credit."""
    if key == CREDIT[0]:
        return "(o.due_date IS NULL)"
    return next(within(youngest, oldest) for name, _label, youngest, oldest in BUCKETS if name == key)


# What an open document is worth to the account.
WORTH = "CASE WHEN o.due_date IS NULL THEN -o.balance ELSE o.balance END"
PARTS = tuple(key for key, *_ in (*BUCKETS, CREDIT))
SUMS = ", ".join(f"coalesce(sum({WORTH}) FILTER (WHERE {condition(key)}), 0.00) AS {key}" for key in PARTS)
CASES = ", ".join(f"CASE WHEN {condition(key)} THEN {WORTH} ELSE 0.00 END AS {key}" for key in PARTS)


def ended(day: date) -> datetime:
    """Return the last moment of the business day."""
    return datetime.combine(day, time.max, business_zone())


def ageing_of(customer: Customer, *, currency: str, day: date) -> Mapping[str, Decimal]:
    """Return what the customer owed at the end of the day by days overdue, the unapplied credit negative."""
    asked = {"customer": customer.pk, "currency": currency, "day": day, "ended": ended(day)}
    return fetch(f"SELECT {SUMS} FROM ({open_documents(customer=True)}) o", asked)[0]


def open_items(customer: Customer) -> dict[str, list[dict[str, Any]]]:
    """Return what of the customer's is open now in any currency, by kind, the oldest first."""
    today = business_date()
    asked = {"customer": customer.pk, "ended": ended(today)}
    rows = fetch(
        f"SELECT o.* FROM ({open_documents(customer=True, currency=False)}) o ORDER BY o.due_date, o.date, o.id", asked
    )
    found: dict[str, list[dict[str, Any]]] = {f"{kind.name}s": [] for kind in DOCUMENTS}
    for row in rows:
        due, number = row["due_date"], row["number"]
        del row["customer_id"]
        row |= {"label": number, "days_overdue": max(0, (today - due).days) if due else 0}
        found[f"{row.pop('type')}s"].append(row)
    return found
