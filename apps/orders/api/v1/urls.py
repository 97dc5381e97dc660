from apps.orders.api.v1 import views
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(views.OrderViewSet)
cover(Source(views.OrderViewSet, "Orders", "order_number", "status", ("customer", "order_total", "currency")))
