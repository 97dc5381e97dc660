"""Sales for tests, made through the services."""

from typing import Any

import factory

from apps.customers.models import Customer
from apps.invoices import services
from apps.invoices.models import Invoice
from common.records import record_create


class CustomerFactory(factory.Factory):
    """Retail customers with a phone of their own."""

    class Meta:
        model = Customer

    customer_type = "Retail"
    full_name = factory.Sequence(lambda number: f"Customer {number + 1}")
    phone = factory.Sequence(lambda number: f"+23320{number + 1:07d}")

    @classmethod
    def _create(cls, model_class: type[Customer], *_: Any, people: Any, **facts: Any) -> Customer:
        return record_create(model_class, actor=people["sales"], **facts)


def make_customer(people: Any, **facts: Any) -> Customer:
    """Return a customer, made as the seller makes one."""
    return CustomerFactory(people=people, **facts)


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
