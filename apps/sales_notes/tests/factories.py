"""Notes for tests, made through the services."""

from decimal import Decimal
from typing import Any

from apps.customers.models import Customer
from apps.invoices.tests.factories import make_customer
from apps.sales_notes import services
from apps.sales_notes.models import CreditNote, DebitNote


def make_note[N: (CreditNote, DebitNote)](
    people: Any, kind: type[N] = CreditNote, total: str = "100.00", *, customer: Customer | None = None, **facts: Any
) -> N:
    """Return a draft by Billing, signed for billing already."""
    customer = customer or make_customer(people)
    facts = {"public_notes": "Rebate"} | facts
    if "lines" not in facts:
        facts["total"] = Decimal(total)
    return services.note_create(kind=kind, customer=customer.pk, actor=people["billing"], **facts)


def approved[N: (CreditNote, DebitNote)](
    people: Any, kind: type[N] = CreditNote, total: str = "100.00", *, customer: Customer | None = None, **facts: Any
) -> N:
    """Return a note that the office approved."""
    note = make_note(people, kind, total, customer=customer, **facts)
    return services.note_approve(note=note, actor=people["manager"])
