"""Whether the process lives, whether it can serve, and its figures."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_address

import prometheus_client
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CollectorRegistry, Metric, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


class Watched:
    """Answers those who watch over the process, before anything asks for a host name, TLS or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return PAGES.get(request.path_info, self.get_response)(request)


def live(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives; the database is not asked."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and every migration is applied, else 503 with what is missing."""
    problems = _problems()
    return JsonResponse(
        {"status": "unready" if problems else "ok", "problems": problems}, status=503 if problems else 200
    )


class Unready(Exception):
    """Something is missing before this process can serve; the message says what."""


def _problems() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        require_migrations()
    except DatabaseError:
        return ["The database does not answer."]
    except Unready as missing:
        return [str(missing)]
    return []


@cache
def require_migrations() -> None:
    """Every migration of this version is applied, which then holds for as long as the process lives; else Unready."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unready(f"{len(pending)} migrations are not applied.")


def metrics(request: HttpRequest) -> HttpResponse:
    """Return Prometheus figures, to FETTLE_METRICS_NETWORKS alone and never through a proxy."""
    if "HTTP_X_FORWARDED_FOR" in request.META or not _is_inside(request.META["REMOTE_ADDR"]):
        return HttpResponse(status=404)
    figures = prometheus_client.generate_latest(_of_the_web()) + prometheus_client.generate_latest(_of_the_jobs())
    return HttpResponse(figures, content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _is_inside(address: str) -> bool:
    found = ip_address(address)
    return any(found in network for network in settings.METRICS_NETWORKS)


def _of_the_web() -> CollectorRegistry:
    """Return what this process counts or, where several serve, what all of them do."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return prometheus_client.REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _of_the_jobs() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Jobs())
    return registry


class Jobs(Collector):
    """Says of each kind of job when it last ended, and whether that was a failure; the worker itself serves no page."""

    LAST = """
        SELECT DISTINCT ON (task_name) task_name, status = 'failed', extract(epoch FROM at)
        FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type::text = j.status::text
        WHERE status IN ('succeeded', 'failed') ORDER BY task_name, j.id DESC, at DESC
    """

    def collect(self) -> Iterator[Metric]:
        """Yield the figures; none while the database is away, which /readyz tells."""
        failed = GaugeMetricFamily("fettle_job_failed", "Whether the last job of its kind failed.", labels=["task"])
        ended = GaugeMetricFamily("fettle_job_ended_seconds", "When it ended, as Unix time.", labels=["task"])
        try:
            with connection.cursor() as cursor:
                cursor.execute(self.LAST)
                rows = cursor.fetchall()
        except DatabaseError:
            return
        for task, has_failed, at in rows:
            failed.add_metric([task], has_failed)
            ended.add_metric([task], at)
        yield from (failed, ended)


PAGES = {"/livez": live, "/readyz": ready, "/metrics": metrics}
