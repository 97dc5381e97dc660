"""Money on account: Billing says what it is for, Finance sees what it does and applies it, and a mistake is undone."""

import pytest
from playwright.sync_api import expect

from apps.customers.tests.factories import make_customer
from apps.invoices.tests.factories import make_issued
from apps.payments.models import SalesPayment, SalesPaymentReversal
from apps.payments.tests.account_factories import applied, bank, item, make_payment
from apps.sales_notes.models import CreditNote
from apps.sales_notes.tests.factories import approved
from tests.browser.conftest import axe, until
from tests.browser.hand import Hand

pytestmark = pytest.mark.browser

# What the field with the cursor is called, by its own label or the one it belongs to.
LABEL = """
    [document.activeElement.getAttribute('aria-label'), ...[...document.activeElement.labels ?? []].map(
        (label) => label.textContent)].join(' ')
"""


@pytest.fixture
def owing(people):
    """A customer who owes 300, 200 and 80, and has 100 to their credit."""
    bank(people)
    customer = make_customer(people, full_name="Rebecca Tagoe", phone="+233 24 555 4821")
    return {
        "customer": customer,
        "first": make_issued(people, "300.00", customer=customer),
        "second": make_issued(people, "200.00", customer=customer),
        "third": make_issued(people, "80.00", customer=customer),
        "credit": approved(people, CreditNote, "100.00", customer=customer),
    }


def balances(owing):
    """Return status and balance of each document as they are now."""
    found = []
    for name in ("first", "second", "third", "credit"):
        owing[name].refresh_from_db()
        found.append((owing[name].status, str(owing[name].balance)))
    return found


def selector(page):
    return page.get_by_test_id("salesInvoicePaymentSelector")


def tick(page, document):
    return selector(page).get_by_role("checkbox", name=str(document))


def amount(page, document):
    return page.get_by_label(f"Amount for {document}")


def tab_to(hand, label):
    """Press Tab until the cursor is in the field of that label."""
    for _ in range(20):
        hand.press("Tab")
        field = hand.page.evaluate(LABEL)
        if label in field:
            return
    raise AssertionError(f"Tab never comes to {label}.")


def total_is(page, text):
    expect(page.get_by_test_id("payment-total")).to_contain_text(text)


def effects(page):
    page.get_by_test_id("effects").wait_for()
    return page.get_by_test_id("effects").get_by_role("listitem").all_inner_texts()


def statement_closes_at(page, owing, text):
    """Read the customer's statement."""
    page.goto(f"/customers/{owing['customer'].pk}/statement")
    expect(page.get_by_test_id("closing")).to_have_text(text)


def invoice_tells(page, invoice, payment):
    """Read on the invoice that 50 were paid on it by the payment, and nothing was credited."""
    page.goto(f"/invoices/{invoice.pk}")
    settled = page.get_by_role("table", name="Settled on account")
    settled.get_by_role("row", name=payment.readable_number).get_by_text("50.00").wait_for()
    assert page.get_by_role("term").filter(has_text="Credited").count() == 0
    expect(page.locator("dl div", has_text="Paid")).to_contain_text("50.00")
    assert axe(page) == []


def asked_to_reverse(page, payment):
    """Ask to undo the payment; return the reversal that waits for Finance."""
    page.goto(f"/account-payments/{payment.pk}")
    page.get_by_role("button", name="Reverse").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("The transfer was another customer's.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/payment-reversals/*")
    reversal = SalesPaymentReversal.objects.get()
    page.get_by_role("heading", name=reversal.readable_number).wait_for()
    return reversal


def test_a_payment_from_the_customers_page_to_finance_and_back(visit, people, owing):
    before = balances(owing)
    billing = visit("billing", f"/customers/{owing['customer'].pk}")
    billing.get_by_role("link", name="Receive payment").click()
    tick(billing, owing["first"]).check()
    tick(billing, owing["second"]).check()
    total_is(billing, "500.00")
    tick(billing, owing["credit"]).check()
    total_is(billing, "400.00")
    amount(billing, owing["second"]).fill("200.01")
    expect(selector(billing)).to_contain_text("This is more than is open.")
    amount(billing, owing["second"]).fill("50")
    total_is(billing, "250.00")
    assert axe(billing) == []
    billing.emulate_media(color_scheme="dark")
    assert axe(billing) == []
    billing.get_by_label("Bank").fill("Test bank")
    billing.get_by_role("option", name="Test bank").click()
    billing.get_by_role("button", name="Save").click()
    billing.get_by_role("heading", name="SP-").wait_for()
    payment = SalesPayment.objects.get()
    assert (str(payment.total), payment.status, payment.created_by) == ("250.00", "draft", people["billing"])
    assert balances(owing) == before

    finance = visit("finance", "/")
    statement_closes_at(finance, owing, "480.00")
    finance.goto(f"/account-payments/{payment.pk}")
    finance.get_by_role("button", name="Apply").click()
    told = effects(finance)
    assert ["300.00" in told[0] and "0.00" in told[0], "150.00" in told[1], "100.00" in told[2]] == [True] * 3
    assert axe(finance) == []
    finance.get_by_role("dialog").get_by_role("button", name="Apply").click()
    finance.get_by_role("dialog").wait_for(state="hidden")
    finance.locator(".status", has_text="Applied").first.wait_for()
    assert balances(owing) == [("Paid", "0.00"), ("Sent", "150.00"), ("Sent", "80.00"), ("approved", "0.00")]
    statement_closes_at(finance, owing, "230.00")
    invoice_tells(finance, owing["second"], payment)

    reversal = asked_to_reverse(billing, payment)
    finance.goto(f"/payment-reversals/{reversal.pk}")
    finance.get_by_role("button", name="Approve").click()
    assert len(effects(finance)) == 3
    finance.get_by_role("dialog").get_by_role("button", name="Approve").click()
    finance.get_by_role("dialog").wait_for(state="hidden")
    finance.locator(".status", has_text="Approved").first.wait_for()
    assert balances(owing) == before
    statement_closes_at(finance, owing, "480.00")
    payment.refresh_from_db()
    assert payment.status == "reversed"


