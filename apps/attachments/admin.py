"""Files in the administration site: which there are, and nothing else."""

from django.contrib import admin
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    ChoicesDropdownFilter,
    FieldTextFilter,
    RangeDateTimeFilter,
)

from apps.attachments.models import Attachment
from common.admin import TrailAdmin


@admin.register(Attachment)
class AttachmentAdmin(TrailAdmin):
    resource = "attachments"
    area, icon = "Trail", "attach_file"
    list_display = ("original_name", "kind", "document", "media_type", "size", "uploaded_by", "created_at")
    list_filter = (
        ("kind", FieldTextFilter),
        ("document", FieldTextFilter),
        ("media_type", ChoicesDropdownFilter),
        ("uploaded_by", AutocompleteSelectFilter),
        ("created_at", RangeDateTimeFilter),
    )
    list_select_related = ("uploaded_by",)
    unseen = ("stored_name", "sha256")
