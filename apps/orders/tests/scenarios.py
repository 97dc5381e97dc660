"""Orders that one guard alone holds back. What an invoice does to an order stands with the invoices."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.accounts.services import user_update
from apps.orders.approvals import order_approve, order_office_approve, order_office_reject
from apps.orders.models import Order
from apps.orders.services import order_send, order_update
from apps.orders.tests.factories import make_order
from apps.orders.workflow import ORDER
from common.testing.scenarios import Scenario

FOR_THE_OFFICE = Decimal("30000.00")


def free(people: Any) -> Order:
    """Return a draft over nothing."""
    return make_order(people, order_total=Decimal("0.00"))


def own(people: Any) -> Order:
    """Return a draft that Billing's approver made."""
    user_update(user=people["billing"], actor=people["admin"], roles=["Billing", "Sales"])
    return make_order(people, actor="billing")


def unread(people: Any) -> Order:
    """Return a draft for the office that billing has not approved."""
    return make_order(people, order_total=FOR_THE_OFFICE)


def managers_own(people: Any) -> Order:
    """Return a draft of the Manager's that billing approved."""
    order = make_order(people, actor="manager", order_total=FOR_THE_OFFICE)
    return order_approve(order=order, actor=people["billing"])


def changed_by_the_manager(people: Any) -> Order:
    """Return a draft of Sales' that the Manager tripled, and billing approved."""
    order = order_update(order=make_order(people), order_total=FOR_THE_OFFICE, actor=people["manager"])
    return order_approve(order=order, actor=people["billing"])


def changed_by_an_admin(people: Any) -> Order:
    """Return a draft of Sales' that an Admin, who may approve it, changed."""
    return order_update(order=make_order(people), order_total=Decimal("9.00"), actor=people["admin"])


def approved_by_the_same(people: Any) -> Order:
    """Return a draft that an Admin, who may decide for the office as well, approved for billing."""
    return order_approve(order=unread(people), actor=people["admin"])


has_a_total = partial(
    Scenario,
    workflow=ORDER,
    guard="has_a_total",
    make=free,
    sentence="It has no total yet: add lines or give the total.",
)
OFFICE_STEPS = {
    "office_approve": lambda order, actor: order_office_approve(order=order, actor=actor),
    "office_reject": lambda order, actor: order_office_reject(order=order, reason="Too dear", actor=actor),
}

SCENARIOS = [
    has_a_total(step="send", take=lambda order, actor: order_send(order=order, actor=actor), actor="sales"),
    has_a_total(step="approve", take=lambda order, actor: order_approve(order=order, actor=actor), actor="billing"),
    Scenario(
        workflow=ORDER,
        step="approve",
        guard="somebody_else",
        make=own,
        take=lambda order, actor: order_approve(order=order, actor=actor),
        actor="billing",
        sentence="You made this order, so somebody else must approve it.",
        code="self_approval",
    ),
    Scenario(
        workflow=ORDER,
        step="approve",
        guard="somebody_else",
        make=changed_by_an_admin,
        take=lambda order, actor: order_approve(order=order, actor=actor),
        actor="admin",
        sentence="You changed this order, so somebody else must approve it.",
        code="self_approval",
    ),
]
for step, take in OFFICE_STEPS.items():
    office = partial(Scenario, workflow=ORDER, step=step, take=take, actor="manager")
    SCENARIOS += [
        office(guard="billing_approved", make=unread, sentence="Billing approves it first."),
        office(
            guard="somebody_else",
            make=managers_own,
            sentence="You made this order, so somebody else must approve it.",
            code="self_approval",
        ),
        office(
            guard="somebody_else",
            make=changed_by_the_manager,
            sentence="You changed this order, so somebody else must approve it.",
            code="self_approval",
        ),
        office(
            guard="somebody_else",
            make=approved_by_the_same,
            sentence="You approved this order for billing, so somebody else must approve it.",
            code="self_approval",
            actor="admin",
        ),
    ]
