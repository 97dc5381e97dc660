"""Credit and debit notes from draft to spent, and sales undone through them."""

from decimal import Decimal

import pytest

from apps.inventory.tests.factories import ready
from apps.invoices.services import invoice_create, invoice_issue
from apps.invoices.tests.factories import make_customer, make_draft, make_issued, service_line
from apps.payments.services import invoice_checkout, payment_receive
from apps.sales_notes.models import CreditNote
from apps.sales_notes.services import invoice_void
from apps.sales_notes.tests.factories import approved, make_note
from tests.browser.conftest import axe, until
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser


@pytest.fixture
def customer(people):
    return make_customer(people, full_name="Ama Serwaa Bonsu", customer_rep=people["sales"].pk)


def test_a_rebate_is_written_by_keyboard_alone(visit, people, customer):
    page = visit("billing", "/credit-notes")
    page.get_by_role("table").wait_for()
    hand = Hand(page)
    hand.press("n", "j")
    page.get_by_role("button", name="Save").wait_for()
    page.get_by_role("combobox", name="Customer").and_(page.locator(":focus")).wait_for()
    hand.type("ama s")
    page.get_by_role("option", name="Ama Serwaa Bonsu").wait_for()
    hand.press("Enter")
    until(page, f"[...document.querySelectorAll('input')].some(input => input.value === '{people['sales'].full_name}')")
    # The representative, the currency, the invoice, one amount or lines, the amount.
    hand.press("Tab", "Tab", "Tab", "Tab", "Tab")
    page.get_by_label("Total").and_(page.locator(":focus")).wait_for()
    hand.type("150")
    hand.press("Control+Enter")
    page.get_by_text("This is needed.").wait_for()
    page.get_by_label("Public notes").and_(page.locator(":focus")).wait_for()
    hand.type("Thank you")
    hand.press("Control+Enter")
    page.get_by_role("heading", name="CN-").wait_for()
    note = CreditNote.objects.get()
    assert (note.total, note.status, note.customer, note.public_notes) == (150, "draft", customer, "Thank you")
    assert (note.customer_rep, note.approved_by_billing_user) == (people["sales"], people["billing"])


def test_a_note_with_lines_totals_them_as_they_are_typed(visit, people, customer):
    page = visit("billing", f"/debit-notes/new?customer={customer.pk}")
    page.get_by_text("Lines", exact=True).first.click()
    line = page.get_by_role("group", name="Line 1")
    line.get_by_label("Description").fill("Delivery")
    line.get_by_label("Quantity").fill("2")
    line.get_by_label("Price").fill("60,50")
    line.get_by_label("Discount").fill("200")
    page.get_by_role("button", name="Save").click()
    line.get_by_role("alert").get_by_text("Discount: The discount is larger than the line.").wait_for()
    line.get_by_label("Discount").and_(page.locator("[aria-invalid=true]:focus")).wait_for()
    line.get_by_label("Discount").fill("1")
    assert page.get_by_test_id("lines-total").inner_text() == "GHS120.00"
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="DN-").wait_for()
    assert page.get_by_test_id("tableItemsDetails").get_by_text("Delivery").count() == 1


def test_an_invoice_is_credited_from_its_page(visit, people, customer):
    unit = ready(people)[0]
    sold = invoice_issue(
        invoice=make_draft(people, {"asset": unit.pk}, service_line("50.00"), customer=customer), actor=people["sales"]
    )
    payment_receive(invoice=sold, payment_method="Cash", amount=Decimal("1000.00"), actor=people["sales"])
    page = visit("sales", f"/invoices/{sold.pk}")
    page.get_by_role("heading", name=sold.invoice_number).wait_for()
    assert page.get_by_role("link", name="Credit this invoice").count() == 0
    page = visit("billing", f"/invoices/{sold.pk}")
    page.get_by_role("link", name="Credit this invoice").click()
    box = page.get_by_role("region", name="What was sold")
    box.get_by_text(unit.serial_number).wait_for()
    assert page.get_by_role("combobox", name="Customer").input_value() == customer.full_name
    assert page.get_by_role("combobox", name="Invoice").input_value() == sold.invoice_number
    page.get_by_text("GHS4,050.00").wait_for()
    assert axe(page) == []
    page.get_by_role("button", name="Take these lines over").click()
    page.get_by_role("button", name="Remove line 1").click()
    line = page.get_by_role("group", name="Line 1")
    assert line.get_by_label("Description").input_value() == "Work"
    line.get_by_label("Price").fill("20")
    page.get_by_label("Public notes").fill("It took half the time")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="CN-").wait_for()
    note = CreditNote.objects.get()
    assert (note.invoice, note.total, note.customer, note.currency) == (sold, 20, customer, "GHS")
    page.get_by_role("link", name=sold.invoice_number).click()
    about = page.get_by_role("table", name="Notes about it")
    about.get_by_role("link", name=note.readable_number).wait_for()
    assert axe(page) == []


def test_the_form_finds_the_customers_invoices_by_number(visit, people, customer):
    mine, foreign = make_issued(people, "80.00", customer=customer), make_issued(people)
    page = visit("billing", f"/credit-notes/new?customer={customer.pk}")
    hand, field = Hand(page), page.get_by_role("combobox", name="Invoice")
    page.get_by_role("combobox", name="Customer").wait_for()
    until(page, f"[...document.querySelectorAll('input')].some(input => input.value === '{customer.full_name}')")
    field.fill(foreign.invoice_number)
    page.get_by_text("Nothing found").wait_for()
    field.fill("")
    hand.pick("Invoice", mine.invoice_number, mine.invoice_number)
    page.get_by_role("region", name="What was sold").get_by_text("Work").wait_for()


