"""What was sold, by whom, at what margin, and how it was paid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.inventory.workflow import Status as UnitStatus
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.workflow import Status
from apps.payments.models import Payment
from apps.reports.tables import (
    Asked,
    Column,
    Drill,
    Report,
    Table,
    listed,
    narrowed,
    percent,
    rounded,
    summed,
    taken,
)
from common.db.sql import fetch
from common.money import ZERO, MoneyField

PAID, SENT = [Status.PAID.value], [Status.SENT.value]
ISSUED = [*SENT, *PAID]
RECEIPT = [Payment.Kind.RECEIPT.value]
OPPOSITE = [Payment.Kind.VOID.value, Payment.Kind.REFUND.value]
MONEY: dict[str, str] = {"type": "money", "adds": "total_amount"}
TYPES = {"retail_sales": "Retail", "wholesale_sales": "Wholesale", "walk_in_sales": "Walk-in"}
LAST_MONTH = 30


def amount(path: str, **only: Any) -> Coalesce:
    """Return the sum of an amount over the rows that the conditions leave, 0.00 over none."""
    total = Sum(path, filter=Q(**only)) if only else Sum(path)
    return Coalesce(total, Value(ZERO), output_field=MoneyField())


def invoices(asked: Asked, currency: str) -> QuerySet[Invoice]:
    """Return the issued sales in one currency: everybody's, or the asker's own."""
    found = Invoice.objects.filter(currency=currency, status__in=ISSUED)
    return found.filter(sales_rep=asked.own) if asked.own else found


def invoice_list(asked: Asked, currency: str, first: date, last: date, statuses: Sequence[str]) -> Drill:
    """Return the drill into the same sales of a period of invoice dates, in these statuses."""
    period = {"invoice_date_after": first, "invoice_date_before": last}
    return listed("invoices", **period, status=statuses, currency=currency, sales_rep=asked.own)


def sales_lists(of: Drill) -> dict[str, Drill]:
    """Return the drills of a row's paid sales per type of customer, and of what is not yet paid."""
    paid = {key: narrowed(of, customer_type=[kind]) for key, kind in TYPES.items()}
    return paid | {"unpaid_sales": narrowed(of, status=SENT)}


def sales_figures() -> dict[str, Any]:
    """Return the figures of paid sales as view_sales_daily has them, and beside them walk-in and unpaid sales."""
    by_type = {key: amount("total_amount", status=Status.PAID, customer_type=kind) for key, kind in TYPES.items()}
    return {
        "transaction_count": Count("pk", filter=Q(status=Status.PAID)),
        "total_sales": amount("total_amount", status=Status.PAID),
        **by_type,
        "unpaid_sales": amount("total_amount", status=Status.SENT),
    }


def sales_daily(asked: Asked) -> Table:
    """Paid sales per day of invoice and type of customer (view_sales_daily), and what was sold on account."""
    first, last = asked.period(LAST_MONTH)
    currency = asked.values.get("currency", asked.currency)
    whole = invoice_list(asked, currency, first, last, PAID)
    days = invoices(asked, currency).filter(invoice_date__range=(first, last))
    rows = taken(days.values("invoice_date").annotate(**sales_figures()).order_by("-invoice_date"))
    for row in rows:
        day = row["invoice_date"]
        row["drill"] = narrowed(whole, invoice_date=day, invoice_date_after=None, invoice_date_before=None)
        row["cells"] = sales_lists(row["drill"])
    columns = [
        Column("invoice_date", _("Day"), "date"),
        Column("transaction_count", _("Sales"), "integer", "count"),
        Column("total_sales", _("Total"), **MONEY),
        Column("retail_sales", _("Retail"), **MONEY),
        Column("wholesale_sales", _("Wholesale"), **MONEY),
        Column("walk_in_sales", _("Walk-in"), **MONEY),
        Column("unpaid_sales", _("Not yet paid"), **MONEY),
    ]
    return Table(
        columns=columns,
        rows=rows,
        drill=whole,
        cells=sales_lists(whole),
        totals=summed(columns, rows),
        asked={"date_after": first, "date_before": last, "currency": currency},
    )


