from apps.audit.api.v1 import filters, serializers
from common.api.views import Resources


class AuditEventViewSet(Resources):
    """Every change of every row of the business, newest first."""

    resource = "audit-events"
    serializer_class = serializers.AuditEventSerializer
    filterset_class = filters.AuditEventFilter


class ReadEventViewSet(Resources):
    """Who took lists out of the house, newest first."""

    resource = "read-events"
    serializer_class = serializers.ReadEventSerializer
    filterset_class = filters.ReadEventFilter
