from apps.payments.api.v1 import views
from common.api.routers import routes

urlpatterns = routes(views.InvoiceViewSet, views.PaymentViewSet, views.BankViewSet)
