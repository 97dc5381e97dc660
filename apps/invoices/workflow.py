"""The steps of an invoice (domain §6)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.four_eyes import somebody_else
from common.workflow import Step, Workflow, statuses


class Status(models.TextChoices):
    """The seed's five statuses, verbatim (seed 5 §3.10)."""

    DRAFT = "Draft"
    SENT = "Sent"
    PAID = "Paid"
    CANCELLED = "Cancelled"
    REFUNDED = "Refunded"


class VoidStatus(models.TextChoices):
    """Whether undoing the sale is asked for: a credit note's approval, or for a walk-in a Manager, confirms it."""

    NONE = "none"
    ASKED = "asked"
    CONFIRMED = "confirmed"


LIVE = statuses(Status.SENT, Status.PAID)
# An invoice in these bills something of its order; one that was cancelled or voided does not.
STANDING = statuses(Status.DRAFT, *LIVE)


def _nothing_credited(invoice: Any, actor: Any) -> str | None:
    if not invoice.credited_by:
        return None
    facts = {"note": invoice.credited_by}
    return _("Credit note %(note)s credits part of it already: credit the rest by a note.") % facts


def _is_walk_in(invoice: Any, actor: Any) -> str | None:
    return None if invoice.customer_id is None else _("It is voided when its credit note is approved.")


def _has_lines(invoice: Any, actor: Any) -> str | None:
    return None if invoice.lines.exists() else _("It has no lines yet.")


def _order_released(invoice: Any, actor: Any) -> str | None:
    if invoice.order_id is None or invoice.order.applied_at is not None:
        return None
    return _("Order %(order)s still waits for approval.") % {"order": invoice.order}


def _customer_known(invoice: Any, actor: Any) -> str | None:
    if invoice.customer_id is None:
        return _("A walk-in sale is paid in full at the till: check it out instead.")
    if invoice.customer.account_hold:
        return _("%(customer)s is on hold: nothing is sold on account.") % {"customer": invoice.customer}
    return None


INVOICE = Workflow(
    resource="invoices",
    steps=[
        Step(
            name="issue",
            label="Issue",
            source=statuses(Status.DRAFT),
            target=(Status.SENT,),
            guards=(_has_lines, _order_released, _customer_known),
        ),
        Step(
            name="checkout",
            label="Check out",
            source=statuses(Status.DRAFT),
            target=(Status.SENT,),
            guards=(_has_lines, _order_released),
        ),
        Step(name="settle", label="Paid", source=statuses(Status.SENT), target=(Status.PAID,), internal=True),
        Step(name="reopen", label="Reopen", source=statuses(Status.PAID), target=(Status.SENT,), internal=True),
        Step(
            name="cancel",
            label="Cancel",
            source=statuses(Status.DRAFT),
            target=(Status.CANCELLED,),
            needs_reason=True,
        ),
        Step(
            name="void",
            label="Void",
            field="void_status",
            within=LIVE,
            source=statuses(VoidStatus.NONE),
            target=(VoidStatus.ASKED,),
            guards=(_nothing_credited,),
            needs_reason=True,
        ),
        Step(
            name="confirm_void",
            label="Confirm the void",
            field="void_status",
            within=LIVE,
            source=statuses(VoidStatus.ASKED),
            target=(VoidStatus.CONFIRMED,),
            guards=(_is_walk_in, somebody_else(void_requested_by="asked to void this")),
            hiding=(_is_walk_in,),
        ),
        Step(
            name="decline_void",
            label="Decline the void",
            field="void_status",
            within=LIVE,
            source=statuses(VoidStatus.ASKED),
            target=(VoidStatus.NONE,),
            guards=(_is_walk_in,),
            hiding=(_is_walk_in,),
            needs_reason=True,
        ),
        Step(
            name="grant_void",
            label="Void approved",
            field="void_status",
            source=statuses(VoidStatus.ASKED),
            target=(VoidStatus.CONFIRMED,),
            internal=True,
        ),
        Step(
            name="refuse_void",
            label="Void refused",
            field="void_status",
            source=statuses(VoidStatus.ASKED),
            target=(VoidStatus.NONE,),
            internal=True,
        ),
        Step(
            name="withdraw",
            label="Withdraw",
            source=LIVE,
            target=(Status.CANCELLED, Status.REFUNDED),
            internal=True,
        ),
    ],
)
