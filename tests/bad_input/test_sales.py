"""Sales and tenders that cannot be so."""

from decimal import Decimal
from typing import Any

import pytest

from apps.customers.services import customer_delete
from apps.customers.tests.factories import make_customer
from apps.inventory.models import Asset, BulkStock
from apps.inventory.tests.factories import ready
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_cancel
from apps.invoices.tests.factories import make_draft, make_issued, service_line
from common.testing.callers import Answer, Caller
from tests.bad_input.catalogue import nothing_written, refused

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db]


@pytest.fixture
def seller(people) -> Caller:
    return Caller(people["sales"])


def sell(seller: Caller, customer: Any, *lines: dict[str, Any]) -> Answer:
    body = {"customer": customer, "customer_type": "Retail", "lines": list(lines)}
    with nothing_written():
        return seller.post("invoices", body)


def test_13_two_of_one_device(people, seller):
    unit, buyer = ready(people)[0], make_customer(people)
    refused(sell(seller, buyer.pk, {"asset": unit.pk, "quantity": 2}), 400, "invalid", attr="lines.0.quantity")


def test_14_15_a_line_that_is_two_things_or_none(people, seller):
    unit, buyer, stock = ready(people)[0], make_customer(people), BulkStock.objects.get()
    both = {"asset": unit.pk, "bulk_stock": stock.pk, "quantity": 1}
    for line in (both, {"quantity": 1}):
        refused(sell(seller, buyer.pk, line), 400, "one_item", attr="lines.0.asset")


@pytest.mark.parametrize(
    ("case", "status"), [(18, "Received"), (18, "Scrapped"), (18, "Not Sellable"), (18, "Reserved"), (20, "Sold")]
)
def test_a_device_that_is_not_for_sale(people, seller, case, status):
    unit, buyer = Asset.objects.filter(status=status).earliest("pk"), make_customer(people)
    refused(sell(seller, buyer.pk, {"asset": unit.pk}), 409, "asset_not_sellable")


def test_21_more_than_lies_in_stock(people, seller):
    draft = make_draft(people, {"bulk_stock": BulkStock.objects.get().pk, "quantity": 1000})
    with nothing_written():
        refused(seller.post(f"invoices/{draft.pk}/issue"), 409, "insufficient_stock")


def test_22_23_a_customer_who_is_not_there(people, seller):
    gone = make_customer(people)
    customer_delete(customer=gone, actor=people["manager"])
    for pk in (gone.pk, 999_999):
        refused(sell(seller, pk, service_line()), 400, "does_not_exist", attr="customer")


@pytest.mark.parametrize(
    ("case", "given", "code"),
    [
        (1, {"amount": "-1.00"}, "min_value"),
        (2, {"amount": "0.00"}, "min_value"),
        (3, {"amount": "1.005"}, "max_decimal_places"),
        (10, {}, "required"),
        (10, {"amount": None}, "null"),
    ],
)
def test_a_tender_of_an_amount_that_is_none(people, seller, case, given, code):
    body = {"invoice": make_issued(people).pk, "payment_method": "Card"} | given
    with nothing_written():
        refused(seller.post("payments", body), 400, code, attr="amount")


def test_42_a_tender_on_a_draft(people, seller):
    body = {"invoice": make_draft(people).pk, "payment_method": "Card", "amount": "1.00"}
    with nothing_written():
        refused(seller.post("payments", body), 409, "action_not_allowed")


def test_43_a_tender_above_what_is_open(people, seller):
    body = {"invoice": make_issued(people, "100.00").pk, "payment_method": "Card", "amount": "100.01"}
    with nothing_written():
        refused(seller.post("payments", body), 409, "balance_exceeded")


def test_44_46_a_step_from_a_status_that_it_does_not_start_from(people, seller):
    cancelled = invoice_cancel(invoice=make_draft(people), reason="Wrong", actor=people["sales"])
    paid = Invoice.objects.filter(status="Paid").earliest("pk")
    for invoice, step, body in (
        (cancelled, "void", {"reason": "Again"}),
        (cancelled, "issue", {}),
        (paid, "issue", {}),
        (paid, "cancel", {"reason": "No"}),
    ):
        with nothing_written():
            refused(seller.post(f"invoices/{invoice.pk}/{step}", body), 409, "action_not_allowed")


def test_17_what_the_server_computes_is_not_taken_from_the_client(people, seller):
    facts = {"status": "Paid", "balance": "0.00", "invoice_number": "INV-1", "subtotal": "1.00", "tax_amount": "9.00"}
    line = service_line("100.00") | {"line_total": "1.00"}
    body = {"customer": make_customer(people).pk, "customer_type": "Retail", "lines": [line]} | facts
    made = seller.ok(seller.post("invoices", body))
    assert (made["status"], made["subtotal"], made["lines"][0]["line_total"]) == ("Draft", "100.00", "100.00")
    assert made["balance"] == made["total_amount"]
    assert made["invoice_number"] != "INV-1"
    assert Decimal(made["total_amount"]) == Decimal(made["subtotal"]) + Decimal(made["tax_amount"])
