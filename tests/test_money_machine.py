"""Money on account against a model in plain Python: whatever is done in whatever order, both keep the same books.

Hypothesis makes up sequences of sales, tenders, notes, account payments, reversals and voids, right and wrong ones.
After each the database's balances and statuses must be the model's, and at the end every invariant must hold.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from apps.customers.exposure import exposure_of
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_customer, make_issued
from apps.payments import account, reversals, services
from apps.payments.models import Payment, SalesPayment
from apps.payments.statement import statement_of
from apps.payments.tests.account_factories import bank, item
from apps.sales_notes import services as notes
from apps.sales_notes.models import CreditNote, DebitNote, SalesNote
from apps.sales_notes.tests.factories import approved
from common.errors import DomainError
from common.invariants import broken
from common.money import ZERO
from common.testing.plugin import NIGHTLY
from tests.world import people_by_name

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1800)]

AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("300.00"), places=2)
PICK = st.integers(min_value=0, max_value=1000)
Key = tuple[type[Any], int]


@dataclass
class Entry:
    """What the model knows of a document."""

    total: Decimal
    balance: Decimal
    status: str

    def move(self, amount: Decimal) -> None:
        """Take the signed amount from the balance; an invoice's status follows."""
        self.balance -= amount
        if self.status in {"Sent", "Paid"}:
            self.status = "Sent" if self.balance else "Paid"


@dataclass
class Book:
    """The model: documents by kind and id, tenders and payments with what they moved."""

    documents: dict[Key, Entry] = field(default_factory=dict)
    tenders: dict[int, tuple[Key, Decimal]] = field(default_factory=dict)
    payments: dict[int, list[tuple[Key, Decimal]]] = field(default_factory=dict)
    advances: dict[int, Key] = field(default_factory=dict)

    def of(self, kind: type[Any]) -> list[Key]:
        """Return the documents of a kind."""
        return [key for key in self.documents if key[0] is kind]

    def open(self, kind: type[Any], status: str) -> list[Key]:
        """Return those of a kind that have something open."""
        return [key for key in self.of(kind) if self.documents[key].status == status and self.documents[key].balance]


