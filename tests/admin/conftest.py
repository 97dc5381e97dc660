"""The administration site as somebody signed in."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def site(people: dict[str, Any]) -> Any:
    """A browser in the site as one of the people: `site("manager").get("/admin/")`."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(people[username])
        return client

    return signed_in


@pytest.fixture
def stock(people: dict[str, Any]) -> dict[str, Any]:
    """A little of everything: units, bulk stock, a customer, an order and an issued, paid invoice."""
    from apps.customers.services import customer_create
    from apps.inventory.tests.factories import make_bulk, ready, receive
    from apps.invoices.services import invoice_create
    from apps.orders.services import order_create
    from apps.payments.services import invoice_checkout

    customer = customer_create(full_name="Esi Owusu", phone="0201234567", actor=people["manager"])
    unit, sold = receive(people)[0], ready(people)[0]
    order = order_create(customer=customer.pk, order_total=Decimal("100.00"), actor=people["sales"])
    invoice = invoice_create(
        customer=customer.pk,
        customer_type="Retail",
        lines=[{"asset": sold.pk, "unit_price": Decimal("5000.00")}],
        actor=people["sales"],
    )
    paid = invoice_checkout(
        invoice=invoice, payments=[{"payment_method": "Cash", "amount": invoice.total_amount}], actor=people["sales"]
    )
    return {
        "customer": customer,
        "unit": unit,
        "sold": sold,
        "order": order,
        "invoice": paid.invoice,
        "bulk": make_bulk(people),
    }
