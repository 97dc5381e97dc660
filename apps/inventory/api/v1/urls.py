from django.utils.translation import gettext_noop

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
    Source(
        views.AssetViewSet, gettext_noop("Units"), "serial_number", "status", ("asset_tag", "product_model", "location")
    ),
    Source(views.BulkStockViewSet, gettext_noop("Bulk stock"), "item_name", "", ("sku", "location")),
    Source(views.ProductModelViewSet, gettext_noop("Product models"), "model_name", "", ("brand", "category")),
)
