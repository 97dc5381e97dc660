"""The steps of an order (domain §5). Billing and office approvals are statuses of their own."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

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


def _has_a_total(order: Any, actor: Any) -> str | None:
    return None if order.order_total > 0 else _("It has no total yet: add lines or give the total.")


def _no_live_invoice(order: Any, actor: Any) -> str | None:
    live = order.invoices.exclude(status__in=["Cancelled", "Refunded"]).first()
    if live is None:
        return None
    return _("Invoice %(invoice)s stands on it: cancel or void that first.") % {"invoice": live.invoice_number}


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
        Step(name="settle", label="Paid", source=statuses(Status.SENT), target=(Status.PAID,), internal=True),
        Step(name="reopen", label="Reopen", source=statuses(Status.PAID), target=(Status.SENT,), internal=True),
        Step(
            name="cancel",
            label="Cancel",
            source=statuses(Status.DRAFT, Status.SENT),
            target=(Status.CANCELLED,),
            guards=(_no_live_invoice,),
            needs_reason=True,
        ),
    ],
)
