"""Every address of Fettle."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerSplitView

from apps.inventory.views import public_passport
from common import web
from common.api.global_search import SearchView
from common.api.routers import ByResource

handler400 = "common.web.bad_request"
handler403 = "common.web.forbidden"
handler404 = "common.web.not_found"
handler500 = "common.web.server_error"

v1 = [
    path("", include("apps.accounts.api.v1.urls")),
    path("", include("apps.audit.api.v1.urls")),
    path("", include("apps.customers.api.v1.urls")),
    path("", include("apps.inventory.api.v1.urls")),
    path("", include("apps.invoices.api.v1.urls")),
    path("", include("apps.sales_notes.api.v1.urls")),
    path("", include("apps.payments.api.v1.urls")),
    path("", include("apps.ledger.api.v1.urls")),
    path("", include("apps.warranty.api.v1.urls")),
    path("", include("apps.attachments.api.v1.urls")),
    path("", include("apps.reports.api.v1.urls")),
    path("search", SearchView.as_view(), name="search"),
    path("schema", SpectacularAPIView.as_view(), name="schema"),
]

urlpatterns = [
    ByResource("api/v1/", v1),
    path("passport/<str:code>", public_passport, name="public-passport"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("api/docs/redoc", SpectacularRedocView.as_view(url_name="schema"), name="redoc"),
    path("_allauth/", include("apps.accounts.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    re_path(rf"^(?!api/|admin/|_allauth/|{settings.STATIC_URL.strip('/')}/).*$", web.app, name="app"),
]