def test_twenty_notes_are_approved_with_two_keys(visit, people, customer):
    notes = [make_note(people, total="10.00", customer=customer) for _ in range(20)]
    page = visit("manager", "/credit-notes?status=draft&to_sign=false")
    page.get_by_role("link", name=notes[0].readable_number).wait_for()
    hand = Hand(page)
    hand.press("Control+a")
    page.get_by_text("20 chosen").wait_for()
    hand.press("a")
    page.get_by_text("20 of 20 done").wait_for()
    page.get_by_text("Nothing matches").wait_for()
    # Select all, and approve.
    assert hand.keys == len(["Control", "a"]) + 1
    assert set(CreditNote.objects.values_list("status", "balance")) == {("approved", 10)}


def test_each_note_that_is_refused_says_why_and_stays_chosen(visit, people, customer):
    sold = make_issued(people, "50.00", customer=customer)
    unsigned = invoice_void(invoice=sold, reason="Wrong model", actor=people["sales"])
    fine = make_note(people, customer=customer)
    page = visit("manager", "/credit-notes?status=draft")
    page.get_by_role("link", name=fine.readable_number).wait_for()
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Approve", exact=True).click()
    refused = page.get_by_role("region", name="Chosen rows").get_by_role("alert")
    assert refused.inner_text() == f"{unsigned.readable_number}Billing has not signed it yet."
    page.get_by_text("1 chosen").wait_for()
    fine.refresh_from_db()
    assert fine.status == "approved"


def test_a_sale_is_voided_by_three_people(visit, people, customer):
    sold = make_issued(people, "80.00", customer=customer)
    page = visit("sales", f"/invoices/{sold.pk}")
    page.get_by_role("button", name="Void").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("draft credit note over the whole invoice").wait_for()
    dialog.get_by_label("Reason").fill("Wrong model")
    page.keyboard.press("Control+Enter")
    asked = page.get_by_role("region", name="Void")
    asked.get_by_text("Wrong model").wait_for()
    number = CreditNote.objects.get().readable_number
    asked.get_by_role("link", name=number).wait_for()
    dialog.wait_for(state="hidden")
    assert axe(page) == []
    address = f"/credit-notes/{CreditNote.objects.get().pk}"
    page = visit("billing", address)
    page.get_by_role("button", name="Sign for billing").click()
    page.get_by_text("Sign for billing", exact=True).nth(1).wait_for()
    page = visit("manager", address)
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_text("Approved", exact=True).first.wait_for()
    page = visit("sales", f"/invoices/{sold.pk}")
    page.get_by_text("Cancelled", exact=True).first.wait_for()
    page.get_by_role("region", name="Void").get_by_text("Voided by").wait_for()
    sold.refresh_from_db()
    assert (sold.status, sold.balance, sold.void_status) == ("Cancelled", 0, "confirmed")


def test_a_manager_gives_a_passer_by_the_money_back(visit, people):
    line = service_line() | {"unit_price": Decimal("100.00")}
    draft = invoice_create(actor=people["sales"], customer_type="Walk-in", lines=[line])
    cash = {"payment_method": "Cash", "amount": draft.total_amount}
    sold = invoice_checkout(invoice=draft, payments=[cash], actor=people["sales"]).invoice
    invoice_void(invoice=sold, reason="Does not fit", actor=people["sales"])
    page = visit("manager", "/invoices?void_status=asked")
    page.get_by_role("link", name=sold.invoice_number).click()
    page.get_by_role("button", name="Confirm the void").click()
    page.get_by_role("dialog").get_by_text("Every payment goes back").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Refunded", exact=True).first.wait_for()
    sold.refresh_from_db()
    assert (sold.status, sold.balance) == ("Refunded", 0)


def test_a_note_is_set_against_an_open_invoice_and_corrected(visit, people, customer):
    invoice, note = make_issued(people, "80.00", customer=customer), approved(people, customer=customer)
    page = visit("billing", f"/credit-notes/{note.pk}")
    page.get_by_role("button", name="Apply to an invoice").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(invoice.invoice_number).and_(page.locator(":checked")).wait_for()
    assert dialog.get_by_label("Amount").input_value() == "80.00"
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_role("region", name="Set against invoices").get_by_text(invoice.invoice_number).wait_for()
    page.get_by_role("button", name="Correct").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("Too generous")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Corrected by").wait_for()
    page.get_by_role("link", name="DN-").click()
    page.get_by_text("Corrects", exact=True).wait_for()
    invoice.refresh_from_db()
    assert (invoice.status, invoice.balance) == ("Paid", 0)


@pytest.mark.parametrize("dark", [False, True])
def test_the_screens_are_clean(visit, people, customer, dark):
    note = make_note(people, customer=customer, private_notes="Angry on the phone")
    page = visit("billing", "/credit-notes", dark=dark)
    page.get_by_role("link", name=note.readable_number).wait_for()
    page.keyboard.press("Control+a")
    assert axe(page) == []
    for path in (f"/credit-notes/{note.pk}", "/credit-notes/new"):
        page.goto(path)
        page.get_by_text("Private notes").wait_for()
        assert axe(page) == []


def test_a_draft_is_deleted(visit, people, customer):
    note = make_note(people, customer=customer)
    page = visit("billing", f"/credit-notes/{note.pk}")
    page.get_by_role("button", name="Delete the draft").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete the draft").click()
    page.wait_for_url("**/credit-notes")
    note.refresh_from_db()
    assert note.deleted_at is not None
