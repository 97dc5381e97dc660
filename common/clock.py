"""What time it is for the business. Only the demo's seeder acts in the past; movements and the audit trail keep the real
time whatever this clock says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.utils import timezone

_held: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """Return the present instant, or the one that the clock is held at."""
    return _held.get() or timezone.now()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at a past instant for the block. Raises RuntimeError outside of the demo."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo acts in the past.")
    token = _held.set(instant)
    try:
        yield
    finally:
        _held.reset(token)
