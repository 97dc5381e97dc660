"""Business dates: a day in the business's own time zone (domain rule 3)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock


def business_date(at: datetime | None = None) -> date:
    """Return the business day of the instant, or of now."""
    return (at or clock.now()).astimezone(business_zone()).date()


def business_zone() -> ZoneInfo:
    """Return the time zone of the business: instants are kept in UTC, and told on paper and by day in this one."""
    return ZoneInfo(settings.BUSINESS_TIME_ZONE)


def day_in_words(day: date) -> str:
    """Return the day as the reader's language writes it in a sentence: 31 Aug 2026, in Danish 31. aug. 2026."""
    return date_format(day, _("j M Y"))


def sql_day_of(instant: str) -> str:
    """Return the SQL of the business day of an instant: of a column, of `now()`."""
    return f"({instant} AT TIME ZONE '{settings.BUSINESS_TIME_ZONE}')::date"


def first_of(days: int, *, last: date) -> date:
    """Return the first of so many days up to the last one, both included; no day lies before the calendar's first."""
    return last - min(timedelta(days=days - 1), last - date.min)
