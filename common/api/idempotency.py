"""Safe repeats: the same Idempotency-Key and payload act once and answer the same (api.md, draft IETF header)."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.response import Response

from common.api.errors import LOCK_NOT_AVAILABLE
from common.api.rehearsal import is_rehearsal, rehearse
from common.api.renderers import dumps
from common.db.acting import transaction_of_act
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
    if is_rehearsal(request):
        return rehearse(run)
    if (key := key_of(request, required=required)) is None:
        return run()
    asked = digest(request)
    with transaction_of_act():
        pk, status, answer, etag = _claim(request.user.pk, key, asked)
        if status is not None:
            return _replay(status, bytes(answer), etag)
        response = run()
        body = b"" if response.data is None else dumps(response.data)
        _keep(pk, body, status=response.status_code, etag=response.headers.get("ETag", ""))
        return response


def once_each(
    request: Any, key: str | None, ids: list[int], run: Callable[[int], dict[str, Any]]
) -> Response | HttpResponse:
    """Run it for each id in a transaction of its own and answer the results, or replay the stored answer.

    With a key, each result is stored in the transaction of its row. So a request that is cut off is taken up again by
    its repeat, which acts on what is left and tells the same of what is done. Raises KeyReused and Conflict as `once`.
    """
    if is_rehearsal(request):
        return rehearse(lambda: Response({"results": [run(pk) for pk in ids]}))
    if key is None:
        return Response({"results": [run(pk) for pk in ids]})
    asked, me = digest(request), request.user.pk
    keys = {pk: hashlib.sha256(f"{key} {pk}".encode()).hexdigest() for pk in ids}
    kept = list(IdempotencyKey.objects.filter(user=me, key__in=[key, *keys.values()]))
    if any(found.request_hash != asked for found in kept):
        raise KeyReused
    if whole := [found for found in kept if found.key == key]:
        return _replay(200, bytes(whole[0].answer or b""), "")

    def run_once(pk: int) -> dict[str, Any]:
        with transaction.atomic():
            claimed, status, answer, _etag = _claim(me, keys[pk], asked)
            if status is not None:
                return orjson.loads(bytes(answer))
            result = run(pk)
            _keep(claimed, dumps(result))
            return result

    response = Response({"results": [run_once(pk) for pk in ids]})
    with transaction.atomic():
        claimed, *_stored = _claim(me, key, asked)
        _keep(claimed, dumps(response.data))
    return response


def key_of(request: Any, *, required: bool) -> str | None:
    """Return the request's key; a rehearsal needs none. Raises Invalid for one that is missing or malformed."""
    key = request.headers.get("Idempotency-Key")
    if key is None and required and not is_rehearsal(request):
        raise Invalid(
            _("Send an Idempotency-Key header: this request must not act twice."), code="idempotency_key_required"
        )
    if key is not None and not (1 <= len(key) <= 255 and key.isprintable()):
        raise Invalid(_("An Idempotency-Key has 1 to 255 printable characters."), code="idempotency_key_invalid")
    return key


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


def _claim(user: int, key: str, asked: str) -> tuple[Any, ...]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [user, key, asked])
            pk, known, *stored = cursor.fetchone()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise Conflict(
                _("The same request is still running: wait for its answer, then repeat with the same key."),
                code="idempotency_key_in_use",
            ) from error
        raise
    if known != asked:
        raise KeyReused
    return pk, *stored


def _keep(pk: int, answer: bytes, *, status: int = 200, etag: str = "") -> None:
    IdempotencyKey.objects.filter(pk=pk).update(status_code=status, answer=answer, etag=etag)


def _replay(status: int, answer: bytes, etag: str) -> HttpResponse:
    response = HttpResponse(answer, status=status, content_type="application/json")
    response.headers["Idempotent-Replayed"] = "true"
    if etag:
        response.headers["ETag"] = etag
    return response


def forget_old_keys() -> int:
    """Delete keys past their 30 days and return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
