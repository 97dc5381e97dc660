"""What customers owe, by how long it is overdue: now, or as the ledger says it was at the end of a day."""

from datetime import date, timedelta
from typing import Any

from apps.invoices.workflow import Status
from apps.reports.tables import Asked, Column, Drill, Report, Row, Table, instants, listed, narrowed
from common.db.sql import fetch
from common.errors import Invalid
from common.money import ZERO

# Key, label, and between how many days overdue: 0 is due today, a negative number not due yet.
BUCKETS = (
    ("current", "Not due", None, 0),
    ("overdue_1", "1-30", 1, 30),
    ("overdue_31", "31-60", 31, 60),
    ("overdue_61", "61-90", 61, 90),
    ("overdue_91", "90+", 91, None),
)
PATH = "reports/receivables-aging"

OPEN_NOW = """
    SELECT id, customer_id, invoice_number, invoice_date, due_date, balance
    FROM invoices_invoice WHERE status = 'Sent' AND balance > 0 AND currency = %(currency)s
"""
OPEN_AT = """
    SELECT i.id, i.customer_id, i.invoice_number, i.invoice_date, i.due_date,
           i.total_amount - coalesce(sum(e.amount), 0) AS balance
    FROM invoices_invoice i
    LEFT JOIN ledger_ledgerentry e ON e.document_kind = 'invoice' AND e.document_id = i.id AND e.at <= %(ended)s
    WHERE i.issued_at IS NOT NULL AND i.invoice_date <= %(day)s AND i.currency = %(currency)s
    GROUP BY i.id HAVING i.total_amount <> coalesce(sum(e.amount), 0)
"""
BY_CUSTOMER = """
    SELECT o.customer_id, coalesce(c.full_name, 'Walk-in') AS customer, count(*) AS invoice_count, {sums},
           sum(o.balance) AS total
    FROM ({open}) o LEFT JOIN customers_customer c ON c.id = o.customer_id
    GROUP BY o.customer_id, c.full_name
"""
BY_INVOICE = """
    SELECT o.id, o.invoice_number, c.full_name AS customer, o.invoice_date, o.due_date, 1 AS invoice_count, {sums},
           o.balance AS total
    FROM ({open}) o JOIN customers_customer c ON c.id = o.customer_id
    WHERE o.customer_id = %(customer)s
"""
# The rows shown, each with the figures of them all.
SHOWN = "SELECT r.*, count(*) OVER () AS row_count, {all} FROM ({rows}) r ORDER BY {order} LIMIT %(most)s"


def _overdue(youngest: int | None, oldest: int | None) -> str:
    """Return the SQL that says whether an invoice is so many days overdue."""
    days = "%(day)s - o.due_date"
    least = f"{days} >= {youngest}" if youngest is not None else "true"
    most = f"{days} <= {oldest}" if oldest is not None else "true"
    return f"({least} AND {most})"


SUMS = ", ".join(
    f"coalesce(sum(o.balance) FILTER (WHERE {_overdue(*days)}), 0.00) AS {key}" for key, _, *days in BUCKETS
)
CASES = ", ".join(f"CASE WHEN {_overdue(*days)} THEN o.balance ELSE 0.00 END AS {key}" for key, _, *days in BUCKETS)
FIGURES = [*((key, f"{label} days" if youngest else label) for key, label, youngest, _ in BUCKETS), ("total", "Owed")]
ADDED: dict[str, Any] = {"invoice_count": 0} | dict.fromkeys((key for key, _ in FIGURES), ZERO)


def open_invoices(currency: str) -> Drill:
    """Return the drill to every invoice that is owed now."""
    return listed("invoices", status=[Status.SENT.value], balance_min="0.01", currency=currency)


def overdue_lists(of: Drill, day: date) -> dict[str, Drill]:
    """Return the drill of each bucket, by when its invoices were due."""
    found = {}
    for key, _, youngest, oldest in BUCKETS:
        found[key] = narrowed(
            of,
            due_date_after=None if oldest is None else day - timedelta(days=oldest),
            due_date_before=None if youngest is None else day - timedelta(days=youngest),
        )
    return found


