"""What stalls while billing holds an order: each app above names its own documents that wait for it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from apps.orders.models import Order

# Returns the documents that stand still while the order is held.
Stalling = Callable[[Order], list[Model]]
_stalling: list[Stalling] = []


def stalls_with(stalling: Stalling) -> None:
    """Let an upper app say which of its documents stand still while an order is held."""
    if stalling not in _stalling:
        _stalling.append(stalling)


def stalled_by(order: Order) -> list[dict[str, Any]]:
    """Return what stands still while the order is held, as type, id and label."""
    return [
        {"type": str(row._meta.verbose_name), "id": row.pk, "label": str(row)}
        for stalling in _stalling
        for row in stalling(order)
    ]
