"""Whether the process lives, whether it can serve, and its figures."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_prometheus.exports import ExportToDjangoView


def live(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives; the database is not asked."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and every migration is applied, else 503 with what is missing."""
    problems = _problems()
    return JsonResponse(
        {"status": "unready" if problems else "ok", "problems": problems}, status=503 if problems else 200
    )


def _problems() -> list[str]:
    from django.db.migrations.executor import MigrationExecutor

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["The database does not answer."]
    return [f"{len(pending)} migrations are not applied."] if pending else []


def metrics(request: HttpRequest) -> Any:
    """Return Prometheus figures, to this machine alone: a proxy in front never forwards the path."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1"):
        return HttpResponse(status=404)
    return ExportToDjangoView(request)
