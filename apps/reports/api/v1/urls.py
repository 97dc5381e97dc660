from apps.reports.api.v1.approvals import ApprovalViewSet
from apps.reports.api.v1.views import ReportViewSet
from common.api.routers import routes

urlpatterns = routes(ReportViewSet, ApprovalViewSet)
