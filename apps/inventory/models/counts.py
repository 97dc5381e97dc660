"""Counting what is there, and setting the books right."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.inventory.counts_workflow import STOCK_COUNT, CountStatus
from apps.inventory.models.bulk import BulkStock
from apps.inventory.models.catalogue import Location
from common.db.triggers import never_deleted, transitions
from common.models import Record


class StockCount(Record):
    """Somebody counted the bulk stock of a place; a manager approves what differs (domain §4)."""

    LABEL: ClassVar[tuple[str, ...]] = ("name",)

    name = models.CharField(max_length=100)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="stock_counts")
    status = models.CharField(max_length=20, choices=CountStatus, default=CountStatus.OPEN, editable=False)
    notes = models.TextField(blank=True, default="")
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, editable=False)
    four_eyes_waived = models.BooleanField(default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = "stock count"
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CountStatus.values), name="stock_count_status"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(four_eyes_waived=True) | ~Q(approved_by=F("counted_by")),
                name="stock_count_four_eyes",
                violation_error_message=_("Whoever counted never approves the count."),
                violation_error_code="self_approval",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="stock_count_status_index")]
        triggers = [*Record.Meta.triggers, never_deleted(), transitions(STOCK_COUNT.transitions())]


class StockCountLine(Record):
    """What one item should be and what was found; `expected` is the stock when the line was written."""

    stock_count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="lines", db_index=False)
    bulk_stock = models.ForeignKey(BulkStock, on_delete=models.PROTECT, related_name="+")
    expected = models.IntegerField()
    counted = models.PositiveIntegerField()
    variance = models.GeneratedField(
        expression=F("counted") - F("expected"), output_field=models.IntegerField(), db_persist=True
    )

    class Meta(Record.Meta):
        verbose_name = "stock count line"
        constraints = [
            models.UniqueConstraint(
                fields=["stock_count", "bulk_stock"],
                name="stock_count_item_once",
                violation_error_message=_("This item is counted twice."),
                violation_error_code="duplicate",
            )
        ]
