"""What stock looks like, and what its steps take."""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.utils.translation import gettext as _
from rest_framework import serializers

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
from apps.inventory.workflow import Status
from common.api.documents import EventFile
from common.api.fields import Day, Id, Inputs, Linked, Money, Named, Number, Quantity, Reference, Text, Words
from common.kept import read_back

KEPT = ["id", "created_at", "updated_at"]


class LocationSerializer(Inputs):
    class Meta:
        model = Location
        fields = ["id", "location_name", "description", "created_at"]


class ProductModelSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProductModel
        fields = [
            "id", "category", "brand", "model_name", "cpu", "ram", "storage", "screen_size", "gpu", "operating_system",
            "description", "default_price_grade_a", "default_price_grade_b", "default_price_grade_c", "image_url",
            "needs_wipe", "needs_diagnostics", "created_at", "updated_at",
        ]  # fmt: skip


class ProductModelInput(Inputs):
    needs_wipe = serializers.BooleanField(required=False)
    needs_diagnostics = serializers.BooleanField(required=False)
    default_price_grade_a = Money(required=False, allow_null=True, min_value=0)
    default_price_grade_b = Money(required=False, allow_null=True, min_value=0)
    default_price_grade_c = Money(required=False, allow_null=True, min_value=0)

    class Meta:
        model = ProductModel
        fields = [name for name in ProductModelSerializer.Meta.fields if name not in KEPT]


OPEN_SCRAP_REQUESTS = ScrapRequest.objects.filter(
    asset=OuterRef("pk"), approved_by__isnull=True, withdrawn_at__isnull=True
)


# What the unit's grade suggests to ask for it; none until it has one, or where its model has no such price.
SUGGESTED_PRICE = Case(
    *(When(condition_grade=grade, then=F(f"product_model__default_price_grade_{grade.lower()}")) for grade in GRADES)
)


class AssetSerializer(serializers.ModelSerializer):
    product_model = Reference()
    location = Reference()
    category = serializers.CharField(source="product_model.category", read_only=True)
    suggested_price = Money(read_only=True, allow_null=True)
    invoice = Linked("live_invoice", "live_invoice_number")

    class Meta:
        model = Asset
        annotations = {
            "live_line": FilteredRelation("invoice_lines", condition=Q(invoice_lines__released_at__isnull=True)),
            "live_invoice": F("live_line__invoice_id"),
            "live_invoice_number": F("live_line__invoice__invoice_number"),
            "scrap_asked": Exists(OPEN_SCRAP_REQUESTS),
            "suggested_price": SUGGESTED_PRICE,
        }
        noted = {"scrap_requester": Subquery(OPEN_SCRAP_REQUESTS.values("requested_by")[:1])}
        restricted = {
            "purchase_cost": "assets.see-costs",
            "landed_cost": "assets.see-costs",
            "sale_price": "assets.see-sale",
            "invoice": "assets.see-sale",
        }
        fields = [
            "id", "asset_tag", "serial_number", "product_model", "category", "supplier", "purchase_cost", "landed_cost",
            "received_date", "condition_grade", "cosmetic_notes", "battery_health_percent", "battery_cycle_count",
            "status", "not_sellable_reason", "location", "suggested_price", "sale_price", "sale_date", "invoice",
            "accessories_included", "created_at", "updated_at",
        ]  # fmt: skip


class AssetInput(Inputs):
    battery_health_percent = Number(min_value=0, max_value=100, required=False, allow_null=True)
    battery_cycle_count = Number(min_value=0, max_value=100_000, required=False, allow_null=True)
    purchase_cost = Money(required=False, allow_null=True, min_value=0)
    landed_cost = Money(required=False, allow_null=True, min_value=0)

    class Meta:
        model = Asset
        fields = [
            "asset_tag", "supplier", "purchase_cost", "landed_cost", "cosmetic_notes", "battery_health_percent",
            "battery_cycle_count", "accessories_included",
        ]  # fmt: skip


class ReceiveInput(serializers.Serializer):
    product_model = Id()
    location = Id()
    supplier = Text(max_length=100, required=False, allow_blank=True, default="")
    purchase_cost = Money(required=False, allow_null=True, min_value=0)
    landed_cost = Money(required=False, allow_null=True, min_value=0)
    received_date = Day()
    serial_numbers = serializers.ListField(child=Text(max_length=200, allow_blank=True), max_length=1000)
    on_error = serializers.ChoiceField(["all_or_nothing", "keep_valid"], default="all_or_nothing")


class GateSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    needed = serializers.BooleanField()
    passed = serializers.BooleanField()
    detail = serializers.CharField()


class EventLink(serializers.Serializer):
    resource = serializers.CharField()
    id = serializers.IntegerField()


class PassportEvent(serializers.Serializer):
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    actor = Named(allow_null=True)
    link = EventLink(allow_null=True)
    file = EventFile(allow_null=True)


class Margin(serializers.Serializer):
    """What a unit earned and cost; no `margin` while no cost is known, nor of a sale in another currency."""

    revenue = serializers.DictField(child=Money())
    revenue_currency = serializers.CharField()
    costs = serializers.DictField(child=Money())
    currency = serializers.CharField()
    margin = Money(allow_null=True)


class PassportSerializer(serializers.Serializer):
    asset = AssetSerializer()
    gates = GateSerializer(many=True)
    events = PassportEvent(many=True)
    margin = Margin(required=False)


class Rejected(serializers.Serializer):
    serial_number = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ReceiptSerializer(serializers.Serializer):
    created = AssetSerializer(many=True)
    rejected = Rejected(many=True)


