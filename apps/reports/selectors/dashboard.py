"""The figures of the Home page: what waits for whom, what today brought, and the state of stock and money.

Each set of figures is one statement, and is asked only for a user who may see it; each figure names its list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.inventory.models import Asset
from apps.inventory.workflow import Status as UnitStatus
from apps.invoices.models import Invoice
from apps.invoices.workflow import Status
from apps.payments.models import Payment
from apps.payments.receivables import BUCKETS as OVERDUE
from apps.payments.receivables import SUMS, ended, open_documents
from apps.reports.selectors.receivables import documents, overdue_invoices
from apps.reports.selectors.sales import ISSUED, OPPOSITE, RECEIPT, SENT, amount, invoices
from apps.reports.selectors.stock import AGEING, BUCKETS, HELD, bucket_lists, in_bucket
from apps.reports.tables import Asked, Drill, listed, narrowed, taken
from common.access import may
from common.db.sql import fetch
from common.money import ZERO

DAYS = 30
TYPES = [(kind.value, kind.value.lower().replace("-", "_")) for kind in Invoice.CustomerType]

type Figure = dict[str, Any]


@dataclass(frozen=True)
class Queue:
    """Work that waits for whoever holds the permission: units at a status, or a count of its own."""

    key: str
    label: str
    permission: str
    status: UnitStatus | None = None


QUEUES = (
    Queue("received", gettext_noop("Received, to be tested"), "assets.start-diagnostics", UnitStatus.RECEIVED),
    Queue("returned", gettext_noop("Returned, to be tested"), "assets.start-diagnostics", UnitStatus.RETURNED),
    Queue("diagnostics", gettext_noop("Diagnostics"), "assets.record-diagnostics", UnitStatus.DIAGNOSTICS_PENDING),
    Queue("wipe", gettext_noop("Data wipe"), "assets.record-wipe", UnitStatus.WIPE_PENDING),
    Queue("qc", gettext_noop("Quality check"), "assets.pass-qc", UnitStatus.QC_PENDING),
    Queue("repair", gettext_noop("Repair hold"), "assets.repaired", UnitStatus.REPAIR_HOLD),
    Queue("blocked", gettext_noop("Not sellable"), "assets.unblock", UnitStatus.NOT_SELLABLE),
    Queue("scrapping", gettext_noop("Scrapping to approve"), "assets.approve-scrap"),
    Queue("low_stock", gettext_noop("Low stock"), "bulk-stock.receive"),
    Queue("drafts", gettext_noop("Draft invoices"), "invoices.issue"),
    Queue("overdue", gettext_noop("Overdue invoices"), "reports.receivables-aging"),
)

COUNTS = """
    SELECT
        (SELECT count(*) FROM inventory_scraprequest
         WHERE approved_by_id IS NULL AND withdrawn_at IS NULL) AS scrapping,
        (SELECT count(*) FROM inventory_bulkstock WHERE quantity < reorder_threshold) AS low_stock,
        (SELECT count(*) FROM invoices_invoice
         WHERE status = 'Draft' AND (%(own)s::bigint IS NULL OR sales_rep_id = %(own)s)) AS drafts
"""
RECEIVABLES = f"""
    SELECT {SUMS}, count(*) FILTER (WHERE o.type = 'invoice' AND o.due_date < %(day)s) AS invoices_overdue
    FROM ({open_documents()}) o
"""


def dashboard(asked: Asked) -> dict[str, Any]:
    """Return the Home page's figures; a part that the user may not see is null. Amounts in the business's currency."""
    queues = [queue for queue in QUEUES if may(asked.user.roles, queue.permission)]
    sees = {name: may(asked.user.roles, f"reports.{name}") for name in _PARTS}
    units = _units(asked) if sees["stock-by-status"] or any(queue.status for queue in queues) else {}
    counts = _counts(asked) if any(queue.status is None for queue in queues) else {}
    owed = _owed(asked) if sees["receivables-aging"] else {}
    sales = _sales(asked) if sees["sales-daily"] else []
    return {
        "date": asked.today,
        "currency": asked.currency,
        "queues": _queues(asked, queues, units, counts | {"overdue": owed.get("invoices_overdue", 0)}),
        "today": _today(asked, sales) if sees["sales-daily"] else None,
        "tenders": _tenders(asked) if sees["tenders"] else None,
        "series": _series(asked, sales) if sees["sales-daily"] else None,
        "stock_by_status": _stock(units) if sees["stock-by-status"] else None,
        "ageing": _ageing(asked, units) if sees["aging-inventory"] else None,
        "receivables": _receivables(asked, owed) if sees["receivables-aging"] else None,
    }


_PARTS = ("stock-by-status", "aging-inventory", "sales-daily", "tenders", "receivables-aging")


def _units(asked: Asked) -> dict[str, dict[str, int]]:
    """Count the units that are ours and here, by status and within it by age: never those sold, who are most."""
    ages = {key: Count("pk", filter=in_bucket(asked.today, *days)) for key, _label, *days in BUCKETS}
    found = Asset.objects.filter(status__in=HELD).values("status").annotate(units=Count("pk"), **ages)
    return {row.pop("status"): row for row in found}


def _counts(asked: Asked) -> dict[str, int]:
    return fetch(COUNTS, {"own": asked.own})[0]


def _owed(asked: Asked) -> dict[str, Any]:
    return fetch(RECEIVABLES, {"day": asked.today, "ended": ended(asked.today), "currency": asked.currency})[0]


def _sales(asked: Asked) -> Sequence[dict[str, Any]]:
    """Sum the last thirty days' issued sales by day, type of customer and status."""
    first = asked.today - timedelta(days=DAYS - 1)
    found = invoices(asked, asked.currency).filter(invoice_date__range=(first, asked.today))
    return taken(
        found.values("invoice_date", "customer_type", "status").annotate(
            count=Count("pk"), total=amount("total_amount")
        )
    )


