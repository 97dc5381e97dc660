"""Locking invoices: an invoice may settle or reopen its order, and an order is locked before its invoices."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.orders.models import Order
from common.db.acting import current
from common.db.locks import lock, lock_all, lock_by_id
from common.errors import Stale


def invoice_lock(invoice: Invoice) -> Invoice:
    """Lock the invoice's order, then the invoice, and return it as it is now.

    Raises NotFound and Stale as `lock` does, and Stale when the invoice came to another order meanwhile.
    """
    orders = orders_lock([invoice.order_id])
    locked = lock(invoice)
    _as_read([locked], orders)
    return locked


@dataclass(frozen=True)
class Neighbours:
    """Whom an invoice is locked after: its customer and its order, where it has them, both locked."""

    customer: Customer | None
    orders: set[int]

    def check(self, locked: Invoice) -> None:
        """Raise Stale when the invoice, locked by now, came to another customer or order meanwhile."""
        _as_read([locked], self.orders)
        if locked.customer_id != (self.customer.pk if self.customer else None):
            raise Stale(version=locked.version)


def neighbours_lock(invoice: Invoice) -> Neighbours:
    """Lock the invoice's customer and its order, for a step that locks the invoice itself and then checks them."""
    customer = lock_by_id(Customer, invoice.customer_id) if invoice.customer_id else None
    return Neighbours(customer, orders_lock([invoice.order_id]))


def invoice_lock_with_customer(invoice: Invoice) -> tuple[Customer | None, Invoice]:
    """Lock the invoice's customer and its order, then the invoice, and return the first and the last.

    Raises NotFound and Stale as `lock` does, and Stale when the invoice came to others meanwhile.
    """
    neighbours = neighbours_lock(invoice)
    locked = lock(invoice)
    neighbours.check(locked)
    return neighbours.customer, locked


def invoices_lock(invoices: QuerySet[Invoice]) -> list[Invoice]:
    """Lock the orders of the invoices, then the invoices, each by rising id, and return the invoices in that order.

    The act must have announced itself. Raises Stale when one came to another order meanwhile.
    """
    orders = orders_lock(invoices.values_list("order_id", flat=True))
    locked = lock_all(invoices)
    _as_read(locked, orders)
    return locked


def orders_lock(ids: Iterable[int | None]) -> set[int]:
    """Lock the orders with these ids by rising id, unless the act holds them already; return the ids."""
    wanted = {pk for pk in ids if pk is not None}
    held = current().held
    if missing := [pk for pk in wanted if (Order._meta.db_table, pk) not in held]:
        lock_all(Order.objects.filter(pk__in=missing))
    return wanted


def _as_read(invoices: Iterable[Invoice], orders: set[int]) -> None:
    if any(invoice.order_id is not None and invoice.order_id not in orders for invoice in invoices):
        raise Stale
