"""Races over money on account, over HTTP: a balance is taken once, a payment applied once, a credit spent once."""

from typing import Any

import pytest

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_customer, make_issued
from apps.payments.models import SalesPayment, SalesPaymentItem, SalesPaymentReversal
from apps.payments.tests.account_factories import applied, item, make_payment, reversal_of
from apps.sales_notes.models import CreditNote
from apps.sales_notes.tests.factories import approved, make_note
from common.testing.callers import Caller
from common.testing.plugin import NIGHTLY
from common.testing.races import ROUNDS, Round, race, without_constraint, without_locks, without_trigger

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.timeout(1200 if NIGHTLY else 300),
]

FEWER = ROUNDS if NIGHTLY else ROUNDS // 3
DESKS = 8


@pytest.fixture
def desks(people) -> dict[str, list[Caller]]:
    """People of Billing, Finance and the office, each at a desk of their own."""
    return {
        role: [Caller(people[(role, f"{role}2")[i % 2]]) for i in range(DESKS)]
        for role in ("billing", "finance", "manager", "sales")
    }


def statuses(played: Round) -> list[int]:
    assert played.errors == []
    return sorted(answer.status for answer in played.values)


def codes(played: Round) -> set[str]:
    return {code for answer in played.values if answer.status >= 400 for code in answer.codes}


def pay_one_invoice(people, desks, number: int = 4) -> list[Round]:
    """Finance applies several payments of 40 on one invoice of 100 at once."""

    def prepare() -> list[SalesPayment]:
        customer = make_customer(people)
        invoice = make_issued(people, "100.00", customer=customer)
        return [make_payment(people, item(invoice, "40.00"), customer=customer) for _ in range(number)]

    return race(
        number,
        lambda i, payments: desks["finance"][i].post(f"sales-payments/{payments[i].pk}/apply"),
        prepare=prepare,
        rounds=FEWER,
    )


def test_payments_on_one_invoice_take_no_more_than_is_open(people, desks):
    for played in pay_one_invoice(people, desks):
        assert statuses(played) == [200, 200, 409, 409]
        assert codes(played) == {"balance_exceeded"}
        invoice = Invoice.objects.get(pk=played.prepared[0].items_json[0]["id"])
        assert (invoice.status, str(invoice.balance)) == ("Sent", "20.00")


def test_without_the_lock_the_check_still_takes_no_more(people, desks):
    with without_locks():
        for played in pay_one_invoice(people, desks):
            assert statuses(played).count(200) <= 2


@pytest.mark.breaks_invariants
def test_control_without_lock_and_check_more_is_taken_than_was_owed(people, desks):
    with without_constraint("invoices_invoice", "invoice_balance"), without_locks():
        assert any(statuses(played).count(200) > 2 for played in pay_one_invoice(people, desks))


def apply_one_payment(people, desks) -> list[Round]:
    """Everybody of Finance applies one payment of 30 on an invoice of 1,000."""

    def prepare() -> SalesPayment:
        customer = make_customer(people)
        return make_payment(people, item(make_issued(people, "1000.00", customer=customer), "30.00"), customer=customer)

    return race(
        DESKS,
        lambda i, payment: desks["finance"][i].post(f"sales-payments/{payment.pk}/apply"),
        prepare=prepare,
        rounds=FEWER,
    )


def test_one_payment_is_applied_once(people, desks):
    for played in apply_one_payment(people, desks):
        assert statuses(played) == [200] + [409] * (DESKS - 1)
        assert SalesPaymentItem.objects.filter(sales_payment=played.prepared).count() == 1


@pytest.mark.breaks_invariants
def test_control_without_locks_triggers_and_keys_it_is_applied_twice(people, desks):
    with (
        without_constraint("payments_salespaymentitem", "salespaymentitem_one_invoice"),
        without_constraint("payments_salespaymentitem", "salespaymentitem_one_item_number"),
        without_trigger("payments_salespayment", "archived"),
        without_locks(),
    ):
        assert any(statuses(played).count(200) > 1 for played in apply_one_payment(people, desks))


def test_what_is_applied_is_what_finance_saw(people, desks):
    """Apply, edit and delete one draft, each on the version that was seen: one of them wins."""

    def prepare() -> tuple[SalesPayment, str]:
        payment = make_payment(people)
        return payment, desks["finance"][0].get(f"sales-payments/{payment.pk}").headers["ETag"]

    def act(i: int, seen: tuple[SalesPayment, str]) -> Any:
        path, etag = f"sales-payments/{seen[0].pk}", seen[1]
        if i == 0:
            return desks["finance"][0].post(f"{path}/apply", If_Match=etag)
        if i == 1:
            return desks["billing"][0].patch(path, {"received_at": "2026-01-05T10:00:00Z"}, etag=etag)
        return desks["billing"][1].call("DELETE", path, If_Match=etag)

    for played in race(3, act, prepare=prepare, rounds=ROUNDS):
        won = [answer.status for answer in played.values if answer.status < 300]
        assert len(won) == 1, played.values
        assert {answer.status for answer in played.values if answer.status >= 300} <= {404, 409, 412}


