"""Races at the till, over HTTP: a unit is sold once, an invoice is paid once, a request acts once."""

import uuid
from typing import Any

import pytest

from apps.customers.tests.factories import make_customer
from apps.inventory.models import Asset, BulkStock
from apps.inventory.tests.factories import make_bulk, ready
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_draft, make_issued, service_line
from apps.payments.models import Payment
from common.models import Counter
from common.testing.callers import Caller
from common.testing.plugin import NIGHTLY
from common.testing.races import ROUNDS, Round, race, without_constraint, without_locks, without_trigger

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.timeout(1200 if NIGHTLY else 300),
]

CASHIERS = 32
FEWER = ROUNDS if NIGHTLY else ROUNDS // 3


@pytest.fixture
def tills(people) -> list[Caller]:
    """Cashiers, each at a till of their own."""
    return [Caller(people[("sales", "sales2", "manager")[i % 3]]) for i in range(CASHIERS)]


def statuses(played: Round) -> list[int]:
    assert played.errors == []
    return sorted(answer.status for answer in played.values)


def draft_the_same(people, tills: list[Caller], number: int = CASHIERS) -> list[Round]:
    """Everybody puts one unit on a draft of their own."""
    customer = make_customer(people)
    body: dict[str, Any] = {"customer": customer.pk, "customer_type": "Retail"}
    return race(
        number,
        lambda i, unit: tills[i].post("invoices", body | {"lines": [{"asset": unit.pk}]}),
        prepare=lambda: ready(people)[0],
        rounds=FEWER,
    )


def test_one_unit_goes_on_one_draft(people, tills):
    for played in draft_the_same(people, tills):
        assert statuses(played) == [201] + [409] * (CASHIERS - 1)
        assert {code for a in played.values if a.status == 409 for code in a.codes} == {"asset_not_sellable"}
    assert Invoice.objects.count() == FEWER


def test_without_the_lock_the_index_still_sells_it_once(people, tills):
    with without_locks():
        for played in draft_the_same(people, tills, 8):
            assert statuses(played) == [201] + [409] * 7


@pytest.mark.breaks_invariants
def test_control_without_lock_and_index_it_goes_on_several(people, tills):
    with without_constraint("invoices_invoiceline", "asset_on_one_live_line"), without_locks():
        assert any(statuses(played).count(201) > 1 for played in draft_the_same(people, tills, 8))


def checkout_the_same(people, tills: list[Caller], number: int, line: Any) -> list[Round]:
    """Everybody checks out one and the same draft over 5,000."""
    body = {"payments": [{"payment_method": "Cash", "amount": "5000.00"}]}
    return race(
        number,
        lambda i, draft: tills[i].post(f"invoices/{draft.pk}/checkout", body),
        prepare=lambda: make_draft(people, line()),
        rounds=FEWER,
    )


def test_one_draft_is_checked_out_once(people, tills):
    for played in checkout_the_same(people, tills, CASHIERS, lambda: {"asset": ready(people)[0].pk}):
        assert statuses(played) == [200] + [409] * (CASHIERS - 1)
        invoice = Invoice.objects.get(pk=played.prepared.pk)
        assert (invoice.status, invoice.balance, invoice.payments.count()) == ("Paid", 0, 1)
        assert Asset.objects.get(pk=invoice.lines.get().asset_id).status == "Sold"


def test_without_the_lock_an_issued_invoice_still_does_not_change(people, tills):
    with without_locks():
        for played in checkout_the_same(people, tills, 4, lambda: service_line("5000.00")):
            assert statuses(played) == [200] + [409] * 3


@pytest.mark.breaks_invariants
def test_control_without_lock_trigger_and_checks_it_is_checked_out_twice(people, tills):
    with (
        without_constraint("invoices_invoice", "invoice_balance"),
        without_constraint("invoices_invoice", "invoice_settled"),
        without_trigger("invoices_invoice", "frozen"),
        without_locks(),
    ):
        played = checkout_the_same(people, tills, 4, lambda: service_line("5000.00"))
        assert any(statuses(one).count(200) > 1 for one in played)


def pay_too_much(people, tills: list[Caller], number: int = 16) -> list[Round]:
    """Everybody pays 30 on an invoice of 100."""
    return race(
        number,
        lambda i, invoice: tills[i].post(
            "payments", {"invoice": invoice.pk, "payment_method": "Cash", "amount": "30.00"}
        ),
        prepare=lambda: make_issued(people, "100.00"),
    )


def test_tenders_never_exceed_the_balance(people, tills):
    for played in pay_too_much(people, tills):
        assert statuses(played) == [201] * 3 + [409] * 13
        assert {code for a in played.values if a.status == 409 for code in a.codes} == {"balance_exceeded"}
        assert Invoice.objects.get(pk=played.prepared.pk).balance == 10


def test_without_the_lock_the_constraint_still_holds_the_balance(people, tills):
    with without_locks():
        for played in pay_too_much(people, tills, 8):
            assert statuses(played) == [201] * 3 + [409] * 5


