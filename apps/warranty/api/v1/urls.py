from apps.warranty.api.v1.views import WarrantyViewSet
from common.api.routers import routes

urlpatterns = routes(WarrantyViewSet)
