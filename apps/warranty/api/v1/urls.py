from django.utils.translation import gettext_noop

from apps.invoices.api.v1.related import Part, belongs
from apps.warranty.api.v1.views import WarrantySerializer, WarrantyViewSet
from apps.warranty.selectors import warranties_of
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(WarrantyViewSet)

belongs("warranties", Part("warranties.list", warranties_of, WarrantySerializer))

cover(
    Source(WarrantyViewSet, gettext_noop("Warranties"), "warranty_number", "status", ("asset", "customer", "end_date"))
)
