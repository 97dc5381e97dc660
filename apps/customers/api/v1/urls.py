from apps.customers.api.v1 import views
from common.api.routers import routes

urlpatterns = routes(views.LeadSourceViewSet)
