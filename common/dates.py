"""Business dates: a day in the business's own time zone (domain rule 3)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from common import clock


def business_date(at: datetime | None = None) -> date:
    """Return the business day of the instant, or of now."""
    return (at or clock.now()).astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE)).date()
