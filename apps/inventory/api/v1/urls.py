from apps.inventory.api.v1 import views
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
)
