"""Who sees which report, whose figures it tells, and reports as files."""

import csv
import io

import pytest
from openpyxl import load_workbook

from apps.audit.models import ReadEvent
from apps.customers.services import customer_update
from apps.inventory.models import Asset
from apps.reports.tests.drilling import untrue
from apps.reports.tests.world import day
from common.access import matrix

pytestmark = pytest.mark.django_db

STOCK = ["inventory-summary", "aging-inventory", "stock-by-status", "low-stock"]
SEEN = {
    "admin": [
        *STOCK, "sales-daily", "sales-by-rep", "tenders", "receivables-aging", "margin-per-device", "preorder-sla",
        "supplier-scorecard", "technician-throughput",
    ],
    "finance": [
        *STOCK, "sales-daily", "sales-by-rep", "tenders", "receivables-aging", "margin-per-device", "preorder-sla",
        "supplier-scorecard",
    ],
    "auditor": [
        *STOCK, "sales-daily", "sales-by-rep", "tenders", "receivables-aging", "preorder-sla", "supplier-scorecard",
        "technician-throughput",
    ],
    "billing": ["sales-daily", "tenders", "receivables-aging"],
    "sales": [*STOCK, "sales-daily", "sales-by-rep", "tenders", "preorder-sla"],
    "remote_sales": [*STOCK, "sales-daily", "sales-by-rep", "tenders", "preorder-sla"],
    "logistics": [*STOCK, "preorder-sla"],
    "warehouse": [*STOCK, "supplier-scorecard"],
    "customer_service": ["preorder-sla"],
    "technician": [],
    "engineer": [],
}  # fmt: skip


@pytest.mark.parametrize("username", SEEN)
def test_a_role_is_told_its_reports_and_refused_the_others(as_, username):
    caller = as_(username)
    assert [report["name"] for report in caller.get("reports").json["results"]] == SEEN[username]
    for name in SEEN["admin"]:
        assert caller.get(f"reports/{name}").status == (200 if name in SEEN[username] else 403), name


def test_the_signed_out_see_nothing(anonymous):
    assert [anonymous.get(path).status for path in ("reports", "reports/dashboard", "reports/low-stock")] == [401] * 3


def test_a_figures_list_is_open_to_whoever_sees_the_figure():
    """Otherwise a drill would lead to a closed door."""
    lists = {
        "assets": [*STOCK[:3], "margin", "supplier-scorecard"],
        "bulk-stock": ["low-stock"],
        "invoices": ["sales-daily", "sales-by-rep", "receivables-aging"],
        "payments": ["tenders"],
        "credit-notes": ["receivables-aging"],
        "debit-notes": ["receivables-aging"],
        "diagnostics": ["technician-throughput"],
    }
    rows = matrix()
    for resource, reports in lists.items():
        for report in reports:
            assert rows["reports"][report] <= rows[resource]["list"], (report, resource)


@pytest.mark.parametrize(
    ("username", "total", "received"), [("sales", "5100.00", "5100.00"), ("sales2", "50.00", "50.00")]
)
def test_a_seller_sees_their_own_sales_and_their_rows(as_, world, username, total, received):
    caller = as_(username)
    for name, key, expected in (("sales-daily", "total_sales", total), ("tenders", "received", received)):
        found = caller.get(f"reports/{name}", date_after=day(45)).json
        assert found["totals"][key] == expected
        assert untrue(caller, found) == []
    assert [row["rep"] for row in caller.get("reports/sales-by-rep").json["rows"]] == [caller.user.full_name]


def test_a_seller_cannot_ask_for_a_colleagues_tenders(as_, world, people):
    assert as_("sales").get("reports/tenders", received_by=people["sales2"].pk).json["rows"] == []


def test_costs_are_told_to_cost_roles_alone(as_, world):
    costs = {name: as_(name).get("reports/stock-by-status").json for name in ("finance", "sales", "auditor")}
    assert {name: "cost" in found["rows"][0] for name, found in costs.items()} == {
        "finance": True,
        "sales": False,
        "auditor": False,
    }


def test_a_report_as_csv_is_safe_and_its_reading_on_record(as_, world):
    manager = as_("manager")
    customer_update(customer=world.reseller, full_name="=Reseller", actor=manager.user)
    answer = manager.get("reports/receivables-aging", file_format="csv")
    rows = list(csv.reader(io.StringIO(answer.raw.decode())))
    assert rows[0] == [
        "customer", "document_count", "current", "overdue_1", "overdue_31", "overdue_61", "overdue_91", "credit",
        "total",
    ]  # fmt: skip
    assert rows[1] == ["'=Reseller", "1", "0.00", "0.00", "3000.00", "0.00", "0.00", "0.00", "3000.00"]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="receivables-aging-')
    event = ReadEvent.objects.get()
    assert (event.actor, event.rows, event.what.split()[0]) == (manager.user, 1, "receivables-aging")


def test_a_report_as_xlsx_holds_the_same_rows(as_, world):
    answer = as_("manager").get("reports/inventory-summary", file_format="xlsx")
    sheet = load_workbook(io.BytesIO(answer.raw)).active
    assert [[cell.value for cell in row][2:4] for row in sheet.iter_rows()] == [
        ["Model", "Units"],
        ["EliteBook 840", "4"],
        ["iPhone 12", "2"],
    ]


def test_an_empty_report_is_a_file_with_a_header(as_):
    answer = as_("manager").get("reports/preorder-sla", file_format="csv")
    assert answer.raw.decode().startswith("preorder_number,customer_name,")
    assert as_("manager").get("reports/low-stock", file_format="pdf").status == 400


@pytest.mark.parametrize("name", [name for name in SEEN["admin"] if name != "preorder-sla"])
def test_a_report_costs_the_same_however_long_it_is(as_, people, world, name, django_assert_max_num_queries):
    from apps.inventory.tests.factories import ready

    caller = as_("manager")
    ready(people, 2)
    assert Asset.objects.count() == 8
    caller.get(f"reports/{name}")
    with django_assert_max_num_queries(4):
        assert caller.get(f"reports/{name}").status == 200
