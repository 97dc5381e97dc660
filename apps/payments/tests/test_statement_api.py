"""A customer's statement and open items: what stands in them, to the cent and the day, and for whom."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.audit.models import ReadEvent
from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_cancel
from apps.invoices.tests.factories import make_customer, make_draft, make_issued
from apps.payments.models import Payment
from apps.payments.reversals import sales_payment_reversal_approve
from apps.payments.services import payment_receive, payment_void
from apps.payments.statement import statement_of
from apps.payments.tests.account_factories import applied, item, reversal_of
from apps.payments.tests.histories import act
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.services import (
    credit_note_apply_to_invoice,
    invoice_void,
    note_approve,
    note_billing_sign,
    note_delete,
    note_reject,
)
from apps.sales_notes.tests.factories import approved, make_note
from common.dates import business_date
from common.money import ZERO

pytestmark = pytest.mark.django_db


def ago(days: int) -> Any:
    """Act so many days ago, at noon."""
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=days)
    return time_machine.travel(noon)


def day(days: int) -> date:
    """Return the business day so many days ago."""
    return business_date() - timedelta(days=days)


def pay(people: Any, invoice: Invoice, amount: str, **facts: Any) -> Payment:
    """Take a tender on the invoice as it is now."""
    invoice.refresh_from_db()
    facts = {"payment_method": "MoMo", "reference": "MM1"} | facts
    return payment_receive(invoice=invoice, amount=Decimal(amount), actor=people["sales"], **facts)


@pytest.fixture
def account(people: Any) -> Customer:
    """A customer with a little of everything on their account."""
    customer = make_customer(people, full_name="Ama Boateng")
    with ago(50):
        old = make_issued(people, "500.00", customer=customer)
    with ago(30):
        pay(people, old, "200.00")
    with ago(20):
        late = make_issued(people, "100.00", customer=customer)
        approved(people, DebitNote, "40.00", customer=customer)
    with ago(10):
        rebate = approved(people, CreditNote, "70.00", customer=customer)
    with ago(9):
        credit_note_apply_to_invoice(note=rebate, invoice=late.pk, amount=Decimal("30.00"), actor=people["billing"])
    with ago(5):
        wrong = pay(people, late, "10.00", payment_method="Cash", reference="")
        payment_void(payment=wrong, reason="Wrong", actor=people["manager"])
    # Nothing of these was ever in force.
    invoice_cancel(invoice=make_draft(people, customer=customer), reason="No", actor=people["sales"])
    make_draft(people, customer=customer)
    make_note(people, CreditNote, customer=customer)
    note_reject(note=make_note(people, CreditNote, customer=customer), reason="No", actor=people["manager"])
    note_delete(note=make_note(people, DebitNote, customer=customer), actor=people["billing"])
    return customer


def told(statement: dict[str, Any], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in statement["rows"]]


def test_a_statement_tells_each_movement_with_the_balance_after_it(as_, account):
    finance = as_("finance")
    found = finance.ok(finance.get(f"customers/{account.pk}/statement", **{"from": str(day(60))}))
    assert told(found, "date", "type", "number", "settles", "charge", "credit", "balance") == [
        (str(day(50)), "invoice", "INV-000001", "", "500.00", "0.00", "500.00"),
        (str(day(30)), "receipt", "MoMo MM1", "INV-000001", "0.00", "200.00", "300.00"),
        (str(day(20)), "invoice", "INV-000002", "", "100.00", "0.00", "400.00"),
        (str(day(20)), "debit_note", "DN-000001", "", "40.00", "0.00", "440.00"),
        (str(day(10)), "credit_note", "CN-000001", "", "0.00", "70.00", "370.00"),
        (str(day(5)), "receipt", "Cash", "INV-000002", "0.00", "10.00", "360.00"),
        (str(day(5)), "void", "Cash", "INV-000002", "10.00", "0.00", "370.00"),
    ]
    assert (found["opening_balance"], found["closing_balance"]) == ("0.00", "370.00")
    assert (found["customer"]["label"], found["currency"], found["currencies"]) == ("Ama Boateng", "GHS", ["GHS"])
    assert found["ageing"] == {
        "current": "70.00",
        "overdue_1": "340.00",
        "overdue_31": "0.00",
        "overdue_61": "0.00",
        "overdue_91": "0.00",
        "credit": "-40.00",
    }


def test_a_period_carries_forward_what_was_before_it(as_, account):
    caller = as_("billing")
    found = caller.ok(caller.get(f"customers/{account.pk}/statement", **{"from": str(day(20)), "to": str(day(15))}))
    assert (found["opening_balance"], found["closing_balance"]) == ("300.00", "440.00")
    assert told(found, "type", "balance") == [("invoice", "400.00"), ("debit_note", "440.00")]
    assert (found["ageing"]["current"], found["ageing"]["overdue_1"]) == ("100.00", "340.00")
    empty = caller.ok(caller.get(f"customers/{account.pk}/statement", **{"from": str(day(3))}))
    assert (empty["rows"], empty["opening_balance"], empty["closing_balance"]) == ([], "370.00", "370.00")
    other = caller.ok(caller.get(f"customers/{account.pk}/statement", currency="USD"))
    assert (other["rows"], other["closing_balance"], other["currencies"]) == ([], "0.00", ["GHS", "USD"])


def test_a_voided_sale_stands_as_its_invoice_and_its_credit_note(as_, people):
    customer = make_customer(people)
    sale = make_issued(people, "100.00", customer=customer)
    pay(people, sale, "60.00")
    sale.refresh_from_db()
    note = invoice_void(invoice=sale, reason="Wrong", actor=people["sales"])
    note_approve(note=note_billing_sign(note=note, actor=people["billing"]), actor=people["manager"])
    found = as_("manager").get(f"customers/{customer.pk}/statement").json
    assert told(found, "type", "charge", "credit", "balance") == [
        ("invoice", "100.00", "0.00", "100.00"),
        ("receipt", "0.00", "60.00", "40.00"),
        ("credit_note", "0.00", "100.00", "-60.00"),
    ]
    assert found["ageing"]["credit"] == "-60.00"


def test_a_payment_on_account_is_one_row_and_its_reversal_another(as_, people):
    customer = make_customer(people)
    sales = [make_issued(people, "100.00", customer=customer) for _ in "ab"]
    paid = applied(people, *(item(sale, "60.00") for sale in sales), item(None, "5.00"), customer=customer)
    credit = CreditNote.objects.get(customer=customer)
    sales_payment_reversal_approve(reversal=reversal_of(people, paid), actor=people["finance"])
    found = as_("manager").get(f"customers/{customer.pk}/statement").json
    rows = told(found, "type", "number", "settles", "charge", "credit")[2:]
    numbers = f"{sales[0]}, {sales[1]}"
    assert sorted(rows) == [
        ("credit_note", str(credit), "", "0.00", "5.00"),
        ("sales_payment", str(paid), numbers, "0.00", "120.00"),
        ("sales_payment_reversal", "SPR-000001", f"{credit}, {numbers}", "125.00", "0.00"),
    ]
    assert found["closing_balance"] == "200.00"


def test_open_items_are_what_a_payment_can_settle(as_, account):
    caller = as_("remote_sales")
    Customer.objects.filter(pk=account.pk).update(customer_rep=caller.user)
    found = caller.ok(caller.get(f"customers/{account.pk}/open-items"))
    old, late = account.invoices.filter(status="Sent").order_by("pk")
    assert found["invoices"][0] == {
        "id": old.pk,
        "label": "INV-000001",
        "number": "INV-000001",
        "date": str(day(50)),
        "due_date": str(old.due_date),
        "total": "500.00",
        "balance": "300.00",
        "currency": "GHS",
        "days_overdue": 20,
    }
    assert [(item["id"], item["balance"]) for item in found["invoices"]] == [(old.pk, "300.00"), (late.pk, "70.00")]
    assert [(item["number"], item["balance"], item["days_overdue"]) for item in found["debit_notes"]] == [
        ("DN-000001", "40.00", 20)
    ]
    assert [(item["number"], item["balance"], item["due_date"]) for item in found["credit_notes"]] == [
        ("CN-000001", "40.00", None)
    ]


@pytest.mark.parametrize("path", ["statement", "open-items", "statement/pdf"])
def test_a_remote_seller_reads_their_own_customers_alone(as_, account, path):
    assert as_("remote_sales").get(f"customers/{account.pk}/{path}").status == 404
    assert as_("technician").get(f"customers/{account.pk}/{path}").status == 403


@pytest.mark.parametrize(
    ("query", "attr", "code"),
    [
        ({"to": "2999-01-01"}, "to", "invalid"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "from", "invalid"),
        ({"from": "2020-01-01"}, "from", "invalid"),
        ({"from": "yesterday"}, "from", "invalid"),
        ({"since": "2026-01-01"}, "since", "unknown_filter"),
        ({"file_format": "pdf"}, "file_format", "invalid_choice"),
    ],
)
def test_a_wrong_question_is_named(as_, account, query, attr, code):
    answer = as_("manager").get(f"customers/{account.pk}/statement", **query)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], [code])


def test_reading_an_account_is_on_record(as_, account):
    caller = as_("auditor")
    for path in ("statement", "statement/pdf", "statement?file_format=csv"):
        assert caller.get(f"customers/{account.pk}/{path}").status == 200
    asked = [event.what for event in ReadEvent.objects.filter(actor=caller.user).order_by("pk")]
    period = f"{day(89)}..{day(0)}"
    assert asked == [
        f"statement of customer {account.pk} {period}",
        f"statement of customer {account.pk} {period} pdf",
        f"statement-{account.pk} file_format=csv",
    ]


def test_the_statement_comes_as_a_file_and_as_a_print(as_, account):
    caller = as_("manager")
    lines = caller.get(f"customers/{account.pk}/statement", file_format="csv").raw.decode().splitlines()
    assert lines[0] == "date,at,type,id,number,settles,due_date,charge,credit,balance"
    assert len(lines) == 8
    printed = caller.get(f"customers/{account.pk}/statement/pdf")
    assert (printed.raw[:5], printed.headers["Content-Type"]) == (b"%PDF-", "application/pdf")


def open_now(customer: Customer) -> Decimal:
    """Return Σ open invoices + open debit notes − open credit notes, as the documents themselves say."""
    owed = sum(Invoice.objects.filter(customer=customer, status="Sent").values_list("balance", flat=True), ZERO)
    owed += sum(DebitNote.objects.filter(customer=customer).values_list("balance", flat=True), ZERO)
    return owed - sum(CreditNote.objects.filter(customer=customer).values_list("balance", flat=True), ZERO)


@pytest.mark.parametrize("seed", range(4))
def test_the_balance_of_any_day_is_what_was_open_then(people, seed):
    chance = random.Random(seed)
    customer = make_customer(people)
    open_on: dict[date, Decimal] = {}
    for days in range(24, -1, -1):
        with ago(days):
            for _ in range(chance.randint(0, 2)):
                act(people, chance, customer)
            open_on[business_date()] = open_now(customer)
    whole = statement_of(customer, first=day(40))
    balances = {row["date"]: row["balance"] for row in whole.rows}
    running = ZERO
    for when, owed in open_on.items():
        running = balances.get(when, running)
        then = statement_of(customer, first=when, last=when)
        assert (running, then.closing_balance, sum(then.ageing.values())) == (owed, owed, owed), when
    assert all(row["charge"] != row["credit"] for row in whole.rows)


def test_a_day_is_one_of_the_business_and_not_of_the_clock(people, settings):
    customer = make_customer(people)
    with time_machine.travel(datetime.fromisoformat("2026-03-01T23:59:59.5+00:00"), tick=False):
        make_issued(people, customer=customer)
    with time_machine.travel(datetime.fromisoformat("2026-03-02T00:00:01+00:00"), tick=False):
        make_issued(people, customer=customer)
        first = statement_of(customer, last=date(2026, 3, 1))
        assert (first.closing_balance, statement_of(customer).closing_balance) == (100, 200)
