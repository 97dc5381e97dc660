"""What those who watch over Fettle are told."""

from ipaddress import ip_network

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from common.health import require_migrations

pytestmark = pytest.mark.django_db


def test_a_migration_that_is_missing_makes_it_unready(anonymous):
    require_migrations.cache_clear()
    last = MigrationRecorder.Migration.objects.filter(app="reports").latest("id")
    last.delete()
    for _ in range(2):
        unready = anonymous.call("GET", "/readyz")
        assert (unready.status, unready.json["problems"]) == (503, ["1 migrations are not applied."])
    last.save(force_insert=True)
    assert anonymous.call("GET", "/readyz").status == 200


def test_that_everything_is_applied_is_found_out_once(anonymous, django_assert_num_queries):
    assert anonymous.call("GET", "/readyz").status == 200
    with django_assert_num_queries(1):
        assert anonymous.call("GET", "/readyz").status == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_whoever_watches_needs_no_host_name_and_no_tls(anonymous, settings, path):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["fettle.example"]
    assert anonymous.client.get(path, HTTP_HOST="10.1.2.3:8000").status_code == 200
    assert anonymous.client.get("/api/v1/me", HTTP_HOST="10.1.2.3:8000", secure=True).status_code == 400


def test_figures_are_for_this_machine_unless_told_otherwise(anonymous, settings):
    anonymous.get("assets")
    here = anonymous.client.get("/metrics")
    assert here.status_code == 200
    assert b"fettle_request_seconds_count" in here.content
    inside, outside = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.1"}
    assert anonymous.client.get("/metrics", **inside).status_code == 404
    settings.METRICS_NETWORKS = [ip_network("192.0.2.0/24")]
    assert anonymous.client.get("/metrics", **inside).status_code == 200
    assert anonymous.client.get("/metrics", **outside).status_code == 404
    forwarded = inside | {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}
    assert anonymous.client.get("/metrics", **forwarded).status_code == 404


def ended(task, status, at):
    """A job of the worker's ended so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES (%s, 'default', 'todo')"
            " RETURNING id",
            [task],
        )
        job = cursor.fetchone()
        for reached in ("doing", status):
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [reached, *job])
        cursor.execute(
            "UPDATE procrastinate_events SET at = to_timestamp(%s) WHERE job_id = %s AND type::text = %s",
            [at, *job, status],
        )


def test_figures_tell_how_each_kind_of_job_last_ended(anonymous):
    for task, status, at in (("a", "failed", 10), ("a", "succeeded", 20), ("b", "succeeded", 30), ("b", "failed", 40)):
        ended(task, status, at)
    told = anonymous.client.get("/metrics").content.decode().splitlines()
    assert [line for line in told if line.startswith("fettle_job_")] == [
        'fettle_job_failed{task="a"} 0.0',
        'fettle_job_failed{task="b"} 1.0',
        'fettle_job_ended_seconds{task="a"} 20.0',
        'fettle_job_ended_seconds{task="b"} 40.0',
    ]
