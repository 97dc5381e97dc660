"""What the worker does with the audit trail by night."""

from procrastinate.contrib.django import app

from common.tasks import prove


@app.periodic(cron="27 4 * * *")
@app.task(queueing_lock="verify_audit")
def verify_audit(timestamp: int) -> None:
    """Find a row that was changed, inserted or taken out."""
    prove("verify_audit")
