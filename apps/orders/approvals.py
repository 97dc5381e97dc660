"""Approving orders (domain §5, seed 3): billing first, then the office where an order asks for it; two pairs of eyes.

An approval stands on what was approved. When that changes it is withdrawn, and the reason is told in the timeline.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.customers.exposure import OTHER_CURRENCY, Exposure, exposure_of
from apps.customers.models import Customer
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import ORDER, BillingStatus, OfficeStatus, unbilled
from common import clock
from common.db.acting import act
from common.db.locks import lock
from common.errors import Stale
from common.events import publish
from common.kept import Kept, read
from common.money import ZERO, money

# One reason of the office's: the sentence as the code has it, and the facts in it.
Reason = dict[str, Any]
TOO_MUCH = Kept(gettext_noop("Its total of %(total)s %(currency)s is above %(threshold)s."))
TOO_MUCH_ON_CREDIT = Kept(
    gettext_noop(
        "With it %(customer)s would owe %(owed)s %(currency)s, %(excess)s above the credit limit of %(limit)s."
    ),
    free=("customer",),
)
OVERDUE = Kept(gettext_noop("%(overdue)s %(currency)s of invoices are overdue."))
TOO_CHEAP = Kept(gettext_noop("Its discount of %(discount)s is %(percent)s %% of %(whole)s: more than %(limit)s %%."))
# What billing approves of an order, beside its lines; and that nobody has held it meanwhile.
APPROVED_FACTS = ("order_total", "customer_id", "currency", "credit_term", "approved_by_billing_status")


def order_approve(*, order: Order, actor: User) -> Order:
    """Billing has approved the order as it was read; what the customer owed then is kept with it.

    Whether the office must approve is computed anew. The order is applied when it need not. Raises SelfApproval to
    whoever made it or last changed its money, Stale when what is to be approved changed meanwhile.
    """
    with act(actor=actor, step="approve"):
        buyer = lock(Customer(pk=order.customer_id))
        locked = _as_read(order)
        exposure = exposure_of(buyer)
        locked = order_review(order=locked, exposure=exposure, actor=actor)
        with ORDER.perform("approve", locked, actor=actor) as approved:
            approved.approved_by_billing_user, approved.approved_by_billing_at = actor, clock.now()
            approved.four_eyes_waived = waived_for(actor, approved.created_by_id, approved.changed_by_id)
            approved.hold_reason = ""
            approved.approved_total, approved.exposure_at_approval = approved.order_total, exposure.as_json()
            if not approved.requires_office_approval:
                approved.applied_at = approved.approved_by_billing_at
        _tell(approved, actor)
    return approved


def order_hold(*, order: Order, reason: str, actor: User) -> Order:
    """Billing holds the order: nothing of it goes on, and an approval that it had is gone."""
    with act(actor=actor, step="hold", reason=reason):
        with ORDER.perform("hold", order, actor=actor, reason=reason) as held:
            held.hold_reason = reason.strip()
            _unsign(held)
        publish("orders.order.held", order=held, actor=actor, reason=reason)
    return held


def order_office_approve(*, order: Order, actor: User) -> Order:
    """The office has approved what billing approved, so the order is applied.

    Raises SelfApproval to whoever made it, last changed its money or approved it for billing, Stale when it changed
    meanwhile.
    """
    with act(actor=actor, step="office_approve"):
        with ORDER.perform("office_approve", _as_read(order), actor=actor) as approved:
            _sign_for_the_office(approved, actor)
            approved.applied_at = approved.approved_by_office_at
        _tell(approved, actor)
    return approved


def order_office_reject(*, order: Order, reason: str, actor: User) -> Order:
    """The office has refused the order; it asks again once the order is changed or billing approves it anew."""
    with act(actor=actor, step="office_reject", reason=reason):
        with ORDER.perform("office_reject", order, actor=actor, reason=reason) as rejected:
            _sign_for_the_office(rejected, actor)
        publish("orders.order.rejected", order=rejected, actor=actor, reason=reason)
    return rejected


def order_withdraw_approvals(*, order: Order, reason: str, actor: User) -> Order:
    """What was approved is no longer so: billing's approval is pending again (a hold stays), and so is the office's.

    The caller holds the customer's and the order's locks and names the reason.
    """
    pending = billing_withdraw(order=order, reason=reason, actor=actor)
    return order_review(order=pending, exposure=exposure_of(pending.customer), actor=actor)


def billing_withdraw(*, order: Order, reason: str, actor: User) -> Order:
    """Billing's approval, where it stands, is pending again; the office's is for the caller to review."""
    if order.approved_by_billing_status != BillingStatus.APPROVED:
        return order
    with ORDER.perform("withdraw_billing", order, actor=actor, reason=reason) as pending:
        _unsign(pending)
    return pending


def order_review(*, order: Order, exposure: Exposure, actor: User) -> Order:
    """Whether the office must approve, and why, is computed anew; a decision that it took before no longer counts.

    The caller holds the order's lock; billing's approval does not stand.
    """
    reasons = office_reasons(order, list(order.lines.all()), exposure)
    with translation.override(settings.LANGUAGE_CODE):
        told = " ".join(reasons_in_words(reasons))
    status, step = order.approved_by_office_status, ""
    if reasons and status != OfficeStatus.PENDING:
        step = "require_office"
    elif not reasons and status != OfficeStatus.NOT_REQUIRED:
        step = "spare_office"
    elif reasons == order.office_reasons:
        return order
    if not step:
        with act(actor=actor, step="require_office", reason=told):
            order.office_reasons = reasons
            order.save(update_fields=["office_reasons"])
        return order
    with ORDER.perform(step, order, actor=actor, reason=told) as reviewed:
        reviewed.requires_office_approval, reviewed.office_reasons = bool(reasons), reasons
        reviewed.approved_by_office_user, reviewed.approved_by_office_at = None, None
    return reviewed


def office_reasons(order: Order, lines: Sequence[OrderLine], exposure: Exposure) -> list[Reason]:
    """Return why the office must approve the order, as it is kept: nothing when it need not."""
    return [
        reason
        for reason in (
            _too_much(order),
            _too_much_on_credit(order, exposure),
            _overdue(exposure),
            _too_cheap(lines),
        )
        if reason
    ]


def reasons_in_words(reasons: Sequence[Reason]) -> list[str]:
    """Return the kept reasons in the reader's language, a sentence each."""
    return [read(reason["text"], reason["facts"]) for reason in reasons]


