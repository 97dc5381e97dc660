"""The demo's shop: what was promised is there, every rule holds over it, and every report answers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Sum

from apps.attachments.models import Attachment
from apps.audit.models import AuditEvent
from apps.customers.models import Customer
from apps.inventory.models import Asset, BulkStock, InventoryMovement, ProductModel
from apps.inventory.workflow import Status
from apps.invoices.models import Invoice
from apps.orders.models import Order
from apps.payments.models import (
    Payment,
    SalesPayment,
    SalesPaymentItem,
    SalesPaymentReversal,
    TillCount,
    TillSession,
)
from apps.payments.models.account import ItemType
from apps.reports.api.v1.views import REPORTS
from apps.reports.tests.drilling import untrue
from apps.sales_notes.models import CreditNote, DebitNote
from common.dates import business_date

pytestmark = pytest.mark.django_db


def seed():
    out = StringIO()
    call_command("seed_demo", verbosity=0, stdout=out)
    return out.getvalue()


def assert_everything_happened_when_the_story_says():
    """What the database itself wrote down, too; its proof alone keeps the time of the telling."""
    numbers = Invoice.objects.order_by("invoice_number").values_list("invoice_date", flat=True)
    assert list(numbers) == sorted(numbers)
    assert numbers[0] == business_date() - timedelta(days=150)
    assert list(numbers)[-1] == business_date()
    assert not Invoice.objects.filter(lines__asset__received_date__gt=F("invoice_date")).exists()

    moves = InventoryMovement.objects.select_related("asset").order_by("asset", "pk")
    assert [move.pk for move in moves] == [move.pk for move in moves.order_by("asset", "created_at", "pk")]
    for move in moves.filter(from_status=""):
        assert business_date(move.created_at) == move.asset.received_date
    for sale in moves.filter(to_status="Sold", asset__status="Sold"):
        assert business_date(sale.created_at) == sale.asset.sale_date
        reserved = moves.filter(asset=sale.asset, to_status="Reserved").latest("pk")
        invoice = sale.asset.invoice_lines.get(released_at=None).invoice
        assert reserved.created_at < invoice.issued_at < sale.created_at
    assert {business_date(event.at) for event in AuditEvent.objects.all()} == {business_date()}


def test_a_shop_in_full_swing(as_, people):
    """One story, told once because it is long: counts, states, dates, reports, and a second run that does nothing."""
    assert seed() == "15 accounts, 40 customers, 110 units, 15 orders, 56 invoices, 44 notes.\n"

    assert dict(Customer.objects.values_list("customer_type").annotate(n=Count("pk"))) == {
        "Retail": 28,
        "Wholesale": 12,
    }
    assert (ProductModel.objects.count(), BulkStock.objects.count()) == (28, 14)
    assert BulkStock.objects.filter(quantity__lt=F("reorder_threshold")).count() >= 4
    assert dict(Asset.objects.values_list("status").annotate(n=Count("pk"))) == {
        "Received": 8, "Diagnostics Pending": 5, "Wipe Pending": 3, "QC Pending": 4, "Ready for Sale": 25,
        "Reserved": 5, "Sold": 47, "Returned": 5, "Repair Hold": 4, "Not Sellable": 2, "Scrapped": 2,
    }  # fmt: skip
    assert set(Asset.objects.values_list("status", flat=True)) == {*Status.values}
    assert dict(Invoice.objects.values_list("status").annotate(n=Count("pk"))) == {
        "Draft": 5, "Cancelled": 5, "Sent": 13, "Paid": 31, "Refunded": 2,
    }  # fmt: skip
    assert dict(Attachment.objects.filter(kind="assets").values_list("media_type").annotate(n=Count("pk"))) == {
        "image/jpeg": 2,
        "text/csv": 1,
    }
    states = ("status", "approved_by_billing_status", "approved_by_office_status")
    assert set(Order.objects.values_list(*states)) == {
        ("draft", "pending", "not_required"),
        ("sent", "pending", "not_required"),
        ("sent", "hold", "not_required"),
        ("sent", "approved", "not_required"),
        ("sent", "approved", "pending"),
        ("sent", "approved", "rejected"),
        ("sent", "approved", "approved"),
        ("sent", "pending", "pending"),
        ("sent", "hold", "pending"),
        ("paid", "approved", "not_required"),
        ("cancelled", "pending", "not_required"),
    }
    assert Invoice.objects.annotate(tenders=Count("payments")).filter(tenders__gt=1).count() >= 5
    assert Payment.objects.filter(kind="void").count() == 1
    tills = TillSession.objects.annotate(tenders=Count("payments", distinct=True)).order_by("pk")
    cash = {row.till_session_id: str(row.difference) for row in TillCount.objects.filter(payment_method="Cash")}
    assert [(till.opened_by.username, till.tenders > 0, cash.get(till.pk)) for till in tills] == [
        ("remote_sales", True, "0.00"), ("sales2", True, "-12.00"), ("remote_sales", True, "0.00"),
        ("sales2", True, "20.00"), ("sales", True, "-0.50"), ("sales2", True, None),
    ]  # fmt: skip
    assert dict(SalesPayment.objects.values_list("status").annotate(n=Count("pk"))) == {
        "draft": 5, "applied": 5, "reversed": 1,
    }  # fmt: skip
    assert set(SalesPaymentReversal.objects.values_list("status", flat=True)) == {"draft", "approved", "rejected"}
    assert set(SalesPaymentItem.objects.values_list("type", flat=True)) == {*ItemType.values}

    told = CreditNote.objects.order_by().values_list("origin", "status").annotate(n=Count("pk"))
    assert {(origin, status): n for origin, status, n in told} == {
        ("manual", "draft"): 20, ("manual", "approved"): 7, ("manual", "rejected"): 1, ("correction", "draft"): 1,
        ("void_invoice", "draft"): 2, ("void_invoice", "approved"): 2, ("void_invoice", "rejected"): 1,
        ("payment", "approved"): 2,
    }  # fmt: skip
    told = DebitNote.objects.order_by().values_list("origin", "status").annotate(n=Count("pk"))
    assert {(origin, status): n for origin, status, n in told} == {
        ("manual", "draft"): 3, ("manual", "approved"): 3, ("manual", "rejected"): 1, ("correction", "approved"): 1,
    }  # fmt: skip
    waiting = CreditNote.objects.filter(status="draft", origin="manual", approved_by_billing_user__isnull=False)
    assert waiting.values_list("total", "public_notes").distinct().count() == 1
    assert sorted(CreditNote.objects.filter(balance__gt=0).values_list("balance", flat=True)) == [
        250,
        900,
        900,
        1200,
        2000,
        4300,
    ]

    # The same story every time.
    first = Invoice.objects.filter(customer_type="Wholesale", lines__kind="asset").earliest("pk")
    assert (first.invoice_number, str(first.total_amount), first.customer.full_name) == (
        "INV-000004", "29315.00", "Prince Oduro",
    )  # fmt: skip

    assert_everything_happened_when_the_story_says()

    manager = as_("manager")
    for report in REPORTS:
        found = manager.ok(manager.get(f"reports/{report.name}"))
        assert bool(found["rows"]) == (report.name != "preorder-sla"), report.name
    for name in ("inventory-summary", "receivables-aging", "tenders"):
        assert untrue(manager, manager.get(f"reports/{name}").json) == []
    invoiced = Invoice.objects.filter(status="Sent").aggregate(owed=Sum("balance"))["owed"]
    charged, credited = (
        kind.objects.filter(status="approved").aggregate(open=Sum("balance"))["open"]
        for kind in (DebitNote, CreditNote)
    )
    owed = invoiced + charged - credited
    totals = manager.get("reports/receivables-aging").json["totals"]
    assert totals["total"] == str(owed)
    assert [name for name, amount in totals.items() if amount in (0, "0.00")] == []
    linked = {
        type(note).__name__
        for kind in (CreditNote, DebitNote)
        for note in kind.objects.filter(origin="manual", invoice__isnull=False)
    }
    assert linked == {"CreditNote", "DebitNote"}

    views = manager.ok(manager.get("saved-views", shared="true"))["results"]
    assert [view["name"] for view in views] == ["Ready to sell", "Overdue invoices", "In QC"]
    for view in views:
        assert manager.ok(manager.get(f"{view['list']}?{view['query']}"))["results"], view["name"]

    assert seed() == "There is data already: nothing to seed.\n"
    assert Invoice.objects.count() == 56


def test_only_the_demo_is_seeded(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only for the demo"):
        seed()


def test_the_accounts_sign_in_with_the_demos_password():
    from django.contrib.auth import authenticate

    from apps.accounts.models import User
    from apps.accounts.services import user_create
    from apps.reports.demo.people import DOMAIN, PASSWORD, STAFF
    from common.db.acting import system_user

    user_create(
        username="newcomer", email=f"sales@{DOMAIN}", full_name=STAFF[2][1], role=STAFF[2][2], password=PASSWORD,
        must_change_password=False, actor=system_user(),
    )  # fmt: skip
    assert authenticate(username="newcomer", password=PASSWORD) == User.objects.get(username="newcomer")
    assert len({username for username, _, _ in STAFF}) == 15
