"""Drafting, issuing and cancelling sales (domain §6). Money received is the payments app's."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.customers.exposure import OTHER_CURRENCY, exposure_of
from apps.customers.models import Customer
from apps.customers.selectors import credit_term_of
from apps.customers.services import customer_for_document
from apps.inventory.bulk import bulk_stock_take
from apps.inventory.models import Asset, BulkMovement, BulkStock
from apps.inventory.services import assets_release, assets_reserve, assets_sell
from apps.invoices.lines import lines_build
from apps.invoices.locking import invoice_lock, neighbours_lock, orders_lock
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.order_links import (
    check_line_quantities,
    check_order_lines,
    check_within_order,
    order_follow,
    order_to_bill,
)
from apps.invoices.workflow import INVOICE, Status
from apps.ledger.models import LedgerEntry
from apps.ledger.services import entry_post
from apps.orders.models import Order
from common import clock
from common.dates import business_date
from common.db.acting import act, system_user
from common.db.locks import lock, lock_all
from common.db.rows import write_many
from common.errors import ActionNotAllowed, Conflict, Invalid
from common.events import publish
from common.kept import Kept
from common.money import ZERO, in_figures, money, tax_of
from common.numbering import Series
from common.records import references
from common.workflow import save_changes

NUMBER = Series("INV", 6)
# Why units move, and a draft ends.
PUT_ON = Kept(gettext_noop("Put on a draft invoice"))
TAKEN_OFF = Kept(gettext_noop("Taken off %(invoice)s"))
SOLD = Kept(gettext_noop("Sold on %(invoice)s"))
CANCELLED = Kept(gettext_noop("%(invoice)s was cancelled"))
ENDED = Kept(gettext_noop("Reservation for %(invoice)s ended"))
DELETED = Kept(gettext_noop("Deleted as a draft"))
HEADER = ("customer", "customer_type", "lead_source", "tax_rate", "notes", "order")


def invoice_create(
    *,
    actor: User,
    customer_type: str,
    lines: Sequence[dict[str, Any]] = (),
    customer: int | None = None,
    lead_source: int | None = None,
    tax_rate: Decimal | None = None,
    order: int | None = None,
    notes: str = "",
    total_amount: Decimal | None = None,
) -> Invoice:
    """A numbered draft exists, its units Reserved for it, its totals computed in the business's or customer's currency.

    The tax rate is a fraction and defaults to the business's. Raises Invalid for wrong lines, an unknown customer or a
    client total that differs, Conflict (asset_not_sellable) for a unit that is not for sale.
    """
    _check_named(customer, customer_type)
    with act(actor=actor):
        known = None if customer is None else customer_for_document(customer=customer, actor=actor)
        return invoice_draft(
            customer=known,
            order=None if order is None else order_to_bill(order, customer=customer),
            lines=lines,
            customer_type=customer_type,
            total_amount=total_amount,
            actor=actor,
            tax_rate=tax_rate,
            notes=notes,
            **references(Invoice, {"lead_source": lead_source}),
        )


def invoice_draft(
    *,
    customer: Customer | None,
    order: Order | None,
    lines: Sequence[dict[str, Any]],
    customer_type: str,
    actor: User,
    tax_rate: Decimal | None = None,
    total_amount: Decimal | None = None,
    **facts: Any,
) -> Invoice:
    """Inside an act that holds the customer's and the order's locks: a numbered draft exists, as `invoice_create` says.

    One that bills an order has the order's currency and credit term. Raises Conflict (order_exceeded) when it comes to
    more than is left of the order.
    """
    check_order_lines(lines, order)
    currency = _currency(customer, order)
    built = lines_build(lines, currency=currency)
    _reserve(built, actor)
    today = business_date()
    invoice = Invoice(
        customer=customer,
        customer_type=customer_type,
        order=order,
        tax_rate=business().tax_rate if tax_rate is None else tax_rate,
        currency=currency,
        invoice_date=today,
        due_date=today + timedelta(days=_term(customer, order)),
        sales_rep=actor,
        **facts,
    )
    _total(invoice, built, claimed=total_amount)
    check_within_order(invoice)
    _number, invoice.invoice_number = NUMBER.take()
    invoice.save(force_insert=True)
    _write_lines(invoice, built)
    return invoice


def _check_named(customer: int | None, customer_type: str) -> None:
    if customer is None and customer_type != Invoice.CustomerType.WALK_IN:
        raise Invalid(_("Name the customer: only a walk-in sale has none."), code="required", field="customer")


def invoice_update(
    *, invoice: Invoice, actor: User, lines: Sequence[dict[str, Any]] | None = None, **changes: Any
) -> Invoice:
    """The draft has the changed facts; lines, when given, replace the old ones as a whole; another customer or order
    brings its currency and its term.

    Raises ActionNotAllowed once the invoice is issued or cancelled, Invalid for a customer outside the actor's reach.
    """
    claimed = changes.pop("total_amount", None)
    with act(actor=actor, announced=True):
        if changes.get("customer") is not None:
            changes["customer"] = customer_for_document(customer=changes["customer"], actor=actor)
        orders_lock([invoice.order_id, changes.get("order")])
        draft = invoice_lock(invoice)
        if draft.status != Status.DRAFT:
            facts = {"invoice": draft, "status": _(draft.status)}
            sentence = _("Invoice %(invoice)s is %(status)s: only a draft can be changed.") % facts
            raise ActionNotAllowed(sentence, status=draft.status)
        before = dict(draft.__dict__)
        for name, value in references(Invoice, changes).items():
            setattr(draft, name, value)
        if {"order", "customer"} & set(changes):
            order = order_to_bill(draft.order_id, customer=draft.customer_id) if draft.order_id else None
            if lines is None:
                _check_currency(draft, _currency(draft.customer, order))
            draft.currency = _currency(draft.customer, order)
            draft.due_date = draft.invoice_date + timedelta(days=_term(draft.customer, order))
        _check_named(draft.customer_id, draft.customer_type)
        if lines is not None:
            check_order_lines(lines, draft.order)
            built = _replaced_lines(draft, lines, actor)
        _total(draft, built if lines is not None else list(draft.lines.all()), claimed=claimed)
        check_within_order(draft)
        save_changes(draft, before, lines=lines is not None)
        if lines is not None:
            _write_lines(draft, built)
    return draft


def _check_currency(draft: Invoice, currency: str) -> None:
    """Raise Invalid (other_currency) for a currency in which the draft's lines are not priced."""
    if currency != draft.currency and draft.lines.exists():
        facts = {"currency": currency, "own": draft.currency}
        sentence = _("This sale would be in %(currency)s, but its lines are priced in %(own)s: give them anew.") % facts
        raise Invalid(sentence, code="other_currency", field="customer")


