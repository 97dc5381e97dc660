"""Customers order: some orders wait, one is held, one refused, one changed after its approval, some are invoiced."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.customers.models import Customer
from apps.invoices.order_billing import order_invoice
from apps.invoices.services import invoice_issue
from apps.orders.approvals import order_approve, order_hold, order_office_approve, order_office_reject
from apps.orders.models import Order
from apps.orders.services import order_cancel, order_create, order_send, order_update
from apps.payments.services import payment_receive
from apps.reports.demo.shop import Event, Shop

# How many days ago each is made, and what becomes of it.
ORDERS = (
    (21, "paid"), (17, "cancelled"), (12, "half_invoiced"), (10, "refused"), (8, "held"), (7, "changed"),
    (5, "approved"), (4, "for_the_office"), (2, "sent"), (1, "sent"), (1, "draft"), (0, "draft"),
    (6, "approved_by_both"), (3, "large"), (2, "large_held"),
)  # fmt: skip
# So much at such a discount that the office has to approve it.
FOR_THE_OFFICE = {"refused", "for_the_office", "approved_by_both", "large", "large_held"}
SETUP, TRAINING, NETWORK = "Setup at the customer's", "Training, half a day", "Network survey"
PRICES = {SETUP: "350.00", TRAINING: "600.00", NETWORK: "1200.00"}


def order_events() -> list[Event]:
    """Return every order, each made and brought on after the day's sales."""
    return [Event(day, 17, partial(_ordered, number=i, fate=fate)) for i, (day, fate) in enumerate(ORDERS)]


def _line(description: str, quantity: int, *, price: str = "", discount: str = "0.00") -> dict[str, Any]:
    amount = Decimal(price or PRICES[description])
    return {"description": description, "quantity": quantity, "unit_price": amount, "discount": Decimal(discount)}


def _ordered(shop: Shop, *, number: int, fate: str) -> None:
    customer = shop.retail[number]
    lines = [_line((SETUP, TRAINING, NETWORK)[number % 3], 2 + number % 3), _line(TRAINING, 1)]
    if fate in FOR_THE_OFFICE:
        customer = shop.wholesale[number % len(shop.wholesale)]
        lines = [_line("Laptops for a new branch", 12, price="4200.00", discount="9000.00"), _line(SETUP, 4)]
    seller = next(user for user in shop.people.values() if user.pk == customer.customer_rep_id)
    order = order_create(customer=customer.pk, lines=lines, actor=seller, description=_said(customer))
    if fate != "draft":
        _bring_on(shop, order_send(order=order, actor=seller), fate)


def _said(customer: Customer) -> str:
    return f"As agreed with {customer.full_name} by phone."


def _bring_on(shop: Shop, order: Order, fate: str) -> None:
    billing, manager, seller = shop.people["billing"], shop.people["manager"], order.created_by
    if fate == "cancelled":
        order_cancel(order=order, reason="They found it cheaper elsewhere.", actor=seller)
    elif fate in ("held", "large_held"):
        order_hold(order=order, reason="The last cheque bounced.", actor=shop.people["finance"])
    if fate in ("sent", "large", "cancelled", "held", "large_held"):
        return
    approved = order_approve(order=order, actor=billing)
    if fate == "refused":
        order_office_reject(order=approved, reason="A discount like this needs a word with me first.", actor=manager)
    elif approved.requires_office_approval and fate != "for_the_office":
        approved = order_office_approve(order=approved, actor=manager)
    if fate == "changed":
        order_update(order=approved, lines=[_line(NETWORK, 3), _line(TRAINING, 2)], actor=seller)
    elif fate == "half_invoiced":
        first = order.lines.order_by("line_number").values_list("pk", flat=True)[0]
        draft = order_invoice(order=approved, lines=[{"order_line": first, "quantity": 1}], actor=seller)
        invoice_issue(invoice=draft, actor=seller)
    elif fate == "paid":
        invoice = invoice_issue(invoice=order_invoice(order=approved, actor=seller), actor=seller)
        payment_receive(
            invoice=invoice, payment_method="MoMo", amount=invoice.balance, reference="MO48120377", actor=billing
        )
