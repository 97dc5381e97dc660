"""What sales tell of a unit."""

from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.inventory.models import Asset
from apps.inventory.passport import Event, event, in_sight
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.workflow import Status
from common.money import in_figures


def sales(asset: Asset, reader: User | None) -> list[Event]:
    """Return the unit's sales, the undone ones included: to whom and for how much to those who may open the invoice."""
    lines = list(
        asset.invoice_lines.select_related("invoice__customer", "invoice__sales_rep").filter(
            invoice__issued_at__isnull=False
        )
    )
    seen = in_sight("invoices", Invoice.objects.filter(pk__in=[line.invoice_id for line in lines]), reader)
    return [
        _sale(line) if line.invoice_id in seen else event(at=line.invoice.issued_at, kind="sale", title=_("Sold"))
        for line in lines
    ]


def _sale(line: InvoiceLine) -> Event:
    return event(
        at=line.invoice.issued_at,
        kind="sale",
        title=_("Sold on %(invoice)s") % {"invoice": line.invoice.invoice_number},
        detail=f"{line.invoice.customer or _('Walk-in')} · {in_figures(line.line_total)} {line.invoice.currency}",
        actor=line.invoice.sales_rep,
        link=("invoices", line.invoice_id),
    )


def revenue(asset: Asset) -> dict[str, Any]:
    """Return what the unit's live sale brought in."""
    live = asset.invoice_lines.filter(released_at__isnull=True, invoice__status__in=[Status.SENT, Status.PAID])
    line = live.select_related("invoice").first()
    return {"revenue": {"sale": line.line_total}, "currency": line.invoice.currency} if line else {}
