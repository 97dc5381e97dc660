from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Trim, Upper
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.inventory.counts_workflow import STOCK_COUNT, CountStatus
from apps.inventory.workflow import ASSET, Status
from common.db import locks
from common.db.triggers import ACTOR, REASON, append_only, never_deleted, transitions
from common.models import Record, SoftDeleted
from common.money import MoneyField

GRADES = ("A", "B", "C")
SOLD_LOCATION = "Sold"


class Location(Record):
    """A place where stock lies (seed 5 §3.6)."""

    LABEL: ClassVar[tuple[str, ...]] = ("location_name",)

    location_name = models.CharField(max_length=50, unique=True)
    description = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = "location"


class ProductModel(Record, SoftDeleted):
    """A type of device, not a single unit (seed 5 §3.3)."""

    class Category(models.TextChoices):
        LAPTOP = "Laptop"
        PHONE = "Phone"
        ACCESSORY = "Accessory"

    LABEL: ClassVar[tuple[str, ...]] = ("brand", "model_name")

    category = models.CharField(max_length=20, choices=Category)
    brand = models.CharField(max_length=50)
    model_name = models.CharField(max_length=100)
    cpu = models.CharField(max_length=100, blank=True, default="")
    ram = models.CharField(max_length=50, blank=True, default="")
    storage = models.CharField(max_length=50, blank=True, default="")
    screen_size = models.CharField(max_length=20, blank=True, default="")
    gpu = models.CharField(max_length=100, blank=True, default="")
    operating_system = models.CharField(max_length=50, blank=True, default="")
    description = models.TextField(blank=True, default="")
    default_price_grade_a = MoneyField(null=True, blank=True)
    default_price_grade_b = MoneyField(null=True, blank=True)
    default_price_grade_c = MoneyField(null=True, blank=True)
    image_url = models.URLField(max_length=255, blank=True, default="")
    needs_wipe = models.BooleanField()
    needs_diagnostics = models.BooleanField()

    class Meta(Record.Meta):
        verbose_name = "product model"
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["Laptop", "Phone", "Accessory"]), name="product_model_category"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"default_price_grade_{grade}__gte": 0}), name=f"product_model_price_{grade}"
                )
                for grade in "abc"
            ),
        ]
        indexes = [
            models.Index(fields=["category", "id"], name="product_model_category_index"),
            models.Index(fields=["brand", "model_name", "id"], name="product_model_brand_index"),
            GinIndex(OpClass(Upper("model_name"), "gin_trgm_ops"), name="product_model_name_search", fastupdate=False),
            GinIndex(OpClass(Upper("brand"), "gin_trgm_ops"), name="product_model_brand_search", fastupdate=False),
        ]

    def price_of(self, grade: str) -> object:
        """Return the default price of a grade, or None where none is set."""
        return getattr(self, f"default_price_grade_{grade.lower()}") if grade else None


class Asset(Record):
    """One serialized unit (seed 5 §3.4). Its `invoice` and `preorder` follow from the live line and preorder."""

    LABEL: ClassVar[tuple[str, ...]] = ("serial_number",)
    LOCK_RANK = locks.ASSET

    asset_tag = models.CharField(max_length=50)
    serial_number = models.CharField(max_length=100)
    product_model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="assets")
    supplier = models.CharField(max_length=100, blank=True, default="")
    purchase_cost = MoneyField(null=True, blank=True)
    landed_cost = MoneyField(null=True, blank=True)
    received_date = models.DateField()
    # Since when tests and wipes count: the unit's receipt, or its last return.
    intake_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    condition_grade = models.CharField(max_length=10, blank=True, default="", choices=[(g, g) for g in GRADES])
    cosmetic_notes = models.TextField(blank=True, default="")
    battery_health_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    battery_cycle_count = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=30, choices=Status, default=Status.RECEIVED)
    not_sellable_reason = models.TextField(blank=True, default="")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="assets")
    sale_price = MoneyField(null=True, blank=True)
    sale_date = models.DateField(null=True, blank=True)
    accessories_included = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = "unit"
        constraints = [
            models.UniqueConstraint(
                Upper(Trim("serial_number")),
                name="asset_serial",
                violation_error_message=_("This serial number is already in the system."),
                violation_error_code="duplicate_serial",
            ),
            models.UniqueConstraint(
                Upper(Trim("asset_tag")),
                name="asset_tag_once",
                violation_error_message=_("This asset tag is already in the system."),
                violation_error_code="duplicate_tag",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="asset_status"),
            models.CheckConstraint(condition=Q(condition_grade__in=["", *GRADES]), name="asset_grade"),
            models.CheckConstraint(
                condition=Q(battery_health_percent__isnull=True) | Q(battery_health_percent__lte=100),
                name="asset_battery",
            ),
            models.CheckConstraint(
                condition=Q(purchase_cost__gte=0) & Q(landed_cost__gte=0) & Q(sale_price__gte=0), name="asset_amounts"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.NOT_SELLABLE) | ~Q(not_sellable_reason=""), name="asset_blocked_why"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SOLD, sale_price__isnull=False, sale_date__isnull=False)
                | (~Q(status=Status.SOLD) & Q(sale_price__isnull=True, sale_date__isnull=True)),
                name="asset_sale",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.READY_FOR_SALE, Status.RESERVED, Status.SOLD]) | ~Q(condition_grade=""),
                name="asset_for_sale_graded",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "id"], name="asset_status_index"),
            models.Index(fields=["status", "received_date"], name="asset_age_index"),
            models.Index(fields=["location", "id"], name="asset_location_index"),
            models.Index(fields=["product_model", "id"], name="asset_model_index"),
            models.Index(fields=["received_date", "id"], name="asset_received_index"),
            models.Index(fields=["condition_grade", "id"], name="asset_grade_index"),
            models.Index(fields=["sale_date", "id"], name="asset_sale_index"),
            models.Index(Upper("supplier"), "id", name="asset_supplier_index"),
            GinIndex(OpClass(Upper("serial_number"), "gin_trgm_ops"), name="asset_serial_search", fastupdate=False),
            GinIndex(OpClass(Upper("asset_tag"), "gin_trgm_ops"), name="asset_tag_search", fastupdate=False),
        ]
        triggers = [
            *Record.Meta.triggers,
            never_deleted(),
            transitions(ASSET.transitions()),
            *(
                pgtrigger.Trigger(
                    name=f"movement_{name}",
                    when=pgtrigger.After,
                    operation=operation,
                    level=pgtrigger.Statement,
                    referencing=pgtrigger.Referencing(**tables),
                    func=f"""
                        INSERT INTO inventory_inventorymovement
                            (asset_id, from_location_id, to_location_id, from_status, to_status, moved_by_id, reason,
                             created_at)
                        SELECT added.id, {before_location}, added.location_id, {before_status}, added.status,
                               {ACTOR}, {REASON}, clock_timestamp()
                        FROM {source} WHERE {condition} ORDER BY added.id;
                        RETURN NULL;
                    """,
                )
                for name, operation, tables, before_location, before_status, source, condition in (
                    ("received", pgtrigger.Insert, {"new": "added"}, "NULL::bigint", "''", "added", "true"),
                    (
                        "moved",
                        pgtrigger.Update,
                        {"new": "added", "old": "gone"},
                        "gone.location_id",
                        "gone.status",
                        "added JOIN gone USING (id)",
                        "added.status IS DISTINCT FROM gone.status"
                        " OR added.location_id IS DISTINCT FROM gone.location_id",
                    ),
                )
            ),
        ]

    def diagnostics_since_intake(self) -> models.QuerySet["DiagnosticsResult"]:
        """Return the tests that count: those since the unit came in or came back."""
        return self.diagnostics_results.filter(created_at__gte=self.intake_at)

    def wipes_since_intake(self) -> models.QuerySet["WipeCertificate"]:
        """Return the wipes that count: those since the unit came in or came back."""
        return self.wipe_certificates.filter(created_at__gte=self.intake_at)

    def open_scrap_request(self) -> "ScrapRequest | None":
        """Return the scrapping that waits for a manager, if any."""
        return self.scrap_requests.filter(approved_by__isnull=True, withdrawn_at__isnull=True).first()

    @cached_property
    def scrap_requester(self) -> int | None:
        """The id of who asked for the scrapping that waits for a manager; reading a unit notes it at once."""
        request = self.open_scrap_request()
        return request.requested_by_id if request else None


