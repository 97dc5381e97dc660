"""Files in the story of their document."""

import base64
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.attachments.models import Attachment
from apps.attachments.selectors import kind_of
from apps.audit.models import AuditEvent
from apps.audit.selectors import timeline_event
from apps.inventory.models import Asset
from apps.inventory.passport import Event, event


def files_told(document: Model) -> list[dict[str, Any]]:
    """Return the events of the document's files: each was added, some were removed."""
    if (kind := kind_of(document)) is None:
        return []
    rows = Attachment.objects.filter(kind=kind, document=document.pk).select_related("preview")
    if not (files := {file.pk: file for file in rows}):
        return []
    events = AuditEvent.objects.filter(object_type=Attachment._meta.db_table, object_id__in=files)
    return [
        timeline_event(one, None, {}, {}) | {"file": _shown(files[one.object_id])}
        for one in events.select_related("actor").order_by("pk")
    ]


def _shown(file: Attachment) -> dict[str, Any]:
    kept = file.deleted_at is None
    preview = getattr(file, "preview", None) if kept else None
    named = file.erased_at is None
    return {
        "id": file.pk,
        "name": file.original_name if named else _("A file that is no longer kept"),
        "media_type": file.media_type,
        "size": file.size,
        "note": file.note if named else "",
        "preview": preview and f"data:image/webp;base64,{base64.b64encode(preview.content).decode()}",
        "kept": kept,
    }


def passport_files(asset: Asset, reader: User | None) -> list[Event]:
    """Return the same as a chapter of a unit's passport."""
    return [
        event(at=one["at"], kind="file", title=one["label"], detail=one["reason"])
        | {"actor": one["actor"], "file": one["file"]}
        for one in files_told(asset)
    ]
