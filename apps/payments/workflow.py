"""What may be done with a tender (domain §7). Nothing changes it: a step writes the row that answers it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.invoices.workflow import Status
from common.dates import business_date
from common.errors import Conflict, DomainError
from common.money import ZERO, in_figures
from common.workflow import Step, Workflow, statuses

RECEIPT = "receipt"


def left_of(payment: Any) -> Decimal:
    """Return what of a receipt is neither voided nor refunded."""
    return payment.amount - sum(payment.opposed_by.values_list("amount", flat=True), ZERO)


def too_little_left(left: Decimal) -> Conflict:
    """Return the refusal to undo more of a receipt than is left of it."""
    sentence = _("Only %(left)s is left of this payment.") % {"left": in_figures(left)}
    return Conflict(sentence, code="balance_exceeded", left=str(left))


def _invoice_stands(payment: Any, actor: Any) -> str | None:
    invoice = payment.invoice
    if invoice is None:
        return _("A deposit is paid back by its preorder.")
    if invoice.status in {Status.SENT, Status.PAID}:
        return None
    return _("Invoice %(invoice)s is %(status)s.") % {"invoice": invoice, "status": _(invoice.status)}


def _received_today(payment: Any, actor: Any) -> str | None:
    if payment.payment_date == business_date():
        return None
    return _("It was received on another day: refund it instead.")


def _something_left(payment: Any, actor: Any) -> str | None:
    return None if left_of(payment) else _("This payment is already voided or refunded.")


def _whole(payment: Any, actor: Any) -> str | DomainError | None:
    left = left_of(payment)
    if left in {payment.amount, ZERO}:
        return None if left else _something_left(payment, actor)
    return too_little_left(left)


PAYMENT = Workflow(
    resource="payments",
    steps=[
        Step(
            name="void",
            label="Void",
            field="kind",
            source=statuses(RECEIPT),
            guards=(_invoice_stands, _received_today, _whole),
            needs_reason=True,
        ),
        Step(
            name="refund",
            label="Refund",
            field="kind",
            source=statuses(RECEIPT),
            guards=(_invoice_stands, _something_left),
            needs_reason=True,
        ),
    ],
)
