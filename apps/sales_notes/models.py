from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.customers.models import Customer
from apps.inventory.models import Asset, BulkStock, ProductModel
from apps.invoices.models import Invoice, InvoiceLine
from apps.sales_notes.workflow import CREDIT_NOTE, DEBIT_NOTE, Origin, Status
from common.db import locks
from common.db.balances import balance_by_ledger
from common.db.seals import sealed
from common.db.triggers import append_only, audit, frozen, never_deleted, transitions
from common.models import PeersManager, Record, SoftDeleted
from common.money import CurrencyField, MoneyField
from common.numbering import Series
from common.workflow import Workflow

# A note that counts, or may come to.
LIVE = Q(deleted_at=None) & ~Q(status=Status.REJECTED)
# What a note says, from the moment it is made: nobody ever changes it (seed 3).
SAID = (
    "number", "readable_number", "code", "customer_id", "customer_rep_id", "currency", "total", "public_notes",
    "private_notes", "origin", "origin_id", "invoice_id", "created_by_id", "created_at",
)  # fmt: skip
SIGNED = (
    "approved_by_billing_user_id", "approved_by_office_user_id", "applied_at", "archived", "pdf_url",
    "four_eyes_waived", "seal", "deleted_at",
)  # fmt: skip


def note_triggers(workflow: Workflow, seal: str) -> list[pgtrigger.Trigger]:
    """Return what the database holds of a note: said once, signed once, and its balance the ledger's."""
    archived = frozen(when="OLD.archived", fields=SIGNED, sentence="An archived note never changes.")
    archived.name = "archived"
    return [
        *Record.Meta.triggers,
        never_deleted(),
        transitions(workflow.transitions()),
        balance_by_ledger("total", "OLD.status = 'draft' AND NEW.status = 'approved'"),
        frozen(when="true", fields=SAID, sentence="A note is never changed: correct it by an opposite note."),
        archived,
        sealed(seal, "NOT OLD.archived AND NEW.archived"),
    ]


def line_triggers(notes: str) -> list[pgtrigger.Trigger]:
    """Return what the database holds of the lines of the notes in this table: written with their note, then never."""
    return [
        *audit(),
        *append_only(),
        pgtrigger.Trigger(
            name="frozen",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"""
                IF (SELECT archived FROM {notes} WHERE id = NEW.note_id) THEN
                    RAISE EXCEPTION 'The lines of an archived note never change.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )


class Notes(PeersManager):
    """The notes, of which an invoice also asks through its own: `invoice.creditnotes.live()`."""

    def live(self) -> models.QuerySet[Any]:
        """Return the notes that count, or may come to."""
        return self.filter(LIVE)


class SalesNote(Record, SoftDeleted):
    """A note on a customer's account (seed 3): made once, approved by the office, and from then on only spent."""

    LABEL: ClassVar[tuple[str, ...]] = ("readable_number",)
    LOCK_RANK = locks.NOTE

    objects = Notes()

    SERIES: ClassVar[Series]
    WORKFLOW: ClassVar[Workflow]

    number = models.PositiveIntegerField(unique=True, editable=False)
    readable_number = models.CharField(max_length=20, unique=True, editable=False)
    code = models.CharField(max_length=5, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    customer_rep = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    archived = models.BooleanField(default=False, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    approved_by_billing_user = _person()
    approved_by_office_user = _person()
    four_eyes_waived = models.BooleanField(default=False, editable=False)
    currency = CurrencyField()
    total = MoneyField()
    # Nothing until it is approved, then what is left of the total.
    balance = MoneyField(default=0, editable=False)
    public_notes = models.TextField(blank=True, default="")
    private_notes = models.TextField(blank=True, default="")
    pdf_url = models.CharField(max_length=200, blank=True, default="", editable=False)
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.MANUAL, editable=False)
    # The document that made it, in the table that the origin means.
    origin_id = models.BigIntegerField(null=True, editable=False)
    invoice = models.ForeignKey(
        Invoice, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False
    )
    seal = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="%(class)s_status"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="%(class)s_origin"),
            models.CheckConstraint(condition=Q(total__gt=0), name="%(class)s_total"),
            models.CheckConstraint(
                condition=Q(balance__gte=0, balance__lte=F("total")),
                name="%(class)s_balance",
                violation_error_message=_("This is more than what is left of the note."),
                violation_error_code="balance_exceeded",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.APPROVED) | Q(balance=0), name="%(class)s_unapproved_empty"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, archived=False, applied_at=None, approved_by_office_user=None)
                | Q(status=Status.REJECTED, archived=True, applied_at=None, approved_by_office_user=None)
                | Q(
                    status=Status.APPROVED,
                    archived=True,
                    applied_at__isnull=False,
                    approved_by_office_user__isnull=False,
                    approved_by_billing_user__isnull=False,
                ),
                name="%(class)s_signatures",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True)
                | ~Q(status=Status.APPROVED)
                | (
                    ~Q(approved_by_office_user=F("created_by"))
                    & ~Q(approved_by_office_user=F("approved_by_billing_user"))
                ),
                name="%(class)s_four_eyes",
                violation_error_message=_("Whoever made or signed a note never approves it."),
                violation_error_code="self_approval",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(archived=False),
                name="%(class)s_deleted_draft",
                violation_error_message=_("An archived note cannot be deleted."),
                violation_error_code="action_not_allowed",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.MANUAL) | Q(origin_id__isnull=False), name="%(class)s_origin_named"
            ),
            models.UniqueConstraint(
                fields=["origin_id"],
                condition=Q(origin=Origin.CORRECTION, deleted_at=None) & ~Q(status=Status.REJECTED),
                name="%(class)s_corrects_once",
                violation_error_message=_("This note is corrected already."),
                violation_error_code="action_not_allowed",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "id"], name="%(class)s_customer"),
            models.Index(fields=["status", "id"], name="%(class)s_status_index"),
            models.Index(fields=["customer_rep", "id"], name="%(class)s_rep"),
            models.Index(fields=["origin", "origin_id"], name="%(class)s_origin_index"),
            models.Index(fields=["invoice"], name="%(class)s_invoice"),
            models.Index(fields=["customer"], condition=Q(balance__gt=0), name="%(class)s_open"),
            GinIndex(OpClass(Upper("readable_number"), "gin_trgm_ops"), name="%(class)s_search", fastupdate=False),
            GinIndex(OpClass(Upper("public_notes"), "gin_trgm_ops"), name="%(class)s_text", fastupdate=False),
        ]


