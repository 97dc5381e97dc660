"""Every report's figures on a shop that can be told by heart, and the rows behind them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from apps.reports.selectors import sales, stock
from apps.reports.tables import Asked
from apps.reports.tests.drilling import untrue, worth
from apps.reports.tests.world import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(as_, world):
    """Read a report as the manager: `report("sales-daily", date_after=…)`."""
    manager = as_("manager")
    return lambda name, **filters: manager.ok(manager.get(f"reports/{name}", **filters))


def told(report, *keys):
    return [tuple(row[key] for key in keys) for row in report["rows"]]


def view(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_inventory_summary_per_model(report):
    found = report("inventory-summary")
    assert told(
        found, "category", "brand", "model_name", "total_units", "available", "reserved", "sold", "avg_sale_price",
        "avg_age_days",
    ) == [
        ("Laptop", "HP", "EliteBook 840", 4, 1, 0, 2, "5000.00", "45.0"),
        ("Phone", "Apple", "iPhone 12", 2, 1, 1, 0, None, "10.0"),
    ]  # fmt: skip
    assert found["totals"] == {"total_units": 6, "available": 2, "reserved": 1, "sold": 2}
    assert len(report("inventory-summary", category="Phone", brand="Apple")["rows"]) == 1


def test_sales_daily_are_the_days_paid_sales_by_type(report, world):
    found = report("sales-daily", date_after=day(45))
    keys = ("invoice_date", "transaction_count", "total_sales", "retail_sales", "wholesale_sales", "walk_in_sales")
    assert told(found, *keys, "unpaid_sales") == [
        (str(day(0)), 1, "50.00", "0.00", "0.00", "50.00", "0.00"),
        (str(day(3)), 1, "5100.00", "5100.00", "0.00", "0.00", "0.00"),
        (str(day(40)), 0, "0.00", "0.00", "0.00", "0.00", "5000.00"),
    ]
    assert found["totals"]["total_sales"] == "5150.00"
    assert told(report("sales-daily", currency="USD"), "total_sales") == [("70.00",)]


def test_sales_daily_says_what_its_view_says(report):
    keys = ("transaction_count", "total_sales", "retail_sales", "wholesale_sales")
    seen = {
        row["invoice_date"]: [row[key] for key in keys] for row in view("view_sales_daily") if row["currency"] == "GHS"
    }
    rows = [row for row in report("sales-daily", date_after=day(60))["rows"] if row["transaction_count"]]
    assert {date.fromisoformat(row["invoice_date"]): [Decimal(row[key]) for key in keys] for row in rows} == seen


def test_ageing_units_are_those_of_its_view_the_oldest_first(report, world):
    found = report("aging-inventory")
    assert told(found, "serial_number", "status", "days_in_inventory", "aging_bucket") == [
        (world.for_sale.serial_number, "Ready for Sale", 45, "30-60 days"),
        (world.phone_for_sale.serial_number, "Ready for Sale", 10, "Under 30 days"),
    ]
    assert found["totals"] == {"units": 2, "under_30": 1, "from_30": 1, "from_60": 0, "over_90": 0}
    keys = [column["key"] for column in found["columns"]]
    seen = [{key: str(value) for key, value in row.items()} for row in view("view_aging_inventory")]
    assert [{key: str(row[key]) for key in keys} for row in found["rows"]] == seen
    assert found["row_count"] == 2
    assert told(report("aging-inventory", aging_bucket="30-60 days"), "days_in_inventory") == [(45,)]


@pytest.mark.parametrize(("days", "bucket"), [(30, "Under 30 days"), (31, "30-60 days"), (60, "30-60 days"),
                                              (61, "60-90 days"), (90, "60-90 days"), (91, "90+ days")])  # fmt: skip
def test_a_bucket_ends_where_the_view_says(report, world, days, bucket):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_asset SET received_date = %s WHERE id = %s", [day(days), world.phone_for_sale.pk]
        )
    found = {row["serial_number"]: row["aging_bucket"] for row in report("aging-inventory")["rows"]}
    seen = {row["serial_number"]: row["aging_bucket"] for row in view("view_aging_inventory")}
    assert found == seen
    assert found[world.phone_for_sale.serial_number] == bucket


def test_tenders_per_day_method_and_cashier(report):
    found = report("tenders", date_after=day(45))
    keys = ("payment_date", "payment_method", "cashier", "tender_count", "received", "paid_back", "net")
    assert told(found, *keys) == [
        (str(day(0)), "Cash", "Sales 2", 1, "50.00", "0.00", "50.00"),
        (str(day(3)), "Cash", "Sales", 1, "3000.00", "0.00", "3000.00"),
        (str(day(3)), "MoMo", "Sales", 1, "2100.00", "0.00", "2100.00"),
        (str(day(35)), "Card", "Billing", 2, "100.00", "100.00", "0.00"),
        (str(day(35)), "MoMo", "Billing", 1, "2000.00", "0.00", "2000.00"),
    ]
    assert found["totals"] == {"tender_count": 6, "received": "7250.00", "paid_back": "100.00", "net": "7150.00"}
    assert told(report("tenders", payment_method="Cash"), "net") == [("50.00",), ("3000.00",)]


def test_stock_by_status_tells_every_status_and_what_it_cost(report):
    found = report("stock-by-status")
    assert [row for row in told(found, "status", "units", "oldest", "cost") if row[1]] == [
        ("Ready for Sale", 2, str(day(45)), "6400.00"),
        ("Reserved", 1, str(day(10)), "3200.00"),
        ("Sold", 2, str(day(45)), "6400.00"),
        ("Repair Hold", 1, str(day(0)), "3200.00"),
    ]
    assert (len(found["rows"]), found["totals"]) == (11, {"units": 6})
    assert report("stock-by-status", category="Phone")["totals"] == {"units": 2}


def test_low_stock_says_what_is_missing(report, world):
    found = report("low-stock")
    keys = ("sku", "item_name", "location_name", "quantity", "reorder_threshold", "missing")
    assert told(found, *keys) == [(world.charger.sku, "Charger", "Shop Floor", 9, 10, 1)]


def test_margin_per_device_is_price_less_frozen_cost(report, world):
    found = report("margin-per-device", date_after=day(45))
    assert told(found, "serial_number", "invoice_number", "price", "cost", "margin", "margin_percent") == [
        (world.sold.serial_number, world.split.invoice_number, "5000.00", "3200.00", "1800.00", "36.0"),
        (world.sold_on_account.serial_number, world.on_account.invoice_number, "5000.00", "3200.00", "1800.00", "36.0"),
    ]
    assert found["totals"] == {"price": "10000.00", "cost": "6400.00", "margin": "3600.00", "margin_percent": "36.0"}
    assert found["row_count"] == 2


def test_sales_by_rep(report):
    found = report("sales-by-rep", date_after=day(45))
    assert told(found, "rep", "sales_count", "total_sales", "paid_sales", "open_balance", "average_sale") == [
        ("Sales", 2, "10100.00", "5100.00", "3000.00", "5050.00"),
        ("Sales 2", 1, "50.00", "50.00", "0.00", "50.00"),
    ]


def test_supplier_scorecard(report):
    found = report("supplier-scorecard")
    keys = ("supplier", "units_received", "tested", "failed", "fail_rate", "sold", "avg_age_days")
    assert told(found, *keys) == [("Supplier", 6, 6, 1, "16.7", 2, "16.3")]
    assert report("supplier-scorecard", date_after=day(5))["rows"][0]["fail_rate"] == "100.0"


def test_technician_throughput(report):
    found = report("technician-throughput", date_after=day(60))
    keys = ("technician", "diagnostics", "failed", "fail_rate", "wipes", "qc_passed")
    assert told(found, *keys) == [("Technician", 6, 1, "16.7", 5, 5)]


def test_preorders_are_none_yet_but_the_columns_stand(report):
    found = report("preorder-sla")
    assert (found["rows"], found["row_count"]) == ([], 0)
    assert [column["key"] for column in found["columns"]] == [
        "preorder_number", "customer_name", "requested_specs", "status", "order_date", "sla_date", "days_overdue",
        "is_overdue",
    ]  # fmt: skip


REPORTS = [
    ("inventory-summary", {}),
    ("aging-inventory", {}),
    ("stock-by-status", {}),
    ("stock-by-status", {"category": "Phone"}),
    ("low-stock", {}),
    ("sales-daily", {"date_after": 45}),
    ("sales-daily", {"currency": "USD"}),
    ("sales-by-rep", {"date_after": 45}),
    ("tenders", {"date_after": 45}),
    ("receivables-aging", {}),
    ("receivables-aging", {"as_of": 1}),
    ("receivables-aging", {"as_of": 39}),
    ("receivables-aging", {"as_of": 1, "by": "document"}),
    ("margin-per-device", {"date_after": 45}),
    ("supplier-scorecard", {}),
    ("technician-throughput", {"date_after": 60}),
]


def test_the_rows_behind_every_figure_add_up_to_it(report, as_):
    manager = as_("manager")
    wrong = []
    for name, filters in REPORTS:
        asked = {key: day(value) if isinstance(value, int) else value for key, value in filters.items()}
        found = report(name, **asked)
        assert found["rows"], name
        wrong += [f"{name} {asked}: {figure}" for figure in untrue(manager, found)]
    assert wrong == []


@pytest.mark.parametrize(
    ("table", "filters", "count"),
    [
        (stock.aging_inventory, {}, 2),
        (sales.tenders, {"date_after": 45}, 5),
        (sales.margin_per_device, {"date_after": 45}, 2),
    ],
)
def test_a_long_report_is_cut_and_its_totals_are_not(people, world, table, filters, count):
    values = {name: day(days) for name, days in filters.items()}
    asked = {"user": people["manager"], "values": values, "today": day(0), "currency": "GHS"}
    whole, cut = table(Asked(**asked)), table(Asked(**asked, most=1))
    assert (len(whole.rows), whole.row_count) == (count, count)
    assert (len(cut.rows), cut.row_count, cut.totals) == (1, count, whole.totals)


def test_the_buckets_of_ageing_stock_open_their_units(report, as_):
    found = report("aging-inventory")
    assert {key: int(worth(as_("manager"), drill, "count")) for key, drill in found["cells"].items()} == {
        key: value for key, value in found["totals"].items() if key != "units"
    }


@pytest.mark.parametrize(
    ("name", "filters", "attr", "code"),
    [
        ("sales-daily", {"day": "2026-01-01"}, "day", "unknown_filter"),
        ("sales-daily", {"page_size": "5"}, "page_size", "unknown_filter"),
        ("sales-daily", {"date_after": "yesterday"}, "date_after", "invalid"),
        ("sales-daily", {"date_after": "2026-02-01", "date_before": "2026-01-01"}, "date_before", "invalid"),
        ("sales-daily", {"date_after": "2020-01-01"}, "date_after", "invalid"),
        ("receivables-aging", {"as_of": "2999-01-01"}, "as_of", "invalid"),
        ("receivables-aging", {"bucket": "total"}, "bucket", "invalid"),
        ("stock-by-status", {"location": "x"}, "location", "invalid"),
    ],
)
def test_a_wrong_filter_is_named(as_, name, filters, attr, code):
    answer = as_("manager").get(f"reports/{name}", **filters)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], [code])
