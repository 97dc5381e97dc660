"""Reading what is sensitive is on record. The audit app, which lies above, provides where it is written."""

from collections.abc import Callable
from typing import Any

_recorders: list[Callable[..., Any]] = []


def provide(recorder: Callable[..., Any]) -> None:
    """Name the function `(actor, what, rows, request_id)`, all keywords, that records a reading."""
    _recorders[:] = [recorder]


def note(*, actor: Any, what: str, rows: int, request_id: str) -> None:
    """It is on record that the actor took so many rows of a list out of the house (domain rule 12)."""
    _recorders[0](actor=actor, what=what, rows=rows, request_id=request_id)
