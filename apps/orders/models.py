from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.customers.models import Customer
from apps.inventory.models import BulkStock, ProductModel
from apps.orders.triggers import frozen_lines, frozen_order
from apps.orders.workflow import ORDER, BillingStatus, OfficeStatus, Status
from common.db import locks
from common.db.triggers import never_deleted, transitions
from common.models import Record, SoftDeleted
from common.money import CurrencyField, MoneyField

# All approvals that an order needs stand.
RELEASED = Q(approved_by_billing_status="approved", approved_by_office_status__in=["not_required", "approved"])


class Order(Record, SoftDeleted):
    """What a customer asked for and we agreed to (seeds 3 and 4). Work on it lives in cases and bookings."""

    LABEL: ClassVar[tuple[str, ...]] = ("order_number",)
    LOCK_RANK = locks.ORDER

    order_number = models.CharField(max_length=20, unique=True, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders", db_index=False)
    order_total = MoneyField(default=0)
    currency = CurrencyField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    description = models.TextField(blank=True, default="")
    credit_term = models.PositiveSmallIntegerField(null=True, blank=True)
    customer_rep = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Who last changed its lines, total, currency or customer, after it was made.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, editable=False)
    approved_by_billing_status = models.CharField(
        max_length=20, choices=BillingStatus, default=BillingStatus.PENDING, editable=False
    )
    approved_by_billing_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_by_billing_at = models.DateTimeField(null=True, editable=False)
    hold_reason = models.TextField(blank=True, default="", editable=False)
    requires_office_approval = models.BooleanField(default=False, editable=False)
    approved_by_office_status = models.CharField(
        max_length=20, choices=OfficeStatus, default=OfficeStatus.NOT_REQUIRED, editable=False
    )
    approved_by_office_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_by_office_at = models.DateTimeField(null=True, editable=False)
    # Why the office must approve: sentences and the facts in them (approvals.reasons_in_words).
    office_reasons = models.JSONField(default=list, editable=False)
    # What billing approved, and what the customer owed then (Exposure.as_json).
    approved_total = MoneyField(null=True, editable=False)
    exposure_at_approval = models.JSONField(null=True, editable=False)
    # Approved by its maker, or twice by one person, while the business had switched four eyes off.
    four_eyes_waived = models.BooleanField(default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = "order"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="order_status"),
            models.CheckConstraint(condition=Q(order_total__gte=0), name="order_total"),
            models.CheckConstraint(
                condition=Q(approved_by_billing_status__in=BillingStatus.values)
                & Q(approved_by_office_status__in=OfficeStatus.values),
                name="order_approval_statuses",
            ),
            models.CheckConstraint(
                condition=Q(
                    approved_by_billing_status="approved",
                    approved_by_billing_user__isnull=False,
                    approved_by_billing_at__isnull=False,
                )
                | (
                    ~Q(approved_by_billing_status="approved")
                    & Q(approved_by_billing_user__isnull=True, approved_by_billing_at__isnull=True)
                ),
                name="order_billing_approval",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_billing_status="approved", approved_total__isnull=False)
                | (~Q(approved_by_billing_status="approved") & Q(approved_total__isnull=True)),
                name="order_approved_total",
            ),
            models.CheckConstraint(
                condition=(Q(approved_by_billing_status="hold") & ~Q(hold_reason=""))
                | (~Q(approved_by_billing_status="hold") & Q(hold_reason="")),
                name="order_hold_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    approved_by_office_status__in=["approved", "rejected"],
                    approved_by_office_user__isnull=False,
                    approved_by_office_at__isnull=False,
                )
                | Q(
                    approved_by_office_status__in=["not_required", "pending"],
                    approved_by_office_user__isnull=True,
                    approved_by_office_at__isnull=True,
                ),
                name="order_office_approval",
            ),
            models.CheckConstraint(
                condition=Q(requires_office_approval=False, approved_by_office_status="not_required")
                | (Q(requires_office_approval=True) & ~Q(approved_by_office_status="not_required")),
                name="order_office_required",
            ),
            models.CheckConstraint(
                condition=(Q(applied_at__isnull=False) & RELEASED) | (Q(applied_at__isnull=True) & ~RELEASED),
                name="order_applied",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True)
                | (
                    (Q(approved_by_billing_user__isnull=True) | ~Q(approved_by_billing_user=F("created_by")))
                    & (Q(approved_by_office_user__isnull=True) | ~Q(approved_by_office_user=F("created_by")))
                    & (
                        Q(approved_by_office_user__isnull=True)
                        | Q(approved_by_billing_user__isnull=True)
                        | ~Q(approved_by_office_user=F("approved_by_billing_user"))
                    )
                ),
                name="order_four_eyes",
                violation_error_message=_("Whoever made or approved an order never approves it again."),
                violation_error_code="self_approval",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes_waived=True)
                | Q(changed_by__isnull=True)
                | (
                    (Q(approved_by_billing_user__isnull=True) | ~Q(approved_by_billing_user=F("changed_by")))
                    & (Q(approved_by_office_user__isnull=True) | ~Q(approved_by_office_user=F("changed_by")))
                ),
                name="order_changer",
                violation_error_message=_("Whoever last changed the money of an order never approves it."),
                violation_error_code="self_approval",
            ),
            models.CheckConstraint(
                condition=Q(order_total__gt=0) | Q(status__in=[Status.DRAFT, Status.CANCELLED]),
                name="order_sent_total",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(status=Status.DRAFT),
                name="order_deleted_draft",
                violation_error_message=_("Only the draft of an order can be deleted."),
                violation_error_code="action_not_allowed",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "id"], name="order_customer"),
            models.Index(fields=["status", "id"], name="order_status_index"),
            models.Index(fields=["customer_rep", "id"], name="order_rep"),
            models.Index(fields=["approved_by_billing_status", "id"], name="order_billing_status"),
            models.Index(fields=["approved_by_office_status", "id"], name="order_office_status"),
            GinIndex(OpClass(Upper("order_number"), "gin_trgm_ops"), name="order_number_search", fastupdate=False),
        ]
        triggers = [
            *Record.Meta.triggers,
            never_deleted(),
            *(transitions(ORDER.transitions(field), field=field) for field in ORDER.fields),
            frozen_order(),
        ]


class OrderLine(Record):
    """One thing ordered: a model, bulk stock, or text."""

    LABEL: ClassVar[tuple[str, ...]] = ("description",)

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_number = models.PositiveSmallIntegerField()
    product_model = models.ForeignKey(ProductModel, null=True, on_delete=models.PROTECT, related_name="+")
    bulk_stock = models.ForeignKey(BulkStock, null=True, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField()
    unit_price = MoneyField()
    discount = MoneyField(default=0)
    line_total = MoneyField()

    class Meta(Record.Meta):
        verbose_name = "order line"
        constraints = [
            models.UniqueConstraint(fields=["order", "line_number"], name="order_line_number"),
            models.CheckConstraint(
                condition=Q(product_model__isnull=True) | Q(bulk_stock__isnull=True), name="order_line_one_item"
            ),
            models.CheckConstraint(
                condition=Q(
                    quantity__gte=1,
                    unit_price__gte=0,
                    discount__gte=0,
                    line_total__gte=0,
                    line_total=F("quantity") * F("unit_price") - F("discount"),
                ),
                name="order_line_total",
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            frozen_lines(),
        ]
