from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.inventory import bulk, counts, printing, services
from apps.inventory.api.v1 import filters, serializers
from apps.inventory.counts_workflow import STOCK_COUNT
from apps.inventory.models import Asset, BulkStock, ProductModel, StockCount
from apps.inventory.passport import margin_of, story_of
from apps.inventory.selectors import gates_of
from apps.inventory.workflow import ASSET
from common import access
from common.api.documents import PDF, Documents, Reason, pdf_answer, step
from common.api.headers import headers
from common.api.idempotency import once
from common.api.renderers import FileNegotiation
from common.api.search import Search
from common.api.views import Creates, Deletes, Edits, Resources
from common.errors import Invalid
from common.plain_text import whole

Facts = dict[str, Any]
MOST_LABELS = 200


class LocationViewSet(Creates, Edits, Resources):
    """Places where stock lies."""

    resource = "locations"
    serializer_class = serializers.LocationSerializer
    create_input = update_input = serializers.LocationSerializer
    filterset_class = filters.LocationFilter
    orderings = {"location_name": "location_name"}
    ordering = "id"

    def update_row(self, row: Any, actor: Any, facts: Facts) -> None:
        """Change the location."""
        services.location_update(location=row, actor=actor, **facts)


class ProductModelViewSet(Creates, Edits, Deletes, Resources):
    """The catalogue: types of device with a default price per grade."""

    resource = "product-models"
    serializer_class = serializers.ProductModelSerializer
    create_input = update_input = serializers.ProductModelInput
    filterset_class = filters.ProductModelFilter
    search = Search(texts=("brand", "model_name"))
    orderings = {name: name for name in ("brand", "model_name", "category", "created_at")}

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Put the model into the catalogue."""
        return services.product_model_create(actor=actor, **facts)

    def update_row(self, row: ProductModel, actor: Any, facts: Facts) -> None:
        """Change the model."""
        services.product_model_update(model=row, actor=actor, **facts)


class AssetViewSet(Edits, Documents):
    """Serialized units, from receipt to sale and back."""

    resource = "assets"
    locks_first = True
    workflow = ASSET
    serializer_class = serializers.AssetSerializer
    update_input = serializers.AssetInput
    filterset_class = filters.AssetFilter
    search = Search(texts=("serial_number", "asset_tag"))
    orderings = {
        name: name
        for name in (
            "serial_number",
            "asset_tag",
            "received_date",
            "condition_grade",
            "created_at",
            "updated_at",
            "status",
        )
    }

    def update_row(self, row: Asset, actor: Any, facts: Facts) -> None:
        """Change what is noted of the unit."""
        services.asset_update(asset=row, actor=actor, **facts)

    @headers(key=False)
    @extend_schema(request=serializers.ReceiveInput, responses={201: serializers.ReceiptSerializer})
    @action(detail=False, methods=["post"])
    def receive(self, request: Any) -> Any:
        """Take units in from a list of serial numbers: all of them or none, or the valid ones."""

        def run() -> Response:
            facts = self.facts(serializers.ReceiveInput)
            keep = facts.pop("on_error") == "keep_valid"
            receipt = services.assets_receive(actor=request.user, keep_valid=keep, **facts)
            created = self._reader.many(request.user, [unit.pk for unit in receipt.created])
            body = {"created": created, "rejected": receipt.rejected}
            return Response(body, status=status.HTTP_201_CREATED)

        return once(request, run, required=False)

    @extend_schema(responses=serializers.PassportSerializer)
    @action(detail=True, methods=["get"])
    def passport(self, request: Any, pk: int, **_: Any) -> Response:
        """Return the device's whole story: facts, gates, everything that happened, and its margin for those who may."""
        shown, unit = self._reader.one(request.user, pk)
        body = {"asset": shown, "gates": gates_of(unit), "events": story_of(unit, request.user)}
        if access.may(request.user.roles, "assets.see-costs"):
            body["margin"] = margin_of(unit)
        return Response(body)

    passport.access = "retrieve"

    @extend_schema(responses=PDF)
    @action(detail=True, methods=["get"], url_path="passport-pdf", content_negotiation_class=FileNegotiation)
    def passport_pdf(self, request: Any, *_: Any, **__: Any) -> HttpResponse:
        """Return the public passport, without costs or people, as a document to hand over."""
        unit = self.get_object()
        address = request.build_absolute_uri(reverse("public-passport", args=[printing.public_code(unit)]))
        return pdf_answer(printing.passport_pdf(unit, address), f"passport-{unit.asset_tag}")

    passport_pdf.access = "retrieve"

    @extend_schema(
        parameters=[OpenApiParameter("ids", str, required=True, description="Ids of units, separated by commas.")],
        responses=PDF,
    )
    @action(detail=False, methods=["get"], content_negotiation_class=FileNegotiation)
    def labels(self, request: Any, *_: Any, **__: Any) -> HttpResponse:
        """Return a label for each unit, to print and stick on."""
        ids = [whole(text) for text in request.query_params.get("ids", "").split(",", MOST_LABELS)]
        if None in ids or len(ids) > MOST_LABELS:
            sentence = gettext("Give one to %(most)s ids, separated by commas.") % {"most": MOST_LABELS}
            raise Invalid(sentence, field="ids")
        units = self.get_queryset().filter(pk__in=ids).select_related("product_model").order_by("pk")
        return pdf_answer(printing.labels_pdf(units), "labels")

    @step()
    def start_diagnostics(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Put the unit on the bench."""
        services.asset_start_diagnostics(asset=asset, actor=actor)

    @step(input=serializers.RecordDiagnosticsInput)
    def record_diagnostics(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Record the checklist and its result."""
        services.asset_record_diagnostics(asset=asset, actor=actor, **facts)

    @step(input=serializers.RecordWipeInput)
    def record_wipe(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Record that the unit's data is gone."""
        services.asset_record_wipe(asset=asset, actor=actor, **facts)

    @step(input=serializers.PassQcInput)
    def pass_qc(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Grade the unit and put it on sale."""
        services.asset_pass_qc(asset=asset, actor=actor, **facts)

    @step(input=serializers.FailQcInput)
    def fail_qc(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Send the unit back to diagnostics or to repair."""
        services.asset_fail_qc(asset=asset, actor=actor, **facts)

    @step(input=Reason)
    def hold_for_repair(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Keep the unit for repair."""
        services.asset_hold_for_repair(asset=asset, actor=actor, **facts)

    @step()
    def repaired(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Send the repaired unit through diagnostics again."""
        services.asset_repaired(asset=asset, actor=actor)

    @step(input=Reason)
    def block(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Take the unit off sale, with a reason."""
        services.asset_block(asset=asset, actor=actor, **facts)

    @step(input=Reason)
    def unblock(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Send the blocked unit through diagnostics again."""
        services.asset_unblock(asset=asset, actor=actor, **facts)

    @step(input=Reason)
    def scrap(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Ask a manager to scrap the unit."""
        services.asset_scrap(asset=asset, actor=actor, **facts)

    @step()
    def approve_scrap(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Scrap the unit that somebody else asked to scrap."""
        services.asset_approve_scrap(asset=asset, actor=actor)

    @step(input=Reason)
    def decline_scrap(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Decline to scrap the unit, or take back that one asked for it."""
        services.asset_decline_scrap(asset=asset, actor=actor, **facts)

    @step(input=serializers.MoveInput)
    def move(self, asset: Asset, actor: Any, facts: Facts) -> None:
        """Move the unit to another place."""
        services.asset_move(asset=asset, actor=actor, **facts)


class MovementViewSet(Resources):
    """Every change of a unit's status or place."""

    resource = "inventory-movements"
    serializer_class = serializers.MovementSerializer
    filterset_class = filters.MovementFilter
    search = Search(texts=("asset__serial_number",))
    orderings = {"created_at": "created_at"}


class DiagnosticsViewSet(Resources):
    """Technicians' checklists."""

    resource = "diagnostics"
    serializer_class = serializers.DiagnosticsSerializer
    filterset_class = filters.DiagnosticsFilter
    orderings = {"diagnostic_date": "diagnostic_date"}


class WipeCertificateViewSet(Resources):
    """Proofs that data is gone."""

    resource = "wipe-certificates"
    serializer_class = serializers.WipeCertificateSerializer
    filterset_class = filters.WipeCertificateFilter
    orderings = {"wipe_date": "wipe_date"}


class BulkStockViewSet(Creates, Edits, Documents):
    """Counted stock: chargers, mice, RAM, cables."""

    resource = "bulk-stock"
    serializer_class = serializers.BulkStockSerializer
    create_input = update_input = serializers.BulkStockInput
    filterset_class = filters.BulkStockFilter
    search = Search(texts=("sku", "item_name"))
    orderings = {name: name for name in ("sku", "item_name", "category", "quantity", "created_at")}

    def create_row(self, actor: Any, facts: Facts) -> BulkStock:
        """Make the item known."""
        return bulk.bulk_stock_create(actor=actor, **facts)

    def update_row(self, row: BulkStock, actor: Any, facts: Facts) -> None:
        """Change the item's facts."""
        bulk.bulk_stock_update(stock=row, actor=actor, **facts)

    @step(input=serializers.BulkReceiveInput)
    def receive(self, stock: BulkStock, actor: Any, facts: Facts) -> None:
        """Take pieces in, at their unit cost."""
        bulk.bulk_stock_receive(stock=stock, actor=actor, **facts)

    @step(input=serializers.BulkAdjustInput)
    def adjust(self, stock: BulkStock, actor: Any, facts: Facts) -> None:
        """Correct the quantity, up or down, with a reason."""
        bulk.bulk_stock_adjust(stock=stock, actor=actor, **facts)


class BulkMovementViewSet(Resources):
    """Everything that came and went of bulk stock."""

    resource = "bulk-movements"
    serializer_class = serializers.BulkMovementSerializer
    filterset_class = filters.BulkMovementFilter
    orderings = {"created_at": "created_at"}


class StockCountViewSet(Creates, Edits, Documents):
    """Counts of bulk stock: expected against counted, the variance approved by a manager."""

    resource = "stock-counts"
    workflow = STOCK_COUNT
    serializer_class = serializers.StockCountSerializer
    create_input = serializers.StockCountInput
    update_input = serializers.StockCountUpdate
    filterset_class = filters.StockCountFilter
    orderings = {"name": "name", "created_at": "created_at"}

    def create_row(self, actor: Any, facts: Facts) -> Any:
        """Open a count with its lines."""
        return counts.stock_count_create(actor=actor, **facts)

    def update_row(self, row: StockCount, actor: Any, facts: Facts) -> None:
        """Replace the lines of an open count."""
        counts.stock_count_update(count=row, actor=actor, **facts)

    @step()
    def submit(self, count: StockCount, actor: Any, facts: Facts) -> None:
        """Hand the count to a manager."""
        counts.stock_count_submit(count=count, actor=actor)

    @step()
    def approve(self, count: StockCount, actor: Any, facts: Facts) -> None:
        """Make the stock what was counted."""
        counts.stock_count_approve(count=count, actor=actor)

    @step(input=Reason)
    def reject(self, count: StockCount, actor: Any, facts: Facts) -> None:
        """Close the count without effect."""
        counts.stock_count_reject(count=count, actor=actor, **facts)
