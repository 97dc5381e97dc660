"""A cashier's till: opened, filled by what they receive, closed with what was counted, and then for ever so."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from apps.invoices.tests.factories import make_customer, make_issued
from apps.payments.models import Payment, TillSession
from apps.payments.services import payment_receive, payment_refund, payment_void
from apps.payments.till import till_session_close, till_session_open
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db


def opened(caller: Caller, opening_float: str = "200.00") -> dict[str, Any]:
    """Open a till through the API."""
    return caller.ok(caller.post("till-sessions", {"opening_float": opening_float}))


def tender(people: Any, amount: str, method: str = "Cash", by: str = "sales", **facts: Any) -> Payment:
    """Take a tender on an invoice of its own."""
    invoice = make_issued(people, "500.00", **facts)
    return payment_receive(invoice=invoice, payment_method=method, amount=Decimal(amount), actor=people[by])


def test_what_its_opener_receives_and_pays_back_is_in_it(as_, people):
    before = tender(people, "5.00")
    till = opened(as_("sales"))
    cash, card = tender(people, "100.00"), tender(people, "70.00", "Card")
    others = tender(people, "30.00", by="sales2")
    payment_void(payment=card, reason="Wrong", actor=people["manager"])
    mine = Payment.objects.filter(till_session=till["id"])
    assert list(mine.order_by("pk")) == [cash, card]
    assert (before.till_session, others.till_session) == (None, None)
    found = as_("sales").ok(as_("sales").get(f"till-sessions/{till['id']}/takings"))["results"]
    assert found == [
        {
            "payment_method": "Cash", "tenders": 1, "opening_float": "200.00", "received": "100.00",
            "paid_back": "0.00", "expected": "300.00",
        },
        {
            "payment_method": "Card", "tenders": 1, "opening_float": "0.00", "received": "70.00",
            "paid_back": "0.00", "expected": "70.00",
        },
    ]  # fmt: skip


def test_what_a_manager_pays_back_leaves_their_own_till(as_, people):
    card = tender(people, "70.00", "Card")
    till = opened(as_("manager"), "0.00")
    payment_refund(payment=card, amount=Decimal(20), payment_method="Cash", reason="Late", actor=people["manager"])
    found = as_("manager").get(f"till-sessions/{till['id']}/takings").json["results"]
    assert [(row["payment_method"], row["paid_back"], row["expected"]) for row in found] == [
        ("Cash", "20.00", "-20.00")
    ]


def test_closing_tells_the_difference_by_method(as_, people):
    caller = as_("sales")
    till = opened(caller)
    tender(people, "100.00")
    tender(people, "70.00", "MoMo")
    assert [action["name"] for action in caller.get(f"till-sessions/{till['id']}").json["allowed_actions"]] == ["close"]
    counted = [{"payment_method": "Cash", "counted": "299.50"}, {"payment_method": "MoMo", "counted": "70.00"}]
    closed = caller.ok(
        caller.post(f"till-sessions/{till['id']}/close", {"counted": counted, "notes": "Half a cedi short"})
    )
    assert (closed["status"], closed["notes"], closed["closed_at"] is None) == ("Closed", "Half a cedi short", False)
    lines = [
        (line["payment_method"], line["expected"], line["counted"], line["difference"]) for line in closed["lines"]
    ]
    assert lines == [("Cash", "300.00", "299.50", "-0.50"), ("MoMo", "70.00", "70.00", "0.00")]
    assert tender(people, "5.00").till_session is None
    assert opened(caller)["session_number"] == "TILL-000002"


@pytest.mark.parametrize(
    ("counted", "attr", "code"),
    [
        ([], "counted", "required"),
        ([("MoMo", "70.00")], "counted", "required"),
        ([("Cash", "1.00"), ("Cash", "2.00")], "counted.1.payment_method", "duplicate"),
        ([("Cash", "-1.00")], "counted.0.counted", "min_value"),
        ([("Gold", "1.00")], "counted.0.payment_method", "invalid_choice"),
    ],
)
def test_a_wrong_count_is_named_and_nothing_is_closed(as_, people, counted, attr, code):
    caller = as_("sales")
    till = opened(caller)
    tender(people, "100.00")
    body = {"counted": [{"payment_method": method, "counted": amount} for method, amount in counted]}
    answer = caller.post(f"till-sessions/{till['id']}/close", body)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], [code])
    session = TillSession.objects.get(pk=till["id"])
    assert (session.status, session.lines.count(), session.version) == ("Open", 0, 1)


def test_one_has_one_till_open_at_a_time(as_, people):
    caller = as_("sales")
    first = opened(caller)
    answer = caller.post("till-sessions", {"opening_float": "1.00"})
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    assert answer.json["meta"]["till_session"] == first["id"]
    assert as_("sales2").post("till-sessions", {"opening_float": "1.00"}).status == 201
    with pytest.raises(IntegrityError), transaction.atomic():
        TillSession.objects.create(
            session_number="TILL-000009", opened_by=people["sales"], opening_float=0, currency="GHS"
        )


def test_nobody_closes_anothers_till(as_, people):
    till = opened(as_("sales"))
    body = {"counted": [{"payment_method": "Cash", "counted": "200.00"}]}
    assert as_("sales2").post(f"till-sessions/{till['id']}/close", body).status == 404
    refused = as_("manager").post(f"till-sessions/{till['id']}/close", body)
    assert (refused.status, refused.codes) == (403, ["permission_denied"])
    assert as_("finance").post(f"till-sessions/{till['id']}/close", body).status == 403
    shown = as_("manager").get(f"till-sessions/{till['id']}").json["allowed_actions"]
    assert [(action["name"], action["blocked_by"]) for action in shown] == [("close", "Only Sales closes this till.")]


@pytest.mark.parametrize(("username", "number"), [("sales", 1), ("billing", 0), ("finance", 1), ("auditor", 1)])
def test_cashiers_see_their_own_and_the_office_all(as_, username, number):
    opened(as_("sales"))
    assert as_(username).get("till-sessions").json["count"] == number
    assert as_(username).get("till-sessions", opened_by="me").json["count"] == (username == "sales")


def test_money_of_another_currency_is_in_no_till(as_, people):
    opened(as_("sales"))
    assert tender(people, "10.00", customer=make_customer(people, currency="USD")).till_session is None


def test_a_closed_till_never_changes(as_, people):
    till = till_session_open(opening_float=Decimal(10), actor=people["sales"])
    paid = tender(people, "5.00")
    counted = [{"payment_method": "Cash", "counted": Decimal(15)}]
    closed = till_session_close(session=till, counted=counted, actor=people["sales"])
    for change in ({"notes": "x"}, {"opening_float": 1}, {"status": "Open", "closed_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TillSession.objects.filter(pk=closed.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        closed.lines.create(payment_method="Card", expected=0, counted=0)
    with pytest.raises(ProgrammingError), transaction.atomic():
        closed.lines.update(counted=1)
    facts = {"payment_method": "Cash", "payment_date": paid.payment_date, "amount": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(invoice=paid.invoice, received_by=people["sales"], till_session=closed, **facts)


def test_the_tenders_of_a_till_are_listed_and_its_report_is_printed_once(as_, people):
    caller = as_("sales")
    till = opened(caller)
    tender(people, "100.00")
    listed = caller.get("payments", till_session=till["id"]).json["results"]
    assert [row["till_session"] for row in listed] == [{"id": till["id"], "label": "TILL-000001"}]
    first = caller.get(f"till-sessions/{till['id']}/pdf")
    caller.ok(
        caller.post(f"till-sessions/{till['id']}/close", {"counted": [{"payment_method": "Cash", "counted": "300"}]})
    )
    reports = [caller.get(f"till-sessions/{till['id']}/pdf").raw for _ in "ab"]
    assert (first.raw[:5], reports[0][:5]) == (b"%PDF-", b"%PDF-")
    assert reports[0] == reports[1] != first.raw
    rows = list(csv.DictReader(io.StringIO(as_("finance").get("till-sessions/export", file_format="csv").raw.decode())))
    assert [(row["session_number"], row["status"], row["lines"]) for row in rows] == [("TILL-000001", "Closed", "1")]