def _queues(asked: Asked, queues: Sequence[Queue], units: dict[str, Any], counts: dict[str, int]) -> list[Figure]:
    lists = {
        "scrapping": listed("assets", scrap_asked="true"),
        "low_stock": listed("bulk-stock", is_low="true"),
        "drafts": listed("invoices", status=[Status.DRAFT.value], sales_rep=asked.own),
        "overdue": overdue_invoices(asked.currency, asked.today),
    }
    return [
        {
            "key": queue.key,
            "label": _(queue.label),
            "count": units.get(queue.status, {}).get("units", 0) if queue.status else counts[queue.key],
            "drill": listed("assets", status=[queue.status.value]) if queue.status else lists[queue.key],
        }
        for queue in queues
    ]


def _sold(asked: Asked, **params: Any) -> Drill:
    return listed("invoices", currency=asked.currency, sales_rep=asked.own, **params)


def _today(asked: Asked, sales: Sequence[dict[str, Any]]) -> Figure:
    today = [row for row in sales if row["invoice_date"] == asked.today]
    of = _sold(asked, invoice_date=asked.today, status=[Status.PAID.value])
    paid = [row for row in today if row["status"] == Status.PAID]
    return {
        **_added(paid, of),
        "by_customer_type": [
            {
                "key": key,
                "label": _(kind),
                **_added([row for row in paid if row["customer_type"] == kind], narrowed(of, customer_type=[kind])),
            }
            for kind, key in TYPES
        ],
        "unpaid": _added([row for row in today if row["status"] == Status.SENT], narrowed(of, status=SENT)),
    }


def _added(rows: Sequence[dict[str, Any]], drill: Drill) -> Figure:
    return {
        "count": sum(row["count"] for row in rows),
        "total": sum((row["total"] for row in rows), ZERO),
        "drill": drill,
    }


def _series(asked: Asked, sales: Sequence[dict[str, Any]]) -> list[Figure]:
    """Return a row for each of the thirty days, paid and unpaid sales together, the oldest first."""
    days: dict[Any, dict[str, Decimal]] = {}
    for row in sales:
        day = days.setdefault(row["invoice_date"], {})
        day[row["customer_type"]] = day.get(row["customer_type"], ZERO) + row["total"]
    dates = [asked.today - timedelta(days=back) for back in reversed(range(DAYS))]
    return [
        {"date": day}
        | {key: days.get(day, {}).get(kind, ZERO) for kind, key in TYPES}
        | {"drill": _sold(asked, invoice_date=day, status=ISSUED)}
        for day in dates
    ]


def _tenders(asked: Asked) -> list[Figure]:
    """Sum today's tenders by method, less what was paid back by it."""
    found = Payment.objects.filter(payment_date=asked.today, invoice__currency=asked.currency)
    if asked.own:
        found = found.filter(received_by=asked.own)
    figures = {
        row["payment_method"]: row["received"] - row["paid_back"]
        for row in found.values("payment_method").annotate(
            received=amount("amount", kind__in=RECEIPT), paid_back=amount("amount", kind__in=OPPOSITE)
        )
    }
    of = listed("payments", payment_date=asked.today, currency=asked.currency, received_by=asked.own)
    return [
        {
            "key": method.value,
            "label": _(method.value),
            "total": figures[method.value],
            "drill": narrowed(of, payment_method=[method.value]),
        }
        for method in Payment.Method
        if method.value in figures
    ]


def _stock(units: dict[str, dict[str, int]]) -> list[Figure]:
    return [
        {
            "key": status.value,
            "label": _(status.value),
            "count": units.get(status.value, {}).get("units", 0),
            "drill": listed("assets", status=[status.value]),
        }
        for status in HELD
    ]


def _ageing(asked: Asked, units: dict[str, dict[str, int]]) -> list[Figure]:
    lists = bucket_lists(listed("assets", status=[status.value for status in AGEING]), asked.today)
    return [
        {
            "key": key,
            "label": _(label),
            "count": sum(units.get(status.value, {}).get(key, 0) for status in AGEING),
            "drill": lists[key],
        }
        for key, label, *_days in BUCKETS
    ]


def _receivables(asked: Asked, owed: dict[str, Any]) -> list[Figure]:
    return [
        {
            "key": key,
            "label": _(label),
            "total": Decimal(owed[key]),
            "drill": documents(None, asked.currency, bucket=key),
        }
        for key, label, *_days in OVERDUE
    ]