class InventoryMovement(models.Model):
    """A unit changed its status or place (seed 5 §3.7). A trigger writes it, for every door."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="movements")
    from_location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="+")
    to_location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=30)
    to_status = models.CharField(max_length=30)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["asset", "id"], name="movement_asset"),
            models.Index(fields=["created_at", "id"], name="movement_at"),
            models.Index(fields=["moved_by", "id"], name="movement_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")) | ~Q(from_location=F("to_location")), name="movement_changes"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.asset_id}: {self.from_status or '–'} → {self.to_status}"


class DiagnosticsResult(Record):
    """A technician's checklist for a unit (seed 5 §3.8)."""

    class Result(models.TextChoices):
        PASS = "Pass"
        PASS_WITH_NOTES = "Pass with Notes"
        FAIL = "Fail"

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="diagnostics_results")
    technician = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checklist_data = models.JSONField()
    overall_result = models.CharField(max_length=20, choices=Result)
    notes = models.TextField(blank=True, default="")
    diagnostic_date = models.DateField()

    class Meta(Record.Meta):
        verbose_name = "diagnostics result"
        constraints = [
            models.CheckConstraint(
                condition=Q(overall_result__in=["Pass", "Pass with Notes", "Fail"]), name="diagnostics_result"
            )
        ]
        indexes = [models.Index(fields=["asset", "id"], name="diagnostics_asset")]
        triggers = [*Record.Meta.triggers, *append_only()]

    @property
    def passed(self) -> bool:
        """Whether the unit may go on towards sale."""
        return self.overall_result != self.Result.FAIL


class WipeCertificate(Record):
    """Proof that a unit's data is gone (seed 5 §3.9)."""

    LABEL: ClassVar[tuple[str, ...]] = ("wipe_method",)

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="wipe_certificates")
    technician = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wipe_method = models.CharField(max_length=50)
    certificate_reference = models.CharField(max_length=100, blank=True, default="")
    wipe_date = models.DateField()
    notes = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = "wipe certificate"
        indexes = [models.Index(fields=["asset", "id"], name="wipe_asset")]
        triggers = [*Record.Meta.triggers, *append_only()]


class ScrapRequest(Record):
    """Somebody asks that a unit be scrapped; a manager, another person, approves (domain §4)."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="scrap_requests")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    write_off_cost = MoneyField(null=True)
    # Approved while the business had switched four eyes off.
    four_eyes_waived = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(approved_by__isnull=True, withdrawn_at__isnull=True),
                name="scrap_request_open",
                violation_error_message=_("Scrapping is already asked for and waits for a manager."),
                violation_error_code="action_not_allowed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(four_eyes_waived=True) | ~Q(approved_by=F("requested_by")),
                name="scrap_request_four_eyes",
                violation_error_message=_("Whoever asked to scrap a unit never approves it."),
                violation_error_code="self_approval",
            ),
        ]


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
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="bulk_stock")

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

    bulk_stock = models.ForeignKey(BulkStock, on_delete=models.PROTECT, related_name="movements")
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

    stock_count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="lines")
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
