"""Money in sentences is written as on the screens: thousands apart, in the way of the reader's language."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from apps.customers.tests.factories import make_customer
from apps.inventory.lines import MOST_MONEY
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft, make_issued, service_line
from apps.orders.tests.factories import line, make_applied, make_order
from apps.payments.account import sales_payment_update
from apps.payments.services import invoice_checkout, payment_receive, payment_refund
from apps.payments.tests.account_factories import item, make_payment
from apps.sales_notes.models import CreditNote
from apps.sales_notes.services import credit_note_apply_to_invoice, note_correct, note_create
from apps.sales_notes.tests.factories import approved, make_note
from common.errors import Conflict, Invalid
from common.money import in_figures

pytestmark = pytest.mark.django_db

D = Decimal
UNREADABLE = re.compile(r"\d{4}\.\d\d")


@pytest.mark.parametrize(
    ("amount", "english", "danish"),
    [
        ("12000", "12,000.00", "12.000,00"),
        ("-1234567.5", "-1,234,567.50", "-1.234.567,50"),
        ("999.99", "999.99", "999,99"),
        ("0", "0.00", "0,00"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes_it(amount, english, danish):
    assert in_figures(D(amount)) == english
    with translation.override("da"):
        assert in_figures(D(amount)) == danish


def issued_on_credit(people: Any) -> None:
    customer = make_customer(people, actor="manager", credit_limit=D("1000.00"))
    invoice_issue(invoice=make_draft(people, service_line("1234.50"), customer=customer), actor=people["sales"])


def overbilled(people: Any) -> None:
    order = make_applied(people)
    make_draft(people, service_line("1234500.00"), customer=order.customer, order=order.pk)


def checked_out(people: Any, *tenders: tuple[str, str], **facts: Any) -> None:
    payments = [{"payment_method": method, "amount": D(amount)} for method, amount in tenders]
    invoice_checkout(
        invoice=make_draft(people, service_line("2000.00")), payments=payments, actor=people["sales"], **facts
    )


def refunded(people: Any) -> None:
    invoice = make_issued(people, "1234.50")
    paid = payment_receive(invoice=invoice, payment_method="Cash", amount=D("1234.50"), actor=people["sales"])
    payment_refund(payment=paid, amount=D(2000), payment_method="Cash", reason="Late", actor=people["manager"])


def spent(people: Any) -> None:
    customer = make_customer(people)
    invoice, credit = (
        make_issued(people, "1234.50", customer=customer),
        approved(people, total="9000", customer=customer),
    )
    credit_note_apply_to_invoice(note=credit, invoice=invoice.pk, amount=D(5000), actor=people["billing"])


def overspent(people: Any) -> None:
    customer = make_customer(people)
    invoice, credit = make_issued(people, customer=customer), approved(people, total="1600", customer=customer)
    make_payment(people, item(invoice, "100.00"), item(credit, "1600.00"), customer=customer)


def credited(people: Any) -> None:
    invoice = make_issued(people, "1234.50")
    make_note(people, total="2000.00", customer=invoice.customer, invoice=invoice.pk)


def added_up_otherwise(people: Any) -> None:
    lines = [{"description": "Delivery", "amount": 1, "price": D(2000)}]
    facts = {"lines": lines, "total": D("1234.50"), "public_notes": "Rebate", "customer": make_customer(people).pk}
    note_create(kind=CreditNote, actor=people["billing"], **facts)


def claimed_payment(people: Any) -> None:
    payment = make_payment(people)
    sales_payment_update(payment=payment, total=D("1234.50"), actor=people["billing"])


def too_dear(people: Any, quantity: int) -> None:
    make_order(people, *(line("Gold", quantity, str(MOST_MONEY)) for _ in range(2)))


REFUSED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "an invoice that the client adds up otherwise": (
        lambda people: make_draft(people, service_line("1000.00"), total_amount=D("1234.50")),
        "The total is 1,000.00, not 1,234.50.",
    ),
    "a sale above the credit limit": (issued_on_credit, "owes 0.00 and may owe 1,000.00 GHS: this invoice of 1,234.50"),
    "more than is left of an order": (overbilled, "has 1,500.00 GHS left to invoice: 1,234,500.00 is too much."),
    "tenders that come to less": (
        lambda people: checked_out(people, ("Cash", "1234.50")),
        "The tenders come to 1,234.50; 2,000.00 is due.",
    ),
    "tenders that come to more": (
        lambda people: checked_out(people, ("Card", "4000.00")),
        "come to 4,000.00, 2,000.00 more than",
    ),
    "less cash than was handed over": (
        lambda people: checked_out(people, ("Cash", "3000.00"), cash_received=D("1234.50")),
        "but only 1,234.50 was handed over",
    ),
    "more than is left of a payment": (refunded, "Only 1,234.50 is left of this payment."),
    "more than is open": (spent, "has 1,234.50 GHS open: 5,000.00 is too much."),
    "more credit than is paid": (overspent, "The credit notes come to 1,500.00 more than what is paid"),
    "a payment that the client adds up otherwise": (claimed_payment, "The items come to 100.00, not 1,234.50."),
    "more than can be credited": (credited, "1,234.50 GHS of invoice "),
    "a note that the client adds up otherwise": (
        added_up_otherwise,
        "The lines come to 2,000.00, not 1,234.50.",
    ),
    "more than a note came to": (
        lambda people: note_correct(
            note=approved(people, CreditNote, "1234.50"), reason="Wrong", actor=people["billing"], total=D(2000)
        ),
        "came to 1,234.50 only.",
    ),
    "an order that the client adds up otherwise": (
        lambda people: make_order(people, line("Laptop", 1, "2000.00"), order_total=D("1234.50")),
        "The lines come to 2,000.00, not 1,234.50.",
    ),
    "a line above all": (lambda people: too_dear(people, 2), "A line comes to 9,999,999,999.99 at most."),
    "an order above all": (lambda people: too_dear(people, 1), "An order comes to 9,999,999,999.99 at most."),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_the_amounts_of_a_refusal_are_readable(people, refused):
    act, sentence = REFUSED[refused]
    told = {}
    for language in ("en", "da"):
        with translation.override(language), pytest.raises((Conflict, Invalid)) as refusal, transaction.atomic():
            act(people)
        told[language] = " ".join([refusal.value.message, *(line for *_, line in getattr(refusal.value, "fields", ()))])
    assert sentence in told["en"]
    assert not UNREADABLE.search(told["en"])
    assert re.search(r"\d\.\d{3},\d\d", told["da"])
