from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from apps.reports.approvals import approvals_of
from common.api.fields import Money, Named


class QueueSerializer(serializers.Serializer):
    """Documents of one kind that wait for one step: `POST /<resource>/<id>/<step>` decides one of them.

    `opposite` is the step that says no, which needs a reason; empty where there is none.
    """

    key = serializers.CharField()
    label = serializers.CharField()
    resource = serializers.CharField()
    step = serializers.CharField()
    step_label = serializers.CharField()
    opposite = serializers.CharField(allow_blank=True)
    opposite_label = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class WaitingSerializer(serializers.Serializer):
    """One document that waits; `own` says that it is the asker's own, which somebody else must decide.

    `updated_at` goes back with a decision in bulk, as `seen`.
    """

    queue = serializers.CharField()
    resource = serializers.CharField()
    step = serializers.CharField()
    id = serializers.IntegerField()
    label = serializers.CharField()
    customer = Named(allow_null=True)
    amount = Money(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    asked_by = Named()
    since = serializers.DateTimeField()
    why = serializers.CharField(allow_blank=True)
    own = serializers.BooleanField()
    updated_at = serializers.DateTimeField()


@extend_schema_serializer(many=False)
class Approvals(serializers.Serializer):
    """What waits for the asker, the longest waiting first, 200 at most; the counts go to 1,000."""

    queues = QueueSerializer(many=True)
    results = WaitingSerializer(many=True)


class ApprovalViewSet(GenericViewSet):
    """The one queue of everything that waits for a decision."""

    resource = "approvals"
    serializer_class = Approvals
    pagination_class = None
    filter_backends = ()

    def access_action(self) -> str | None:
        """Return the action's name in the permission matrix, or None where the method is not offered at all."""
        return self.action

    @extend_schema(responses=Approvals)
    def list(self, request: Any, *_: Any, **__: Any) -> Response:
        """Return what waits for the user's decision."""
        return Response(approvals_of(request.user))
