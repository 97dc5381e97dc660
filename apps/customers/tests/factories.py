"""Customers for tests, made through the services so that they are always legal."""

from itertools import count
from typing import Any

from apps.customers import services
from apps.customers.models import Customer

_numbers = count(1)


def make_customer(people: Any, *, actor: str = "sales", **facts: Any) -> Customer:
    """Return a retail customer with a phone of their own, looked after by the seller who made them."""
    number = next(_numbers)
    return services.customer_create(
        actor=people[actor], **{"full_name": f"Customer {number}", "phone": f"+233 24 {number:07d}"} | facts
    )
