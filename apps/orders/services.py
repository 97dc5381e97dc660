"""Drafting, sending and cancelling orders (domain §5, seeds 3 and 4). Work on an order lives in cases and bookings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.customers.models import Customer
from apps.customers.services import customer_for_document
from apps.inventory.lines import MOST_MONEY
from apps.orders.lines import LINES
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import ORDER, Status
from common.dates import business_date
from common.db.acting import act
from common.db.locks import lock
from common.errors import ActionNotAllowed, Invalid
from common.events import publish
from common.money import ZERO, money
from common.numbering import Series
from common.records import references
from common.workflow import save_changes

NUMBER = Series("ORD", 3, yearly=True)


def order_create(
    *,
    customer: int,
    actor: User,
    order_total: Decimal | None = None,
    lines: Sequence[dict[str, Any]] = (),
    **facts: Any,
) -> Order:
    """A numbered draft exists; rep, currency and credit term (days) are the customer's unless given.

    The total is the lines' sum, or `order_total` where there are no lines. Raises Invalid for a customer outside the
    actor's reach, wrong lines, or a total that is missing or differs from the lines.
    """
    with act(actor=actor):
        buyer = customer_for_document(customer=customer, actor=actor)
        built = LINES.build(lines)
        defaults = {"customer_rep_id": buyer.customer_rep_id, "currency": buyer.currency}
        order = Order(customer=buyer, created_by=actor, **defaults | references(Order, facts))
        if order.credit_term is None:
            order.credit_term = _term(buyer)
        order.order_total = _total(built, claimed=order_total)
        _, order.order_number = NUMBER.take(year=business_date().year)
        order.save(force_insert=True)
        _write(order, built)
    return order


def order_update(
    *,
    order: Order,
    actor: User,
    customer: int | None = None,
    order_total: Decimal | None = None,
    lines: Sequence[dict[str, Any]] | None = None,
    **changes: Any,
) -> Order:
    """The draft has the changed facts; lines, when given, replace the old ones whole; a new customer brings their rep.

    Raises ActionNotAllowed once the order is sent or cancelled, Invalid as `order_create` does.
    """
    with act(actor=actor):
        buyer = customer_for_document(customer=customer, actor=actor) if customer is not None else None
        draft = _locked_draft(order)
        before = dict(draft.__dict__)
        if buyer is not None and buyer.pk != draft.customer_id:
            draft.customer, draft.customer_rep_id = buyer, buyer.customer_rep_id
        for name, value in references(Order, changes).items():
            setattr(draft, name, value)
        built = list(draft.lines.all()) if lines is None else LINES.build(lines)
        if lines is not None or order_total is not None:
            draft.order_total = _total(built, claimed=order_total)
        if lines is not None:
            draft.lines.all().delete()
            _write(draft, built)
        save_changes(draft, before)
    return draft


def order_delete(*, order: Order, actor: User) -> None:
    """The draft is marked deleted; its number stays taken. Raises ActionNotAllowed once it is sent or cancelled."""
    with act(actor=actor, step="delete"):
        draft = _locked_draft(order)
        draft.deleted_at = timezone.now()
        draft.save(update_fields=["deleted_at"])


def order_send(*, order: Order, actor: User) -> Order:
    """The order is sent, and no longer changes. Upper apps act on it in the same transaction (the delivery case)."""
    with act(actor=actor, step="send"):
        with ORDER.perform("send", order, actor=actor) as sent:
            pass
        publish("orders.order.sent", order=sent, actor=actor)
    return sent


def order_cancel(*, order: Order, reason: str, actor: User) -> Order:
    """The order is cancelled. Upper apps let go of what they hold for it in the same transaction."""
    with act(actor=actor, step="cancel", reason=reason):
        with ORDER.perform("cancel", order, actor=actor, reason=reason) as cancelled:
            pass
        publish("orders.order.cancelled", order=cancelled, actor=actor, reason=reason)
    return cancelled


def _locked_draft(order: Order) -> Order:
    draft = lock(order)
    if draft.status != Status.DRAFT:
        raise ActionNotAllowed(
            f"Order {draft} is {draft.status}: only a draft can be changed or deleted.", status=draft.status
        )
    return draft


def _term(customer: Customer) -> int:
    return business().credit_term_days if customer.credit_term_days is None else customer.credit_term_days


def _total(lines: Sequence[OrderLine], *, claimed: Decimal | None) -> Decimal:
    """Return the lines' sum, or the claimed total where there are no lines."""
    if not lines:
        if claimed is None:
            raise Invalid("Give the total, or lines.", code="required", field="order_total")
        return money(claimed)
    total = sum((line.line_total for line in lines), ZERO)
    if total > MOST_MONEY:
        raise Invalid(f"An order comes to {MOST_MONEY} at most.", code="out_of_range", field="lines")
    if claimed is not None and claimed != total:
        raise Invalid(f"The lines come to {total}, not {claimed}.", code="total_differs", field="order_total")
    return total


def _write(order: Order, lines: Sequence[OrderLine]) -> None:
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