def sales_by_rep(asked: Asked) -> Table:
    """Issued sales per seller in the period: how many, how much, what of it is paid and what still owed."""
    first, last = asked.period(LAST_MONTH)
    currency = asked.values.get("currency", asked.currency)
    whole = invoice_list(asked, currency, first, last, ISSUED)
    found = invoices(asked, currency).filter(invoice_date__range=(first, last))
    rows = taken(
        found.values(rep=F("sales_rep__full_name"), rep_id=F("sales_rep"))
        .annotate(
            sales_count=Count("pk"),
            total_sales=amount("total_amount"),
            paid_sales=amount("total_amount", status=Status.PAID),
            open_balance=amount("balance"),
        )
        .order_by("-total_sales", "rep_id")
    )
    for row in rows:
        row["drill"] = narrowed(whole, sales_rep=row.pop("rep_id"))
        row["cells"] = {"paid_sales": narrowed(row["drill"], status=PAID)}
        row["average_sale"] = rounded(row["total_sales"] / row["sales_count"])
    columns = [
        Column("rep", _("Seller")),
        Column("sales_count", _("Sales"), "integer", "count"),
        Column("total_sales", _("Total"), **MONEY),
        Column("paid_sales", _("Of it paid"), **MONEY),
        Column("open_balance", _("Still owed"), "money", "balance"),
        Column("average_sale", _("Average sale"), "money"),
    ]
    return Table(
        columns=columns,
        rows=rows,
        drill=whole,
        cells={"paid_sales": narrowed(whole, status=PAID)},
        totals=summed(columns, rows),
        asked={"date_after": first, "date_before": last, "currency": currency},
    )


ADDED: dict[str, Any] = {"tender_count": 0, "received": ZERO, "paid_back": ZERO}


def tenders(asked: Asked) -> Table:
    """Money at the till per day, method and cashier: received, paid back (voids and refunds), and what stays."""
    first, last = asked.period(LAST_MONTH)
    currency = asked.values.get("currency", asked.currency)
    kept = {name: asked.values[name] for name in ("payment_method", "received_by") if name in asked.values}
    whole = listed(
        "payments",
        payment_date_after=first,
        payment_date_before=last,
        currency=currency,
        **(kept | ({"received_by": asked.own} if asked.own else {})),
    )
    found = Payment.objects.filter(payment_date__range=(first, last), invoice__currency=currency)
    if "payment_method" in kept:
        found = found.filter(payment_method__in=kept["payment_method"])
    for cashier in filter(None, (kept.get("received_by"), asked.own)):
        found = found.filter(received_by=cashier)
    rows = taken(
        found.values("payment_date", "payment_method", cashier=F("received_by__full_name"), cashier_id=F("received_by"))
        .annotate(
            tender_count=Count("pk"),
            received=amount("amount", kind__in=RECEIPT),
            paid_back=amount("amount", kind__in=OPPOSITE),
        )
        .order_by("-payment_date", "payment_method", "cashier_id")
    )
    totals, shown = {key: sum((row[key] for row in rows), zero) for key, zero in ADDED.items()}, rows[: asked.most]
    for row in shown:
        row["net"] = row["received"] - row["paid_back"]
        row["drill"] = narrowed(
            whole,
            payment_date=row["payment_date"],
            payment_date_after=None,
            payment_date_before=None,
            payment_method=[row["payment_method"]],
            received_by=row.pop("cashier_id"),
        )
        row["cells"] = _by_kind(row["drill"])
    columns = [
        Column("payment_date", _("Day"), "date"),
        Column("payment_method", _("Method"), "word"),
        Column("cashier", _("Cashier")),
        Column("tender_count", _("Tenders"), "integer", "count"),
        Column("received", _("Received"), "money", "amount"),
        Column("paid_back", _("Paid back"), "money", "amount"),
        Column("net", _("Stays"), "money"),
    ]
    return Table(
        columns=columns,
        rows=shown,
        row_count=len(rows),
        drill=whole,
        cells=_by_kind(whole),
        totals=totals | {"net": totals["received"] - totals["paid_back"]},
        asked={"date_after": first, "date_before": last, "currency": currency} | kept,
    )


def _by_kind(of: Drill) -> dict[str, Drill]:
    return {"received": narrowed(of, kind=RECEIPT), "paid_back": narrowed(of, kind=OPPOSITE)}


