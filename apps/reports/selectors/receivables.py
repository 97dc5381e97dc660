"""What customers owe, by how long it is overdue, at the end of any day (apps.payments.receivables)."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.invoices.workflow import Status
from apps.payments.receivables import CASES, PARTS, SUMS, WORTH, condition, ended, open_documents, part_names
from apps.reports.tables import Asked, Column, Drill, Report, Row, Table, listed, narrowed
from common.db.sql import fetch
from common.errors import Invalid
from common.money import ZERO

PATH = "reports/receivables-aging"
BY_DOCUMENT = "document"

BY_CUSTOMER = f"""
    SELECT o.customer_id, coalesce(c.full_name, 'Walk-in') AS customer, count(*) AS document_count, {SUMS},
           sum({WORTH}) AS total
    FROM ({open_documents()}) o LEFT JOIN customers_customer c ON c.id = o.customer_id
    WHERE {{which}}
    GROUP BY o.customer_id, c.full_name
"""
ONE_BY_ONE = f"""
    SELECT o.type, o.number, o.customer_id, coalesce(c.full_name, 'Walk-in') AS customer, o.date, o.due_date,
           1 AS document_count, {CASES}, {WORTH} AS total
    FROM ({open_documents()}) o LEFT JOIN customers_customer c ON c.id = o.customer_id
    WHERE {{which}}
"""
# The rows shown, each with the figures of them all.
SHOWN = "SELECT r.*, count(*) OVER () AS row_count, {all} FROM ({rows}) r ORDER BY {order} LIMIT %(most)s"

ADDED: dict[str, Any] = {"document_count": 0} | dict.fromkeys((*PARTS, "total"), ZERO)
# The list of each type of document, and the filter that names one.
LISTS = {
    "invoice": ("invoices", "invoice_number"),
    "debit_note": ("debit-notes", "readable_number"),
    "credit_note": ("credit-notes", "readable_number"),
}


def overdue_invoices(currency: str, today: date) -> Drill:
    """Return the drill to every invoice that is past its due date."""
    before = today - timedelta(days=1)
    return listed("invoices", status=[Status.SENT.value], balance_min="0.01", currency=currency, due_date_before=before)


def documents(day: date | None, currency: str, **params: Any) -> Drill:
    """Return the drill to open documents one by one; without a day those of now."""
    return listed(PATH, by=BY_DOCUMENT, as_of=day, currency=currency, **params)


def receivables_aging(asked: Asked) -> Table:
    """What each customer owes, by days overdue, less what is left of their credit notes; in one currency.

    With `by=document`, and with `customer`, the documents one by one. Raises Invalid for a day to come.
    """
    day = asked.values.get("as_of", asked.today)
    if day > asked.today:
        raise Invalid(_("Nobody knows what will be owed then: choose today or an earlier day."), field="as_of")
    currency = asked.values.get("currency", asked.currency)
    narrowing = {name: asked.values[name] for name in ("customer", "walk_in", "bucket") if name in asked.values}
    one_by_one = "customer" in narrowing or asked.values.get("by") == BY_DOCUMENT
    params = {"currency": currency, "day": day, "ended": ended(day), "customer": narrowing.get("customer")}
    rows = fetch(
        SHOWN.format(
            rows=(ONE_BY_ONE if one_by_one else BY_CUSTOMER).format(which=_which(narrowing)),
            all=", ".join(f"sum(r.{key}) OVER () AS all_{key}" for key in ADDED),
            order="r.due_date, r.date, r.number" if one_by_one else "r.total DESC, r.customer_id",
        ),
        params | {"most": asked.most},
    )
    row_count = rows[0]["row_count"] if rows else 0
    totals = {key: rows[0][f"all_{key}"] if rows else zero for key, zero in ADDED.items()}
    for row in rows:
        for key in ("row_count", *(f"all_{key}" for key in ADDED)):
            del row[key]
    whole = documents(None if day == asked.today else day, currency, **_told(narrowing))
    for row in rows:
        _lead(row, whole, day, one_by_one=one_by_one)
    return Table(
        columns=_document_columns() if one_by_one else _customer_columns(),
        rows=rows,
        drill=None if one_by_one else whole,
        cells={} if one_by_one else {key: narrowed(whole, bucket=key) for key in PARTS},
        totals=totals,
        row_count=row_count,
        asked={"as_of": day, "currency": currency} | ({"by": BY_DOCUMENT} if one_by_one else {}) | narrowing,
    )


def _told(narrowing: dict[str, Any]) -> dict[str, Any]:
    return {name: "true" if value is True else value for name, value in narrowing.items()}


def _which(narrowing: dict[str, Any]) -> str:
    """Return the SQL condition on an open document `o`."""
    conditions = ["true"]
    if "customer" in narrowing:
        conditions.append("o.customer_id = %(customer)s")
    if "walk_in" in narrowing:
        conditions.append(f"(o.customer_id IS NULL) = {'true' if narrowing['walk_in'] else 'false'}")
    if "bucket" in narrowing:
        conditions.append(condition(narrowing["bucket"]))
    return " AND ".join(conditions)


def _lead(row: Row, whole: Drill, day: date, *, one_by_one: bool) -> None:
    """Let a row lead to its documents, or a document to itself, and the customer's name to their statement."""
    customer = row.pop("customer_id")
    row["links"] = {"customer": listed(f"customers/{customer}/statement", to=day)} if customer else {}
    if one_by_one:
        path, named = LISTS[row["type"]]
        row["drill"] = row["links"]["number"] = listed(path, **{named: row["number"]})
    else:
        row["drill"] = narrowed(whole, customer=customer) if customer else narrowed(whole, walk_in="true")
        row["cells"] = {key: narrowed(row["drill"], bucket=key) for key in PARTS}


def _figures() -> list[tuple[str, str]]:
    return [*part_names().items(), ("total", _("Owed"))]


def _customer_columns() -> list[Column]:
    return [
        Column("customer", _("Customer")),
        Column("document_count", _("Documents"), "integer", "count"),
        *(Column(key, label, "money", key) for key, label in _figures()),
    ]


def _document_columns() -> list[Column]:
    return [
        Column("type", _("Document"), "word"),
        Column("number", _("Number")),
        Column("customer", _("Customer")),
        Column("date", _("Date"), "date"),
        Column("due_date", _("Due"), "date"),
        *(Column(key, label, "money") for key, label in _figures()),
    ]


RECEIVABLES_AGING = Report(
    name="receivables-aging",
    label=gettext_noop("Receivables ageing"),
    description=gettext_noop(
        "What customers owe, by how long it is overdue, less their credit; for any day, from the ledger."
    ),
    read=receivables_aging,
)
