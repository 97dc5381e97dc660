from apps.customers.api.v1 import views
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(views.CustomerViewSet, views.LeadSourceViewSet)
cover(Source(views.CustomerViewSet, "Customers", "full_name", "", ("business_name", "phone", "email")))
