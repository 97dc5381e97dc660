"""Stock in the administration site."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, Q, QuerySet
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    FieldTextFilter,
    RangeDateFilter,
    RangeDateTimeFilter,
    RelatedDropdownFilter,
)

from apps.inventory import bulk, counts, services
from apps.inventory.counts_workflow import STOCK_COUNT, CountStatus
from apps.inventory.models import (
    GRADES,
    Asset,
    BulkMovement,
    BulkStock,
    DiagnosticsResult,
    InventoryMovement,
    Location,
    ProductModel,
    ScrapRequest,
    StockCount,
    StockCountLine,
    WipeCertificate,
)
from apps.inventory.workflow import ASSET, Status
from common.admin import (
    Act,
    DocumentAdmin,
    ImportsRecords,
    Lines,
    Queue,
    RecordAdmin,
    RecordImport,
    StepForm,
    TrailAdmin,
    badge,
)
from common.admin.inputs import amount, choice, number, reason, row_of, text
from common.records import record_delete

COLOURS = {
    Status.RECEIVED: "info",
    Status.DIAGNOSTICS_PENDING: "warning",
    Status.WIPE_PENDING: "warning",
    Status.QC_PENDING: "warning",
    Status.READY_FOR_SALE: "success",
    Status.RESERVED: "info",
    Status.RETURNED: "warning",
    Status.REPAIR_HOLD: "danger",
    Status.NOT_SELLABLE: "danger",
}


class DiagnosticsForm(StepForm):
    checklist_data = text(required=True, rows=6, help_text="One point a line, as in “Display: pass”.")
    overall_result = choice(DiagnosticsResult.Result.values)
    notes = text(rows=3)

    def clean_checklist_data(self) -> dict[str, str]:
        """Return the points and what was found. Raises ValidationError for a line that is no point."""
        points = [line.partition(":") for line in self.cleaned_data["checklist_data"].splitlines() if line.strip()]
        if any(not point.strip() or not found.strip() for point, _, found in points):
            raise forms.ValidationError("Write one point a line, as in “Display: pass”.")
        return {point.strip(): found.strip() for point, _, found in points}


class WipeForm(StepForm):
    wipe_method = text(required=True)
    certificate_reference = text()
    notes = text(rows=3)


class PassForm(StepForm):
    condition_grade = choice(GRADES)
    cosmetic_notes = text(rows=3)
    battery_health_percent = number(min_value=0, max_value=100, required=False)
    battery_cycle_count = number(min_value=0, max_value=100_000, required=False)


class FailForm(StepForm):
    to = choice((Status.DIAGNOSTICS_PENDING, Status.REPAIR_HOLD))
    reason = reason()


class MoveForm(StepForm):
    location = row_of(Location.objects.order_by("location_name"))
    reason = reason(required=False)


class ReceiveForm(StepForm):
    quantity = number(min_value=1, max_value=1_000_000)
    unit_cost = amount(min_value=0, required=False)
    reason = reason(required=False)


class AdjustForm(StepForm):
    quantity = number(min_value=-1_000_000, max_value=1_000_000)
    reason = reason()


class LocationImport(RecordImport):
    class Meta:
        model = Location
        fields = ("location_name", "description")
        import_id_fields = ("location_name",)
        skip_unchanged = True


@admin.register(Location)
class LocationAdmin(ImportsRecords, RecordAdmin):
    resource, import_resource = "locations", LocationImport
    area, icon = "Stock", "warehouse"
    list_display = ("location_name", "description")
    search_fields = ("location_name",)
    editable = creatable = ("location_name", "description")

    def update_row(self, row: Any, actor: Any, facts: dict[str, Any]) -> Any:
        """Change the location."""
        return services.location_update(location=row, actor=actor, **facts)


class ProductModelImport(RecordImport):
    class Meta:
        model = ProductModel
        fields = (
            "category", "brand", "model_name", "cpu", "ram", "storage", "screen_size", "gpu", "operating_system",
            "description", "default_price_grade_a", "default_price_grade_b", "default_price_grade_c",
            "needs_wipe", "needs_diagnostics",
        )  # fmt: skip
        import_id_fields = ("brand", "model_name")
        skip_unchanged = True


@admin.register(ProductModel)
class ProductModelAdmin(ImportsRecords, DocumentAdmin):
    resource, import_resource, row_name = "product-models", ProductModelImport, "row"
    area, icon = "Stock", "category"
    list_display = ("brand", "model_name", "category", "cpu", "ram", "storage", "default_price_grade_a")
    list_filter = (("category", ChoicesDropdownFilter), ("brand", FieldTextFilter))
    search_fields = ("brand", "model_name")
    sortable_by = ("brand",)
    editable = creatable = tuple(
        field.name for field in ProductModel._meta.concrete_fields if field.editable and not field.primary_key
    )
    steps = {
        "delete": Act(
            lambda *, row, actor: record_delete(row, actor=actor), label="Delete", action="destroy", danger=True
        )
    }

    def create_row(self, actor: Any, facts: dict[str, Any]) -> ProductModel:
        """Put the model into the catalogue."""
        return services.product_model_create(actor=actor, **facts)

    def update_row(self, row: Any, actor: Any, facts: dict[str, Any]) -> ProductModel:
        """Change the model."""
        return services.product_model_update(model=row, actor=actor, **facts)


@admin.register(Asset)
class AssetAdmin(DocumentAdmin):
    resource, workflow, row_name = "assets", ASSET, "asset"
    area, icon = "Stock", "devices"
    status_label = badge("status", COLOURS)
    list_display = ("serial_number", "asset_tag", "product_model", "status_label", "location", "received_date")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("location", RelatedDropdownFilter),
        ("product_model", AutocompleteSelectFilter),
        ("received_date", RangeDateFilter),
    )
    search_fields = ("serial_number", "asset_tag")
    sortable_by = ("received_date",)
    editable = (
        "asset_tag", "supplier", "purchase_cost", "landed_cost", "cosmetic_notes", "battery_health_percent",
        "battery_cycle_count", "accessories_included",
    )  # fmt: skip
    restricted = {
        "purchase_cost": "assets.see-costs",
        "landed_cost": "assets.see-costs",
        "sale_price": "assets.see-sale",
    }
    queues = tuple(
        Queue(f"Units {status}", {"status__exact": str(status)})
        for status in (
            Status.RECEIVED, Status.DIAGNOSTICS_PENDING, Status.WIPE_PENDING, Status.QC_PENDING, Status.RETURNED,
            Status.REPAIR_HOLD, Status.NOT_SELLABLE,
        )
    )  # fmt: skip
    steps = {
        "start_diagnostics": Act(services.asset_start_diagnostics),
        "record_diagnostics": Act(services.asset_record_diagnostics, DiagnosticsForm),
        "record_wipe": Act(services.asset_record_wipe, WipeForm),
        "pass_qc": Act(services.asset_pass_qc, PassForm),
        "fail_qc": Act(services.asset_fail_qc, FailForm),
        "hold_for_repair": Act(services.asset_hold_for_repair),
        "repaired": Act(services.asset_repaired),
        "block": Act(services.asset_block),
        "unblock": Act(services.asset_unblock),
        "scrap": Act(services.asset_scrap),
        "approve_scrap": Act(services.asset_approve_scrap, danger=True),
        "decline_scrap": Act(services.asset_decline_scrap),
        "move": Act(services.asset_move, MoveForm),
    }

    def update_row(self, row: Asset, actor: Any, facts: dict[str, Any]) -> Asset:
        """Change what is noted of the unit."""
        return services.asset_update(asset=row, actor=actor, **facts)


@admin.register(ScrapRequest)
class ScrapRequestAdmin(TrailAdmin):
    resource = "assets"
    area, icon = "Stock", "delete_sweep"
    list_display = ("asset", "reason", "requested_by", "created_at", "approved_by", "approved_at")
    list_filter = (("created_at", RangeDateTimeFilter),)
    restricted = {"write_off_cost": "assets.see-costs"}
    queues = (Queue("Scrapping to approve", {"approved_by__isnull": True, "withdrawn_at__isnull": True}),)


@admin.register(InventoryMovement)
class InventoryMovementAdmin(TrailAdmin):
    resource = "inventory-movements"
    area, icon = "Stock", "swap_horiz"
    list_display = ("created_at", "asset", "from_status", "to_status", "from_location", "to_location", "moved_by")
    list_filter = (
        ("to_status", ChoicesDropdownFilter),
        ("moved_by", AutocompleteSelectFilter),
        ("created_at", RangeDateTimeFilter),
    )
    list_select_related = ("asset", "from_location", "to_location", "moved_by")
    search_fields = ("asset__serial_number",)


@admin.register(DiagnosticsResult)
class DiagnosticsResultAdmin(TrailAdmin):
    resource = "diagnostics"
    area, icon = "Stock", "troubleshoot"
    list_display = ("diagnostic_date", "asset", "overall_result", "technician")
    list_filter = (("overall_result", ChoicesDropdownFilter), ("diagnostic_date", RangeDateFilter))
    search_fields = ("asset__serial_number",)


@admin.register(WipeCertificate)
class WipeCertificateAdmin(TrailAdmin):
    resource = "wipe-certificates"
    area, icon = "Stock", "security"
    list_display = ("wipe_date", "asset", "wipe_method", "certificate_reference", "technician")
    list_filter = (("wipe_date", RangeDateFilter),)
    search_fields = ("asset__serial_number",)


class LowStockFilter(admin.SimpleListFilter):
    title, parameter_name = "stock", "stock"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("low", "Low: below the reorder threshold")]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return what is low, when asked."""
        return queryset.filter(LOW) if self.value() == "low" else queryset


