"""What binds invoices to the order they bill (domain §5): both ask here how much of it is invoiced."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from apps.invoices.models import Invoice
from apps.invoices.workflow import Status
from apps.orders.models import Order
from common.money import ZERO

# An invoice that ended bills nothing.
ENDED = (Status.CANCELLED, Status.REFUNDED)


def standing_invoices(order: Order) -> QuerySet[Invoice]:
    """Return the order's invoices that are drafted or issued, and neither cancelled nor voided."""
    return Invoice.objects.filter(order=order).exclude(status__in=ENDED)


def billed_of(order: Order) -> Decimal:
    """Return what of the order is invoiced, net."""
    return standing_invoices(order).aggregate(billed=Sum("subtotal"))["billed"] or ZERO
