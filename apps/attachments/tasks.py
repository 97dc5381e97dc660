"""What the worker does with files."""

from procrastinate.contrib.django import app

from apps.attachments import services
from common.tasks import RETRY, prove


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="erase_files", retry=RETRY)
def erase_files(timestamp: int) -> None:
    """Remove again what could not be removed when it was erased."""
    services.files_erase()


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="sweep_files", retry=RETRY)
def sweep_files(timestamp: int) -> None:
    """Take away what an upload left that never came to its end."""
    services.files_sweep()


@app.periodic(cron="47 4 * * *")
@app.task(queueing_lock="check_files")
def check_files(timestamp: int) -> None:
    """Find files that are gone, or no longer what was stored."""
    prove("check_files")
