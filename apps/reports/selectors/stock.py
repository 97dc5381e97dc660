"""What lies in stock, how long it has, and where it came from."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.inventory.models import Asset, BulkStock
from apps.inventory.workflow import Status
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
from common.access import may
from common.db.sql import fetch

# Stock whose age counts (seed 5 §4.3).
AGEING = [
    Status.RECEIVED, Status.DIAGNOSTICS_PENDING, Status.WIPE_PENDING, Status.QC_PENDING, Status.READY_FOR_SALE,
]  # fmt: skip
# What is ours and still here.
HELD = [status for status in Status if status not in {Status.SOLD, Status.SCRAPPED}]

BUCKETS = (
    ("under_30", gettext_noop("Under 30 days"), None, 30),
    ("from_30", gettext_noop("30-60 days"), 31, 60),
    ("from_60", gettext_noop("60-90 days"), 61, 90),
    ("over_90", gettext_noop("90+ days"), 91, None),
)
COUNT: dict[str, str] = {"type": "integer", "adds": "count"}
MODEL_FILTERS = {
    "category": "category = ANY(%(category)s)",
    "brand": "brand = %(brand)s",
    "model_name": "model_name = %(model_name)s",
}


def bucket_dates(today: date, youngest: int | None, oldest: int | None) -> tuple[date | None, date | None]:
    """Return the first and last day of receipt of units between two ages in days, both included."""
    first = None if oldest is None else today - timedelta(days=oldest)
    last = None if youngest is None else today - timedelta(days=youngest)
    return first, last


def bucket_lists(of: Drill, today: date) -> dict[str, Drill]:
    """Return the drill of each age bucket, by its key."""
    found = {}
    for key, _label, youngest, oldest in BUCKETS:
        first, last = bucket_dates(today, youngest, oldest)
        found[key] = narrowed(of, received_date_after=first, received_date_before=last)
    return found


def in_bucket(today: date, youngest: int | None, oldest: int | None) -> Q:
    """Return the condition that a unit's age lies in the bucket."""
    first, last = bucket_dates(today, youngest, oldest)
    condition = Q()
    if first:
        condition &= Q(received_date__gte=first)
    if last:
        condition &= Q(received_date__lte=last)
    return condition


def inventory_summary(asked: Asked) -> Table:
    """Each model's units: how many, for sale, reserved, sold; their average price and age (view_inventory_summary)."""
    values = asked.values
    kept = [condition for name, condition in MODEL_FILTERS.items() if name in values]
    where = f"WHERE {' AND '.join(kept)}" if kept else ""
    found = fetch(
        f"SELECT * FROM view_inventory_summary {where} ORDER BY total_units DESC, category, brand, model_name", values
    )
    columns = [
        Column("category", _("Category")),
        Column("brand", _("Brand")),
        Column("model_name", _("Model")),
        Column("total_units", _("Units"), **COUNT),
        Column("available", _("Ready for sale"), **COUNT),
        Column("reserved", _("Reserved"), **COUNT),
        Column("sold", _("Sold"), **COUNT),
        Column("avg_sale_price", _("Average price sold"), "money"),
        Column("avg_age_days", _("Average age, days"), "number"),
    ]
    for row in found:
        row["avg_sale_price"] = rounded(row["avg_sale_price"])
        row["avg_age_days"] = rounded(row["avg_age_days"], 1)
        row["drill"] = listed("assets", **{name: row[name] for name in MODEL_FILTERS})
        row["cells"] = _by_status(row["drill"])
    whole = listed("assets", **values)
    return Table(
        columns=columns, rows=found, drill=whole, cells=_by_status(whole), totals=summed(columns, found), asked=values
    )


def _by_status(drill: Drill) -> dict[str, Drill]:
    statuses = {"available": Status.READY_FOR_SALE, "reserved": Status.RESERVED, "sold": Status.SOLD}
    return {key: narrowed(drill, status=[status.value]) for key, status in statuses.items()}


