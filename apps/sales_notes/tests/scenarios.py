"""Notes and invoices that one guard alone holds back."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_customer, make_issued
from apps.invoices.workflow import INVOICE
from apps.sales_notes import services
from apps.sales_notes.models import CreditNote, DebitNote, SalesNote
from apps.sales_notes.tests.factories import approved, make_note
from apps.sales_notes.workflow import CREDIT_NOTE, Origin
from common.db.acting import act
from common.testing.scenarios import Scenario


def unsigned(people: Any, kind: type[SalesNote]) -> SalesNote:
    """Return a draft that nobody of Billing stands behind: made for a return, by Logistics."""
    actor = people["logistics"]
    with act(actor=actor):
        return services.note_write(
            kind=kind,
            customer=make_customer(people),
            total=Decimal("10.00"),
            actor=actor,
            origin=Origin.CUSTOMER_RETURN,
            origin_id=1,
        )


def own(people: Any, kind: type[SalesNote]) -> SalesNote:
    """Return a draft of an Admin, who may approve too, signed by Billing."""
    note = make_note(people | {"billing": people["admin"]}, kind)
    return services.note_billing_sign(note=note, actor=people["billing"])


def corrected(people: Any, kind: type[SalesNote]) -> SalesNote:
    """Return an approved note with its correction."""
    note: Any = approved(people, kind)
    note.opposite = services.note_correct(note=note, reason="Wrong", actor=people["billing"])
    return note


def advance(people: Any) -> CreditNote:
    """Return the credit note that an advance became."""
    customer = make_customer(people)
    with act(actor=people["finance"]):
        return services.credit_note_grant(
            customer=customer,
            total=Decimal("100.00"),
            made_by=people["billing"],
            actor=people["finance"],
            origin=Origin.PAYMENT,
            origin_id=1,
        )


def spent(people: Any) -> CreditNote:
    """Return a credit note that is spent on an invoice."""
    note = approved(people)
    invoice = make_issued(people, customer=note.customer)
    empty: Any = services.credit_note_apply_to_invoice(
        note=note, invoice=invoice.pk, amount=note.total, actor=people["billing"]
    )
    empty.other = make_issued(people, customer=note.customer)
    return empty


def credited(people: Any) -> Invoice:
    """Return an invoice that a rebate credits in part."""
    invoice: Any = make_issued(people)
    invoice.rebate = make_note(people, total="10.00", customer=invoice.customer, invoice=invoice.pk)
    return invoice


def of_both(kind: type[SalesNote]) -> list[Scenario]:
    """Return what holds of credit and debit notes alike."""
    scenario = partial(Scenario, workflow=kind.WORKFLOW)
    return [
        scenario(
            step="billing_sign",
            guard="unsigned",
            make=lambda people: make_note(people, kind),
            take=lambda note, actor: services.note_billing_sign(note=note, actor=actor),
            actor="billing",
            sentence="Billing has signed it already.",
        ),
        scenario(
            step="approve",
            guard="signed",
            make=lambda people: unsigned(people, kind),
            take=lambda note, actor: services.note_approve(note=note, actor=actor),
            actor="manager",
            sentence="Billing has not signed it yet.",
        ),
        scenario(
            step="approve",
            guard="somebody_else",
            make=lambda people: own(people, kind),
            take=lambda note, actor: services.note_approve(note=note, actor=actor),
            actor="admin",
            sentence="You made this note, so somebody else must approve it.",
            code="self_approval",
        ),
        scenario(
            step="correct",
            guard="is_uncorrected",
            make=lambda people: corrected(people, kind),
            take=lambda note, actor: services.note_correct(note=note, reason="Wrong", actor=actor),
            actor="billing",
            sentence="{row.opposite} corrects it already.",
        ),
    ]


SCENARIOS = [
    *of_both(CreditNote),
    *of_both(DebitNote),
    Scenario(
        workflow=CREDIT_NOTE,
        step="correct",
        guard="is_no_advance",
        make=advance,
        take=lambda note, actor: services.note_correct(note=note, reason="Wrong", actor=actor),
        actor="billing",
        sentence="It is the advance of a payment: reverse the payment instead.",
    ),
    Scenario(
        workflow=CREDIT_NOTE,
        step="apply_to_invoice",
        guard="has_balance",
        make=spent,
        take=lambda note, actor: services.credit_note_apply_to_invoice(
            note=note, invoice=note.other.pk, amount=note.total, actor=actor
        ),
        actor="billing",
        sentence="It is spent.",
    ),
    Scenario(
        workflow=INVOICE,
        step="void",
        guard="nothing_credited",
        make=credited,
        take=lambda invoice, actor: services.invoice_void(invoice=invoice, reason="Wrong", actor=actor),
        actor="sales",
        sentence="Credit note {row.rebate} credits part of it already: credit the rest by a note.",
    ),
]