class Money(RuleBasedStateMachine):
    """One customer, and everything that can happen to what they owe."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.people = people_by_name()
        self.customer = make_customer(self.people)
        self.bank = bank(self.people)
        self.book = Book()

    def teardown(self) -> None:
        """Check every invariant, and undo the example."""
        try:
            assert [rule.code for rule in broken()] == []
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def attempt(self, *, allowed: bool, act: Any) -> Any:
        """Do it, and see that it is refused exactly when the model says so; a refusal changes nothing."""
        if allowed:
            with transaction.atomic():
                return act()
        with pytest.raises(DomainError), transaction.atomic():
            act()
        return None

    def row(self, key: Key) -> Any:
        """Return the document as it is now."""
        return key[0]._default_manager.get(pk=key[1])

    @rule(amount=AMOUNTS)
    def sell(self, amount: Decimal) -> None:
        invoice = make_issued(self.people, str(amount), customer=self.customer)
        self.book.documents[Invoice, invoice.pk] = Entry(amount, amount, "Sent")

    @rule(amount=AMOUNTS, kind=st.sampled_from([CreditNote, DebitNote]))
    def note(self, amount: Decimal, kind: type[SalesNote]) -> None:
        made = approved(self.people, kind, str(amount), customer=self.customer)  # type: ignore[type-var]
        self.book.documents[kind, made.pk] = Entry(amount, amount, "approved")

    @precondition(lambda self: self.book.of(Invoice))
    @rule(pick=PICK, amount=AMOUNTS)
    def tender(self, pick: int, amount: Decimal) -> None:
        key = self.book.of(Invoice)[pick % len(self.book.of(Invoice))]
        entry = self.book.documents[key]
        made = self.attempt(
            allowed=entry.status in {"Sent", "Paid"} and amount <= entry.balance,
            act=lambda: services.payment_receive(
                invoice=self.row(key), payment_method="Cash", amount=amount, actor=self.people["sales"]
            ),
        )
        if made:
            entry.move(amount)
            self.book.tenders[made.pk] = (key, amount)

    @precondition(lambda self: self.book.tenders)
    @rule(pick=PICK)
    def void_tender(self, pick: int) -> None:
        pk = list(self.book.tenders)[pick % len(self.book.tenders)]
        key, amount = self.book.tenders[pk]
        entry = self.book.documents[key]
        made = self.attempt(
            allowed=entry.status in {"Sent", "Paid"},
            act=lambda: services.payment_void(
                payment=Payment.objects.get(pk=pk), reason="Wrong", actor=self.people["manager"]
            ),
        )
        if made:
            entry.move(-amount)
            del self.book.tenders[pk]

    @precondition(lambda self: self.book.of(CreditNote) and self.book.of(Invoice))
    @rule(pick=PICK, amount=AMOUNTS)
    def set_against(self, pick: int, amount: Decimal) -> None:
        credit = self.book.of(CreditNote)[pick % len(self.book.of(CreditNote))]
        target = self.book.of(Invoice)[pick % len(self.book.of(Invoice))]
        spent, owed = self.book.documents[credit], self.book.documents[target]
        made = self.attempt(
            allowed=owed.status == "Sent" and amount <= min(spent.balance, owed.balance),
            act=lambda: notes.credit_note_apply_to_invoice(
                note=self.row(credit), invoice=target[1], amount=amount, actor=self.people["billing"]
            ),
        )
        if made:
            spent.move(amount)
            owed.move(amount)

    @rule(share=st.integers(min_value=1, max_value=100), credit=st.booleans(), advance=AMOUNTS | st.none())
    def pay(self, share: int, credit: bool, advance: Decimal | None) -> None:
        wanted = [*self.book.open(Invoice, "Sent")[:3], *self.book.open(DebitNote, "approved")[:2]]
        wanted += self.book.open(CreditNote, "approved")[:1] if credit else []
        parts = [
            (key, max(Decimal("0.01"), round(self.book.documents[key].balance * share / 100, 2))) for key in wanted
        ]
        items = [item(self.row(key), str(amount)) for key, amount in parts]
        items += [item(None, str(advance))] if advance else []
        total = sum((-amount if key[0] is CreditNote else amount for key, amount in parts), advance or ZERO)

        def act() -> SalesPayment:
            payment = account.sales_payment_create(
                customer=self.customer.pk,
                deposited_in_bank=self.bank.pk,
                items_json=items,
                actor=self.people["billing"],
            )
            assert payment.total == total
            return account.sales_payment_apply(payment=payment, actor=self.people["finance"])

        made = self.attempt(allowed=bool(items) and total >= 0, act=act)
        if made:
            for key, amount in parts:
                self.book.documents[key].move(amount)
            self.book.payments[made.pk] = parts
            if advance:
                key = (CreditNote, CreditNote.objects.get(origin="payment", origin_id=made.pk).pk)
                self.book.documents[key] = Entry(advance, advance, "approved")
                self.book.advances[made.pk] = key

    @precondition(lambda self: self.book.payments)
    @rule(pick=PICK)
    def reverse(self, pick: int) -> None:
        pk = list(self.book.payments)[pick % len(self.book.payments)]
        parts, advance = self.book.payments[pk], self.book.advances.get(pk)
        credit = self.book.documents[advance] if advance else None
        stands = all(self.book.documents[key].status in {"Sent", "Paid", "approved"} for key, _ in parts)

        def act() -> Any:
            payment = SalesPayment.objects.get(pk=pk)
            asked = reversals.sales_payment_reverse(payment=payment, reason="Wrong", actor=self.people["billing2"])
            return reversals.sales_payment_reversal_approve(reversal=asked, actor=self.people["finance2"])

        made = self.attempt(allowed=stands and (credit is None or credit.balance == credit.total), act=act)
        if made:
            for key, amount in parts:
                self.book.documents[key].move(-amount)
            if credit:
                credit.balance = ZERO
            del self.book.payments[pk]

    @precondition(lambda self: self.book.of(Invoice))
    @rule(pick=PICK)
    def void(self, pick: int) -> None:
        key = self.book.of(Invoice)[pick % len(self.book.of(Invoice))]
        entry = self.book.documents[key]

        def act() -> Any:
            drafted: Any = notes.invoice_void(invoice=self.row(key), reason="Back", actor=self.people["sales"])
            signed = notes.note_billing_sign(note=drafted, actor=self.people["billing"])
            return notes.note_approve(note=signed, actor=self.people["manager"])

        made = self.attempt(allowed=entry.status in {"Sent", "Paid"}, act=act)
        if made:
            received = entry.total - entry.balance
            entry.balance, entry.status = ZERO, "Refunded" if received else "Cancelled"
            self.book.documents[CreditNote, made.pk] = Entry(entry.total, received, "approved")

    @invariant()
    def the_books_agree(self) -> None:
        kept = {
            (kind, row.pk): Entry(getattr(row, total), row.balance, row.status)
            for kind, total in ((Invoice, "total_amount"), (CreditNote, "total"), (DebitNote, "total"))
            for row in kind._default_manager.filter(customer=self.customer)
        }
        assert kept == self.book.documents

    @invariant()
    def the_account_is_the_sum_of_what_is_open(self) -> None:
        owed = sum(
            (-entry.balance if key[0] is CreditNote else entry.balance for key, entry in self.book.documents.items()),
            ZERO,
        )
        assert statement_of(self.customer).closing_balance == owed
        assert exposure_of(self.customer).total == owed


def test_whatever_is_done_the_model_and_the_database_keep_the_same_books(people):
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=300 if NIGHTLY else 12,
            stateful_step_count=40 if NIGHTLY else 15,
            deadline=None,
            derandomize=not NIGHTLY,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