LOW = Q(quantity__lt=F("reorder_threshold"))


@admin.register(BulkStock)
class BulkStockAdmin(DocumentAdmin):
    resource, row_name = "bulk-stock", "stock"
    area, icon = "Stock", "inventory_2"
    list_display = ("sku", "item_name", "category", "quantity", "reorder_threshold", "unit_price", "location")
    list_filter = (LowStockFilter, ("location", RelatedDropdownFilter))
    search_fields = ("sku", "item_name")
    editable = creatable = (
        "sku", "item_name", "category", "description", "unit_cost", "unit_price", "reorder_threshold", "supplier",
        "location",
    )  # fmt: skip
    restricted = {"unit_cost": "bulk-stock.see-costs"}
    queues = (Queue("Low stock", {"stock": "low"}, LOW),)
    steps = {
        "receive": Act(bulk.bulk_stock_receive, ReceiveForm),
        "adjust": Act(bulk.bulk_stock_adjust, AdjustForm),
    }

    def create_row(self, actor: Any, facts: dict[str, Any]) -> BulkStock:
        """Make the item known."""
        return bulk.bulk_stock_create(actor=actor, **facts)

    def update_row(self, row: BulkStock, actor: Any, facts: dict[str, Any]) -> BulkStock:
        """Change the item's facts."""
        return bulk.bulk_stock_update(stock=row, actor=actor, **facts)


