"""What a file looks like, and what it takes to add one."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from apps.attachments.models import Attachment
from apps.attachments.selectors import kinds
from common.api.fields import Id, Reference, Text


class AttachmentSerializer(serializers.ModelSerializer):
    uploaded_by = Reference()
    uploaded_at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = Attachment
        fields = [
            "id", "kind", "document", "original_name", "media_type", "size", "sha256", "note", "uploaded_by",
            "uploaded_at",
        ]  # fmt: skip


class DocumentInput(serializers.Serializer):
    """Which document: its resource and its id, as in its address."""

    kind = serializers.ChoiceField(sorted(kinds()))
    document = Id()


class AttachmentInput(DocumentInput):
    """What is kept: PNG, JPEG, WebP, PDF or CSV of at most 5 MB; a picture has at most 25 megapixels, as WebP 10."""

    file = serializers.FileField(allow_empty_file=True)
    note = Text(max_length=300, required=False, allow_blank=True, default="")


@extend_schema_serializer(many=False)
class AttachmentList(serializers.Serializer):
    """The files of one document, the oldest first: fifty at most, so there are no pages."""

    results = AttachmentSerializer(many=True)