class RecordDiagnosticsInput(serializers.Serializer):
    checklist_data = serializers.DictField(child=Text(max_length=300), allow_empty=False)
    overall_result = serializers.ChoiceField(DiagnosticsResult.Result.choices)
    notes = Text(max_length=2000, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["overall_result"] != "Pass" and not attrs["notes"].strip():
            raise serializers.ValidationError({"notes": _("Say what was found.")}, code="required")
        return attrs


class RecordWipeInput(serializers.Serializer):
    wipe_method = Text(max_length=50)
    certificate_reference = Text(max_length=100, required=False, allow_blank=True, default="")
    notes = Text(max_length=2000, required=False, allow_blank=True, default="")


class PassQcInput(serializers.Serializer):
    condition_grade = serializers.ChoiceField(GRADES)
    cosmetic_notes = Text(max_length=2000, required=False, allow_blank=True)
    battery_health_percent = Number(min_value=0, max_value=100, required=False, allow_null=True)
    battery_cycle_count = Number(min_value=0, max_value=100_000, required=False, allow_null=True)


class FailQcInput(serializers.Serializer):
    reason = Text(max_length=500)
    to = serializers.ChoiceField([Status.DIAGNOSTICS_PENDING, Status.REPAIR_HOLD])


class MoveInput(serializers.Serializer):
    location = Id()
    reason = Text(max_length=500, required=False, allow_blank=True, default="")


class MovementSerializer(serializers.ModelSerializer):
    asset = Reference()
    from_location = Reference()
    to_location = Reference()
    moved_by = Reference()
    reason = Words(read_back)

    class Meta:
        model = InventoryMovement
        fields = [
            "id", "asset", "from_location", "to_location", "from_status", "to_status", "moved_by", "reason",
            "created_at",
        ]  # fmt: skip


class DiagnosticsSerializer(serializers.ModelSerializer):
    asset = Reference()
    technician = Reference()

    class Meta:
        model = DiagnosticsResult
        fields = [
            "id", "asset", "technician", "checklist_data", "overall_result", "notes", "diagnostic_date", "created_at",
        ]  # fmt: skip


class WipeCertificateSerializer(serializers.ModelSerializer):
    asset = Reference()
    technician = Reference()

    class Meta:
        model = WipeCertificate
        fields = [
            "id", "asset", "technician", "wipe_method", "certificate_reference", "wipe_date", "notes", "created_at",
        ]  # fmt: skip


class BulkStockSerializer(serializers.ModelSerializer):
    location = Reference()
    is_low = serializers.BooleanField(read_only=True)

    class Meta:
        model = BulkStock
        annotations = {"is_low": ExpressionWrapper(Q(quantity__lt=F("reorder_threshold")), output_field=BooleanField())}
        restricted = {"unit_cost": "bulk-stock.see-costs"}
        fields = [
            "id", "sku", "item_name", "category", "description", "unit_cost", "unit_price", "quantity",
            "reorder_threshold", "is_low", "supplier", "location", "created_at", "updated_at",
        ]  # fmt: skip


class BulkStockInput(Inputs):
    location = Id()
    reorder_threshold = Quantity(min_value=0, required=False)
    unit_cost = Money(required=False, allow_null=True, min_value=0)
    unit_price = Money(required=False, allow_null=True, min_value=0)

    class Meta:
        model = BulkStock
        fields = [
            "sku", "item_name", "category", "description", "unit_cost", "unit_price", "reorder_threshold", "supplier",
            "location",
        ]  # fmt: skip


class BulkReceiveInput(serializers.Serializer):
    quantity = Quantity()
    unit_cost = Money(required=False, allow_null=True, min_value=0)
    reason = Text(max_length=500, required=False, allow_blank=True, default="")


class BulkAdjustInput(serializers.Serializer):
    quantity = Quantity(min_value=-1_000_000)
    reason = Text(max_length=500)

    def validate_quantity(self, value: int) -> int:
        if value == 0:
            raise serializers.ValidationError(_("Say by how many pieces, up or down."), code="invalid")
        return value


class BulkMovementSerializer(serializers.ModelSerializer):
    bulk_stock = Reference()
    moved_by = Reference()
    reason = Words(read_back)

    class Meta:
        model = BulkMovement
        restricted = {"unit_cost": "bulk-stock.see-costs"}
        fields = [
            "id", "bulk_stock", "kind", "quantity", "quantity_after", "unit_cost", "source_type", "source_id",
            "moved_by", "reason", "created_at",
        ]  # fmt: skip


class StockCountLineSerializer(serializers.ModelSerializer):
    bulk_stock = Reference()
    variance = serializers.IntegerField(read_only=True)

    class Meta:
        model = StockCountLine
        fields = ["id", "bulk_stock", "expected", "counted", "variance"]


class StockCountSerializer(serializers.ModelSerializer):
    location = Reference()
    counted_by = Reference()
    approved_by = Reference()
    lines = StockCountLineSerializer(many=True, read_only=True)

    class Meta:
        model = StockCount
        fields = [
            "id", "name", "location", "status", "notes", "counted_by", "approved_by", "approved_at", "created_at",
            "updated_at", "lines",
        ]  # fmt: skip


class StockCountLineInput(serializers.Serializer):
    bulk_stock = Id()
    counted = Quantity(min_value=0)


class StockCountInput(serializers.Serializer):
    name = Text(max_length=100)
    location = Id()
    notes = Text(max_length=2000, required=False, allow_blank=True)
    lines = StockCountLineInput(many=True, allow_empty=False, max_length=500)


class StockCountUpdate(serializers.Serializer):
    lines = StockCountLineInput(many=True, allow_empty=False, max_length=500)
