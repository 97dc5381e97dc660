from django.conf import settings
from django.db import models

from common.db.triggers import append_only
from common.models import Exact


class AuditEvent(models.Model):
    """One change of one row (domain rule 8). Triggers write it, for every door; nobody changes or deletes it.

    `changes` is `{"field": [before, after]}`. Each row's `hash` covers its content and the hash of the object's row
    before it, so that an edit, a gap or a reordering shows (`manage verify_audit`).
    """

    object_type = models.CharField(max_length=63)
    object_id = models.BigIntegerField()
    action = models.CharField(max_length=50)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    door = models.CharField(max_length=20)
    request_id = models.CharField(max_length=64)
    reason = models.TextField()
    at = models.DateTimeField()
    changes = models.JSONField(decoder=Exact)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_object"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["request_id", "-id"], name="audit_request"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class ReadEvent(models.Model):
    """Somebody read what is sensitive: an export, or a list with money or personal data (domain rule 12)."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "-id"], name="read_actor")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.what
