"""Invoices and the money received on them, by keyboard."""

import pytest

from apps.invoices.tests.factories import make_draft, make_issued
from tests.browser.conftest import axe

pytestmark = pytest.mark.browser


def test_a_payment_is_taken_and_voided_on_the_page_of_its_invoice(visit, people):
    invoice = make_issued(people, "100.00")
    page = visit("manager", f"/invoices/{invoice.pk}")
    page.get_by_role("button", name="Take payment").wait_for()
    page.keyboard.press("p")
    amount = page.get_by_role("dialog").get_by_label("Amount")
    assert amount.input_value() == "100.00"
    assert axe(page) == []
    amount.fill("40")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Void the payment of 40.00").press("Enter")
    page.get_by_role("dialog").get_by_label("Reason").fill("Wrong invoice")
    page.keyboard.press("Control+Enter")
    page.get_by_role("cell", name="-40.00").wait_for()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.balance) == ("Sent", 100)
    assert sorted(invoice.payments.values_list("kind", "amount")) == [("receipt", 40), ("void", 40)]


def test_a_draft_goes_on_in_the_till(visit, people):
    draft = make_draft(people)
    page = visit("sales", f"/invoices/{draft.pk}")
    page.get_by_role("link", name="Open in the till").wait_for()
    page.keyboard.press("e")
    page.get_by_role("list", name="Lines of this sale").get_by_role("listitem").wait_for()
    page.wait_for_url("**/sell/till")
    page.get_by_text(draft.invoice_number).wait_for()
