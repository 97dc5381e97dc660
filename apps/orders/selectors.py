"""Reading orders."""

from django.utils.translation import gettext as _

from apps.customers.models import Customer
from apps.orders.models import Order
from apps.orders.workflow import Status

MOST_NAMED = 5


def live_orders_of(customer: Customer) -> list[str]:
    """Return a phrase for each order of the customer that is not finished, the first five."""
    live = Order.objects.filter(customer=customer, status__in=[Status.DRAFT, Status.SENT], deleted_at__isnull=True)
    return [
        _("order %(order)s is %(status)s") % {"order": order, "status": _(order.status)}
        for order in live.order_by("pk")[:MOST_NAMED]
    ]
