"""Races over the customer of a draft invoice: one who is deleted, or may owe nothing, comes to no invoice."""

from decimal import Decimal
from itertools import chain
from typing import Any

import pytest

from apps.customers.models import Customer
from apps.customers.services import customer_delete
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_issue, invoice_update
from apps.invoices.tests.factories import make_customer, make_draft
from common.errors import ActionNotAllowed, Conflict, Invalid, Stale
from common.testing.plugin import NIGHTLY
from common.testing.races import Round, race, without_locks

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.timeout(1200 if NIGHTLY else 300),
]


def give_and(people: Any, rival: Any, **facts: Any) -> list[Round]:
    """Somebody gives a draft to another customer while somebody else does the other thing."""

    def give(prepared: tuple[Invoice, Customer]) -> Any:
        draft, other = prepared
        return invoice_update(invoice=draft, customer=other.pk, actor=people["sales"])

    acts = (give, lambda prepared: rival(*prepared))
    return race(
        2,
        lambda i, prepared: acts[i](prepared),
        prepare=lambda: (make_draft(people), make_customer(people, **facts)),
    )


def deleted(people: Any) -> list[Round]:
    return give_and(people, lambda _, other: customer_delete(customer=other, actor=people["manager"]))


def issued(people: Any) -> list[Round]:
    facts = {"credit_limit": Decimal("0.00")}
    return give_and(people, lambda draft, _: invoice_issue(invoice=draft, actor=people["sales"]), **facts)


def invoices_of_the_deleted() -> int:
    return Invoice.objects.filter(customer__deleted_at__isnull=False).count()


def issued_beyond_the_limit() -> int:
    return Invoice.objects.filter(status="Sent", customer__credit_limit=0).count()


def test_a_draft_is_given_to_a_customer_or_the_customer_is_deleted_never_both(people):
    rounds = deleted(people)
    assert all(len(played.values) == 1 for played in rounds)
    assert {type(error) for error in chain.from_iterable(r.errors for r in rounds)} <= {Conflict, Invalid}
    assert invoices_of_the_deleted() == 0


@pytest.mark.breaks_invariants
def test_control_without_locks_both_happen(people):
    with without_locks(pause=0.1):
        deleted(people)
    assert invoices_of_the_deleted() > 0


def test_an_invoice_is_never_issued_to_a_customer_whose_limit_nobody_read(people):
    rounds = issued(people)
    assert {type(error) for error in chain.from_iterable(r.errors for r in rounds)} <= {Stale, ActionNotAllowed}
    assert issued_beyond_the_limit() == 0


@pytest.mark.breaks_invariants
def test_control_without_locks_it_is(people):
    with without_locks(pause=0.1):
        issued(people)
    assert issued_beyond_the_limit() > 0
