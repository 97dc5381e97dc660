from apps.inventory.api.v1 import views
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(
    views.AssetViewSet,
    views.BulkStockViewSet,
    views.ProductModelViewSet,
    views.LocationViewSet,
    views.MovementViewSet,
    views.BulkMovementViewSet,
    views.DiagnosticsViewSet,
    views.WipeCertificateViewSet,
    views.StockCountViewSet,
)

cover(
    Source(views.AssetViewSet, "Units", "serial_number", "status", ("asset_tag", "product_model", "location")),
    Source(views.BulkStockViewSet, "Bulk stock", "item_name", "", ("sku", "location")),
    Source(views.ProductModelViewSet, "Product models", "model_name", "", ("brand", "category")),
)