@pytest.mark.breaks_invariants
def test_control_without_lock_and_check_more_is_taken_than_is_owed(people, tills):
    with without_constraint("invoices_invoice", "invoice_balance"), without_locks():
        assert any(statuses(played).count(201) > 3 for played in pay_too_much(people, tills, 8))


def repeat(people, till: Caller, *, one_key: bool) -> list[Round]:
    """One tender of 10 on 1,000 is sent sixteen times at once."""
    return race(
        16,
        lambda i, given: till.post(
            "payments",
            {"invoice": given[0].pk, "payment_method": "MoMo", "amount": "10.00"},
            Idempotency_Key=given[1] if one_key else uuid.uuid4().hex,
        ),
        prepare=lambda: (make_issued(people, "1000.00"), uuid.uuid4().hex),
    )


def test_one_key_acts_once_and_answers_the_same(people, tills):
    for played in repeat(people, tills[0], one_key=True):
        answers = played.values
        assert played.errors == []
        assert {answer.status for answer in answers} <= {201, 409}
        assert len({answer.raw for answer in answers if answer.status == 201}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers if answer.status == 201) == 1
        assert Payment.objects.filter(invoice=played.prepared[0]).count() == 1


def test_control_with_a_key_each_it_acts_each_time(people, tills):
    for played in repeat(people, tills[0], one_key=False):
        assert Payment.objects.filter(invoice=played.prepared[0]).count() == 16


def undo_twice(people, till: Caller) -> list[Round]:
    """One manager voids a tender of 100 while another refunds 60 of it."""
    desk = [Caller(people["manager"]), Caller(people["manager2"])]
    acts = [
        ("void", {"reason": "Wrong invoice"}),
        ("refund", {"amount": "60.00", "payment_method": "Cash", "reason": "Late"}),
    ]

    def paid() -> int:
        body = {"invoice": make_issued(people, "100.00").pk, "payment_method": "Cash", "amount": "100.00"}
        return till.ok(till.post("payments", body))["id"]

    return race(2, lambda i, payment: desk[i].post(f"payments/{payment}/{acts[i][0]}", acts[i][1]), prepare=paid)


def test_a_void_and_a_refund_of_one_tender_never_both(people, tills):
    for played in undo_twice(people, tills[0]):
        assert statuses(played) == [200, 409]


@pytest.mark.breaks_invariants
def test_control_without_lock_and_check_a_tender_is_paid_back_twice(people, tills):
    with without_constraint("invoices_invoice", "invoice_balance"), without_locks():
        assert any(statuses(played) == [200, 200] for played in undo_twice(people, tills[0]))


def test_invoices_take_the_last_pieces_once_each(people, tills):
    """Eight invoices of three pieces each, issued at once from a stock of ten."""

    def drafts() -> tuple[BulkStock, list[Invoice]]:
        stock = make_bulk(people, 10)
        customer = make_customer(people)
        return stock, [make_draft(people, {"bulk_stock": stock.pk, "quantity": 3}, customer=customer) for _ in range(8)]

    for played in race(
        8, lambda i, given: tills[i].post(f"invoices/{given[1][i].pk}/issue"), prepare=drafts, rounds=FEWER
    ):
        assert statuses(played) == [200] * 3 + [409] * 5
        assert BulkStock.objects.get(pk=played.prepared[0].pk).quantity == 1


def test_invoices_on_account_together_stay_within_the_credit_limit(people, tills):
    """Eight invoices of 40 for a customer who may owe 100."""

    def drafts() -> list[Invoice]:
        customer = make_customer(people, actor="manager", credit_limit="100.00")
        return [make_draft(people, service_line("40.00"), customer=customer) for _ in range(8)]

    def issue() -> list[Round]:
        return race(8, lambda i, given: tills[i].post(f"invoices/{given[i].pk}/issue"), prepare=drafts, rounds=FEWER)

    for played in issue():
        assert statuses(played) == [200] * 2 + [409] * 6
    with without_locks():
        assert any(statuses(played).count(200) > 2 for played in issue())


def test_numbers_of_invoices_drafted_at_once_have_no_gap(people, tills):
    """Half of the requests are refused, and leave no gap."""
    customer = make_customer(people)

    def draft(i: int, _: Any) -> Any:
        body: dict[str, Any] = {"customer": customer.pk, "customer_type": "Retail", "lines": [service_line("10.00")]}
        return tills[i].post("invoices", body | ({"order": 10**9} if i % 2 else {}))

    for played in race(CASHIERS, draft, rounds=FEWER):
        assert statuses(played) == [201] * 16 + [400] * 16
    numbers = sorted(Invoice.objects.values_list("invoice_number", flat=True))
    assert numbers == [f"INV-{n:06d}" for n in range(1, 16 * FEWER + 1)]
    assert Counter.objects.get(series="INV").last == 16 * FEWER
