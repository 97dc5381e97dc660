"""Safe repeats: the same Idempotency-Key and payload act once and answer the same (api.md, draft IETF header)."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.response import Response

from common.api.errors import LOCK_NOT_AVAILABLE
from common.api.renderers import dumps
from common.errors import Conflict, Invalid, KeyReused
from common.models import IdempotencyKey

KEPT = timedelta(days=30)
# A concurrent twin waits here until the first request ends, then reads its answer.
CLAIM = """
    INSERT INTO common_idempotencykey (user_id, key, request_hash, etag, created_at) VALUES (%s, %s, %s, '', now())
    ON CONFLICT (user_id, key) DO UPDATE SET key = excluded.key
    RETURNING id, request_hash, status_code, answer, etag
"""


def once(request: Any, run: Callable[[], Response], *, required: bool) -> Response | HttpResponse:
    """Run the request, or replay its stored answer. A refused request keeps no key: its transaction is undone.

    Raises Invalid when the key is missing where it is required or malformed, KeyReused (422) when it belongs to another
    payload, Conflict (409) while a twin is still running.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None and not required:
        return run()
    if key is None:
        raise Invalid(
            _("Send an Idempotency-Key header: this request must not act twice."), code="idempotency_key_required"
        )
    if not 1 <= len(key) <= 255 or not key.isprintable():
        raise Invalid(_("An Idempotency-Key has 1 to 255 printable characters."), code="idempotency_key_invalid")
    with transaction.atomic():
        pk, known, status, answer, etag = _claim(request, key)
        if known != digest(request):
            raise KeyReused
        if status is not None:
            return _replay(status, bytes(answer), etag)
        response = run()
        IdempotencyKey.objects.filter(pk=pk).update(
            status_code=response.status_code,
            answer=b"" if response.data is None else dumps(response.data),
            etag=response.headers.get("ETag", ""),
        )
        return response


def digest(request: Any) -> str:
    """Return the hash of what the request asks for: method, address and body."""
    body = json.dumps(request.data, sort_keys=True, default=_told)
    return hashlib.sha256(f"{request.method} {request.get_full_path()} {body}".encode()).hexdigest()


def _told(value: Any) -> str:
    """Return what stands for a value that JSON does not know: of a file, its name and what is in it."""
    if not isinstance(value, UploadedFile):
        return str(value)
    found = hashlib.file_digest(value, "sha256").hexdigest()
    value.seek(0)
    return f"{value.name} {found}"


def _claim(request: Any, key: str) -> tuple[Any, ...]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [request.user.pk, key, digest(request)])
            return cursor.fetchone()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise Conflict(
                _("The same request is still running: wait for its answer, then repeat with the same key."),
                code="idempotency_key_in_use",
            ) from error
        raise


def _replay(status: int, answer: bytes, etag: str) -> HttpResponse:
    response = HttpResponse(answer, status=status, content_type="application/json")
    response.headers["Idempotent-Replayed"] = "true"
    if etag:
        response.headers["ETag"] = etag
    return response


def forget_old_keys() -> int:
    """Delete keys past their 30 days and return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
