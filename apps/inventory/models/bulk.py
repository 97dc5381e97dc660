"""Stock that is counted, not serialized, and every change of its quantity."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Trim, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.inventory.models.catalogue import Location
from common.db import locks
from common.db.triggers import append_only, never_deleted
from common.models import Record
from common.money import MoneyField


class BulkStock(Record):
    """Stock that is counted, not serialized (seed 5 §3.5). Its quantity follows the movements."""

    LABEL: ClassVar[tuple[str, ...]] = ("item_name",)
    LOCK_RANK = locks.BULK_STOCK

    sku = models.CharField(max_length=50)
    item_name = models.CharField(max_length=100)
    category = models.CharField(max_length=50)
    description = models.TextField(blank=True, default="")
    unit_cost = MoneyField(null=True, blank=True)
    unit_price = MoneyField(null=True, blank=True)
    quantity = models.IntegerField(default=0, editable=False)
    reorder_threshold = models.PositiveIntegerField(default=10)
    supplier = models.CharField(max_length=100, blank=True, default="")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="bulk_stock", db_index=False)

    class Meta(Record.Meta):
        verbose_name = "bulk stock"
        verbose_name_plural = "bulk stock"
        constraints = [
            models.UniqueConstraint(
                Upper(Trim("sku")),
                name="bulk_stock_sku",
                violation_error_message=_("This SKU is already in the system."),
                violation_error_code="duplicate_sku",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0),
                name="bulk_stock_quantity",
                violation_error_message=_("There is not enough of it in stock."),
                violation_error_code="insufficient_stock",
            ),
            models.CheckConstraint(condition=Q(unit_cost__gte=0) & Q(unit_price__gte=0), name="bulk_stock_amounts"),
        ]
        indexes = [
            models.Index(fields=["category", "id"], name="bulk_stock_category"),
            models.Index(fields=["location", "id"], name="bulk_stock_location"),
            GinIndex(OpClass(Upper("sku"), "gin_trgm_ops"), name="bulk_stock_sku_search", fastupdate=False),
            GinIndex(OpClass(Upper("item_name"), "gin_trgm_ops"), name="bulk_stock_name_search", fastupdate=False),
        ]
        triggers = [
            *Record.Meta.triggers,
            never_deleted(),
            pgtrigger.Trigger(
                name="quantity_by_movement",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("quantity"),
                condition=pgtrigger.AnyChange("quantity"),
                func="""
                    IF pg_trigger_depth() < 2 THEN
                        RAISE EXCEPTION 'A quantity changes only by a movement.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]


class BulkMovement(models.Model):
    """Bulk stock came or went. Writing the row moves the quantity; nothing else does."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        SALE = "sale"
        RETURN = "return"
        ADJUSTMENT = "adjustment"
        REPAIR_PART = "repair part"
        COUNT = "count"

    bulk_stock = models.ForeignKey(BulkStock, on_delete=models.PROTECT, related_name="movements", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    # Signed: what comes is positive, what goes is negative.
    quantity = models.IntegerField()
    quantity_after = models.IntegerField(editable=False)
    unit_cost = MoneyField(null=True)
    # What caused it: an invoice line, a repair ticket, a stock count.
    source_type = models.CharField(max_length=63, blank=True, default="")
    source_id = models.BigIntegerField(null=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["receipt", "return"], quantity__gt=0)
                | Q(kind__in=["sale", "repair part"], quantity__lt=0)
                | (Q(kind__in=["adjustment", "count"]) & ~Q(quantity=0)),
                name="bulk_movement_sign",
            )
        ]
        indexes = [
            models.Index(fields=["bulk_stock", "id"], name="bulk_movement_stock"),
            models.Index(fields=["source_type", "source_id"], name="bulk_movement_source"),
            models.Index(fields=["created_at", "id"], name="bulk_movement_at"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="moves_stock",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    UPDATE inventory_bulkstock SET quantity = quantity + NEW.quantity WHERE id = NEW.bulk_stock_id
                    RETURNING quantity INTO NEW.quantity_after;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity:+d} of {self.bulk_stock_id}"
