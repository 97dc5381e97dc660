from apps.attachments.api.v1.views import AttachmentViewSet
from common.api.routers import routes

urlpatterns = routes(AttachmentViewSet)
