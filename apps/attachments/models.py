from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.attachments.contents import MediaType
from common.db.triggers import frozen, never_deleted
from common.models import Record, SoftDeleted

LONGEST_NAME = 150


class Attachment(Record, SoftDeleted):
    """A file that somebody put to a document. Its bytes lie in MEDIA_ROOT under `stored_name` and never change.

    `kind` is the document's resource, as in its address. A file that was removed is marked, and stays; of one that was
    erased (`erased_at`) the row alone stays, and its bytes lie nowhere.
    """

    LABEL: ClassVar[tuple[str, ...]] = ("original_name",)

    kind = models.CharField(max_length=63, editable=False)
    document = models.BigIntegerField(editable=False)
    original_name = models.CharField("file name", max_length=LONGEST_NAME, editable=False)
    media_type = models.CharField(max_length=30, choices=MediaType, editable=False)
    # Bytes, as they are stored.
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    stored_name = models.CharField(max_length=32, unique=True, editable=False)
    note = models.CharField(max_length=300, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "file"
        verbose_name_plural = "files"
        constraints = [
            models.CheckConstraint(condition=Q(media_type__in=MediaType.values), name="attachment_media_type"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_size"),
            models.CheckConstraint(condition=Q(stored_name__regex=r"^[0-9a-f]{32}$"), name="attachment_stored_name"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_sha256"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(deleted_at__isnull=False), name="attachment_erased_is_removed"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "document", "id"], name="attachment_document"),
            models.Index(fields=["id"], name="attachment_erased", condition=Q(erased_at__isnull=False)),
        ]
        triggers = [
            *Record.Meta.triggers,
            never_deleted(),
            pgtrigger.Protect(
                name="erased_for_good", operation=pgtrigger.Update, condition=pgtrigger.Q(old__erased_at__isnull=False)
            ),
            frozen(
                when="true",
                fields=(
                    "kind", "document", "original_name", "media_type", "size", "sha256", "stored_name", "note",
                    "uploaded_by",
                ),
                sentence="A file never changes: remove it and add another.",
            ),
        ]  # fmt: skip


class Preview(models.Model):
    """A picture as small as a thumb (WebP), sent with what is told of it, so that a page of them asks for none.

    It is written once, and goes when its file is erased.
    """

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="preview")
    content = models.BinaryField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="goes_with_its_file",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="""
                    PERFORM 1 FROM attachments_attachment WHERE id = OLD.attachment_id AND erased_at IS NOT NULL;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'A preview stays as long as its file.';
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]
