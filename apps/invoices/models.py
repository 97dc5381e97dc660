from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.customers.models import Customer
from apps.inventory.models import Asset, BulkStock
from apps.invoices.triggers import frozen_lines, order_released, within_order
from apps.invoices.workflow import INVOICE, STANDING, Status, VoidStatus
from apps.orders.models import Order, OrderLine
from common.db import locks
from common.db.balances import balance_by_ledger
from common.db.seals import sealed
from common.db.triggers import frozen, never_deleted, transitions
from common.models import PeersManager, Record
from common.money import CurrencyField, MoneyField

# What an invoice says to the customer, and what is sealed when it is issued.
SEALED = (
    "invoice_number", "customer_id", "customer_type", "invoice_date", "due_date", "subtotal", "tax_rate", "tax_amount",
    "total_amount", "currency", "lead_source_id", "sales_rep_id", "order_id", "notes", "issued_at", "seal",
)  # fmt: skip


class WarrantyTier(models.TextChoices):
    """Which promise is sold with a unit (seed 5 §3.15)."""

    STANDARD = "Standard"
    PREMIUM = "Premium 1-Year"


class Invoices(PeersManager):
    """The invoices, of which an order also asks through its own: `order.invoices.standing()`."""

    def standing(self) -> models.QuerySet[Any]:
        """Return those that are drafted or issued, and neither cancelled nor voided."""
        return self.filter(status__in=STANDING)


class Invoice(Record):
    """A sale (seed 5 §3.10): a draft until it is issued, and from then on it never changes."""

    class CustomerType(models.TextChoices):
        RETAIL = "Retail"
        WHOLESALE = "Wholesale"
        WALK_IN = "Walk-in"

    LABEL: ClassVar[tuple[str, ...]] = ("invoice_number",)
    LOCK_RANK = locks.INVOICE

    objects = Invoices()

    invoice_number = models.CharField(max_length=50, unique=True, editable=False)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices", db_index=False
    )
    customer_type = models.CharField(max_length=20, choices=CustomerType)
    invoice_date = models.DateField()
    due_date = models.DateField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    subtotal = MoneyField(default=0)
    # A fraction: 0.15 is 15 %.
    tax_rate = models.DecimalField(max_digits=6, decimal_places=4, default=0)
    tax_amount = MoneyField(default=0)
    total_amount = MoneyField(default=0)
    balance = MoneyField(default=0)
    currency = CurrencyField()
    lead_source = models.ForeignKey(
        "customers.LeadSource", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sales_rep = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(
        Order, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices", db_index=False
    )
    notes = models.TextField(blank=True, default="")
    issued_at = models.DateTimeField(null=True, editable=False)
    void_status = models.CharField(max_length=20, choices=VoidStatus, default=VoidStatus.NONE, editable=False)
    void_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    void_requested_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.TextField(blank=True, default="", editable=False)
    void_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    four_eyes_waived = models.BooleanField(default=False, editable=False)
    # SHA-256 over the header and the lines as issued: proves that nothing was changed since.
    seal = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = "invoice"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="invoice_status"),
            models.CheckConstraint(
                condition=Q(customer_type__in=["Retail", "Wholesale", "Walk-in"]), name="invoice_customer_type"
            ),
            models.CheckConstraint(
                condition=Q(customer_type="Walk-in") | Q(customer__isnull=False),
                name="invoice_customer",
                violation_error_message=_("Name the customer: only a walk-in sale has none."),
                violation_error_code="required",
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0, balance__lte=F("total_amount")),
                name="invoice_balance",
                violation_error_message=_("This is more than what is still open on the invoice."),
                violation_error_code="balance_exceeded",
            ),
            models.CheckConstraint(
                condition=Q(total_amount=F("subtotal") + F("tax_amount"), subtotal__gte=0, tax_amount__gte=0),
                name="invoice_total",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DRAFT) | Q(balance=F("total_amount")), name="invoice_draft_untouched"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.PAID, Status.REFUNDED]) | Q(balance=0), name="invoice_settled"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.CANCELLED]) | Q(issued_at__isnull=False),
                name="invoice_issued",
            ),
            models.CheckConstraint(
                condition=Q(void_status=VoidStatus.NONE, void_requested_by=None, void_requested_at=None)
                | Q(
                    void_status__in=[VoidStatus.ASKED, VoidStatus.CONFIRMED],
                    void_requested_by__isnull=False,
                    void_requested_at__isnull=False,
                    issued_at__isnull=False,
                ),
                name="invoice_void_asked",
            ),
            models.CheckConstraint(
                condition=Q(void_status=VoidStatus.CONFIRMED, void_confirmed_by__isnull=False)
                | (~Q(void_status=VoidStatus.CONFIRMED) & Q(void_confirmed_by=None)),
                name="invoice_void_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True)
                | Q(void_confirmed_by=None)
                | ~Q(void_confirmed_by=F("void_requested_by")),
                name="invoice_void_four_eyes",
                violation_error_message=_("Whoever asked to void a sale never confirms it."),
                violation_error_code="self_approval",
            ),
            models.CheckConstraint(condition=Q(due_date__gte=F("invoice_date")), name="invoice_due"),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lt=1), name="invoice_tax_rate"),
        ]
        indexes = [
            models.Index(fields=["customer", "id"], name="invoice_customer_index"),
            models.Index(fields=["status", "id"], name="invoice_status_index"),
            models.Index(fields=["invoice_date", "id"], name="invoice_date_index"),
            models.Index(fields=["due_date", "id"], name="invoice_due_index"),
            models.Index(fields=["sales_rep", "id"], name="invoice_rep_index"),
            models.Index(fields=["lead_source", "id"], name="invoice_lead_source"),
            models.Index(fields=["order"], name="invoice_order"),
            models.Index(fields=["id"], condition=Q(void_status="asked"), name="invoice_void_waiting"),
            models.Index(fields=["customer", "due_date"], condition=Q(balance__gt=0), name="invoice_open"),
            GinIndex(OpClass(Upper("invoice_number"), "gin_trgm_ops"), name="invoice_number_search", fastupdate=False),
        ]
        triggers = [
            *Record.Meta.triggers,
            never_deleted(),
            *(transitions(INVOICE.transitions(field), field=field) for field in INVOICE.fields),
            balance_by_ledger("total_amount", "OLD.status = 'Draft'"),
            frozen(
                when="OLD.status <> 'Draft'",
                fields=SEALED,
                sentence="An issued invoice never changes: void it instead.",
            ),
            order_released(),
            within_order(),
            sealed("invoice_seal", "OLD.status = 'Draft' AND NEW.status = 'Sent'"),
        ]

    @cached_property
    def credited_by(self) -> str | None:
        """The number of a note that credits part of it; reading an invoice notes it at once."""
        return self.creditnotes.live().values_list("readable_number", flat=True).first()


