"""Payments on account, notes and approvals that cannot be so."""

from typing import Any

import pytest

from apps.customers.models import Customer
from apps.invoices.services import invoice_cancel
from apps.invoices.tests.factories import make_customer, make_draft, make_issued
from apps.orders.tests.factories import line
from apps.payments.services import payment_receive
from apps.payments.tests.account_factories import applied, bank, item, make_payment, reversal_of
from apps.sales_notes.models import CreditNote
from apps.sales_notes.tests.factories import approved, make_note
from common.testing.callers import Answer, Caller
from tests.bad_input.catalogue import nothing_written, refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@pytest.fixture
def billing(people) -> Caller:
    return Caller(people["billing"])


@pytest.fixture
def payer(people) -> Customer:
    return make_customer(people)


def pay(billing: Caller, people: Any, payer: Customer, items: Any, **facts: Any) -> Answer:
    body = {"customer": payer.pk, "deposited_in_bank": bank(people).pk, "items_json": items} | facts
    with nothing_written():
        return billing.post("sales-payments", body)


def test_24_a_payment_comes_to_no_other_customer(people, billing):
    draft, other = make_payment(people), make_customer(people)
    with nothing_written():
        refused(billing.patch(f"sales-payments/{draft.pk}", {"customer": other.pk}), 400, "immutable", attr="customer")


def test_25_34_an_invoice_of_somebody_else_or_in_another_currency(people, billing, payer):
    mine, foreign = make_issued(people, customer=payer), make_issued(people)
    answer = pay(billing, people, payer, [item(foreign, "1.00")])
    refused(answer, 400, "does_not_exist", attr="items_json.0.id")
    answer = pay(billing, people, payer, [item(mine, "1.00")], currency="EUR")
    refused(answer, 400, "does_not_exist", attr="items_json.0.id")


def test_26_27_an_invoice_above_its_balance_or_twice(people, billing, payer):
    owed = make_issued(people, "100.00", customer=payer)
    refused(pay(billing, people, payer, [item(owed, "100.01")]), 409, "balance_exceeded", attr="items_json.0.amount")
    twice = [item(owed, "1.00"), item(owed, "2.00")]
    refused(pay(billing, people, payer, twice), 400, "duplicate", attr="items_json.1.id")


@pytest.mark.parametrize("kind", ["refund", "Invoice", "", None, 7])
def test_28_a_kind_of_item_that_is_none(people, billing, payer, kind):
    answer = pay(billing, people, payer, [{"type": kind, "id": 1, "amount": "1.00"}])
    refused(answer, 400, attr="items_json.0.type")


@pytest.mark.parametrize("items", [{"type": "advance", "amount": "1.00"}, "invoice", None, 7, True])
def test_29_items_that_are_no_list(people, billing, payer, items):
    answer = pay(billing, people, payer, items)
    refused(answer, 400)
    assert {str(attr).partition(".")[0] for attr in answer.attrs} == {"items_json"}


def test_30_a_payment_of_nothing_is_not_applied(people, payer):
    clerk = Caller(people["billing"])
    body = {"customer": payer.pk, "deposited_in_bank": bank(people).pk, "items_json": []}
    draft = clerk.ok(clerk.post("sales-payments", body))
    finance = Caller(people["finance"])
    with nothing_written():
        refused(finance.post(f"sales-payments/{draft['id']}/apply"), 400, "empty", attr="items_json")


def test_31_credits_above_what_is_paid(people, billing, payer):
    owed, rebate = make_issued(people, customer=payer), approved(people, CreditNote, "50.00", customer=payer)
    answer = pay(billing, people, payer, [item(owed, "10.00"), item(rebate, "50.00")])
    refused(answer, 400, "negative_total", attr="items_json")


def test_32_33_a_document_on_which_nothing_is_open(people, billing, payer):
    draft = make_draft(people, customer=payer)
    cancelled = invoice_cancel(invoice=make_draft(people, customer=payer), reason="Wrong", actor=people["sales"])
    paid = make_issued(people, "100.00", customer=payer)
    payment_receive(invoice=paid, payment_method="Card", amount=paid.balance, actor=people["sales"])
    unsigned = make_note(people, CreditNote, customer=payer)
    for document in (draft, cancelled, paid, unsigned):
        refused(pay(billing, people, payer, [item(document, "1.00")]), 409, "not_open", attr="items_json.0.amount")


def test_35_ones_own_order(people, payer):
    admin = Caller(people["admin"])
    body = {"customer": payer.pk, "lines": [line()]}
    order = admin.ok(admin.post("orders", body))
    with nothing_written():
        refused(admin.post(f"orders/{order['id']}/approve"), 403, "self_approval")


def test_36_to_39_what_is_decided_is_decided(people, billing):
    note, payment = approved(people, CreditNote), applied(people)
    office = Caller(people["manager2"])
    with nothing_written():
        refused(office.post(f"credit-notes/{note.pk}/approve"), 409, "action_not_allowed")
        refused(billing.patch(f"sales-payments/{payment.pk}", {"total": "1.00"}), 409, "action_not_allowed")
        refused(billing.delete(f"credit-notes/{note.pk}"), 409, "action_not_allowed")
        refused(billing.delete(f"sales-payments/{payment.pk}"), 409, "action_not_allowed")
        for method in ("PUT", "PATCH"):
            answer = billing.call(method, f"credit-notes/{note.pk}", {"total": "1.00"})
            refused(answer, 405, "method_not_allowed")


def test_40_41_a_payment_that_cannot_be_reversed(people, billing):
    draft, paid = make_payment(people), applied(people)
    reversal_of(people, paid)
    for payment in (draft, paid):
        with nothing_written():
            answer = billing.post(f"sales-payments/{payment.pk}/reverse", {"reason": "Wrong"})
            refused(answer, 409, "action_not_allowed")