def test_money_spread_from_the_oldest_on_by_keyboard_alone(visit, people, owing):
    page = visit("billing", "/account-payments")
    page.get_by_role("heading", name="Account payments").wait_for()
    hand = Hand(page)
    hand.press("n", "p")
    until(page, "document.activeElement.getAttribute('role') === 'combobox'")
    hand.type("4821")
    hand.press("Enter")
    selector(page).wait_for()
    until(page, "document.querySelector('input[role=combobox]').value === 'Rebecca Tagoe'")
    tab_to(hand, "Bank")
    hand.type("Test")
    page.get_by_role("option", name="Test bank").wait_for()
    hand.press("Enter")
    until(page, "document.activeElement.value === 'Test bank'")
    tab_to(hand, "Amount received")
    hand.type("350")
    hand.press("Enter")
    total_is(page, "350.00")
    assert amount(page, owing["second"]).input_value() == "50.00"
    # The list is one stop, and the arrows walk on.
    tab_to(hand, str(owing["first"]))
    hand.press("ArrowDown", "ArrowDown", "Space")
    total_is(page, "430.00")
    hand.press("ArrowUp", "Space")
    total_is(page, "380.00")
    hand.press("Space", "Tab")
    until(page, "document.activeElement.value === '200.00'")
    hand.press("Control+a")
    hand.type("20")
    hand.press("Enter")
    until(page, "document.activeElement.value === '80.00'")
    total_is(page, "400.00")
    hand.press("Control+Enter")
    page.get_by_role("heading", name="SP-").wait_for()
    payment = SalesPayment.objects.get()
    assert [(row["type"], row["amount"]) for row in payment.items_json] == [
        ("invoice", "300.00"),
        ("invoice", "20.00"),
        ("invoice", "80.00"),
    ]


def test_a_draft_that_was_sent_back_is_mended_on_a_phone(visit, people, owing):
    draft = make_payment(people, item(owing["first"], "300.00"), customer=owing["customer"])
    finance = visit("finance", f"/account-payments/{draft.pk}")
    finance.get_by_role("button", name="Send back").click()
    finance.get_by_role("dialog").get_by_label("Reason").fill("The slip says 280.00.")
    finance.keyboard.press("Control+Enter")
    finance.get_by_role("dialog").wait_for(state="hidden")
    page = visit("billing", f"/account-payments/{draft.pk}", width=390)
    page.get_by_text("Finance sent it back to Billing").wait_for()
    page.get_by_role("link", name="Edit").click()
    amount(page, owing["first"]).fill("280")
    total_is(page, "280.00")
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name=draft.readable_number).wait_for()
    expect(page.get_by_text("Finance sent it back to Billing")).to_have_count(0)
    draft.refresh_from_db()
    assert (str(draft.total), draft.sent_back_reason) == ("280.00", "")


def test_what_another_payment_took_in_between_is_said_at_its_row(visit, people, owing):
    page = visit("billing", f"/account-payments/new?customer={owing['customer'].pk}")
    tick(page, owing["first"]).check()
    tick(page, owing["third"]).check()
    page.get_by_label("Bank").fill("Test bank")
    page.get_by_role("option", name="Test bank").click()
    applied(people, item(owing["first"], "250.00"), customer=owing["customer"])
    page.get_by_role("button", name="Save").click()
    expect(selector(page).get_by_role("alert")).to_contain_text("This is more than is open.")
    until(page, "document.activeElement.getAttribute('aria-invalid') === 'true'")
    amount(page, owing["first"]).fill("50")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="SP-").wait_for()
    assert str(SalesPayment.objects.get(status="draft").total) == "130.00"


def test_finance_applies_many_at_once_and_each_answers_for_itself(visit, people, owing):
    drafts = [make_payment(people, item(owing["first"], "200.00"), customer=owing["customer"]) for _ in "ab"]
    drafts.append(make_payment(people))
    page = visit("finance", "/account-payments?status=draft")
    page.get_by_role("checkbox", name="Choose all rows").check()
    page.get_by_role("region", name="Chosen rows").get_by_role("button", name="Apply").click()
    refused = page.get_by_role("region", name="Chosen rows").get_by_role("alert")
    expect(refused).to_contain_text("is too much")
    assert SalesPayment.objects.filter(status="applied").count() == 2
    assert refused.get_by_role("listitem").count() == 1
