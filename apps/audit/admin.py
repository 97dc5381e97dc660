"""The audit trail in the administration site: read, searched and taken out, never written."""

from django.contrib import admin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, FieldTextFilter, RangeDateTimeFilter

from apps.audit.models import AuditEvent, ReadEvent
from common.admin import TrailAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(TrailAdmin):
    resource = "audit-events"
    area, icon = "Trail", "history"
    list_display = ("at", "actor", "action", "object_type", "object_id", "door", "reason")
    list_filter = (
        ("object_type", FieldTextFilter),
        ("object_id", FieldTextFilter),
        ("actor", AutocompleteSelectFilter),
        ("at", RangeDateTimeFilter),
    )
    list_select_related = ("actor",)
    search_fields = ("=request_id",)
    search_help_text = "The id of a request"


@admin.register(ReadEvent)
class ReadEventAdmin(TrailAdmin):
    resource = "read-events"
    area, icon = "Trail", "visibility"
    list_display = ("at", "actor", "what", "rows")
    list_filter = (("actor", AutocompleteSelectFilter), ("at", RangeDateTimeFilter))
    list_select_related = ("actor",)