def _reason(kept: Kept, **facts: Any) -> Reason:
    return {"text": kept.text, "facts": {name: str(value) for name, value in facts.items()}}


def _too_much(order: Order) -> Reason | None:
    threshold = business().office_approval_threshold
    if threshold is None or order.order_total <= threshold:
        return None
    return _reason(TOO_MUCH, total=order.order_total, currency=order.currency, threshold=threshold)


def _too_much_on_credit(order: Order, exposure: Exposure) -> Reason | None:
    if exposure.credit_limit is None:
        return None
    if order.currency != exposure.currency:
        return _reason(OTHER_CURRENCY, currency=order.currency, other=exposure.currency)
    owed = exposure.total + (unbilled(order) if order.pk else order.order_total)
    if owed <= exposure.credit_limit:
        return None
    return _reason(
        TOO_MUCH_ON_CREDIT,
        customer=order.customer,
        owed=owed,
        currency=exposure.currency,
        excess=owed - exposure.credit_limit,
        limit=exposure.credit_limit,
    )


def _overdue(exposure: Exposure) -> Reason | None:
    if exposure.overdue <= 0:
        return None
    return _reason(OVERDUE, overdue=exposure.overdue, currency=exposure.currency)


def _too_cheap(lines: Sequence[OrderLine]) -> Reason | None:
    limit = business().office_discount_limit
    whole = sum((line.quantity * line.unit_price for line in lines), ZERO)
    discount = sum((line.discount for line in lines), ZERO)
    if discount <= whole * limit:
        return None
    return _reason(
        TOO_CHEAP,
        discount=discount,
        percent=money(100 * discount / whole),
        whole=whole,
        limit=f"{100 * limit:.2f}",
    )


def _as_read(order: Order) -> Order:
    """Lock the order. Raises Stale when what is approved of it is no longer what the caller read."""
    locked = lock(order)
    if any(getattr(locked, name) != getattr(order, name) for name in APPROVED_FACTS):
        raise Stale(version=locked.version)
    return locked


def _unsign(order: Any) -> None:
    order.approved_by_billing_user = order.approved_by_billing_at = order.applied_at = None
    order.approved_total = order.exposure_at_approval = None


def _sign_for_the_office(order: Any, actor: User) -> None:
    order.approved_by_office_user, order.approved_by_office_at = actor, clock.now()
    order.four_eyes_waived = order.four_eyes_waived or waived_for(
        actor, order.created_by_id, order.changed_by_id, order.approved_by_billing_user_id
    )


def _tell(order: Order, actor: User) -> None:
    if order.applied_at is not None:
        publish("orders.order.applied", order=order, actor=actor)
