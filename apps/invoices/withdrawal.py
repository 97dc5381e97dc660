"""Undoing a sale (domain §6, void): asked for by one person, confirmed by another, and only then undone."""

from django.db.models import F
from django.utils import timezone

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.inventory.bulk import bulk_stock_return
from apps.inventory.models import Asset, BulkStock
from apps.inventory.services import assets_take_back
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.workflow import INVOICE
from common import clock
from common.db.acting import act
from common.db.locks import lock_all
from common.events import publish


def invoice_void_ask(*, invoice: Invoice, reason: str, actor: User) -> None:
    """Inside the step: who asks to undo the sale, when and why."""
    invoice.void_requested_by, invoice.void_requested_at, invoice.void_reason = actor, clock.now(), reason


def invoice_void_forget(*, invoice: Invoice) -> None:
    """Inside the step: nobody asks to undo the sale any more."""
    invoice.void_requested_by, invoice.void_requested_at, invoice.void_reason = None, None, ""


def invoice_void_confirm(*, invoice: Invoice, actor: User) -> None:
    """Inside the step: who confirmed it."""
    invoice.void_confirmed_by = actor
    invoice.four_eyes_waived = waived_for(actor, invoice.void_requested_by_id)


def invoice_void_decline(*, invoice: Invoice, reason: str, actor: User) -> Invoice:
    """The sale stands: the note that was to void it is rejected or gone. The caller holds the invoice's lock."""
    with INVOICE.perform("refuse_void", invoice, actor=actor, reason=reason) as standing:
        invoice_void_forget(invoice=standing)
    return standing


def invoice_withdraw(*, invoice: Invoice, to: str, reason: str, actor: User) -> Invoice:
    """The sale is undone, Cancelled or Refunded as the caller says: units Returned to where they were sold from, bulk
    stock back in the store. Upper apps act in the same transaction (warranties).

    The caller holds the invoice's lock and has settled its balance to nothing.
    """
    with act(actor=actor, step="withdraw", reason=reason):
        with INVOICE.perform("withdraw", invoice, actor=actor, reason=reason, to=to) as withdrawn:
            pass
        lines = list(withdrawn.lines.filter(released_at__isnull=True))
        _take_back(lines, actor, reason)
        withdrawn.lines.filter(pk__in=[line.pk for line in lines]).update(
            released_at=timezone.now(), returned_quantity=F("quantity")
        )
        publish("invoices.invoice.withdrawn", invoice=withdrawn, actor=actor, reason=reason)
    return withdrawn


def _take_back(lines: list[InvoiceLine], actor: User, reason: str) -> None:
    if units := [line.asset_id for line in lines if line.asset_id]:
        assets_take_back(assets=Asset.objects.filter(pk__in=units), actor=actor, reason=reason)
    bulk = [line for line in lines if line.bulk_stock_id]
    if bulk:
        wanted = BulkStock.objects.filter(pk__in=[line.bulk_stock_id for line in bulk])
        stocks: dict[int | None, BulkStock] = {stock.pk: stock for stock in lock_all(wanted)}
        for line in bulk:
            bulk_stock_return(
                stock=stocks[line.bulk_stock_id],
                quantity=line.quantity - line.returned_quantity,
                source=line,
                actor=actor,
                reason=reason,
            )
