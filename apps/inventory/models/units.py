"""Serialized units and every move they made."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Trim, Upper
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.inventory.models.catalogue import GRADES, Location, ProductModel
from apps.inventory.workflow import ASSET, Status
from common.db import locks
from common.db.triggers import ACTOR, REASON, append_only, never_deleted, transitions
from common.models import Record
from common.money import MoneyField

if TYPE_CHECKING:
    from apps.inventory.models.bench import DiagnosticsResult, ScrapRequest, WipeCertificate


class Asset(Record):
    """One serialized unit (seed 5 §3.4). Its `invoice` and `preorder` follow from the live line and preorder."""

    LABEL: ClassVar[tuple[str, ...]] = ("serial_number",)
    LOCK_RANK = locks.ASSET

    asset_tag = models.CharField(max_length=50)
    serial_number = models.CharField(max_length=100)
    product_model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="assets", db_index=False)
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
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="assets", db_index=False)
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

    @property
    def cost(self) -> Decimal | None:
        """What the unit cost us: landed where that is known, else the purchase."""
        return self.landed_cost if self.landed_cost is not None else self.purchase_cost

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

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="movements", db_index=False)
    from_location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT, related_name="+")
    to_location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=30)
    to_status = models.CharField(max_length=30)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
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
