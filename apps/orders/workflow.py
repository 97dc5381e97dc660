"""The steps of an order (domain §5). Billing and office approvals are statuses of their own."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from apps.accounts.four_eyes import somebody_else
from common.money import ZERO
from common.workflow import Step, Workflow, statuses


class Status(models.TextChoices):
    """A closed list: process words belong to case tags (seed 4)."""

    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"
    CANCELLED = "cancelled"


class BillingStatus(models.TextChoices):
    PENDING = "pending"
    HOLD = "hold"
    APPROVED = "approved"


class OfficeStatus(models.TextChoices):
    NOT_REQUIRED = "not_required"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


# While an order stands in these it is worked on: approved, held and changed.
OPEN = statuses(Status.DRAFT, Status.SENT)
BILLING, OFFICE = "approved_by_billing_status", "approved_by_office_status"


def unbilled(order: Any) -> Decimal:
    """Return what of the order's total no standing invoice bills yet, net."""
    return order.order_total - (order.invoices.standing().aggregate(billed=Sum("subtotal"))["billed"] or ZERO)


def gifts_left(order: Any) -> bool:
    """Say whether pieces are not invoiced yet that cost nothing: no amount tells of them."""
    standing = Q(invoice_lines__invoice__in=order.invoices.standing())
    billed = order.lines.annotate(
        pieces=Sum("invoice_lines__quantity", filter=standing, default=0),
        off=Sum("invoice_lines__discount", filter=standing, default=ZERO),
    )
    left = (F("quantity") - F("pieces")) * F("unit_price") - (F("discount") - F("off"))
    return billed.alias(left=left).filter(quantity__gt=F("pieces"), left__lte=0).exists()


def _has_a_total(order: Any, actor: Any) -> str | None:
    return None if order.order_total > 0 else _("It has no total yet: add lines or give the total.")


def invoice_stands(invoice: Any) -> str:
    """Return why an order cannot be changed or cancelled while an invoice of it is drafted or issued."""
    return _("Invoice %(invoice)s stands on it: cancel or void that first.") % {"invoice": invoice}


def _no_live_invoice(order: Any, actor: Any) -> str | None:
    live = order.invoices.standing().first()
    if live is None:
        return None
    return invoice_stands(live)


def _billing_approved(order: Any, actor: Any) -> str | None:
    if order.approved_by_billing_status == BillingStatus.APPROVED:
        return None
    return _("Billing approves it first.")


def _is_applied(order: Any, actor: Any) -> str | None:
    if order.applied_at is not None:
        return None
    if order.approved_by_billing_status == BillingStatus.HOLD:
        return _("Billing holds it: %(reason)s") % {"reason": order.hold_reason}
    if order.approved_by_billing_status == BillingStatus.PENDING:
        return _("Billing has not approved it yet.")
    if order.approved_by_office_status == OfficeStatus.REJECTED:
        return _("The office rejected it.")
    return _("The office has not approved it yet.")


def _something_left(order: Any, actor: Any) -> str | None:
    return None if unbilled(order) > 0 or gifts_left(order) else _("It is invoiced in full.")


ORDER = Workflow(
    resource="orders",
    steps=[
        Step(
            name="send",
            label="Send",
            source=statuses(Status.DRAFT),
            target=(Status.SENT,),
            guards=(_has_a_total,),
        ),
        Step(
            name="approve",
            label="Approve",
            field=BILLING,
            within=OPEN,
            source=statuses(BillingStatus.PENDING, BillingStatus.HOLD),
            target=(BillingStatus.APPROVED,),
            guards=(_has_a_total, somebody_else(created_by="made this order", changed_by="changed this order")),
        ),
        Step(
            name="hold",
            label="Hold",
            field=BILLING,
            within=OPEN,
            source=statuses(BillingStatus.PENDING, BillingStatus.APPROVED),
            target=(BillingStatus.HOLD,),
            needs_reason=True,
        ),
        Step(
            name="withdraw_billing",
            label="Billing's approval withdrawn",
            field=BILLING,
            within=OPEN,
            source=statuses(BillingStatus.APPROVED),
            target=(BillingStatus.PENDING,),
            internal=True,
        ),
        Step(
            name="office_approve",
            label="Approve for the office",
            field=OFFICE,
            within=OPEN,
            source=statuses(OfficeStatus.PENDING),
            target=(OfficeStatus.APPROVED,),
            guards=(
                _billing_approved,
                somebody_else(
                    created_by="made this order",
                    changed_by="changed this order",
                    approved_by_billing_user="approved this order for billing",
                ),
            ),
        ),
        Step(
            name="office_reject",
            label="Reject for the office",
            field=OFFICE,
            within=OPEN,
            source=statuses(OfficeStatus.PENDING),
            target=(OfficeStatus.REJECTED,),
            guards=(
                _billing_approved,
                somebody_else(
                    created_by="made this order",
                    changed_by="changed this order",
                    approved_by_billing_user="approved this order for billing",
                ),
            ),
            needs_reason=True,
        ),
        Step(
            name="require_office",
            label="The office must approve",
            field=OFFICE,
            within=OPEN,
            source=statuses(OfficeStatus.NOT_REQUIRED, OfficeStatus.APPROVED, OfficeStatus.REJECTED),
            target=(OfficeStatus.PENDING,),
            internal=True,
        ),
        Step(
            name="spare_office",
            label="The office need not approve",
            field=OFFICE,
            within=OPEN,
            source=statuses(OfficeStatus.PENDING, OfficeStatus.APPROVED, OfficeStatus.REJECTED),
            target=(OfficeStatus.NOT_REQUIRED,),
            internal=True,
        ),
        Step(
            name="invoice",
            label="Invoice",
            source=statuses(Status.SENT),
            guards=(_is_applied, _something_left),
        ),
        Step(name="settle", label="Paid", source=statuses(Status.SENT), target=(Status.PAID,), internal=True),
        Step(name="reopen", label="Reopen", source=statuses(Status.PAID), target=(Status.SENT,), internal=True),
        Step(
            name="cancel",
            label="Cancel",
            source=OPEN,
            target=(Status.CANCELLED,),
            guards=(_no_live_invoice,),
            needs_reason=True,
        ),
    ],
)
