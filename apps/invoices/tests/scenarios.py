"""Invoices that one guard alone holds back, and orders that an invoice holds."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.invoices.models import Invoice
from apps.invoices.order_billing import order_invoice
from apps.invoices.services import invoice_create, invoice_issue
from apps.invoices.tests.factories import make_customer, make_draft, service_line
from apps.invoices.workflow import INVOICE
from apps.orders.approvals import order_approve, order_hold, order_office_reject
from apps.orders.models import Order
from apps.orders.services import order_cancel, order_send
from apps.orders.tests.factories import make_applied, make_order
from apps.orders.workflow import ORDER
from common.records import record_update
from common.testing.scenarios import Scenario


def without_lines(people: Any) -> Invoice:
    """Return a draft over nothing."""
    return invoice_create(actor=people["sales"], customer=make_customer(people).pk, customer_type="Retail")


def of_a_waiting_order(people: Any) -> Invoice:
    """Return a draft on an order that is not applied."""
    order = sent(people)
    return make_draft(people, customer=order.customer, order=order.pk)


def of_a_walk_in(people: Any) -> Invoice:
    """Return a draft of nobody's."""
    line = service_line() | {"unit_price": Decimal("100.00")}
    return invoice_create(actor=people["sales"], customer_type="Walk-in", lines=[line])


def on_hold(people: Any) -> Invoice:
    """Return a draft of a customer whose account is on hold."""
    draft = make_draft(people)
    assert draft.customer
    record_update(draft.customer, actor=people["manager"], account_hold=True)
    return Invoice.objects.get(pk=draft.pk)


def invoiced(people: Any) -> Order:
    """Return an order with a draft invoice on it."""
    order = of_a_waiting_order(people).order
    assert order
    return order


def sent(people: Any) -> Order:
    """Return a sent order that nobody has approved."""
    return order_send(order=make_order(people), actor=people["sales"])


def held(people: Any) -> Order:
    """Return a sent order that billing holds."""
    return order_hold(order=sent(people), reason="Cheque bounced", actor=people["finance"])


def for_the_office(people: Any) -> Order:
    """Return a sent order that waits for the office."""
    order = order_send(order=make_order(people, order_total=Decimal("30000.00")), actor=people["sales"])
    return order_approve(order=order, actor=people["billing"])


def refused(people: Any) -> Order:
    """Return a sent order that the office rejected."""
    return order_office_reject(order=for_the_office(people), reason="Too dear", actor=people["manager"])


def invoiced_in_full(people: Any) -> Order:
    """Return an approved order with a draft over all of it."""
    order = make_applied(people)
    order_invoice(order=order, actor=people["sales"])
    return order


bill = partial(
    Scenario,
    workflow=ORDER,
    step="invoice",
    take=lambda order, actor: order_invoice(order=order, actor=actor),
    actor="sales",
)
issue = partial(
    Scenario,
    workflow=INVOICE,
    step="issue",
    take=lambda invoice, actor: invoice_issue(invoice=invoice, actor=actor),
    actor="sales",
)

SCENARIOS = [
    issue(guard="has_lines", make=without_lines, sentence="It has no lines yet."),
    issue(guard="order_released", make=of_a_waiting_order, sentence="Order {row.order} still waits for approval."),
    issue(
        guard="customer_known",
        make=of_a_walk_in,
        sentence="A walk-in sale is paid in full at the till: check it out instead.",
    ),
    issue(
        guard="customer_known",
        make=on_hold,
        sentence="{row.customer} is on hold: nothing is sold on account.",
    ),
    bill(guard="is_applied", make=sent, sentence="Billing has not approved it yet."),
    bill(guard="is_applied", make=held, sentence="Billing holds it: Cheque bounced"),
    bill(guard="is_applied", make=for_the_office, sentence="The office has not approved it yet."),
    bill(guard="is_applied", make=refused, sentence="The office rejected it."),
    bill(guard="something_left", make=invoiced_in_full, sentence="It is invoiced in full."),
    Scenario(
        workflow=ORDER,
        step="cancel",
        guard="no_live_invoice",
        make=invoiced,
        take=lambda order, actor: order_cancel(order=order, reason="Changed their mind", actor=actor),
        actor="sales",
        sentence="Invoice INV-000001 stands on it: cancel or void that first.",
    ),
]
