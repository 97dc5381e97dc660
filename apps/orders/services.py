"""Drafting, sending and cancelling orders (domain §5, seeds 3 and 4). Work on an order lives in cases and bookings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.customers.exposure import exposure_of
from apps.customers.models import Customer
from apps.customers.selectors import credit_term_of
from apps.customers.services import customer_for_document
from apps.inventory.lines import MOST_MONEY
from apps.orders.approvals import billing_withdraw, office_reasons, order_review
from apps.orders.lines import LINES
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import OPEN, ORDER, BillingStatus, OfficeStatus, Status, invoice_stands
from common.dates import business_date
from common.db.acting import act
from common.db.locks import lock
from common.errors import ActionNotAllowed, Invalid, Stale
from common.events import publish
from common.kept import Kept
from common.money import ZERO, in_figures, money
from common.numbering import Series
from common.records import references
from common.workflow import save_changes

# What an order comes to, and for whom, beside its lines.
MONEY = ("order_total", "currency", "customer_id")
NUMBER = Series("ORD", 3, yearly=True)
# What changed of what was approved.
TOTAL = Kept(gettext_noop("Total went from %(before)s to %(after)s %(currency)s"))
LINES_CHANGED = Kept(gettext_noop("Lines changed"))
CUSTOMER = Kept(gettext_noop("Customer went from %(before)s to %(after)s"), free=("before", "after"))
CURRENCY = Kept(gettext_noop("Currency went from %(before)s to %(after)s"))
TERM = Kept(gettext_noop("Credit term went from %(before)s to %(after)s days"))


def order_create(
    *,
    customer: int,
    actor: User,
    order_total: Decimal | None = None,
    lines: Sequence[dict[str, Any]] = (),
    **facts: Any,
) -> Order:
    """A numbered draft exists; rep, currency and credit term (days) are the customer's unless given.

    The total is the lines' sum, or `order_total` where there are no lines. Whether the office must approve is computed.
    Raises Invalid for a customer outside the actor's reach, wrong lines, or a total that is missing or differs from the
    lines.
    """
    with act(actor=actor):
        buyer = customer_for_document(customer=customer, actor=actor)
        built = LINES.build(lines)
        defaults = {"customer_rep_id": buyer.customer_rep_id, "currency": buyer.currency}
        order = Order(customer=buyer, created_by=actor, **defaults | references(Order, facts))
        if order.credit_term is None:
            order.credit_term = credit_term_of(buyer)
        order.order_total = _total(built, claimed=order_total)
        order.office_reasons = office_reasons(order, built, exposure_of(buyer))
        if order.office_reasons:
            order.requires_office_approval = True
            order.approved_by_office_status = OfficeStatus.PENDING
        _number, order.order_number = NUMBER.take(year=business_date().year)
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
    """The order has the changed facts; lines, when given, replace the old ones whole; a new customer brings their rep,
    who is the order's also where it names none.

    When what was approved changes - lines, customer, currency, credit term, the total beyond the tolerance - its
    approvals are withdrawn, with the reason; a hold stays, and who changed the money does not approve it. Raises
    ActionNotAllowed once it is finished or an invoice stands on it, Stale when it came to another customer meanwhile,
    Invalid as `order_create` does.
    """
    with act(actor=actor):
        buyer = customer_for_document(customer=customer, actor=actor) if customer is not None else _buyer_lock(order)
        known = _locked_open(order)
        if customer is None and known.customer_id != buyer.pk:
            raise Stale(version=known.version)
        before = dict(known.__dict__)
        if buyer.pk != known.customer_id:
            known.customer, known.customer_rep_id = buyer, buyer.customer_rep_id
        for name, value in references(Order, changes).items():
            setattr(known, name, value)
        if known.customer_rep_id is None:
            known.customer_rep_id = buyer.customer_rep_id
        standing = list(known.lines.all())
        built = standing if lines is None else LINES.build(lines)
        if lines is not None or order_total is not None:
            known.order_total = _total(built, claimed=order_total)
        if known.status == Status.SENT and known.order_total == 0:
            raise Invalid(_("A sent order has a total."), code="required", field="order_total")
        rewritten = [_shown(line) for line in built] != [_shown(line) for line in standing]
        if reasons := _changed(known, before, rewritten=rewritten):
            billing_withdraw(order=known, reason="; ".join(reasons), actor=actor)
        save_changes(known, before, lines=rewritten)
        if rewritten:
            known.lines.all().delete()
            _write(known, built)
        if not reasons:
            return known
        reviewed = order_review(order=lock(known), exposure=exposure_of(buyer), actor=actor)
        _bind(reviewed, before, rewritten=rewritten, actor=actor)
        return reviewed


def _bind(order: Order, before: dict[str, Any], *, rewritten: bool, actor: User) -> None:
    """Once the approvals fell: whoever changed the money is not the one who approves it next."""
    changed = rewritten or any(getattr(order, name) != before[name] for name in MONEY)
    if changed and (order.changed_by_id or order.created_by_id) != actor.pk:
        order.changed_by = actor
        order.save(update_fields=["changed_by"])


def order_delete(*, order: Order, actor: User) -> None:
    """The draft is marked deleted; its number stays taken. Raises ActionNotAllowed once it is sent or invoiced."""
    with act(actor=actor, step="delete"):
        draft = _locked_open(order)
        if draft.status != Status.DRAFT:
            facts = {"order": draft, "status": _(draft.status)}
            sentence = _("Order %(order)s is %(status)s: cancel it instead.") % facts
            raise ActionNotAllowed(sentence, status=draft.status)
        draft.deleted_at = timezone.now()
        draft.save(update_fields=["deleted_at"])


def order_send(*, order: Order, actor: User) -> Order:
    """The order is sent. Upper apps act on it in the same transaction (the delivery case)."""
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


def _buyer_lock(order: Order) -> Customer:
    return lock(Customer(pk=order.customer_id))


def _locked_open(order: Order) -> Order:
    locked = lock(order)
    if locked.status not in OPEN:
        facts = {"order": locked, "status": _(locked.status)}
        sentence = _("Order %(order)s is %(status)s: it is changed no more.") % facts
        raise ActionNotAllowed(sentence, status=locked.status)
    if invoice := locked.invoices.standing().first():
        raise ActionNotAllowed(invoice_stands(invoice), status=locked.status)
    return locked


def _shown(line: OrderLine) -> tuple[Any, ...]:
    return (
        line.product_model_id, line.bulk_stock_id, line.description, line.quantity, line.unit_price, line.discount,
    )  # fmt: skip


def _changed(order: Order, before: dict[str, Any], *, rewritten: bool) -> list[str]:
    """Return, as phrases, what changed of what is approved."""
    approved = order.approved_by_billing_status == BillingStatus.APPROVED
    seen = order.approved_total if approved and order.approved_total is not None else before["order_total"]
    tolerance = business().approval_tolerance if approved else ZERO
    changed = []
    if abs(order.order_total - seen) > tolerance:
        changed.append(TOTAL.say(before=seen, after=order.order_total, currency=order.currency))
    if rewritten:
        changed.append(LINES_CHANGED.say())
    if order.customer_id != before["customer_id"]:
        known = Customer.objects.get(pk=before["customer_id"])
        changed.append(CUSTOMER.say(before=known, after=order.customer))
    if order.currency != before["currency"]:
        changed.append(CURRENCY.say(before=before["currency"], after=order.currency))
    if order.credit_term != before["credit_term"]:
        changed.append(TERM.say(before=before["credit_term"], after=order.credit_term))
    return changed


def _total(lines: Sequence[OrderLine], *, claimed: Decimal | None) -> Decimal:
    """Return the lines' sum, or the claimed total where there are no lines."""
    if not lines:
        if claimed is None:
            raise Invalid(_("Give the total, or lines."), code="required", field="order_total")
        return money(claimed)
    total = sum((line.line_total for line in lines), ZERO)
    if total > MOST_MONEY:
        sentence = _("An order comes to %(most)s at most.") % {"most": in_figures(MOST_MONEY)}
        raise Invalid(sentence, code="out_of_range", field="lines")
    if claimed is not None and claimed != total:
        facts = {"total": in_figures(total), "claimed": in_figures(claimed)}
        sentence = _("The lines come to %(total)s, not %(claimed)s.") % facts
        raise Invalid(sentence, code="total_differs", field="order_total")
    return total


def _write(order: Order, lines: Sequence[OrderLine]) -> None:
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