def test_one_reversal_is_asked_for_and_approved_once(people, desks):
    for played in race(
        DESKS,
        lambda i, payment: desks["billing"][i].post(f"sales-payments/{payment.pk}/reverse", {"reason": "Wrong"}),
        prepare=lambda: applied(people),
        rounds=FEWER,
    ):
        assert statuses(played) == [201] + [409] * (DESKS - 1)
        assert SalesPaymentReversal.objects.filter(sales_payment=played.prepared).count() == 1
    for played in race(
        DESKS,
        lambda i, reversal: desks["finance"][i].post(f"sales-payment-reversals/{reversal.pk}/approve"),
        prepare=lambda: reversal_of(people, applied(people)),
        rounds=FEWER,
    ):
        assert statuses(played) == [200] + [409] * (DESKS - 1)
        invoice = Invoice.objects.get(pk=played.prepared.items_json[0]["id"])
        assert (invoice.status, str(invoice.balance)) == ("Sent", "100.00")


def test_a_reversal_and_a_new_payment_meet_on_one_invoice(people, desks):
    """The freed invoice is paid at the till while the reversal frees it: either order, never more than its total."""

    def act(i: int, reversal: SalesPaymentReversal) -> Any:
        if i == 0:
            return desks["finance"][0].post(f"sales-payment-reversals/{reversal.pk}/approve")
        tender = {"invoice": reversal.items_json[0]["id"], "payment_method": "Cash", "amount": "100.00"}
        return desks["sales"][0].post("payments", tender)

    for played in race(2, act, prepare=lambda: reversal_of(people, applied(people)), rounds=ROUNDS):
        assert played.values[0].status == 200
        invoice = Invoice.objects.get(pk=played.prepared.items_json[0]["id"])
        paid = played.values[1].status == 201
        assert (invoice.status, str(invoice.balance)) == (("Paid", "0.00") if paid else ("Sent", "100.00"))


def spend_one_credit(people, desks, number: int = 4) -> list[Round]:
    """Several payments spend one credit note of 100 whole, each on an invoice of its own."""

    def prepare() -> list[SalesPayment]:
        customer = make_customer(people)
        credit = approved(people, CreditNote, "100.00", customer=customer)
        return [
            make_payment(
                people,
                item(make_issued(people, "100.00", customer=customer), "100.00"),
                item(credit, "100.00"),
                customer=customer,
            )
            for _ in range(number)
        ]

    return race(
        number,
        lambda i, payments: desks["finance"][i].post(f"sales-payments/{payments[i].pk}/apply"),
        prepare=prepare,
        rounds=FEWER,
    )


def test_a_credit_note_is_spent_once(people, desks):
    for played in spend_one_credit(people, desks):
        assert statuses(played) == [200, 409, 409, 409]


@pytest.mark.breaks_invariants
def test_control_without_lock_and_check_a_credit_is_spent_twice(people, desks):
    with without_constraint("sales_notes_creditnote", "creditnote_balance"), without_locks():
        assert any(statuses(played).count(200) > 1 for played in spend_one_credit(people, desks))


def test_a_note_is_approved_or_deleted_never_both(people, desks):
    def act(i: int, note: CreditNote) -> Any:
        if i == 0:
            return desks["manager"][0].post(f"credit-notes/{note.pk}/approve")
        return desks["billing"][0].delete(f"credit-notes/{note.pk}")

    for played in race(2, act, prepare=lambda: make_note(people), rounds=ROUNDS):
        won = [answer.status for answer in played.values if answer.status < 300]
        assert len(won) == 1, played.values
        note = CreditNote.objects.get(pk=played.prepared.pk)
        assert (note.status == "approved") is (note.deleted_at is None)


def test_an_invoice_is_voided_while_it_is_being_paid(people, desks):
    """What was paid before the void is the customer's credit; a payment after it is refused."""

    def prepare() -> tuple[Invoice, int]:
        invoice = make_issued(people, "100.00")
        void = desks["sales"][0].post(f"invoices/{invoice.pk}/void", {"reason": "Back"})
        note = desks["sales"][0].ok(void)["credit_note"]["id"]
        desks["billing"][0].ok(desks["billing"][0].post(f"credit-notes/{note}/billing-sign"))
        return invoice, note

    def act(i: int, sale: tuple[Invoice, int]) -> Any:
        if i == 0:
            return desks["manager"][0].post(f"credit-notes/{sale[1]}/approve")
        return desks["sales"][0].post("payments", {"invoice": sale[0].pk, "payment_method": "Cash", "amount": "60.00"})

    for played in race(2, act, prepare=prepare, rounds=ROUNDS):
        invoice, note = Invoice.objects.get(pk=played.prepared[0].pk), CreditNote.objects.get(pk=played.prepared[1])
        assert played.values[0].status == 200
        paid = played.values[1].status == 201
        assert (invoice.status, str(note.balance)) == (("Refunded", "60.00") if paid else ("Cancelled", "0.00"))


def test_payments_over_the_same_invoices_in_other_orders_never_stand_in_a_circle(people, desks):
    def prepare() -> list[SalesPayment]:
        customer = make_customer(people)
        first, second = (item(make_issued(people, "1000.00", customer=customer), "10.00") for _ in "ab")
        return [
            make_payment(people, *((first, second) if i % 2 else (second, first)), customer=customer)
            for i in range(DESKS)
        ]

    for played in race(
        DESKS,
        lambda i, payments: desks["finance"][i].post(f"sales-payments/{payments[i].pk}/apply"),
        prepare=prepare,
        rounds=FEWER,
    ):
        assert statuses(played) == [200] * DESKS
