"""Selling with scanner and keyboard: the mouse is never used."""

import pytest

from apps.customers.tests.factories import make_customer
from apps.inventory.services import asset_block
from apps.inventory.tests.factories import make_bulk, ready
from apps.invoices.models import Invoice
from apps.payments.models import Payment
from tests.browser.conftest import axe, until
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser

MOST_KEYS = 10
PAPER = "<title>The receipt</title><p>Printed</p>"
COUNT_PRINTS = """
    if (window === top) window.__printed = [];
    else window.print = () => top.__printed.push(location.pathname);
"""


@pytest.fixture
def customer(people):
    return make_customer(people, full_name="Ama Serwaa Bonsu", phone="+233 24 555 4821")


@pytest.fixture
def till(visit):
    """Open the till as Sales; what is printed is counted instead of sent to a printer."""

    def open_till(**how):
        page = visit("sales", "/", **how)
        page.add_init_script(COUNT_PRINTS)
        page.route("**/api/v1/invoices/*/pdf", lambda route: route.fulfill(body=PAPER, content_type="text/html"))
        page.goto("/sell/till")
        until(page, "document.activeElement.hasAttribute('data-scan')")
        return page, Hand(page)

    return open_till


def rows(page):
    return page.get_by_role("list", name="Lines of this sale").get_by_role("listitem")


def remark(page, text):
    page.get_by_role("status").filter(has_text=text).wait_for()


def total(page):
    return page.get_by_test_id("till-total").inner_text()


def sold(page):
    page.get_by_test_id("till-number").wait_for()
    return Invoice.objects.get(invoice_number=page.get_by_test_id("till-number").inner_text())


def test_a_laptop_to_a_known_customer_in_one_scan_and_ten_keys(till, people, customer):
    unit = ready(people)[0]
    page, hand = till()
    hand.scan(unit.serial_number)
    rows(page).first.wait_for()
    assert hand.has_focus("Scan")
    hand.press("Tab")
    hand.type("4821")
    hand.press("Enter")
    page.get_by_text("+233 24 555 4821", exact=True).first.wait_for()
    hand.press("Control+Enter")
    page.get_by_role("region", name="Payment").get_by_label("Cash handed over").wait_for()
    hand.press("Enter")
    invoice = sold(page)
    assert hand.keys <= MOST_KEYS
    assert (invoice.status, invoice.customer, invoice.total_amount) == ("Paid", customer, 5000)
    assert invoice.warranties.get().asset == unit
    unit.refresh_from_db()
    assert unit.status == "Sold"
    until(page, "window.__printed.length === 1")
    assert page.evaluate("window.__printed") == [f"/api/v1/invoices/{invoice.pk}/pdf"]
    hand.scan(ready(people)[0].serial_number)
    rows(page).first.wait_for()
    assert page.get_by_test_id("till-number").count() == 0


def test_cash_and_momo_together_with_an_accessory_by_its_letters(till, people, customer):
    unit, charger = ready(people)[0], make_bulk(people, price="50.00")
    page, hand = till()
    hand.scan(unit.asset_tag)
    rows(page).first.wait_for()
    hand.type("2*char")
    hand.press("Enter")
    until(page, "document.querySelectorAll('[data-cell=unit_price]').length === 2")
    hand.press("F2")
    hand.type("ama s")
    # The words are taken as they stand, without Enter of their own.
    hand.press("Control+Enter")
    page.get_by_label("Cash handed over").wait_for()
    hand.type("3000")
    hand.press("Enter")
    until(page, "document.querySelectorAll('.tender').length === 2")
    assert hand.has_focus("Amount")
    hand.press("Enter")
    invoice = sold(page)
    assert sorted(invoice.payments.values_list("payment_method", "amount")) == [("Cash", 3000), ("MoMo", 2100)]
    assert invoice.customer == customer
    charger.refresh_from_db()
    assert charger.quantity == 8


