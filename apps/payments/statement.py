"""A customer's statement: what came into force, what settled it, and what they owed after each (domain §3, §6).

Documents stand in it from the day they came into force, with their total; the ledger's entries stand as what caused
them (a tender, a payment on account with all its items). What nets to nothing - a credit note set against an invoice -
moves no account and is left out. So the running balance is, on any day, what was open then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.customers.models import Customer
from apps.payments.receivables import DOCUMENTS, KINDS, ageing_of, ended
from common.dates import business_date, first_of, sql_day_of
from common.db.sql import fetch
from common.errors import Invalid

MOST_DAYS = 731
USUAL_DAYS = 90


@dataclass(frozen=True)
class Cause:
    """What writes entries of the ledger `e`, by its table, and the document that a statement names for it."""

    table: str
    # SQL over the ledger's entry and the joined rows.
    joins: str
    type: str
    id: str
    number: str
    # Every type that it can be.
    types: tuple[str, ...]


CAUSES = (
    Cause(
        "payments_payment",
        "JOIN payments_payment p ON p.id = e.source_id",
        "p.kind",
        "p.id",
        "concat_ws(' ', p.payment_method, nullif(p.reference, ''))",
        ("receipt", "void", "refund"),
    ),
    Cause(
        "payments_salespaymentitem",
        "JOIN payments_salespaymentitem i ON i.id = e.source_id"
        " JOIN payments_salespayment p ON p.id = i.sales_payment_id",
        "'sales_payment'",
        "p.id",
        "p.readable_number",
        ("sales_payment",),
    ),
    Cause(
        "payments_salespaymentreversalitem",
        "JOIN payments_salespaymentreversalitem i ON i.id = e.source_id"
        " JOIN payments_salespaymentreversal p ON p.id = i.sales_payment_reversal_id",
        "'sales_payment_reversal'",
        "p.id",
        "p.readable_number",
        ("sales_payment_reversal",),
    ),
)
TYPES = (*(kind.name for kind in DOCUMENTS), *(name for cause in CAUSES for name in cause.types), "other")
_KNOWN = ", ".join(f"'{cause.table}'" for cause in CAUSES)
_DOCUMENTS = " UNION ALL ".join(
    f"""
    SELECT '{kind.name}' AS type, d.id, d.{kind.number} AS number, '' AS settles, d.{kind.began} AS at,
           {sql_day_of(f"d.{kind.began}")} AS date, {kind.due} AS due_date,
           {kind.sign}d.{kind.total} AS amount, 0 AS rank
    FROM {kind.table} d
    WHERE d.customer_id = %(customer)s AND d.currency = %(currency)s AND d.{kind.began} <= %(ended)s
    """
    for kind in DOCUMENTS
)
_CAUSES = " UNION ALL ".join(
    f"""
    SELECT {cause.type} AS type, {cause.id} AS id, {cause.number} AS number, e.document, e.at, e.amount
    FROM entries e {cause.joins} WHERE e.source_type = '{cause.table}'
    """
    for cause in CAUSES
)
# Entries on a draft that was cancelled belong to nothing that was ever in force.
STATEMENT = f"""
    WITH entries AS (
        SELECT e.at, e.source_type, e.source_id, e.cause,
               coalesce(i.invoice_number, d.readable_number, c.readable_number) AS document,
               CASE e.document_kind WHEN 'credit_note' THEN e.amount ELSE -e.amount END AS amount
        FROM ledger_ledgerentry e
        LEFT JOIN invoices_invoice i ON e.document_kind = 'invoice' AND i.id = e.document_id
        LEFT JOIN sales_notes_debitnote d ON e.document_kind = 'debit_note' AND d.id = e.document_id
        LEFT JOIN sales_notes_creditnote c ON e.document_kind = 'credit_note' AND c.id = e.document_id
        WHERE e.customer_id = %(customer)s AND e.currency = %(currency)s AND e.at <= %(ended)s
          AND e.document_kind IN {KINDS} AND (e.document_kind <> 'invoice' OR i.issued_at IS NOT NULL)
    ), caused AS (
        {_CAUSES}
        UNION ALL
        SELECT 'other', e.source_id, e.cause, e.document, e.at, e.amount FROM entries e
        WHERE e.source_type NOT IN ({_KNOWN})
    ), moved AS (
        {_DOCUMENTS}
        UNION ALL
        SELECT type, id, number, string_agg(DISTINCT document, ', '), min(at), {sql_day_of("at")}, NULL, sum(amount), 1
        FROM caused GROUP BY type, id, number, {sql_day_of("at")} HAVING sum(amount) <> 0
    ), told AS (
        SELECT moved.*, sum(amount) OVER (ORDER BY date, at, rank, type, id) AS balance FROM moved
    )
    SELECT o.opening_balance, t.type, t.id, t.number, t.settles, t.at, t.date, t.due_date,
           greatest(t.amount, 0.00) AS charge, greatest(-t.amount, 0.00) AS credit, t.balance
    FROM (SELECT coalesce(sum(amount) FILTER (WHERE date < %(first)s), 0.00) AS opening_balance FROM moved) o
    LEFT JOIN told t ON t.date >= %(first)s
    ORDER BY t.date, t.at, t.rank, t.type, t.id
"""
CURRENCIES = " UNION ".join(
    f"SELECT currency FROM {kind.table} WHERE customer_id = %(customer)s AND {kind.began} IS NOT NULL"
    for kind in DOCUMENTS
)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a customer owed on the first day, what moved it, what they owed at the end of the last, and since when.

    A positive balance is owed to us. `ageing` is by days overdue at the end of the last day.
    """

    customer: Customer
    currency: str
    # The currencies that the customer has documents in.
    currencies: Sequence[str]
    first: date
    last: date
    opening_balance: Decimal
    rows: Sequence[dict[str, Any]]
    closing_balance: Decimal
    ageing: Mapping[str, Decimal]


def statement_of(
    customer: Customer, *, first: date | None = None, last: date | None = None, currency: str | None = None
) -> Statement:
    """Return the customer's statement over business days, both included; by default the last ninety up to today.

    The currency is the customer's own unless given. Raises Invalid for a day to come, a period that ends before it
    starts or is longer than two years.
    """
    first, last = _period(first, last)
    currency = currency or customer.currency
    asked = {"customer": customer.pk, "currency": currency, "first": first, "ended": ended(last)}
    rows = fetch(STATEMENT, asked)
    opening = rows[0]["opening_balance"]
    rows = [row for row in rows if row["type"]]
    for row in rows:
        del row["opening_balance"]
    used = {row["currency"] for row in fetch(CURRENCIES, asked)}
    return Statement(
        customer=customer,
        currency=currency,
        currencies=sorted(used | {currency}),
        first=first,
        last=last,
        opening_balance=opening,
        rows=rows,
        closing_balance=rows[-1]["balance"] if rows else opening,
        ageing=ageing_of(customer, currency=currency, day=last),
    )


def _period(first: date | None, last: date | None) -> tuple[date, date]:
    today = business_date()
    last = last or today
    if last > today:
        raise Invalid(_("Nobody knows what will be owed then: choose today or an earlier day."), field="to")
    first = first or first_of(USUAL_DAYS, last=last)
    if first > last:
        raise Invalid(_("The period ends before it starts."), field="from")
    if (last - first).days >= MOST_DAYS:
        raise Invalid(_("Ask for at most two years."), field="from")
    return first, last
