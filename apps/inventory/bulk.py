"""What happens to stock that is counted, not serialized. Each function is one act of the business (domain §4)."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.inventory.models import SOLD_LOCATION, BulkMovement, BulkStock, Location
from apps.inventory.prices import check_bulk_prices
from common.db.acting import act
from common.db.locks import lock
from common.errors import Conflict, Invalid
from common.records import record_create, record_update


def bulk_stock_create(*, actor: User, **facts: Any) -> BulkStock:
    """The item is known, with none of it in stock.

    Raises Invalid for a place where no stock lies, Forbidden for a price that the actor may not set.
    """
    _check_place(facts)
    check_bulk_prices(BulkStock(), facts, actor)
    return record_create(BulkStock, actor=actor, **facts)


def bulk_stock_update(*, stock: BulkStock, actor: User, **changes: Any) -> BulkStock:
    """The item has the changed facts; its quantity is none of them. Raises as `bulk_stock_create` does."""
    _check_place(changes)
    return record_update(stock, actor=actor, check=partial(check_bulk_prices, actor=actor), **changes)


def _check_place(facts: dict[str, Any]) -> None:
    if "location" in facts and Location.objects.filter(pk=facts["location"], location_name=SOLD_LOCATION).exists():
        raise Invalid(_("Nothing in stock lies at the location of what was sold."), field="location")


def bulk_stock_receive(
    *, stock: BulkStock, quantity: int, actor: User, unit_cost: Decimal | None = None, reason: str = ""
) -> BulkMovement:
    """The stock is higher by the quantity, at that unit cost from now on."""
    with act(actor=actor, step="receive"):
        locked = lock(stock)
        if unit_cost is not None and unit_cost != locked.unit_cost:
            locked.unit_cost = unit_cost
            locked.save(update_fields=["unit_cost"])
        return _move(locked, BulkMovement.Kind.RECEIPT, quantity, actor, reason=reason)


def bulk_stock_adjust(*, stock: BulkStock, quantity: int, reason: str, actor: User) -> BulkMovement:
    """The stock is higher or lower by the signed quantity. Raises Conflict (insufficient_stock) below zero."""
    with act(actor=actor, step="adjust", reason=reason):
        return _move(lock(stock), BulkMovement.Kind.ADJUSTMENT, quantity, actor, reason=reason)


def bulk_stock_take(*, stock: BulkStock, quantity: int, kind: str, source: Any, actor: User) -> BulkMovement:
    """The stock is lower by the quantity, because of the source (an invoice line, a repair part).

    Raises Conflict (insufficient_stock) when there is not enough of it.
    """
    if stock.quantity < quantity:
        raise Conflict(
            _("Only %(available)s of %(item)s in stock, %(wanted)s wanted.")
            % {"available": stock.quantity, "item": stock.item_name, "wanted": quantity},
            code="insufficient_stock",
            bulk_stock=stock.pk,
            available=stock.quantity,
        )
    return _move(stock, kind, -quantity, actor, source=source)


def bulk_stock_return(*, stock: BulkStock, quantity: int, source: Any, actor: User, reason: str) -> BulkMovement:
    """The stock is higher by what came back of the source (an invoice line)."""
    return _move(stock, BulkMovement.Kind.RETURN, quantity, actor, reason=reason, source=source)


def _move(
    stock: BulkStock, kind: str, quantity: int, actor: User, *, reason: str = "", source: Any = None
) -> BulkMovement:
    return BulkMovement.objects.create(
        bulk_stock=stock,
        kind=kind,
        quantity=quantity,
        quantity_after=0,
        unit_cost=stock.unit_cost,
        moved_by=actor,
        reason=reason,
        source_type=source._meta.db_table if source else "",
        source_id=source.pk if source else None,
    )
