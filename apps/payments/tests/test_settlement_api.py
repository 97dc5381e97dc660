"""What settled an invoice: what was paid on it, at the till or on account, and what was credited, to the pesewa."""

from decimal import Decimal

import pytest

from apps.invoices.models import Invoice
from apps.invoices.printing import _context
from apps.invoices.services import invoice_cancel
from apps.invoices.tests.factories import make_customer, make_draft, make_issued
from apps.payments.reversals import sales_payment_reversal_approve
from apps.payments.services import invoice_confirm_void, payment_receive, payment_refund
from apps.payments.tests.account_factories import applied, item, reversal_of
from apps.payments.tests.scenarios import asked
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.services import (
    credit_note_apply_to_invoice,
    invoice_void,
    note_approve,
    note_billing_sign,
    note_delete,
)
from apps.sales_notes.tests.factories import approved, make_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(people):
    """An invoice over 100, and whose it is."""
    return make_issued(people, "100.00", customer=make_customer(people))


def figures(as_, invoice):
    shown = as_("sales").ok(as_("sales").get(f"invoices/{invoice.pk}"))
    listed = as_("sales").ok(as_("sales").get("invoices", customer=invoice.customer_id or "", id=invoice.pk))["results"]
    told = {name: shown[name] for name in ("total_amount", "credited", "paid", "balance")}
    assert [{name: row[name] for name in told} for row in listed] == [told]
    amounts = {name: Decimal(amount) for name, amount in told.items()}
    if shown["issued_at"]:
        assert amounts["total_amount"] == amounts["credited"] + amounts["paid"] + amounts["balance"]
    return tuple(told.values())


def settled(as_, invoice):
    told = as_("sales").ok(as_("sales").get(f"invoices/{invoice.pk}/related"))["settled_by"]
    return [(row["kind"], row["resource"], row["id"], row["label"], row["amount"]) for row in told]


def test_each_way_to_settle_has_its_own_figure(as_, people, invoice):
    customer, till = invoice.customer, people["sales"]
    assert figures(as_, invoice) == ("100.00", "0.00", "0.00", "100.00")
    cash = payment_receive(invoice=invoice, payment_method="Cash", amount=Decimal("10.00"), actor=till)
    card = payment_receive(invoice=invoice, payment_method="Card", reference="A7", amount=Decimal("15.50"), actor=till)
    assert figures(as_, invoice) == ("100.00", "0.00", "25.50", "74.50")
    back = payment_refund(
        payment=card, amount=Decimal("5.50"), payment_method="Cash", reason="Late", actor=people["manager"]
    )
    assert figures(as_, invoice) == ("100.00", "0.00", "20.00", "80.00")
    rebate = approved(people, CreditNote, "30.00", customer=customer)
    credit_note_apply_to_invoice(note=rebate, invoice=invoice.pk, amount=Decimal("12.25"), actor=people["billing"])
    assert figures(as_, invoice) == ("100.00", "12.25", "20.00", "67.75")
    # A credit note that is spent in a payment is part of what is paid: the invoice receives the whole item.
    payment = applied(people, item(invoice, "67.75"), item(rebate, "17.75"), customer=customer)
    assert figures(as_, invoice) == ("100.00", "12.25", "87.75", "0.00")
    undone = sales_payment_reversal_approve(reversal=reversal_of(people, payment), actor=people["finance"])
    assert figures(as_, invoice) == ("100.00", "12.25", "20.00", "67.75")
    assert settled(as_, invoice) == [
        ("receipt", "payments", cash.pk, "Cash", "10.00"),
        ("receipt", "payments", card.pk, "Card A7", "15.50"),
        ("refund", "payments", back.pk, "Cash", "-5.50"),
        ("credit_note", "credit-notes", rebate.pk, rebate.readable_number, "12.25"),
        ("sales_payment", "sales-payments", payment.pk, payment.readable_number, "67.75"),
        ("sales_payment_reversal", "sales-payment-reversals", undone.pk, undone.readable_number, "-67.75"),
    ]


def test_a_void_credits_what_was_open_and_leaves_what_was_paid(as_, people, invoice):
    payment_receive(invoice=invoice, payment_method="Cash", amount=Decimal("40.00"), actor=people["sales"])
    note = invoice_void(invoice=invoice, reason="Wrong", actor=people["sales"])
    note_approve(note=note_billing_sign(note=note, actor=people["billing"]), actor=people["manager"])
    assert figures(as_, invoice) == ("100.00", "60.00", "40.00", "0.00")
    assert settled(as_, invoice)[-1] == ("credit_note", "credit-notes", note.pk, note.readable_number, "60.00")


def test_a_walk_ins_sale_that_is_voided_was_not_paid(as_, people):
    sale = asked(people, walk_in=True)
    assert figures(as_, sale) == ("100.00", "0.00", "100.00", "0.00")
    invoice_confirm_void(invoice=sale, actor=people["manager"])
    assert figures(as_, sale) == ("100.00", "100.00", "0.00", "0.00")
    assert [row[0] for row in settled(as_, sale)] == ["receipt", "void", "withdrawn"]


def test_an_invoice_tells_whether_notes_are_about_it(as_, people, invoice):
    def told():
        return as_("sales").ok(as_("sales").get(f"invoices/{invoice.pk}"))["has_notes"]

    assert told() is False
    for kind in (CreditNote, DebitNote):
        note = make_note(people, kind, customer=invoice.customer, invoice=invoice.pk)
        assert told() is True
        note_delete(note=note, actor=people["billing"])
        assert told() is False


def test_what_was_never_issued_is_neither_paid_nor_credited(as_, people):
    draft = make_draft(people)
    assert figures(as_, draft) == ("100.00", "0.00", "0.00", "100.00")
    invoice_cancel(invoice=draft, reason="Changed their mind", actor=people["sales"])
    assert figures(as_, draft) == ("100.00", "0.00", "0.00", "0.00")


def test_the_print_tells_all_that_settled_it(people, invoice):
    payment_receive(
        invoice=invoice, payment_method="MoMo", reference="M1", amount=Decimal("10.00"), actor=people["sales"]
    )
    rebate = approved(people, CreditNote, "30.00", customer=invoice.customer)
    credit_note_apply_to_invoice(note=rebate, invoice=invoice.pk, amount=Decimal("20.00"), actor=people["billing"])
    payment = applied(people, item(invoice, "70.00"), customer=invoice.customer)
    undone = sales_payment_reversal_approve(reversal=reversal_of(people, payment), actor=people["finance"])
    printed = _context(Invoice.objects.get(pk=invoice.pk))["settled"]
    assert [(one["label"], one["signed"]) for one in printed] == [
        ("Paid by MoMo M1", "−10.00"),
        (f"Credit note {rebate}", "−20.00"),
        (f"Paid on account {payment}", "−70.00"),
        (f"Payment reversed {undone}", "+70.00"),
    ]
