"""A till is opened before the first sale and closed with what was counted, by keyboard."""

from decimal import Decimal

import pytest

from apps.invoices.tests.factories import make_issued
from apps.payments.models import TillSession
from apps.payments.services import payment_receive
from apps.payments.till import till_session_open
from tests.browser.conftest import axe

pytestmark = pytest.mark.browser


def test_a_till_is_opened_where_one_sells(visit, people):
    page = visit("sales", "/sell/till")
    page.get_by_role("button", name="Open a till").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Opening float").fill("200")
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_test_id("till-session").get_by_text("TILL-000001").wait_for()
    session = TillSession.objects.get()
    assert (session.opened_by, session.opening_float) == (people["sales"], 200)
    page.get_by_role("link", name="Close the till").click()
    page.get_by_label("Counted of Cash").wait_for()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_till_is_counted_and_closed(visit, people, width):
    session = till_session_open(opening_float=Decimal("200.00"), actor=people["sales"])
    for method, amount in (("Cash", "100.00"), ("MoMo", "70.00")):
        payment_receive(
            invoice=make_issued(people, amount), payment_method=method, amount=Decimal(amount), actor=people["sales"]
        )
    page = visit("sales", f"/till-sessions/{session.pk}", width=width, dark=width == 390)
    # By key: where the pointer rested, the button of the next page would be hovered over.
    page.get_by_role("button", name="Close the till").press("Enter")
    cash = page.get_by_label("Counted of Cash")
    cash.wait_for()
    cash.fill("299,50")
    page.get_by_label("Difference of Cash").get_by_text("-0.50").wait_for()
    cash.press("Enter")
    page.get_by_label("Counted of MoMo").fill("70")
    page.get_by_test_id("difference").get_by_text("-0.50").wait_for()
    assert axe(page) == []
    page.get_by_label("Notes").fill("Half a cedi short")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Closed", exact=True).first.wait_for()
    page.wait_for_url(f"**/till-sessions/{session.pk}")
    session.refresh_from_db()
    lines = list(session.lines.order_by("pk").values_list("payment_method", "counted", "difference"))
    assert (session.status, session.notes) == ("Closed", "Half a cedi short")
    assert lines == [("Cash", Decimal("299.50"), Decimal("-0.50")), ("MoMo", Decimal("70.00"), Decimal("0.00"))]
