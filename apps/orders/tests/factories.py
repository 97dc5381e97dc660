"""Orders for tests, made through the services so that they are always legal."""

from decimal import Decimal
from typing import Any

from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer
from apps.orders import approvals, services
from apps.orders.models import Order


def line(description: str = "Laptop", quantity: int = 1, unit_price: str = "500.00", **facts: Any) -> dict[str, Any]:
    """Return the input of a line; amounts are decimals, as the API hands them over."""
    facts |= {"discount": Decimal(facts["discount"])} if "discount" in facts else {}
    return {"description": description, "quantity": quantity, "unit_price": Decimal(unit_price)} | facts


def make_order(
    people: Any, *lines: dict[str, Any], customer: Customer | None = None, actor: str = "sales", **facts: Any
) -> Order:
    """Return a draft; without lines its total is 1500."""
    total = {} if lines else {"order_total": Decimal("1500.00")}
    customer = customer or make_customer(people, actor=actor)
    return services.order_create(customer=customer.pk, actor=people[actor], lines=lines, **total | facts)


def make_applied(people: Any, *lines: dict[str, Any], **facts: Any) -> Order:
    """Return a sent order that billing, and the office where it must, has approved."""
    sent = services.order_send(order=make_order(people, *lines, **facts), actor=people["sales"])
    approved = approvals.order_approve(order=sent, actor=people["billing"])
    if not approved.requires_office_approval:
        return approved
    return approvals.order_office_approve(order=approved, actor=people["manager"])
