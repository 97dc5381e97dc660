"""What customers owe, by how long it is overdue: the ledger's word for any day, and the statements' sum."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_customer, make_issued
from apps.payments.services import payment_receive
from apps.payments.statement import statement_of
from apps.payments.tests.histories import act
from apps.reports.tests.drilling import untrue
from apps.reports.tests.world import day
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.tests.factories import approved
from common.money import ZERO

pytestmark = pytest.mark.django_db
PARTS = ("current", "overdue_1", "overdue_31", "overdue_61", "overdue_91", "credit", "total")


@pytest.fixture
def report(as_: Any) -> Any:
    """Read the ageing as a Manager."""
    return lambda **asked: as_("manager").ok(as_("manager").get("reports/receivables-aging", **asked))


def told(found: dict[str, Any], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in found["rows"]]


def test_by_customer_and_by_document(report, world):
    found = report()
    keys = ("customer", "document_count", "overdue_31", "total")
    assert told(found, *keys) == [("Reseller", 1, "3000.00", "3000.00")]
    one = report(customer=world.reseller.pk)
    assert told(one, "type", "number", "due_date", "overdue_31", "total") == [
        ("invoice", world.on_account.invoice_number, str(day(33)), "3000.00", "3000.00")
    ]
    assert one["rows"][0]["links"] == {
        "customer": {"path": f"customers/{world.reseller.pk}/statement", "params": {"to": str(day(0))}},
        "number": {"path": "invoices", "params": {"invoice_number": world.on_account.invoice_number}},
    }


def test_an_earlier_day_is_the_ledgers(report, world):
    assert told(report(as_of=day(1)), "customer", "overdue_31") == [("Reseller", "3000.00")]
    for days in (36, 39):
        assert told(report(as_of=day(days)), "customer", "current") == [("Reseller", "5000.00")]
    assert told(report(as_of=day(39), customer=world.reseller.pk), "total") == [("5000.00",)]
    assert report(as_of=day(41))["rows"] == []


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, "current"), (1, "overdue_1"), (30, "overdue_1"), (31, "overdue_31"), (60, "overdue_31"), (61, "overdue_61"),
     (90, "overdue_61"), (91, "overdue_91")],
)  # fmt: skip
def test_a_debit_note_is_due_when_it_is_approved(people, report, days, bucket):
    with time_machine.travel(timezone.now() - timedelta(days=days)):
        approved(people, DebitNote, "40.00")
    assert {key for key in PARTS if report()["totals"][key] == "40.00"} == {bucket, "total"}


def test_what_is_left_of_a_credit_note_is_taken_off(people, report, as_):
    customer = make_customer(people, full_name="Ama", credit_term_days=0)
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        make_issued(people, "100.00", customer=customer)
        approved(people, DebitNote, "40.00", customer=customer)
        approved(people, CreditNote, "70.00", customer=customer)
    found = report()
    assert told(found, "document_count", *PARTS) == [(3, "0.00", "140.00", "0.00", "0.00", "0.00", "-70.00", "70.00")]
    assert sorted(told(report(customer=customer.pk), "type", "overdue_1", "credit", "total")) == [
        ("credit_note", "0.00", "-70.00", "-70.00"),
        ("debit_note", "40.00", "0.00", "40.00"),
        ("invoice", "100.00", "0.00", "100.00"),
    ]
    assert told(report(bucket="credit", by="document"), "number", "total") == [("CN-000001", "-70.00")]
    assert untrue(as_("manager"), found) == []
    assert untrue(as_("manager"), report(as_of=day(1))) == []


def test_a_passer_by_who_owes_has_a_row_of_their_own(people, report, world, as_):
    from apps.payments.services import payment_refund

    payment_refund(
        payment=world.walk_in.payments.get(),
        amount=Decimal(20),
        payment_method="Cash",
        reason="Broken",
        actor=people["manager"],
    )
    found = report()
    assert told(found, "customer", "total") == [("Reseller", "3000.00"), ("Walk-in", "20.00")]
    assert told(report(walk_in="true"), "customer") == [("Walk-in",)]
    assert untrue(as_("manager"), found) == []


@pytest.mark.parametrize("seed", range(2))
def test_the_ageing_is_the_sum_of_the_statements_on_any_day(people, report, seed):
    chance = random.Random(seed)
    customers = [make_customer(people, credit_term_days=chance.choice([0, 7, 30])) for _ in range(3)]
    start = timezone.now().replace(hour=12)
    for days in range(70, -1, -7):
        with time_machine.travel(start - timedelta(days=days)):
            for customer in customers:
                act(people, chance, customer)
    assert Invoice.objects.filter(status="Sent").exists()
    for days in (0, 3, 20, 36, 70):
        whole = [statement_of(customer, first=day(days), last=day(days)) for customer in customers]
        found = report(as_of=day(days))["totals"]
        assert Decimal(found["total"]) == sum((one.closing_balance for one in whole), ZERO), days
        for part in PARTS[:-1]:
            assert Decimal(found[part]) == sum((one.ageing[part] for one in whole), ZERO), (days, part)


def test_what_was_paid_since_is_owed_again_on_an_earlier_day(people, report):
    with time_machine.travel(timezone.now() - timedelta(days=5)):
        invoice = make_issued(people, "100.00")
    payment_receive(invoice=invoice, payment_method="Cash", amount=Decimal(100), actor=people["sales"])
    assert (report()["rows"], report(as_of=day(1))["totals"]["total"]) == ([], "100.00")
