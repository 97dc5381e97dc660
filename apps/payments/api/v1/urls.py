from apps.payments.api.v1 import views
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(views.InvoiceViewSet, views.PaymentViewSet, views.BankViewSet)

cover(
    Source(views.InvoiceViewSet, "Invoices", "invoice_number", "status", ("customer", "invoice_date", "total_amount"))
)
