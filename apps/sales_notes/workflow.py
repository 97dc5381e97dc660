"""The steps of a credit or debit note (domain §8, seed 3)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.four_eyes import somebody_else
from common.workflow import Guard, Step, Workflow, statuses


class Status(models.TextChoices):
    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


class Origin(models.TextChoices):
    """Why the note was made; all but `manual` name the document that made it."""

    MANUAL = "manual"
    VOID_INVOICE = "void_invoice"
    CUSTOMER_RETURN = "customer_return"
    WARRANTY_CLAIM = "warranty_claim"
    PREORDER = "preorder"
    PAYMENT = "payment"
    CORRECTION = "correction"


def _unsigned(note: Any, actor: Any) -> str | None:
    return None if note.approved_by_billing_user_id is None else _("Billing has signed it already.")


def _signed(note: Any, actor: Any) -> str | None:
    return _("Billing has not signed it yet.") if note.approved_by_billing_user_id is None else None


def _has_balance(note: Any, actor: Any) -> str | None:
    return None if note.balance > 0 else _("It is spent.")


def _is_uncorrected(note: Any, actor: Any) -> str | None:
    opposite = note.correction()
    return _("%(note)s corrects it already.") % {"note": opposite} if opposite else None


def _is_no_advance(note: Any, actor: Any) -> str | None:
    if note.origin != Origin.PAYMENT:
        return None
    return _("It is the advance of a payment: reverse the payment instead.")


def _correct(*hiding: Guard) -> Step:
    return Step(
        name="correct",
        label="Correct",
        source=statuses(Status.APPROVED),
        guards=(*hiding, _is_uncorrected),
        hiding=hiding,
        needs_reason=True,
    )


_ALL = (
    Step(name="billing_sign", label="Sign for billing", source=statuses(Status.DRAFT), guards=(_unsigned,)),
    Step(
        name="approve",
        label="Approve",
        source=statuses(Status.DRAFT),
        target=(Status.APPROVED,),
        guards=(
            _signed,
            somebody_else(created_by="made this note", approved_by_billing_user="signed this note for billing"),
        ),
    ),
    Step(
        name="reject",
        label="Reject",
        source=statuses(Status.DRAFT),
        target=(Status.REJECTED,),
        needs_reason=True,
    ),
)
CREDIT_NOTE = Workflow(
    resource="credit-notes",
    steps=[
        *_ALL,
        _correct(_is_no_advance),
        Step(
            name="apply_to_invoice",
            label="Apply to an invoice",
            source=statuses(Status.APPROVED),
            guards=(_has_balance,),
        ),
        Step(
            name="grant",
            label="Granted",
            source=statuses(Status.DRAFT),
            target=(Status.APPROVED,),
            internal=True,
        ),
    ],
)
DEBIT_NOTE = Workflow(resource="debit-notes", steps=[*_ALL, _correct()])
