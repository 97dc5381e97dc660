"""What sales tell of a unit."""

from typing import Any

from django.utils.translation import gettext as _

from apps.inventory.models import Asset
from apps.inventory.passport import Event, event
from apps.invoices.workflow import Status


def sales(asset: Asset) -> list[Event]:
    """Return the unit's sales, the undone ones included."""
    lines = asset.invoice_lines.select_related("invoice__customer", "invoice__sales_rep").filter(
        invoice__issued_at__isnull=False
    )
    return [
        event(
            at=line.invoice.issued_at,
            kind="sale",
            title=_("Sold on %(invoice)s") % {"invoice": line.invoice.invoice_number},
            detail=f"{line.invoice.customer or _('Walk-in')} · {line.line_total} {line.invoice.currency}",
            actor=line.invoice.sales_rep,
            link=("invoices", line.invoice_id),
        )
        for line in lines
    ]


def revenue(asset: Asset) -> dict[str, Any]:
    """Return what the unit's live sale brought in."""
    line = asset.invoice_lines.filter(released_at__isnull=True, invoice__status__in=[Status.SENT, Status.PAID]).first()
    return {"revenue": {"sale": line.line_total}} if line else {}
