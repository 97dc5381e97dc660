"""What time it is for the business. Only the demo's seeder acts in the past; movements and the audit trail keep the
real time whatever this clock says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

_behind: ContextVar[timedelta] = ContextVar("clock", default=timedelta())


def now() -> datetime:
    """Return the present instant, or the one that the clock has come to since it was set back."""
    return timezone.now() - _behind.get()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Set the clock back; in the block it goes on from that instant. Raises RuntimeError outside of the demo."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo acts in the past.")
    token = _behind.set(timezone.now() - instant)
    try:
        yield
    finally:
        _behind.reset(token)
