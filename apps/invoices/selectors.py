"""Reading sales."""

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.customers.models import Customer
from apps.invoices.workflow import Status


def live_invoices_of(customer: Customer) -> list[str]:
    """Return, as phrases, the invoices that keep a customer from being deleted: drafts and those not paid in full."""
    standing = customer.invoices.filter(Q(status=Status.DRAFT) | Q(balance__gt=0)).exclude(status=Status.CANCELLED)
    return [
        _("invoice %(number)s") % {"number": number}
        for number in standing.order_by("pk").values_list("invoice_number", flat=True)[:5]
    ]