class NoteLine(Record):
    """One thing credited or charged: a product, or text. `amount` is the number of pieces (seed 3)."""

    line_number = models.PositiveSmallIntegerField()
    product_model = models.ForeignKey(ProductModel, null=True, on_delete=models.PROTECT, related_name="+")
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="+")
    bulk_stock = models.ForeignKey(BulkStock, null=True, on_delete=models.PROTECT, related_name="+")
    # The sold line that it takes back.
    invoice_line = models.ForeignKey(InvoiceLine, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    description = models.CharField(max_length=255)
    amount = models.PositiveIntegerField()
    price = MoneyField()
    discount = MoneyField(default=0)
    line_total = MoneyField()

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["note", "line_number"], name="%(class)s_number"),
            models.CheckConstraint(
                condition=Q(
                    amount__gte=1,
                    price__gte=0,
                    discount__gte=0,
                    line_total__gte=0,
                    line_total=F("amount") * F("price") - F("discount"),
                ),
                name="%(class)s_total",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class CreditNote(SalesNote):
    """What we owe a customer: spent through account payments, or applied to an invoice."""

    SERIES = Series("CN", 6)
    WORKFLOW = CREDIT_NOTE

    class Meta(SalesNote.Meta):
        abstract = False
        verbose_name = "credit note"
        constraints = [
            *SalesNote.Meta.constraints,
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(origin=Origin.VOID_INVOICE, deleted_at=None) & ~Q(status=Status.REJECTED),
                name="creditnote_voids_once",
                violation_error_message=_("A credit note to void this invoice exists already."),
                violation_error_code="action_not_allowed",
            ),
        ]
        triggers = note_triggers(CREDIT_NOTE, "credit_note_seal")

    def correction(self) -> Any:
        """Return the live debit note that corrects this one, if any."""
        return _correction(DebitNote, self)


class DebitNote(SalesNote):
    """What a customer owes us beside their invoices."""

    SERIES = Series("DN", 6)
    WORKFLOW = DEBIT_NOTE

    class Meta(SalesNote.Meta):
        abstract = False
        verbose_name = "debit note"
        triggers = note_triggers(DEBIT_NOTE, "debit_note_seal")

    def correction(self) -> Any:
        """Return the live credit note that corrects this one, if any."""
        return _correction(CreditNote, self)


def _correction(opposite: type[SalesNote], note: SalesNote) -> Any:
    return opposite.objects.live().filter(origin=Origin.CORRECTION, origin_id=note.pk).first()


class CreditNoteLine(NoteLine):
    note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="lines", db_index=False)

    class Meta(NoteLine.Meta):
        abstract = False
        verbose_name = "credit note line"
        triggers = line_triggers("sales_notes_creditnote")


class DebitNoteLine(NoteLine):
    note = models.ForeignKey(DebitNote, on_delete=models.PROTECT, related_name="lines", db_index=False)

    class Meta(NoteLine.Meta):
        abstract = False
        verbose_name = "debit note line"
        triggers = line_triggers("sales_notes_debitnote")


class NoteApplication(Record):
    """So much of a credit note set against an invoice: one row, and one ledger entry on each (invariant M26)."""

    credit_note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="applications")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="note_applications", db_index=False)
    amount = MoneyField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(Record.Meta):
        verbose_name = "note application"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="note_application_amount")]
        indexes = [models.Index(fields=["invoice"], name="note_application_invoice")]
        triggers = [*audit(), *append_only()]

    def __str__(self) -> str:
        return f"{self.credit_note} → {self.invoice}"