def aging_inventory(asked: Asked) -> Table:
    """Units waiting to be sold, the oldest first, as view_aging_inventory has them; totals per age bucket."""
    values = dict(asked.values)
    wanted = values.pop("aging_bucket", None)
    units = Asset.objects.filter(status__in=values.get("status", AGEING))
    for name, path in (("brand", "product_model__brand"), ("model_name", "product_model__model_name")):
        if name in values:
            units = units.filter(**{path: values[name]})
    whole = listed("assets", **({"status": [status.value for status in AGEING]} | values))
    cells = bucket_lists(whole, asked.today)
    for key, label, youngest, oldest in BUCKETS:
        if label == wanted:
            units, whole = units.filter(in_bucket(asked.today, youngest, oldest)), cells[key]
            cells = {key: whole}
    counts = {key: Count("pk", filter=in_bucket(asked.today, *ages)) for key, _label, *ages in BUCKETS}
    totals = units.aggregate(units=Count("pk"), **counts)
    rows = taken(
        units.order_by("received_date", "pk")
        .values("asset_tag", "serial_number", "condition_grade", "status", "received_date")
        .annotate(brand=F("product_model__brand"), model_name=F("product_model__model_name"))[: asked.most]
    )
    for row in rows:
        row["days_in_inventory"] = days = (asked.today - row["received_date"]).days
        row["aging_bucket"] = next(
            label for _key, label, _youngest, oldest in BUCKETS if oldest is None or days <= oldest
        )
        row["drill"] = listed("assets", asset_tag=row["asset_tag"])
    columns = [
        Column("asset_tag", _("Tag")),
        Column("serial_number", _("Serial number")),
        Column("brand", _("Brand")),
        Column("model_name", _("Model")),
        Column("condition_grade", _("Grade")),
        Column("status", _("Status"), "word"),
        Column("received_date", _("Received"), "date"),
        Column("days_in_inventory", _("Days in stock"), "integer"),
        Column("aging_bucket", _("Age")),
    ]
    return Table(
        columns=columns,
        rows=rows,
        drill=whole,
        cells=cells,
        totals=totals,
        row_count=totals["units"],
        asked=asked.values,
    )


def stock_by_status(asked: Asked) -> Table:
    """How many units stand at each status, the oldest of each, and for those who see costs what they cost us."""
    values, costs = asked.values, may(asked.user.roles, "assets.see-costs")
    units = Asset.objects.all()
    if "location" in values:
        units = units.filter(location=values["location"])
    if "category" in values:
        units = units.filter(product_model__category__in=values["category"])
    figures: dict[str, Any] = {"units": Count("pk"), "oldest": Min("received_date")}
    columns = [
        Column("status", _("Status"), "word"),
        Column("units", _("Units"), **COUNT),
        Column("oldest", _("Oldest receipt"), "date"),
    ]
    if costs:
        figures["cost"] = Sum(Coalesce("landed_cost", "purchase_cost"))
        columns.append(Column("cost", _("Cost"), "money"))
    found = {row.pop("status"): row for row in units.values("status").annotate(**figures)}
    nothing = {"units": 0, "oldest": None} | ({"cost": None} if costs else {})
    whole = listed("assets", **values)
    rows = [
        {"status": status.value, **found.get(status.value, nothing), "drill": narrowed(whole, status=[status.value])}
        for status in Status
    ]
    return Table(columns=columns, rows=rows, drill=whole, totals=summed(columns, rows), asked=values)


def low_stock(asked: Asked) -> Table:
    """Bulk stock below its reorder threshold, the scarcest first, and how many pieces are missing to it."""
    values = asked.values
    stocks = BulkStock.objects.filter(quantity__lt=F("reorder_threshold"), **values)
    rows = taken(
        stocks.order_by(F("quantity") - F("reorder_threshold"), "pk").values(
            "sku", "item_name", "category", "supplier", "quantity", "reorder_threshold",
            location_name=F("location__location_name"), missing=F("reorder_threshold") - F("quantity"),
        )
    )  # fmt: skip
    for row in rows:
        row["drill"] = listed("bulk-stock", sku=row["sku"])
    columns = [
        Column("sku", _("SKU")),
        Column("item_name", _("Item")),
        Column("category", _("Category")),
        Column("location_name", _("Location")),
        Column("supplier", _("Supplier")),
        Column("quantity", _("In stock"), "integer", "quantity"),
        Column("reorder_threshold", _("Reorder below"), "integer", "reorder_threshold"),
        Column("missing", _("Missing"), "integer"),
    ]
    totals = summed(columns, rows) | {"missing": sum(row["missing"] for row in rows)}
    return Table(
        columns=columns, rows=rows, drill=listed("bulk-stock", is_low="true", **values), totals=totals, asked=values
    )


