"""What the trail looks like."""

from rest_framework import serializers

from apps.audit.models import AuditEvent, ReadEvent
from common.api.fields import Reference, Words
from common.kept import read_back
from common.texts import in_words


class AuditEventSerializer(serializers.ModelSerializer):
    actor = Reference()
    label = Words(in_words, source="action")
    reason = Words(read_back)

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