def _replaced_lines(draft: Invoice, lines: Sequence[dict[str, Any]], actor: User) -> list[InvoiceLine]:
    built = lines_build(lines, currency=draft.currency)
    held = set(draft.lines.filter(released_at__isnull=True, asset__isnull=False).values_list("asset_id", flat=True))
    wanted = {line.asset_id for line in built if line.asset_id}
    draft.lines.all().delete()
    if gone := held - wanted:
        assets_release(assets=Asset.objects.filter(pk__in=gone), actor=actor, reason=TAKEN_OFF.say(invoice=draft))
    _reserve([line for line in built if line.asset_id not in held], actor)
    return built


def _reserve(lines: Sequence[InvoiceLine], actor: User) -> None:
    if wanted := [line.asset_id for line in lines if line.asset_id]:
        assets_reserve(assets=Asset.objects.filter(pk__in=wanted), actor=actor, reason=PUT_ON.say())


def _write_lines(invoice: Invoice, lines: Sequence[InvoiceLine]) -> None:
    for line in lines:
        line.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    if invoice.order is not None:
        check_line_quantities(invoice.order)


def _total(invoice: Invoice, lines: Sequence[InvoiceLine], *, claimed: Decimal | None) -> None:
    invoice.subtotal = money(sum((line.line_total for line in lines), ZERO))
    invoice.tax_amount = tax_of(invoice.subtotal, invoice.tax_rate)
    invoice.total_amount = invoice.balance = invoice.subtotal + invoice.tax_amount
    if claimed is not None and claimed != invoice.total_amount:
        facts = {"total": in_figures(invoice.total_amount), "claimed": in_figures(claimed)}
        sentence = _("The total is %(total)s, not %(claimed)s.") % facts
        raise Invalid(sentence, code="total_differs", field="total_amount")


