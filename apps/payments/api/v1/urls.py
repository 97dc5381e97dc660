from django.utils.translation import gettext_noop

from apps.payments.api.v1 import account_views, views
from apps.payments.api.v1.customers import CustomerViewSet
from apps.payments.api.v1.till_views import TillSessionViewSet
from common.api.global_search import Source, cover
from common.api.routers import routes

urlpatterns = routes(
    CustomerViewSet,
    views.InvoiceViewSet,
    views.PaymentViewSet,
    views.BankViewSet,
    account_views.SalesPaymentViewSet,
    account_views.SalesPaymentReversalViewSet,
    TillSessionViewSet,
)

cover(Source(CustomerViewSet, gettext_noop("Customers"), "full_name", "", ("business_name", "phone", "email")))
cover(
    Source(
        views.InvoiceViewSet,
        gettext_noop("Invoices"),
        "invoice_number",
        "status",
        ("customer", "invoice_date", "total_amount"),
    )
)
for _view, _label in (
    (account_views.SalesPaymentViewSet, gettext_noop("Account payments")),
    (account_views.SalesPaymentReversalViewSet, gettext_noop("Payment reversals")),
):
    cover(Source(_view, _label, "readable_number", "status", ("customer", "total", "currency")))
