"""A customer's account: read, narrowed to a period, and followed from what they owe to the documents behind it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.customers.models import Customer
from apps.invoices.tests.factories import make_customer, make_issued
from apps.payments.services import payment_receive
from apps.payments.tests.account_factories import applied, item
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.tests.factories import approved
from tests.browser.conftest import axe, broken_numbers

pytestmark = pytest.mark.browser


def account(people: Any) -> Customer:
    """Return a customer who owes 340.00 since long and 100.00 since today, and has 70.00 of credit."""
    customer = make_customer(people, full_name="Ama Boateng")
    with time_machine.travel(timezone.now() - timedelta(days=80)):
        old = make_issued(people, "500.00", customer=customer)
        payment_receive(invoice=old, payment_method="MoMo", amount=Decimal("200.00"), actor=people["sales"])
        approved(people, DebitNote, "40.00", customer=customer)
    make_issued(people, "100.00", customer=customer)
    approved(people, CreditNote, "70.00", customer=customer)
    return customer


@pytest.mark.parametrize("width", [1440, 390])
def test_an_account_is_read_from_its_page(visit, people, width):
    customer = account(people)
    page = visit("finance", f"/customers/{customer.pk}", width=width, dark=width == 390)
    items = page.get_by_test_id("open-items")
    items.get_by_text("INV-000002").wait_for()
    page.get_by_role("navigation", name="Pages of the customer").get_by_role("link", name="Statement").click()
    page.get_by_test_id("closing").get_by_text("370.00").wait_for()
    assert page.get_by_test_id("movement").count() == 5
    assert axe(page) == []
    page.get_by_role("button", name="30 days").click()
    page.get_by_test_id("opening").get_by_text("340.00").wait_for()
    assert page.get_by_test_id("movement").count() == 2
    page.get_by_role("link", name="CN-000001").or_(page.get_by_text("CN-000001")).first.wait_for()
    page.get_by_role("link", name="INV-000002").click()
    page.wait_for_url("**/invoices/*")


def test_the_numbers_of_what_a_payment_settled_stay_whole_at_any_width(visit, people):
    customer = make_customer(people)
    owed = [make_issued(people, "100.00", customer=customer) for _ in range(4)]
    applied(people, *(item(invoice, "100.00") for invoice in owed), customer=customer)
    page = visit("finance", f"/customers/{customer.pk}/statement")
    settled = page.get_by_role("cell", name="INV-000001, INV-000002, INV-000003, INV-000004")
    for width in range(660, 1440, 30):
        page.set_viewport_size({"width": width, "height": 900})
        settled.wait_for()
        assert broken_numbers(page) == [], width


def test_what_is_owed_leads_to_its_documents_and_their_statement(visit, people):
    account(people)
    page = visit("billing", "/reports/receivables-ageing")
    page.get_by_test_id("owed").get_by_text("370.00").wait_for()
    assert axe(page) == []
    row = page.get_by_role("row", name="Ama Boateng")
    row.get_by_role("link", name="300.00").or_(row.get_by_role("link", name="340.00")).first.click()
    page.get_by_role("columnheader", name="Document").wait_for()
    page.get_by_role("cell", name="INV-000001").wait_for()
    page.get_by_role("button", name="All customers").click()
    page.get_by_role("link", name="Ama Boateng").click()
    page.get_by_test_id("closing").get_by_text("370.00").wait_for()
