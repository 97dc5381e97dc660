"""Deciding what waits: many at once with two keys, or one by one with what each would do to balances."""

import pytest

from apps.invoices.tests.factories import make_customer
from apps.payments.tests.account_factories import make_payment
from apps.sales_notes.models import CreditNote
from apps.sales_notes.tests.factories import make_note
from tests.browser.conftest import axe

pytestmark = pytest.mark.browser

ROW = "tr[data-row='0']:focus"


def test_twenty_uniform_notes_are_approved_with_two_keys(visit, people):
    customer = make_customer(people)
    notes = [make_note(people, total="10.00", customer=customer) for _ in range(20)]
    page = visit("manager", "/approvals")
    page.locator(ROW).wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.press("a")
    page.get_by_text("20 of 20 done").first.wait_for()
    page.get_by_text("Nothing waits for you").wait_for()
    assert CreditNote.objects.filter(pk__in=[note.pk for note in notes], status="approved").count() == 20


def test_one_is_decided_with_its_effects_in_sight(visit, people):
    payment = make_payment(people)
    page = visit("finance", "/approvals")
    page.locator(ROW).wait_for()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    effect = panel.get_by_role("listitem").filter(has_text=payment.items[0]["document"]["label"])
    assert effect.locator(".effect-amounts").inner_text().split() == ["100.00", "becomes", "GHS0.00"]
    panel.get_by_role("button", name="Apply").click()
    page.get_by_text("Nothing waits for you").wait_for()
    payment.refresh_from_db()
    assert payment.status == "applied"


def test_what_is_refused_says_why_and_stays(visit, people):
    note = make_note(people, total="10.00")
    page = visit("manager", "/approvals")
    page.locator(ROW).wait_for()
    page.keyboard.press("x")
    page.keyboard.press("r")
    page.get_by_role("dialog").locator("textarea:focus").wait_for()
    page.keyboard.type("Too generous")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Nothing waits for you").wait_for()
    note.refresh_from_db()
    assert note.status == "rejected"


@pytest.mark.parametrize("dark", [False, True])
def test_the_queue_is_clean(visit, people, dark):
    make_note(people, total="10.00")
    page = visit("manager", "/approvals", dark=dark)
    page.locator(ROW).wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("What it does to balances").wait_for()
    assert axe(page) == []