def _term(customer: Customer | None, order: Order | None) -> int:
    """Return in how many days it is paid: the order's term, the customer's, the business's; a walk-in pays at once."""
    if order is not None and order.credit_term is not None:
        return order.credit_term
    return 0 if customer is None else credit_term_of(customer)


def _currency(customer: Customer | None, order: Order | None) -> str:
    return order.currency if order else customer.currency if customer else business().currency


def invoice_issue(*, invoice: Invoice, actor: User) -> Invoice:
    """The invoice is Sent (Paid when nothing is due): dated today and frozen, its units Sold, its bulk stock taken.

    Upper apps act in the same transaction (warranties). Raises Conflict (credit_limit) when the customer would owe more
    than their limit, or it is in another currency - an order's approval covers its invoices -, (insufficient_stock)
    when bulk stock is short, (asset_not_sellable) for a unit no longer held, Stale when it came to another customer
    meanwhile.
    """
    with act(actor=actor):
        neighbours = neighbours_lock(invoice)
        with INVOICE.perform("issue", invoice, actor=actor) as issued:
            neighbours.check(issued)
            if neighbours.customer is not None and issued.order_id is None:
                _check_credit(neighbours.customer, issued)
            lines = invoice_hand_over(invoice=issued, actor=actor)
        publish("invoices.invoice.issued", invoice=issued, lines=lines, actor=actor)
        return invoice_settle(invoice=issued, actor=actor)


def _check_credit(customer: Customer, invoice: Invoice) -> None:
    if customer.credit_limit is None:
        return
    if invoice.currency != customer.currency:
        facts = {"currency": invoice.currency, "other": customer.currency}
        raise Conflict(_(OTHER_CURRENCY.text) % facts, code="credit_limit")
    owed = exposure_of(customer).total
    if owed + invoice.total_amount > customer.credit_limit:
        raise Conflict(
            _(
                "%(customer)s owes %(owed)s and may owe %(limit)s %(currency)s: this invoice of %(total)s is too much "
                "on account."
            )
            % {
                "customer": customer,
                "owed": in_figures(owed),
                "limit": in_figures(customer.credit_limit),
                "currency": customer.currency,
                "total": in_figures(invoice.total_amount),
            },
            code="credit_limit",
            owed=str(owed),
            credit_limit=str(customer.credit_limit),
        )


def invoice_hand_over(*, invoice: Invoice, actor: User) -> list[InvoiceLine]:
    """Inside a step that issues: the goods leave our stock, costs are frozen, and the invoice is dated today.

    Returns its lines in their order.
    """
    check_within_order(invoice)
    today = business_date()
    term = invoice.due_date - invoice.invoice_date
    invoice.invoice_date, invoice.due_date, invoice.issued_at = today, today + term, clock.now()
    lines = list(invoice.lines.select_related("asset").order_by("line_number"))
    if any(line.asset_id and line.released_at for line in lines):
        raise Conflict(
            _("A unit's reservation ended: take the line off and add the unit again."), code="asset_not_sellable"
        )
    prices = {line.asset_id: line.line_total for line in lines if line.asset_id}
    if prices:
        assets_sell(prices=prices, sale_date=today, actor=actor, reason=SOLD.say(invoice=invoice))
    _take_bulk([line for line in lines if line.bulk_stock_id], actor)
    for line in lines:
        if line.asset:
            line.unit_cost = line.asset.cost
    write_many(lines, ["unit_cost"])
    return lines


def _take_bulk(lines: Sequence[InvoiceLine], actor: User) -> None:
    if not lines:
        return
    wanted = BulkStock.objects.filter(pk__in=[line.bulk_stock_id for line in lines])
    stocks: dict[int | None, BulkStock] = {stock.pk: stock for stock in lock_all(wanted)}
    for line in lines:
        stock = stocks[line.bulk_stock_id]
        bulk_stock_take(stock=stock, quantity=line.quantity, kind=BulkMovement.Kind.SALE, source=line, actor=actor)
        stock.quantity -= line.quantity
        line.unit_cost = stock.unit_cost


