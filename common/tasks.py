"""Work in the background, on procrastinate: retried, periodic, and taken over when a worker dies."""

from importlib import import_module
from io import StringIO

import structlog
from django.conf import settings
from django.core.management import CommandError, call_command
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
STALLED_AFTER = 60
JOBS_ARE_KEPT = 7 * 24  # hours
log = structlog.get_logger()


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="revive", pass_context=False)
async def revive(timestamp: int) -> None:
    """Give every job whose worker died back to the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy", retry=RETRY)
def tidy(timestamp: int) -> None:
    """Forget idempotency keys past their time and sessions that ended."""
    from common.api.idempotency import forget_old_keys

    forget_old_keys()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="forget_jobs", retry=RETRY)
async def forget_jobs(timestamp: int) -> None:
    """Forget jobs that ended a week ago, however they did."""
    await app.job_manager.delete_old_jobs(
        JOBS_ARE_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="7 4 * * *")
@app.task(queueing_lock="check_invariants")
def check_invariants(timestamp: int) -> None:
    """Find whatever does not add up."""
    prove("check_invariants")


def prove(command: str) -> None:
    """The command found nothing wrong. Otherwise all it said is an error in the log, and CommandError fails the job."""
    said = StringIO()
    try:
        call_command(command, stdout=said, stderr=said, verbosity=0, no_color=True)
    except CommandError as error:
        log.error("A check found something.", command=command, found=str(error), said=said.getvalue())  # noqa: TRY400
        raise