def receivables_aging(asked: Asked) -> Table:
    """What each customer owes, by days overdue; with `customer`, their invoices one by one. In one currency.

    Without `as_of`, or with today, balances are the invoices' own. For an earlier day a balance is the total less the
    ledger's entries until that day ended in the business's time zone. Raises Invalid for a day to come.
    """
    day = asked.values.get("as_of", asked.today)
    if day > asked.today:
        raise Invalid("Nobody knows what will be owed then: choose today or an earlier day.", field="as_of")
    now, customer = day == asked.today, asked.values.get("customer")
    currency = asked.values.get("currency", asked.currency)
    params = {"currency": currency, "day": day, "ended": instants(day, day)[1], "customer": customer}
    shape, sums = (BY_INVOICE, CASES) if customer else (BY_CUSTOMER, SUMS)
    shown = SHOWN.format(
        rows=shape.format(sums=sums, open=OPEN_NOW if now else OPEN_AT),
        all=", ".join(f"sum(r.{key}) OVER () AS all_{key}" for key in ADDED),
        order="r.due_date, r.id" if customer else "r.total DESC, r.customer_id",
    )
    rows = fetch(shown, params | {"most": asked.most})
    row_count = rows[0]["row_count"] if rows else 0
    totals = {key: rows[0][f"all_{key}"] if rows else zero for key, zero in ADDED.items()}
    for row in rows:
        for key in ("row_count", *(f"all_{key}" for key in ADDED)):
            del row[key]
    owed = open_invoices(currency) if now else listed(PATH, as_of=day, currency=currency)
    if customer:
        columns = _invoice_columns("balance" if now else "")
        _open_invoices_of(rows, day, now=now)
    else:
        columns = _customer_columns(now=now)
        _open_customers(rows, owed, day, now=now)
    # For an earlier day only a customer's row has a list: that of their invoices in this report.
    whole = narrowed(owed, customer=customer) if now else None
    return Table(
        columns=columns,
        rows=rows,
        drill=whole,
        cells=overdue_lists(whole, day) if whole else {},
        totals=totals,
        row_count=row_count,
        asked={"as_of": day, "currency": currency} | ({"customer": customer} if customer else {}),
    )


def _customer_columns(*, now: bool) -> list[Column]:
    return [
        Column("customer", "Customer"),
        Column("invoice_count", "Invoices", "integer", "count"),
        *(Column(key, label, "money", "balance" if now else key) for key, label in FIGURES),
    ]


def _open_customers(rows: list[Row], owed: Drill, day: date, *, now: bool) -> None:
    for row in rows:
        customer = row.pop("customer_id")
        if customer:
            row["drill"] = narrowed(owed, customer=customer)
        else:
            row["drill"] = narrowed(owed, no_customer="true") if now else None
        row["cells"] = overdue_lists(row["drill"], day) if now else {}


def _invoice_columns(adds: str) -> list[Column]:
    return [
        Column("invoice_number", "Invoice"),
        Column("customer", "Customer"),
        Column("invoice_date", "Date", "date"),
        Column("due_date", "Due", "date"),
        *(Column(key, label, "money", adds) for key, label in FIGURES),
    ]


def _open_invoices_of(rows: list[Row], day: date, *, now: bool) -> None:
    """Let each invoice lead to itself, and on an earlier day to the ledger's entries until then."""
    until = instants(day, day)[1].isoformat()
    for row in rows:
        pk = row.pop("id")
        row["drill"] = (
            listed("invoices", invoice_number=row["invoice_number"])
            if now
            else listed("ledger-entries", document_kind=["invoice"], document_id=pk, at_before=until)
        )


RECEIVABLES_AGING = Report(
    name="receivables-aging",
    label="Receivables ageing",
    description="What customers owe, by how long it is overdue; for any day, from the ledger.",
    read=receivables_aging,
)
