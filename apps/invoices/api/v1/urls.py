from django.utils.translation import gettext_noop

from apps.invoices.api.v1.orders import OrderViewSet
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(OrderViewSet)

cover(Source(OrderViewSet, gettext_noop("Orders"), "order_number", "status", ("customer", "order_total", "currency")))
