"""Sales for tests, made through the services."""

from itertools import count
from typing import Any

from apps.customers.models import Customer
from apps.invoices import services
from apps.invoices.models import Invoice
from common.records import record_create

_numbers = count(1)


def make_customer(people: Any, **facts: Any) -> Customer:
    """Return a retail customer with a phone of their own."""
    number = next(_numbers)
    return record_create(
        Customer,
        actor=people["sales"],
        **{"customer_type": "Retail", "full_name": f"Customer {number}", "phone": f"+23320{number:07d}"} | facts,
    )


def service_line(amount: str = "100.00", **facts: Any) -> dict[str, Any]:
    """Return the input of a service line of that amount."""
    return {"kind": "service", "item_description": "Work", "quantity": 1, "unit_price": amount} | facts


def make_draft(people: Any, *lines: dict[str, Any], customer: Customer | None = None, **facts: Any) -> Invoice:
    """Return a draft; without lines it has one service line of 100."""
    from decimal import Decimal

    priced = [
        line | {"unit_price": Decimal(line["unit_price"])} if "unit_price" in line else line
        for line in lines or (service_line(),)
    ]
    customer = customer or make_customer(people)
    return services.invoice_create(
        actor=people["sales"], customer=customer.pk, customer_type="Retail", lines=priced, **facts
    )


def make_issued(people: Any, amount: str = "100.00", *, customer: Customer | None = None) -> Invoice:
    """Return an issued, unpaid invoice over one service line."""
    draft = make_draft(people, service_line(amount), customer=customer)
    return services.invoice_issue(invoice=draft, actor=people["sales"])
