"""What an act does to balances, told to whoever rehearses it (`dry_run`): each change with its before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

_heard: ContextVar[list[dict[str, Any]] | None] = ContextVar("effects", default=None)


@contextmanager
def hearing() -> Iterator[list[dict[str, Any]]]:
    """Collect every effect that is told inside the block, in order."""
    heard: list[dict[str, Any]] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def tell(row: Any, what: str, before: Decimal, after: Decimal, currency: str) -> None:
    """Tell that an amount of a row (`balance`) went from one value to another; nobody may be listening."""
    if (heard := _heard.get()) is not None:
        heard.append(
            {
                "type": row._meta.verbose_name,
                "id": row.pk,
                "label": str(row),
                "what": what,
                "before": str(before),
                "after": str(after),
                "currency": currency,
            }
        )