@admin.register(BulkMovement)
class BulkMovementAdmin(TrailAdmin):
    resource = "bulk-movements"
    area, icon = "Stock", "sync_alt"
    list_display = ("created_at", "bulk_stock", "kind", "quantity", "quantity_after", "moved_by", "reason")
    list_filter = (("kind", ChoicesDropdownFilter), ("created_at", RangeDateTimeFilter))
    list_select_related = ("bulk_stock", "moved_by")
    search_fields = ("bulk_stock__sku",)
    restricted = {"unit_cost": "bulk-stock.see-costs"}


class StockCountLines(Lines):
    model = StockCountLine
    fields = readonly_fields = ("bulk_stock", "expected", "counted", "variance")


@admin.register(StockCount)
class StockCountAdmin(DocumentAdmin):
    resource, workflow, row_name = "stock-counts", STOCK_COUNT, "count"
    area, icon = "Stock", "fact_check"
    list_display = ("name", "location", "status", "counted_by", "approved_by", "created_at")
    list_filter = (("status", ChoicesDropdownFilter),)
    inlines = (StockCountLines,)
    queues = (Queue("Counts to approve", {"status__exact": str(CountStatus.SUBMITTED)}),)
    steps = {
        "submit": Act(counts.stock_count_submit),
        "approve": Act(counts.stock_count_approve),
        "reject": Act(counts.stock_count_reject),
    }
