"""What the trail looks like."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.audit.models import AuditEvent, ReadEvent
from common.api.fields import InWords, Reference
from common.texts import in_words


@extend_schema_field({"type": "string"})
class Text(InWords):
    """A few words."""


class AuditEventSerializer(serializers.ModelSerializer):
    actor = Reference()
    label = Text(in_words, source="action")

    class Meta:
        model = AuditEvent
        fields = [
            "id", "at", "actor", "action", "label", "door", "reason", "object_type", "object_id", "changes",
            "request_id",
        ]  # fmt: skip


class ReadEventSerializer(serializers.ModelSerializer):
    actor = Reference()

    class Meta:
        model = ReadEvent
        fields = ["id", "at", "actor", "what", "rows", "request_id"]
