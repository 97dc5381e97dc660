from apps.ledger.api.v1.views import LedgerEntryViewSet
from common.api.routers import routes

urlpatterns = routes(LedgerEntryViewSet)
