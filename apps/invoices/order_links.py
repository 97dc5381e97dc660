"""What binds invoices to the order they bill (domain §5): never more than it, never before it is approved.

The order follows its invoices: paid while it is invoiced in full and all of them are Paid.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q, Sum
from django.utils.translation import gettext, gettext_noop

from apps.accounts.models import User
from apps.inventory.models import Asset
from apps.invoices.locking import orders_lock
from apps.invoices.models import Invoice
from apps.invoices.workflow import STANDING, Status
from apps.orders.approvals import order_withdraw_approvals
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import OPEN, ORDER, gifts_left
from apps.orders.workflow import Status as OrderStatus
from common.errors import ActionNotAllowed, Conflict, Invalid
from common.events import publish
from common.kept import Kept
from common.money import ZERO, in_figures
from common.records import absent

UNDONE = Kept(gettext_noop("%(invoice)s was undone: %(reason)s"), free=("reason",))


def order_to_bill(pk: int, *, customer: int | None) -> Order:
    """Return the order, locked, for an invoice of that customer.

    Raises Invalid on the field `order` for one that does not exist or is another customer's, ActionNotAllowed for one
    that is not sent yet, or finished.
    """
    orders_lock([pk])
    order = Order.objects.filter(pk=pk, deleted_at__isnull=True).first()
    if order is None:
        raise Invalid(fields={"order": absent(gettext("order"), pk)})
    if order.customer_id != customer:
        sentence = gettext("Order %(order)s is another customer's.") % {"order": order}
        raise Invalid(sentence, code="other_customer", field="order")
    if order.status != OrderStatus.SENT:
        facts = {"order": order, "status": gettext(order.status)}
        sentence = gettext("Order %(order)s is %(status)s: only a sent order is invoiced.") % facts
        raise ActionNotAllowed(sentence, status=order.status)
    return order


def check_order_lines(lines: Sequence[dict[str, Any]], order: Order | None) -> None:
    """Raise Invalid naming each line that bills a line which is not the order's."""
    known = set(order.lines.values_list("pk", flat=True)) if order else set()
    problems: dict[str, str | tuple[str, str]] = {
        f"lines.{i}.order_line": no_such_line(facts["order_line"])
        for i, facts in enumerate(lines)
        if facts.get("order_line") is not None and facts["order_line"] not in known
    }
    if problems:
        raise Invalid(fields=problems)


def no_such_line(pk: int) -> tuple[str, str]:
    """Return what is wrong with a line to be billed that the order has not."""
    return "does_not_exist", gettext("The order has no line %(line)s.") % {"line": pk}


def check_within_order(invoice: Invoice) -> None:
    """Raise Conflict (order_exceeded) when the order comes to less than what would be invoiced of it, net."""
    if invoice.order is None:
        return
    standing = invoice.order.invoices.standing().exclude(pk=invoice.pk)
    others = standing.aggregate(billed=Sum("subtotal"))["billed"] or ZERO
    if others + invoice.subtotal > invoice.order.order_total:
        left = invoice.order.order_total - others
        raise Conflict(
            gettext("Order %(order)s has %(left)s %(currency)s left to invoice: %(net)s is too much.")
            % {
                "order": invoice.order,
                "left": in_figures(left),
                "currency": invoice.order.currency,
                "net": in_figures(invoice.subtotal),
            },
            code="order_exceeded",
            left=str(left),
        )


def check_line_quantities(order: Order) -> None:
    """Raise Conflict (order_exceeded) when more pieces of a line of the order would be invoiced than were ordered."""
    standing = Q(invoice_lines__invoice__status__in=STANDING)
    for line in order.lines.annotate(billed=Sum("invoice_lines__quantity", filter=standing)):
        if (line.billed or 0) > line.quantity:
            raise too_many(line, line.billed - line.quantity)


def too_many(line: OrderLine, surplus: int) -> Conflict:
    """Return the refusal to invoice that many more pieces of a line than were ordered."""
    return Conflict(
        gettext("Line %(number)s, “%(line)s”, is over %(ordered)s: %(surplus)s more would be invoiced.")
        % {"number": line.line_number, "line": line, "ordered": line.quantity, "surplus": surplus},
        code="order_exceeded",
        order_line=line.pk,
    )


def order_follow(*, invoice: Invoice, actor: User, reason: str = "", **_: Any) -> None:
    """The order of the invoice is Paid exactly while it is invoiced in full and all its invoices are Paid.

    When the last invoice of it was undone, its approvals are pending again. The caller holds the order's lock.
    """
    if invoice.order_id is None:
        return
    order = Order.objects.get(pk=invoice.order_id)
    standing = list(order.invoices.standing().values_list("status", "subtotal"))
    paid = {status for status, _subtotal in standing} == {Status.PAID}
    billed = sum(subtotal for _status, subtotal in standing) == order.order_total
    whole = paid and billed and not gifts_left(order)
    if whole and order.status == OrderStatus.SENT:
        with ORDER.perform("settle", order, actor=actor) as order:
            pass
        publish("orders.order.paid", order=order, actor=actor)
    elif not whole and order.status == OrderStatus.PAID:
        with ORDER.perform("reopen", order, actor=actor, reason=reason) as order:
            pass
        publish("orders.order.reopened", order=order, actor=actor)
    if not standing and invoice.issued_at is not None and order.status in OPEN:
        order_withdraw_approvals(order=order, reason=UNDONE.say(invoice=invoice, reason=reason), actor=actor)


def stalled_by_order(order: Order) -> list[Model]:
    """Return the draft invoices of an order and the units reserved for them: nothing of it leaves while it is held."""
    drafts = list(Invoice.objects.filter(order=order, status=Status.DRAFT).order_by("pk"))
    held = Asset.objects.filter(invoice_lines__invoice__in=drafts, invoice_lines__released_at__isnull=True)
    return [*drafts, *held.order_by("pk")]
