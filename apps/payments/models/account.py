"""Money received on account (seed 3): a draft names what it pays, Finance applies it, a reversal undoes it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.payments.account_workflow import REVERSAL, SALES_PAYMENT, PaymentStatus, ReversalStatus
from apps.payments.models.tenders import Bank
from apps.sales_notes.models import CreditNote, DebitNote
from common import clock
from common.db import locks
from common.db.seals import sealed
from common.db.triggers import append_only, audit, frozen, never_deleted, transitions
from common.models import Record, SoftDeleted
from common.money import CurrencyField, MoneyField
from common.numbering import Series
from common.workflow import Workflow


class ItemType(models.TextChoices):
    """What an item is: money for an open document, a credit note spent, or money for nothing yet (an advance)."""

    INVOICE = "invoice"
    DEBIT_NOTE = "debit_note"
    CREDIT_NOTE = "credit_note"
    ADVANCE = "advance"


# What never changes, and what never changes any more once it is archived.
MADE = ("number", "readable_number", "customer_id", "currency", "created_by_id", "created_at")
SETTLED = (
    "applied_at", "received_at", "customer_rep_id", "confirmed_by_id", "deposited_in_bank_id", "items_json", "items",
    "total", "archived", "four_eyes_waived", "seal", "deleted_at",
)  # fmt: skip


def account_triggers(workflow: Workflow, seal: str, *more: str) -> list[pgtrigger.Trigger]:
    """Return what the database holds of a payment or reversal; `more` columns are frozen once it is archived."""
    archived = frozen(when="OLD.archived", fields=(*SETTLED, *more), sentence="What is archived never changes.")
    archived.name = "archived"
    return [
        *Record.Meta.triggers,
        never_deleted(),
        transitions(workflow.transitions()),
        frozen(when="true", fields=MADE, sentence="Number, customer, currency and maker never change."),
        archived,
        sealed(seal, "NOT OLD.archived AND NEW.archived"),
    ]


class AccountMoney(Record, SoftDeleted):
    """What a payment on account and its reversal have in common."""

    LABEL: ClassVar[tuple[str, ...]] = ("readable_number",)
    LOCK_RANK = locks.PAYMENT

    number = models.PositiveIntegerField(unique=True, editable=False)
    readable_number = models.CharField(max_length=20, unique=True, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    received_at = models.DateTimeField(default=clock.now)
    customer_rep = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    four_eyes_waived = models.BooleanField(default=False, editable=False)
    deposited_in_bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    # As it was asked for: [{"type", "id", "amount"}]; and the same with the numbers that people read.
    items_json = models.JSONField(default=list)
    items = models.JSONField(default=list, editable=False)
    total = MoneyField(default=0)
    currency = CurrencyField()
    archived = models.BooleanField(default=False, editable=False)
    seal = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0), name="%(class)s_total"),
            models.CheckConstraint(
                condition=Q(archived=True, applied_at__isnull=False, confirmed_by__isnull=False)
                | Q(archived=False, applied_at=None, confirmed_by=None),
                name="%(class)s_archived",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True) | Q(confirmed_by=None) | ~Q(confirmed_by=F("created_by")),
                name="%(class)s_four_eyes",
                violation_error_message=_("Whoever made it never confirms it."),
                violation_error_code="self_approval",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(archived=False),
                name="%(class)s_deleted_draft",
                violation_error_message=_("What is archived cannot be deleted."),
                violation_error_code="action_not_allowed",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "id"], name="%(class)s_customer"),
            models.Index(fields=["status", "id"], name="%(class)s_state"),
            models.Index(fields=["customer_rep", "id"], name="%(class)s_rep"),
            models.Index(fields=["created_by", "id"], name="%(class)s_maker"),
            models.Index(fields=["deposited_in_bank", "id"], name="%(class)s_bank"),
            GinIndex(OpClass(Upper("readable_number"), "gin_trgm_ops"), name="%(class)s_search", fastupdate=False),
        ]


class SalesPayment(AccountMoney):
    """Money received from a customer on account."""

    SERIES = Series("SP", 6)

    status = models.CharField(max_length=20, choices=PaymentStatus, default=PaymentStatus.DRAFT, editable=False)
    sent_back_reason = models.TextField(blank=True, default="", editable=False)
    # Who last changed its items, after it was made.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AccountMoney.Meta):
        abstract = False
        verbose_name = "account payment"
        constraints = [
            *AccountMoney.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status=PaymentStatus.DRAFT, archived=False)
                | Q(status__in=[PaymentStatus.APPLIED, PaymentStatus.REVERSED], archived=True),
                name="salespayment_status",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True) | Q(confirmed_by=None) | ~Q(confirmed_by=F("changed_by")),
                name="salespayment_changer",
                violation_error_message=_("Whoever last changed the money of a payment never confirms it."),
                violation_error_code="self_approval",
            ),
        ]
        triggers = account_triggers(SALES_PAYMENT, "sales_payment_seal", "changed_by_id")


class SalesPaymentReversal(AccountMoney):
    """A mistake in an applied payment, undone: every balance returns to what it was."""

    SERIES = Series("SPR", 6)

    sales_payment = models.ForeignKey(SalesPayment, on_delete=models.PROTECT, related_name="reversals", db_index=False)
    # Copied, so that the row itself holds that neither the payment's maker nor whoever asked approves.
    payment_created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=ReversalStatus, default=ReversalStatus.DRAFT, editable=False)
    reason = models.TextField()

    class Meta(AccountMoney.Meta):
        abstract = False
        verbose_name = "payment reversal"
        constraints = [
            *AccountMoney.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=[ReversalStatus.DRAFT, ReversalStatus.REJECTED], archived=False)
                | Q(status=ReversalStatus.APPROVED, archived=True),
                name="salespaymentreversal_status",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True) | Q(confirmed_by=None) | ~Q(confirmed_by=F("payment_created_by")),
                name="salespaymentreversal_payer",
                violation_error_message=_("Whoever made the payment never approves its reversal."),
                violation_error_code="self_approval",
            ),
            models.UniqueConstraint(
                fields=["sales_payment"],
                condition=Q(deleted_at=None) & ~Q(status=ReversalStatus.REJECTED),
                name="salespaymentreversal_once",
                violation_error_message=_("A reversal of this payment exists already."),
                violation_error_code="action_not_allowed",
            ),
        ]
        indexes = [*AccountMoney.Meta.indexes, models.Index(fields=["sales_payment"], name="reversal_payment")]
        triggers = account_triggers(REVERSAL, "sales_payment_reversal_seal", "sales_payment_id", "reason")


class AccountItem(Record):
    """So much on one document; an advance names the credit note that it became."""

    item_number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=20, choices=ItemType)
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    debit_note = models.ForeignKey(DebitNote, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    credit_note = models.ForeignKey(CreditNote, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    amount = MoneyField()

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="%(class)s_amount"),
            models.CheckConstraint(
                condition=Q(type=ItemType.INVOICE, invoice__isnull=False, debit_note=None, credit_note=None)
                | Q(type=ItemType.DEBIT_NOTE, invoice=None, debit_note__isnull=False, credit_note=None)
                | Q(
                    type__in=[ItemType.CREDIT_NOTE, ItemType.ADVANCE],
                    invoice=None,
                    debit_note=None,
                    credit_note__isnull=False,
                ),
                name="%(class)s_target",
            ),
        ]
        triggers = [*audit(), *append_only()]

    @property
    def document(self) -> Invoice | DebitNote | CreditNote:
        """The document that the item is about."""
        return self.invoice or self.debit_note or self.credit_note  # type: ignore[return-value]

    def __str__(self) -> str:
        return f"{self.document} {self.amount}"


class SalesPaymentItem(AccountItem):
    sales_payment = models.ForeignKey(
        SalesPayment, on_delete=models.PROTECT, related_name="sales_payment_items", db_index=False
    )

    class Meta(AccountItem.Meta):
        abstract = False
        verbose_name = "payment item"
        constraints = [
            *AccountItem.Meta.constraints,
            *(
                models.UniqueConstraint(fields=["sales_payment", target], name=f"salespaymentitem_one_{target}")
                for target in ("invoice", "debit_note", "credit_note", "item_number")
            ),
        ]


class SalesPaymentReversalItem(AccountItem):
    sales_payment_reversal = models.ForeignKey(
        SalesPaymentReversal, on_delete=models.PROTECT, related_name="sales_payment_reversal_items", db_index=False
    )

    class Meta(AccountItem.Meta):
        abstract = False
        verbose_name = "reversal item"
        constraints = [
            *AccountItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["sales_payment_reversal", "item_number"], name="salespaymentreversalitem_number"
            ),
        ]
