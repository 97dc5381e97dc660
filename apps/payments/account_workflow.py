"""The steps of a payment on account and of its reversal (domain §7, seed 3)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.four_eyes import somebody_else
from common.errors import DomainError, Invalid
from common.workflow import Step, Workflow, statuses


class PaymentStatus(models.TextChoices):
    DRAFT = "draft"
    APPLIED = "applied"
    REVERSED = "reversed"


class ReversalStatus(models.TextChoices):
    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


def _has_items(payment: Any, actor: Any) -> DomainError | None:
    if payment.items_json:
        return None
    return Invalid(_("It pays nothing yet: choose what it is for."), code="empty", field="items_json")


def _is_not_being_reversed(payment: Any, actor: Any) -> str | None:
    live = payment.reversals.filter(deleted_at=None).exclude(status=ReversalStatus.REJECTED).first()
    return _("Reversal %(reversal)s waits for Finance already.") % {"reversal": live} if live else None


SALES_PAYMENT = Workflow(
    resource="sales-payments",
    steps=[
        Step(
            name="apply",
            label="Apply",
            source=statuses(PaymentStatus.DRAFT),
            target=(PaymentStatus.APPLIED,),
            guards=(_has_items, somebody_else(created_by="made this payment", changed_by="changed this payment")),
        ),
        Step(
            name="send_back",
            label="Send back",
            source=statuses(PaymentStatus.DRAFT),
            needs_reason=True,
        ),
        Step(
            name="reverse",
            label="Reverse",
            source=statuses(PaymentStatus.APPLIED),
            guards=(_is_not_being_reversed,),
            needs_reason=True,
        ),
        Step(
            name="undo",
            label="Reversed",
            source=statuses(PaymentStatus.APPLIED),
            target=(PaymentStatus.REVERSED,),
            internal=True,
        ),
    ],
)
REVERSAL = Workflow(
    resource="sales-payment-reversals",
    steps=[
        Step(
            name="approve",
            label="Approve",
            source=statuses(ReversalStatus.DRAFT),
            target=(ReversalStatus.APPROVED,),
            guards=(somebody_else(created_by="asked for this reversal", payment_created_by="made the payment"),),
        ),
        Step(
            name="reject",
            label="Reject",
            source=statuses(ReversalStatus.DRAFT),
            target=(ReversalStatus.REJECTED,),
            needs_reason=True,
        ),
    ],
)
