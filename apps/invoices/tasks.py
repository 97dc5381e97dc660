"""What the worker does with invoices."""

from procrastinate.contrib.django import app

from apps.invoices import services
from common.tasks import RETRY


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="free_reservations", retry=RETRY)
def free_reservations(timestamp: int) -> None:
    """Give the units of forgotten drafts back to the shop."""
    services.reservations_sweep()
