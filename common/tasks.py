"""Work in the background, on procrastinate: retried, periodic, and taken over when a worker dies."""

from importlib import import_module

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
STALLED_AFTER = 60


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