def margin_per_device(asked: Asked) -> Table:
    """Each unit sold in the period, the latest first: its net price, its cost as frozen at issue, and the difference.

    Sales in the business's currency alone, the one that costs are in. Units without a known cost have no margin and
    are left out of the margin's total.
    """
    first, last = asked.period(LAST_MONTH)
    lines = InvoiceLine.objects.filter(
        kind=InvoiceLine.Kind.ASSET,
        released_at__isnull=True,
        invoice__status__in=ISSUED,
        invoice__currency=asked.currency,
        invoice__invoice_date__range=(first, last),
    )
    margin = F("line_total") - F("unit_cost")
    totals: dict[str, Any] = lines.aggregate(
        units=Count("pk"),
        price=amount("line_total"),
        cost=amount("unit_cost"),
        margin=Coalesce(Sum(margin), Value(ZERO), output_field=MoneyField()),
        priced=amount("line_total", unit_cost__isnull=False),
    )
    rows = taken(
        lines.order_by("-invoice__invoice_date", "-pk").values(
            invoice_date=F("invoice__invoice_date"),
            invoice_number=F("invoice__invoice_number"),
            serial_number=F("asset__serial_number"),
            brand=F("asset__product_model__brand"),
            model_name=F("asset__product_model__model_name"),
            price=F("line_total"),
            cost=F("unit_cost"),
            margin=margin,
        )[: asked.most]
    )
    for row in rows:
        row["margin_percent"] = None if row["margin"] is None else percent(row["margin"], row["price"])
        row["drill"] = listed("assets", serial_number=row["serial_number"])
    columns = [
        Column("invoice_date", _("Sold"), "date"),
        Column("invoice_number", _("Invoice number")),
        Column("serial_number", _("Serial number")),
        Column("brand", _("Brand")),
        Column("model_name", _("Model")),
        Column("price", _("Net price"), "money", "sale_price"),
        Column("cost", _("Cost"), "money"),
        Column("margin", _("Margin"), "money"),
        Column("margin_percent", _("Margin, %"), "percent"),
    ]
    units, priced = totals.pop("units"), totals.pop("priced")
    return Table(
        columns=columns,
        rows=rows,
        drill=listed(
            "assets",
            status=[UnitStatus.SOLD.value],
            sale_date_after=first,
            sale_date_before=last,
            sale_currency=asked.currency,
        ),
        totals=totals | {"margin_percent": percent(totals["margin"], priced)},
        row_count=units,
        asked={"date_after": first, "date_before": last, "currency": asked.currency},
    )


def preorder_sla(asked: Asked) -> Table:
    """Open preorders by the day they are promised for (view_preorder_sla)."""
    rows = fetch("SELECT * FROM view_preorder_sla ORDER BY sla_date, preorder_number", {})
    for row in rows:
        row["drill"] = listed("preorders", preorder_number=row["preorder_number"])
    columns = [
        Column("preorder_number", _("Preorder")),
        Column("customer_name", _("Customer")),
        Column("requested_specs", _("Wanted")),
        Column("status", _("Status"), "word"),
        Column("order_date", _("Ordered"), "date"),
        Column("sla_date", _("Promised for"), "date"),
        Column("days_overdue", _("Days overdue"), "integer"),
        Column("is_overdue", _("Overdue"), "boolean"),
    ]
    return Table(columns=columns, rows=rows)


SALES_DAILY = Report(
    name="sales-daily",
    label=gettext_noop("Daily sales"),
    description=gettext_noop("Paid sales per day and type of customer."),
    read=sales_daily,
)
SALES_BY_REP = Report(
    name="sales-by-rep",
    label=gettext_noop("Sales by seller"),
    description=gettext_noop("Issued sales per seller, what of it is paid and what is still owed."),
    read=sales_by_rep,
)
TENDERS = Report(
    name="tenders",
    label=gettext_noop("Tenders"),
    description=gettext_noop("Money at the till per day, method and cashier."),
    read=tenders,
)
MARGIN_PER_DEVICE = Report(
    name="margin-per-device",
    label=gettext_noop("Margin per device"),
    description=gettext_noop("Net price, cost and margin of each unit sold."),
    read=margin_per_device,
    permission="margin",
)
PREORDER_SLA = Report(
    name="preorder-sla",
    label=gettext_noop("Preorder SLA"),
    description=gettext_noop("Open preorders by the day they are promised for."),
    read=preorder_sla,
)
