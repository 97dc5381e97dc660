from apps.payments.api.v1 import views
from apps.payments.api.v1.customers import CustomerViewSet
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(CustomerViewSet, views.InvoiceViewSet, views.PaymentViewSet, views.BankViewSet)

cover(Source(CustomerViewSet, "Customers", "full_name", "", ("business_name", "phone", "email")))
cover(
    Source(views.InvoiceViewSet, "Invoices", "invoice_number", "status", ("customer", "invoice_date", "total_amount"))
)
