from django.utils.translation import gettext_noop

from apps.warranty.api.v1.views import WarrantyViewSet
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(WarrantyViewSet)

cover(
    Source(WarrantyViewSet, gettext_noop("Warranties"), "warranty_number", "status", ("asset", "customer", "end_date"))
)
