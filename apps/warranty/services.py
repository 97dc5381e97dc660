"""Warranties (domain §11). Issuing is here; claims come with the claims' own steps."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from apps.accounts.selectors import business
from apps.invoices.models import Invoice, InvoiceLine, WarrantyTier
from apps.warranty.models import Warranty
from apps.warranty.workflow import WARRANTY, Status
from common.dates import business_date
from common.db.acting import system_user
from common.numbering import Series

NUMBER = Series("WAR", 3)
AT_ONCE = 1000


def warranties_issue(*, invoice: Invoice, lines: Sequence[InvoiceLine], actor: Any) -> list[Warranty]:
    """Each unit on an invoice with a customer has a warranty from the invoice date: Standard, or Premium if sold so."""
    sold = [line for line in lines if line.kind == InvoiceLine.Kind.ASSET]
    if invoice.customer_id is None or not sold:
        return []
    settings = business()
    days = {
        WarrantyTier.STANDARD: settings.standard_warranty_days,
        WarrantyTier.PREMIUM: settings.premium_warranty_days,
    }
    warranties = []
    for line, (_, number) in zip(sold, NUMBER.take_many(len(sold)), strict=True):
        tier = WarrantyTier(line.warranty_tier or WarrantyTier.STANDARD)
        premium = tier == WarrantyTier.PREMIUM
        warranties.append(
            Warranty(
                warranty_number=number,
                invoice=invoice,
                asset_id=line.asset_id,
                customer_id=invoice.customer_id,
                warranty_tier=tier,
                start_date=invoice.invoice_date,
                end_date=invoice.invoice_date + timedelta(days=days[tier]),
                includes_accessories=premium,
                includes_certificate=premium,
                includes_premium_boxing=premium,
            )
        )
    return Warranty.objects.bulk_create(warranties)


def warranties_expire() -> int:
    """Every active warranty whose cover has ended by the business's day is Expired; returns how many it was."""
    ended = Warranty.objects.filter(status=Status.ACTIVE, end_date__lte=business_date())
    system, expired = system_user(), 0
    while pks := list(ended.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with WARRANTY.perform_many("expire", ended.filter(pk__in=pks), actor=system) as warranties:
            expired += len(warranties)
    return expired


def warranties_void(*, invoice: Invoice, actor: Any, reason: str) -> None:
    """The warranties of a sale that was undone are Void: they promise nothing any more."""
    live = Warranty.objects.filter(invoice=invoice, status__in=[Status.ACTIVE, Status.CLAIMED])
    with WARRANTY.perform_many("void", live, actor=actor, reason=reason):
        pass
