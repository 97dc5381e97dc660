"""What invoices say of a customer's credit exposure (domain §5): what is owed on them, and what orders still bring."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.workflow import STANDING, Status
from apps.orders.models import Order
from apps.orders.workflow import OPEN
from common.dates import business_date
from common.money import ZERO


def open_invoices(customer: Customer) -> Decimal:
    """Return what the customer owes on issued invoices, in their currency."""
    return _sum(_sent(customer), "balance")


def overdue_invoices(customer: Customer) -> Decimal:
    """Return what of it is past its due date."""
    return _sum(_sent(customer).filter(due_date__lt=business_date()), "balance")


def unbilled_orders(customer: Customer) -> Decimal:
    """Return what the customer's approved orders come to, net, less what of them is invoiced; in their currency."""
    applied = Order.objects.filter(
        customer=customer,
        currency=customer.currency,
        status__in=OPEN,
        applied_at__isnull=False,
        deleted_at__isnull=True,
    )
    billed = Invoice.objects.filter(order__in=applied, status__in=STANDING)
    return _sum(applied, "order_total") - _sum(billed, "subtotal")


def _sent(customer: Customer) -> QuerySet[Invoice]:
    return Invoice.objects.filter(customer=customer, currency=customer.currency, status=Status.SENT)


def _sum(rows: QuerySet, column: str) -> Decimal:
    return rows.aggregate(total=Sum(column))["total"] or ZERO
