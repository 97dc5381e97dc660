from django.db.models import QuerySet

from apps.invoices.models import Invoice
from apps.warranty.models import Warranty


def warranties_of(invoice: Invoice) -> QuerySet[Warranty]:
    """Return the warranties that came with the units of a sale, in the order of its lines."""
    return invoice.warranties.select_related("invoice", "asset", "customer").order_by("pk")
