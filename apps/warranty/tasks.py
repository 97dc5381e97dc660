"""What the worker does with warranties."""

from procrastinate.contrib.django import app

from apps.warranty import services
from common.tasks import RETRY


# Every hour, for the business's day may begin at any hour of UTC.
@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="expire_warranties", retry=RETRY)
def expire_warranties(timestamp: int) -> None:
    """End the warranties whose last day has passed."""
    services.warranties_expire()