def test_change_is_given_on_cash(till, people):
    make_bulk(people, price="50.00")
    page, hand = till()
    hand.type("char")
    hand.press("Enter")
    rows(page).first.wait_for()
    hand.press("Control+Enter")
    page.get_by_label("Cash handed over").wait_for()
    hand.type("100")
    hand.press("Enter")
    invoice = sold(page)
    assert page.get_by_test_id("till-change").inner_text().endswith("50.00")
    assert invoice.payments.get().amount == 50
    assert invoice.customer_type == "Walk-in"


def test_a_code_that_cannot_be_sold_says_why(till, people):
    unit, gone = ready(people, 2)
    page, hand = till()
    hand.scan(unit.serial_number)
    rows(page).first.wait_for()
    hand.scan(unit.serial_number)
    remark(page, "in this sale already")
    asset_block(asset=gone, reason="Cracked lid", actor=people["technician"])
    hand.scan(gone.serial_number)
    remark(page, "Not Sellable and cannot be sold: Cracked lid")
    hand.scan("NOBODY-KNOWS-IT")
    remark(page, "Nothing has “NOBODY-KNOWS-IT” in it.")
    assert rows(page).count() == 1


def test_a_refusal_stands_on_its_line_and_the_draft_stays_one(till, people):
    make_bulk(people, quantity=3)
    page, hand = till()
    hand.type("char")
    hand.press("Enter")
    rows(page).first.wait_for()
    hand.press("ArrowDown", "Shift+Tab", "9", "Control+Enter")
    page.get_by_label("Cash handed over").wait_for()
    hand.press("Enter")
    page.get_by_role("alert").filter(has_text="Only 3 of Charger in stock, 9 wanted.").wait_for()
    assert hand.has_focus("Quantity of Charger")
    hand.press("2", "Control+Enter")
    page.get_by_label("Cash handed over").wait_for()
    until(page, "document.querySelector('.tender .is-amount').value === '100.00'")
    hand.press("Enter")
    invoice = sold(page)
    assert (Invoice.objects.count(), invoice.total_amount) == (1, 100)


def test_a_sale_outlives_a_reload_and_can_be_given_up_and_had_back(till, people):
    unit = ready(people)[0]
    page, hand = till()
    hand.scan(unit.serial_number)
    rows(page).first.wait_for()
    hand.press("Control+Enter")
    until(page, "document.querySelector('[data-testid=till-total]').closest('[aria-busy=false]')")
    page.reload()
    rows(page).first.wait_for()
    # The till is ready for the next sale at once; its draft is cancelled behind it.
    with page.expect_response("**/cancel") as cancelled:
        hand.press("F9")
    assert cancelled.value.ok
    remark(page, "Sale given up")
    until(page, "document.activeElement.hasAttribute('data-scan')")
    page.get_by_text("Ready for the next sale").wait_for()
    assert Invoice.objects.get().status == "Cancelled"
    unit.refresh_from_db()
    assert unit.status == "Ready for Sale"
    hand.press("Control+z")
    rows(page).first.wait_for()


def test_a_known_customer_may_owe_it(till, people, customer):
    unit = ready(people)[0]
    page, hand = till()
    hand.scan(unit.serial_number)
    rows(page).first.wait_for()
    hand.press("F2")
    hand.type("4821")
    hand.press("Control+Enter")
    page.get_by_label("Cash handed over").wait_for()
    hand.press("F8")
    invoice = sold(page)
    assert (invoice.status, invoice.balance) == ("Sent", 5000)
    assert not Payment.objects.exists()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, False), (390, True)])
def test_the_till_is_clean_at_every_stage(till, people, width, dark):
    unit = ready(people)[0]
    page, hand = till(width=width, dark=dark)
    assert axe(page) == []
    hand.scan(unit.serial_number)
    rows(page).first.wait_for()
    assert axe(page) == []
    hand.press("Control+Enter")
    page.get_by_label("Cash handed over").wait_for()
    assert axe(page) == []
    hand.press("Enter")
    sold(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
