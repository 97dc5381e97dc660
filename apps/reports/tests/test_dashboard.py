"""The Home page's figures: exact, each with its rows, and only those that the role may see."""

from decimal import Decimal

import pytest

from apps.inventory import services as stock
from apps.reports.tests.drilling import worth
from apps.reports.tests.world import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(as_, world):
    """Read the dashboard as one of the people."""
    return lambda username: as_(username).ok(as_(username).get("reports/dashboard"))


def figures(found, part, value="count"):
    return {figure["key"]: figure[value] for figure in found[part] if Decimal(figure[value])}


def test_a_manager_sees_what_waits_and_how_the_business_stands(home, people, world):
    stock.asset_scrap(asset=world.failed, reason="Dead", actor=people["technician"])
    found = home("manager")
    assert figures(found, "queues") == {"scrapping": 1, "low_stock": 1, "drafts": 1, "overdue": 1}
    today = found["today"]
    assert (today["count"], today["total"]) == (1, "50.00")
    assert {kind["key"]: kind["total"] for kind in today["by_customer_type"]} == {
        "retail": "0.00",
        "wholesale": "0.00",
        "walk_in": "50.00",
    }
    assert figures(found, "tenders", "total") == {"Cash": "50.00"}
    assert figures(found, "stock_by_status") == {"Ready for Sale": 2, "Reserved": 1, "Repair Hold": 1}
    assert figures(found, "ageing") == {"under_30": 1, "from_30": 1}
    assert figures(found, "receivables", "total") == {"overdue_31": "3000.00"}
    assert (len(found["series"]), found["series"][-1]["date"]) == (30, str(day(0)))
    assert [(row["date"], row["retail"], row["wholesale"], row["walk_in"]) for row in found["series"] if
            any(Decimal(row[kind]) for kind in ("retail", "wholesale", "walk_in"))] == [
        (str(day(3)), "5100.00", "0.00", "0.00"),
        (str(day(0)), "0.00", "0.00", "50.00"),
    ]  # fmt: skip


def test_the_rows_behind_every_figure_add_up_to_it(home, as_, people, world):
    stock.asset_scrap(asset=world.failed, reason="Dead", actor=people["technician"])
    manager, found = as_("manager"), home("manager")
    today = found["today"]
    counted = [*found["queues"], *found["stock_by_status"], *found["ageing"]]
    sold = [today, today["unpaid"], *today["by_customer_type"]]
    for figure in [*counted, *sold]:
        assert worth(manager, figure["drill"], "count") == figure["count"], figure
    for figure in sold:
        assert worth(manager, figure["drill"], "total_amount") == Decimal(figure["total"]), figure
    for figure in found["receivables"]:
        assert worth(manager, figure["drill"], "total") == Decimal(figure["total"]), figure
    for figure in found["tenders"]:
        assert worth(manager, figure["drill"], "amount") == Decimal(figure["total"]), figure
    for row in found["series"]:
        total = sum(Decimal(row[kind]) for kind in ("retail", "wholesale", "walk_in"))
        assert worth(manager, row["drill"], "total_amount") == total, row


@pytest.mark.parametrize(
    ("username", "queues", "parts"),
    [
        (
            "technician",
            {"received", "returned", "diagnostics", "wipe", "qc", "repair", "blocked"},
            set(),
        ),
        ("warehouse", {"received", "returned", "low_stock"}, {"stock_by_status", "ageing"}),
        ("sales", {"drafts"}, {"today", "tenders", "series", "stock_by_status", "ageing"}),
        ("billing", {"overdue"}, {"today", "tenders", "series", "receivables"}),
        ("finance", {"overdue"}, {"today", "tenders", "series", "stock_by_status", "ageing", "receivables"}),
        ("engineer", set(), set()),
    ],
)
def test_a_role_sees_its_own_queues_and_parts(as_, username, queues, parts):
    found = as_(username).ok(as_(username).get("reports/dashboard"))
    assert {queue["key"] for queue in found["queues"]} == queues
    told = {name for name, value in found.items() if value is not None} - {"date", "currency", "queues"}
    assert told == parts


def test_a_seller_sees_their_own_sales(home):
    mine, others = home("sales"), home("sales2")
    assert (mine["today"]["total"], others["today"]["total"]) == ("0.00", "50.00")
    assert (figures(mine, "queues"), figures(others, "queues")) == ({"drafts": 1}, {})
    assert (mine["tenders"], figures(others, "tenders", "total")) == ([], {"Cash": "50.00"})


def test_what_was_paid_back_is_taken_off_the_days_tenders(home, people, world):
    from apps.payments.services import payment_refund

    payment = world.walk_in.payments.get()
    payment_refund(
        payment=payment, amount=Decimal(20), payment_method="MoMo", reason="Broken plug", actor=people["manager"]
    )
    assert figures(home("manager"), "tenders", "total") == {"Cash": "50.00", "MoMo": "-20.00"}


@pytest.mark.parametrize(("username", "number"), [("manager", 7), ("technician", 3), ("engineer", 2)])
def test_the_dashboard_costs_a_statement_per_set_of_figures(
    as_, world, people, username, number, django_assert_num_queries
):
    caller = as_(username)
    caller.get("reports/dashboard")
    with django_assert_num_queries(number):
        caller.get("reports/dashboard")
