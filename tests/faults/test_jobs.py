"""The worker dies in the middle of a job: the job is given back to the queue, and no other is touched."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.accounts.models import Session
from common.models import IdempotencyKey
from common.tasks import JOBS_ARE_KEPT, STALLED_AFTER, forget_jobs, revive, tidy

pytestmark = pytest.mark.django_db(transaction=True)


def worker(*, seconds_ago: int) -> int:
    """Return the id of a worker who was last heard of so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds_ago],
        )
        return cursor.fetchone()[0]


def doing(worker_id: int) -> int:
    """Return the id of a job in the hands of that worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id)"
            " VALUES ('common.tasks.tidy', 'default', 'doing', %s) RETURNING id",
            [worker_id],
        )
        return cursor.fetchone()[0]


def run(task: Any) -> None:
    """Run the task as its worker does; called in a thread of its own, for the browser journeys left a loop in ours."""
    try:
        async_to_sync(task.func)(timestamp=0)
    finally:
        connections.close_all()


def test_a_job_whose_worker_died_is_given_back_and_another_stays():
    lost, held = doing(worker(seconds_ago=STALLED_AFTER + 5)), doing(worker(seconds_ago=1))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(run, revive).result()
    assert dict(ProcrastinateJob.objects.values_list("id", "status")) == {lost: "todo", held: "doing"}


def ended(status: str, *, hours_ago: int) -> int:
    """Return the id of a job that ended so long ago."""
    job = doing(worker(seconds_ago=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(hours => %s) WHERE job_id = %s",
            [hours_ago, job],
        )
    return job


def test_a_job_that_ended_is_forgotten_after_a_week():
    for status in ("succeeded", "failed"):
        ended(status, hours_ago=JOBS_ARE_KEPT + 1)
    kept = {ended("failed", hours_ago=JOBS_ARE_KEPT - 1), doing(worker(seconds_ago=1))}
    with ThreadPoolExecutor(1) as pool:
        pool.submit(run, forget_jobs).result()
    assert set(ProcrastinateJob.objects.values_list("id", flat=True)) == kept


def test_tidying_forgets_old_keys_and_ended_sessions_and_nothing_else(people):
    now = timezone.now()
    for days, key in ((31, "old"), (29, "young")):
        IdempotencyKey.objects.create(
            user=people["sales"], key=key, status_code=200, answer=b"{}", created_at=now - timedelta(days=days)
        )
    for hours, key in ((-1, "ended"), (1, "open")):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    tidy.func(timestamp=0)
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["young"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
