"""What every table of the business shares, and the tables that belong to no app."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from common.db.triggers import append_only, kept


class Exact(json.JSONDecoder):
    """Reads JSON without floats: a fraction stays the text that it is, for it may be an amount."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"parse_float": str})


class PeersManager(models.Manager):
    """Related rows of a page are fetched together, so that no code can cause a query per row."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return rows whose relations load for all peers at once."""
        return super().get_queryset().fetch_mode(models.FETCH_PEERS)


class Record(models.Model):
    """A row of the business: when it was made and changed, and its version for ETags. Triggers keep the last two."""

    # The fields, joined by spaces, that name the row to people; foreign keys are read as {"id", "label"}.
    LABEL: ClassVar[tuple[str, ...]] = ()

    created_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    updated_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = PeersManager()
    # The version that the caller saw (If-Match): compared under the row's lock (common.db.locks).
    expected_version: int | None = None

    class Meta:
        abstract = True
        base_manager_name = "objects"
        triggers = kept()

    def __str__(self) -> str:
        return " ".join(str(getattr(self, name)) for name in self.LABEL if getattr(self, name)) or f"#{self.pk}"


class SoftDeleted(models.Model):
    """A row that a user may delete: it and its number stay, marked with the time."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def live[M: models.Model](rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """Return the rows that are not marked deleted: all of them where rows of the kind cannot be."""
    return rows.filter(deleted_at__isnull=True) if issubclass(rows.model, SoftDeleted) else rows


class Counter(models.Model):
    """The last number given out in a series; `year` is 0 where the count never restarts."""

    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_series_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year or ''} {self.last}"


class IdempotencyKey(models.Model):
    """A request that must not act twice, and the answer it got (kept 30 days)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True)
    answer = models.BinaryField(null=True)
    etag = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_user_key")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_created")]


class Printout(models.Model):
    """A document as it was printed: the same bytes for ever."""

    object_type = models.CharField(max_length=63)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id", "kind", "version"], name="printout_once")
        ]
        triggers = append_only()
