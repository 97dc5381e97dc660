"""What the trail looks like."""

from rest_framework import serializers

from apps.audit.models import AuditEvent, ReadEvent
from common.api.fields import Reference


class AuditEventSerializer(serializers.ModelSerializer):
    actor = Reference()

    class Meta:
        model = AuditEvent
        fields = [
            "id", "at", "actor", "action", "door", "reason", "object_type", "object_id", "changes", "request_id",
        ]  # fmt: skip


class ReadEventSerializer(serializers.ModelSerializer):
    actor = Reference()

    class Meta:
        model = ReadEvent
        fields = ["id", "at", "actor", "what", "rows", "request_id"]