def invoice_settle(*, invoice: Invoice, actor: User) -> Invoice:
    """The invoice's status follows its balance: Paid at zero, Sent above. Called after every entry on it."""
    if invoice.status == Status.SENT and invoice.balance == 0:
        with INVOICE.perform("settle", invoice, actor=actor) as settled:
            pass
        publish("invoices.invoice.paid", invoice=settled, actor=actor)
        return settled
    return invoice


def invoices_settle(*, invoices: Iterable[Invoice], actor: User) -> None:
    """The same for many that were posted to together, in a constant number of statements."""
    done = [invoice.pk for invoice in invoices if invoice.status == Status.SENT and invoice.balance == 0]
    with INVOICE.perform_many("settle", Invoice.objects.filter(pk__in=done), actor=actor) as settled:
        pass
    for invoice in settled:
        publish("invoices.invoice.paid", invoice=invoice, actor=actor)


def invoice_reopen(*, invoice: Invoice, actor: User, reason: str) -> Invoice:
    """A Paid invoice is Sent again, because money received on it is about to be taken back."""
    if invoice.status != Status.PAID:
        return invoice
    with INVOICE.perform("reopen", invoice, actor=actor, reason=reason) as reopened:
        pass
    publish("invoices.invoice.reopened", invoice=reopened, actor=actor)
    return reopened


def invoices_reopen(*, invoices: Iterable[Invoice], actor: User, reason: str) -> None:
    """The same for many, in a constant number of statements."""
    paid = [invoice.pk for invoice in invoices if invoice.status == Status.PAID]
    with INVOICE.perform_many("reopen", Invoice.objects.filter(pk__in=paid), actor=actor, reason=reason) as reopened:
        pass
    for invoice in reopened:
        publish("invoices.invoice.reopened", invoice=invoice, actor=actor)


def invoice_delete(*, invoice: Invoice, actor: User) -> None:
    """The draft is Cancelled: its number stays taken. Raises ActionNotAllowed once it is issued: void it instead."""
    if invoice.status != Status.DRAFT:
        facts = {"invoice": invoice, "status": _(invoice.status)}
        raise ActionNotAllowed(_("Invoice %(invoice)s is %(status)s: only a draft can be deleted.") % facts)
    invoice_cancel(invoice=invoice, reason=DELETED.say(), actor=actor)


def invoice_cancel(*, invoice: Invoice, reason: str, actor: User) -> Invoice:
    """The draft is Cancelled, its units free again; its number stays taken, and nothing is owed on it."""
    with act(actor=actor, step="cancel", reason=reason):
        with INVOICE.perform("cancel", invoice_lock(invoice), actor=actor, reason=reason) as cancelled:
            _free_units(cancelled, actor, reason=CANCELLED.say(invoice=cancelled))
        if cancelled.balance:
            entry_post(
                document=cancelled,
                amount=cancelled.balance,
                cause=LedgerEntry.Cause.VOID,
                source=cancelled,
                actor=actor,
            )
        order_follow(invoice=cancelled, actor=actor, reason=reason)
    return cancelled


def _free_units(invoice: Invoice, actor: User, *, reason: str) -> None:
    held = list(invoice.lines.filter(asset__isnull=False, released_at__isnull=True))
    if held:
        assets_release(assets=Asset.objects.filter(pk__in=[line.asset_id for line in held]), actor=actor, reason=reason)
    invoice.lines.filter(pk__in=[line.pk for line in held]).update(released_at=timezone.now())


def reservations_sweep() -> int:
    """Units on drafts that lay untouched for the reservation hours are free again; returns how many drafts."""
    system = system_user()
    before = timezone.now() - timedelta(hours=business().reservation_hours)
    forgotten = Q(lines__asset__isnull=False, lines__released_at__isnull=True)
    drafts = Invoice.objects.filter(forgotten, status=Status.DRAFT, updated_at__lt=before).distinct()
    swept = 0
    for draft in drafts:
        with act(actor=system, step="release", announced=True):
            locked = lock(draft)
            if locked.status == Status.DRAFT and locked.updated_at < before:
                _free_units(locked, system, reason=ENDED.say(invoice=locked))
                swept += 1
    return swept