class InvoiceLine(Record):
    """One thing sold (seed 5 §3.11): a unit, some bulk stock, or a service."""

    class Kind(models.TextChoices):
        ASSET = "asset"
        BULK = "bulk"
        SERVICE = "service"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    line_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="invoice_lines", db_index=False)
    bulk_stock = models.ForeignKey(BulkStock, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    item_description = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField(default=1)
    unit_price = MoneyField()
    discount = MoneyField(default=0)
    line_total = MoneyField()
    # Which line of the order it bills.
    order_line = models.ForeignKey(OrderLine, null=True, on_delete=models.SET_NULL, related_name="invoice_lines")
    # Frozen at issue, for the margin.
    unit_cost = MoneyField(null=True)
    warranty_tier = models.CharField(max_length=20, blank=True, default="")
    # Pieces that came back since, never more than were sold.
    returned_quantity = models.PositiveIntegerField(default=0)
    # When the unit ceased to belong to this line: draft cancelled, line removed, sale voided, unit returned.
    released_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        verbose_name = "invoice line"
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(released_at__isnull=True),
                name="asset_on_one_live_line",
                violation_error_message=_("This unit is already on another invoice."),
                violation_error_code="asset_not_sellable",
            ),
            models.UniqueConstraint(
                fields=["invoice", "line_number"], condition=Q(released_at__isnull=True), name="invoice_line_number"
            ),
            models.CheckConstraint(
                condition=Q(kind="asset", asset__isnull=False, bulk_stock__isnull=True, quantity=1)
                | Q(kind="bulk", asset__isnull=True, bulk_stock__isnull=False)
                | Q(kind="service", asset__isnull=True, bulk_stock__isnull=True),
                name="invoice_line_item",
            ),
            models.CheckConstraint(
                condition=Q(
                    quantity__gte=1,
                    unit_price__gte=0,
                    discount__gte=0,
                    line_total__gte=0,
                    line_total=F("quantity") * F("unit_price") - F("discount"),
                ),
                name="invoice_line_total",
            ),
            models.CheckConstraint(condition=Q(returned_quantity__lte=F("quantity")), name="invoice_line_returned"),
            models.CheckConstraint(condition=Q(warranty_tier__in=["", *WarrantyTier.values]), name="invoice_line_tier"),
        ]
        indexes = [
            models.Index(fields=["asset", "id"], name="invoice_line_asset"),
            models.Index(fields=["bulk_stock", "id"], name="invoice_line_bulk"),
        ]
        triggers = [
            *Record.Meta.triggers,
            frozen_lines(),
        ]

    def __str__(self) -> str:
        return self.item_description