SUPPLIERS = """
    SELECT a.supplier, count(*) AS units_received, count(t.asset_id) AS tested,
           count(*) FILTER (WHERE t.failed) AS failed, count(*) FILTER (WHERE a.status = 'Sold') AS sold,
           avg(%(today)s - a.received_date) FILTER (WHERE a.status = ANY(%(held)s)) AS avg_age_days
    FROM inventory_asset a
    LEFT JOIN (SELECT asset_id, bool_or(overall_result = 'Fail') AS failed
               FROM inventory_diagnosticsresult GROUP BY asset_id) t ON t.asset_id = a.id
    WHERE a.received_date BETWEEN %(first)s AND %(last)s
    GROUP BY a.supplier ORDER BY units_received DESC, a.supplier
"""


def supplier_scorecard(asked: Asked) -> Table:
    """Per supplier: units received in the period, how many of those tested ever failed, how old the unsold ones are."""
    first, last = asked.period(365)
    held = [status.value for status in HELD]
    rows = fetch(SUPPLIERS, {"today": asked.today, "held": held, "first": first, "last": last})
    whole = listed("assets", received_date_after=first, received_date_before=last)
    for row in rows:
        row["fail_rate"] = percent(row["failed"], row["tested"])
        row["avg_age_days"] = rounded(row["avg_age_days"], 1)
        # Units without a supplier cannot be asked for by one.
        row["drill"] = narrowed(whole, supplier=row["supplier"]) if row["supplier"] else None
        row["cells"] = {"sold": narrowed(row["drill"], status=[Status.SOLD.value])} if row["drill"] else {}
    columns = [
        Column("supplier", _("Supplier")),
        Column("units_received", _("Units received"), **COUNT),
        Column("tested", _("Tested"), "integer"),
        Column("failed", _("Failed a test"), "integer"),
        Column("fail_rate", _("Fail rate, %"), "percent"),
        Column("sold", _("Sold"), **COUNT),
        Column("avg_age_days", _("Average age unsold, days"), "number"),
    ]
    tested, failed = (sum(row[key] for row in rows) for key in ("tested", "failed"))
    totals = summed(columns, rows) | {"tested": tested, "failed": failed, "fail_rate": percent(failed, tested)}
    return Table(
        columns=columns,
        rows=rows,
        drill=whole,
        cells={"sold": narrowed(whole, status=[Status.SOLD.value])},
        totals=totals,
        asked={"date_after": first, "date_before": last},
    )


INVENTORY_SUMMARY = Report(
    name="inventory-summary",
    label=gettext_noop("Inventory summary"),
    description=gettext_noop("Units per model: in all, ready for sale, reserved, sold; average price and age."),
    read=inventory_summary,
)
AGING_INVENTORY = Report(
    name="aging-inventory",
    label=gettext_noop("Ageing stock"),
    description=gettext_noop("Unsold units by how long they have lain, the oldest first."),
    read=aging_inventory,
)
STOCK_BY_STATUS = Report(
    name="stock-by-status",
    label=gettext_noop("Stock by status"),
    description=gettext_noop("Units at each status."),
    read=stock_by_status,
)
LOW_STOCK = Report(
    name="low-stock",
    label=gettext_noop("Low stock"),
    description=gettext_noop("Bulk stock below its reorder threshold."),
    read=low_stock,
)
SUPPLIER_SCORECARD = Report(
    name="supplier-scorecard",
    label=gettext_noop("Supplier scorecard"),
    description=gettext_noop("Units received per supplier, their fail rate and average age."),
    read=supplier_scorecard,
)
