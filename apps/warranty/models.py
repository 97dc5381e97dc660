from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from apps.customers.models import Customer
from apps.inventory.models import Asset
from apps.invoices.models import Invoice, WarrantyTier
from apps.warranty.workflow import WARRANTY, Status
from common.db.triggers import never_deleted, transitions
from common.models import Record


class DateRange(models.Func):
    """The days from start to end, the end not included."""

    function = "daterange"
    output_field = DateRangeField()


class Warranty(Record):
    """The promise that came with a unit (seed 5 §3.15)."""

    LABEL: ClassVar[tuple[str, ...]] = ("warranty_number",)

    warranty_number = models.CharField(max_length=50, unique=True, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="warranties", db_index=False)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="warranties", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="warranties", db_index=False)
    warranty_tier = models.CharField(max_length=20, choices=WarrantyTier)
    start_date = models.DateField()
    # The first day without cover.
    end_date = models.DateField()
    coverage_details = models.TextField(default="Hardware defects, excluding physical/water damage")
    exclusions = models.TextField(default="Physical damage, water damage, software issues, battery wear")
    includes_accessories = models.BooleanField(default=False)
    includes_certificate = models.BooleanField(default=False)
    includes_premium_boxing = models.BooleanField(default=False)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE, editable=False)

    class Meta(Record.Meta):
        verbose_name = "warranty"
        verbose_name_plural = "warranties"
        constraints = [
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="warranty_dates"),
            models.CheckConstraint(condition=Q(warranty_tier__in=WarrantyTier.values), name="warranty_tier"),
            models.CheckConstraint(
                condition=Q(status__in=["Active", "Claimed", "Expired", "Void"]), name="warranty_status"
            ),
            ExclusionConstraint(
                name="warranty_one_at_a_time",
                expressions=[
                    ("asset", RangeOperators.EQUAL),
                    (DateRange("start_date", "end_date", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="Void"),
                violation_error_message=_("This unit already has a warranty over these days."),
                violation_error_code="overlapping_warranty",
            ),
        ]
        indexes = [
            models.Index(fields=["invoice"], name="warranty_invoice"),
            GinIndex(
                OpClass(Upper("warranty_number"), "gin_trgm_ops"), name="warranty_number_search", fastupdate=False
            ),
            models.Index(fields=["asset", "id"], name="warranty_asset"),
            models.Index(fields=["customer", "id"], name="warranty_customer"),
            models.Index(fields=["start_date", "end_date"], name="warranty_dates_index"),
        ]
        triggers = [*Record.Meta.triggers, never_deleted(), transitions(WARRANTY.transitions())]
