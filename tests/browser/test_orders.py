"""An order's whole way by keyboard: made, sent, approved by billing and by the office, invoiced in pieces."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from apps.accounts.services import settings_update
from apps.customers.tests.factories import make_customer
from apps.inventory.tests.factories import make_bulk, make_model, ready
from apps.invoices.models import Invoice
from apps.invoices.order_billing import order_invoice
from apps.invoices.services import invoice_cancel
from apps.orders.models import Order
from apps.orders.services import order_send, order_update
from apps.orders.tests.factories import make_applied, make_order
from tests.browser.conftest import axe
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser


def act(page: Page, name: str) -> None:
    """Take a step that asks for nothing."""
    page.get_by_role("button", name=name, exact=True).press("Enter")


def choose_text(line: Locator) -> None:
    """Let the line be about words, by keyboard."""
    line.get_by_label("Kind").press("Enter")
    line.page.get_by_role("option", name="Text").press("Enter")


def test_an_order_goes_from_its_draft_to_its_invoice(visit: Any, people: dict[str, Any]) -> None:
    settings_update(actor=people["admin"], office_approval_threshold=Decimal("5000.00"))
    customer = make_customer(people, full_name="Ama Mensah")
    model = make_model(people, brand="HP", model_name="EliteBook 840")
    units = ready(people, 2, model=model)
    make_bulk(people)

    page = visit("sales", "/orders")
    hand = Hand(page)
    page.get_by_role("heading", name="Orders").wait_for()
    hand.press("n", "o")
    page.get_by_role("button", name="Add a line").wait_for()
    hand.pick("Customer", "Ama", "Ama Mensah")
    hand.pick("Device model", "EliteBook 840", "HP EliteBook 840")
    page.wait_for_function("() => document.querySelector('[aria-label=Price]').value === '5000.00'")
    page.get_by_label("Quantity").fill("2")
    hand.start("Add a line")
    second = page.get_by_role("group", name="Line 2")
    choose_text(second)
    second.get_by_label("Description").fill("Delivery")
    second.get_by_label("Price").fill("25")
    page.get_by_role("status").filter(has_text="10,025.00").wait_for()
    assert axe(page) == []
    hand.press("Control+s")
    page.get_by_role("button", name="Send", exact=True).wait_for()
    order = Order.objects.get()
    assert (str(order.order_total), order.customer_id, order.lines.count()) == ("10025.00", customer.pk, 2)
    page.get_by_text("Its total of 10,025.00 GHS is above 5,000.00.").wait_for()
    assert axe(page) == []
    act(page, "Send")
    page.get_by_text("Billing has not approved it yet.").first.wait_for(state="attached")

    page = visit("billing", f"/orders/{order.pk}")
    act(page, "Approve")
    page.get_by_text("Owed when approved").wait_for()
    page = visit("manager", f"/orders/{order.pk}")
    act(page, "Approve for the office")
    page.get_by_text("Approved since").wait_for()

    page = visit("sales", f"/orders/{order.pk}")
    hand = Hand(page)
    dialog = hand.step("Invoice")
    dialog.get_by_text("2 left").wait_for()
    assert axe(page) == []
    dialog.get_by_label("Quantity of HP EliteBook 840").fill("1")
    hand.send()
    page.get_by_role("table", name="Invoices").wait_for()
    draft = Invoice.objects.get()
    assert (draft.order_id, str(draft.subtotal), draft.status) == (order.pk, "5025.00", "Draft")
    assert draft.lines.get(kind="asset").asset_id == units[0].pk


def test_what_is_wrong_with_a_line_stands_at_that_line(visit: Any, people: dict[str, Any]) -> None:
    customer = make_customer(people, full_name="Ama Mensah")
    page = visit("sales", "/orders/new")
    hand = Hand(page)
    hand.pick("Customer", "Ama", "Ama Mensah")
    first, second = (page.get_by_role("group", name=f"Line {number}") for number in (1, 2))
    choose_text(first)
    first.get_by_label("Description").fill("Delivery")
    first.get_by_label("Price").fill("25")
    hand.start("Add a line")
    second.get_by_label("Description").fill("Setup")
    second.get_by_label("Price").fill("10")
    second.get_by_label("Quantity").fill("0")
    second.get_by_label("Discount").fill("ten")
    hand.press("Control+s")
    second.get_by_role("alert").wait_for()
    assert second.get_by_role("alert").locator("p").all_inner_texts() == [
        "Quantity: Ensure this value is greater than or equal to 1.",
        "Discount: A valid number is required.",
    ]
    second.get_by_label("Quantity").and_(page.locator(":focus")).wait_for()
    assert page.locator("[aria-invalid=true]").count() == 2
    assert (first.get_by_role("alert").count(), axe(page)) == (0, [])
    # The error stays with its line when another one goes.
    page.get_by_role("button", name="Remove line 1").press("Enter")
    first.get_by_role("alert").wait_for()
    first.get_by_label("Quantity").fill("2")
    first.get_by_label("Discount").fill("")
    hand.press("Control+s")
    page.get_by_role("button", name="Send", exact=True).wait_for()
    order = Order.objects.get()
    assert (order.customer, str(order.order_total), order.lines.get().description) == (customer, "20.00", "Setup")


def test_an_order_with_an_invoice_is_not_edited(visit: Any, people: dict[str, Any]) -> None:
    order = make_applied(people)
    page = visit("sales", f"/orders/{order.pk}")
    page.get_by_role("link", name="Edit", exact=True).wait_for()
    draft = order_invoice(order=order, actor=people["sales"])
    page.reload()
    page.get_by_role("link", name=draft.invoice_number).wait_for()
    assert page.get_by_role("link", name="Edit", exact=True).count() == 0
    invoice_cancel(invoice=draft, reason="Wrong", actor=people["sales"])
    page.reload()
    page.get_by_role("link", name="Edit", exact=True).wait_for()


def test_a_hold_says_what_stands_still(visit: Any, people: dict[str, Any]) -> None:
    order = order_send(order=make_order(people), actor=people["sales"])
    page = visit("finance", f"/orders/{order.pk}")
    hand = Hand(page)
    dialog = hand.step("Hold")
    dialog.get_by_text("Nothing stands still").wait_for()
    assert axe(page) == []
    dialog.get_by_label("Reason").fill("The cheque bounced")
    hand.send()
    page.get_by_text("Held because").wait_for()
    order.refresh_from_db()
    assert (order.approved_by_billing_status, order.hold_reason) == ("hold", "The cheque bounced")


def test_nobody_approves_what_they_have_not_seen(visit: Any, people: dict[str, Any]) -> None:
    order = order_send(order=make_order(people), actor=people["sales"])
    page = visit("billing", f"/orders/{order.pk}")
    page.get_by_role("button", name="Approve", exact=True).wait_for()
    order_update(order=order, actor=people["sales"], order_total=Decimal("9000.00"))
    act(page, "Approve")
    page.get_by_text("This was changed by somebody else").first.wait_for()
    page.get_by_text("9,000.00").first.wait_for()
    order.refresh_from_db()
    assert order.approved_by_billing_status == "pending"
