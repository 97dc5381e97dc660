from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.invoices.models import Invoice
from apps.payments.methods import Method
from apps.payments.models.till import TillSession, received_at_an_open_till
from common.db import locks
from common.db.triggers import append_only, audit
from common.models import Record
from common.money import MoneyField


class Bank(Record):
    """An account that money is deposited in (seed 3)."""

    LABEL: ClassVar[tuple[str, ...]] = ("name",)

    name = models.CharField(max_length=100, unique=True)
    account_number = models.CharField(max_length=50, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta(Record.Meta):
        verbose_name = "bank"


class Payment(Record):
    """A tender at the till (seed 5 §3.12): never edited or deleted; a mistake is answered by an opposite row."""

    Method = Method

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        VOID = "void"
        REFUND = "refund"

    LABEL: ClassVar[tuple[str, ...]] = ("payment_method", "amount")
    LOCK_RANK = locks.PAYMENT

    # Null only for a preorder's deposit, which preorders.Deposit ties one to one.
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="payments", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RECEIPT)
    # The receipt that a void or refund answers.
    opposes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="opposed_by")
    payment_date = models.DateField()
    payment_method = models.CharField(max_length=20, choices=Method)
    amount = MoneyField()
    reference = models.CharField(max_length=100, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The receiver's till that was open then; takings without one are possible.
    till_session = models.ForeignKey(
        TillSession, null=True, on_delete=models.PROTECT, related_name="payments", db_index=False
    )

    class Meta(Record.Meta):
        verbose_name = "payment"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(condition=Q(payment_method__in=Method.values), name="payment_method"),
            models.CheckConstraint(
                condition=Q(kind="receipt", opposes__isnull=True)
                | Q(kind__in=["void", "refund"], opposes__isnull=False),
                name="payment_kind",
            ),
            models.CheckConstraint(condition=Q(opposes__isnull=True) | ~Q(opposes=F("id")), name="payment_not_itself"),
            models.UniqueConstraint(
                fields=["opposes"],
                condition=Q(kind="void"),
                name="payment_voided_once",
                violation_error_message=_("This payment is already voided."),
                violation_error_code="action_not_allowed",
            ),
        ]
        indexes = [
            models.Index(fields=["invoice", "id"], name="payment_invoice"),
            models.Index(fields=["payment_date", "id"], name="payment_date_index"),
            models.Index(fields=["payment_method", "id"], name="payment_method_index"),
            models.Index(fields=["received_by", "id"], name="payment_receiver"),
            models.Index(fields=["till_session", "id"], name="payment_till"),
            GinIndex(OpClass(Upper("reference"), "gin_trgm_ops"), name="payment_reference_search", fastupdate=False),
        ]
        triggers = [*audit(), *append_only(), received_at_an_open_till()]
