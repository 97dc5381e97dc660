"""The timeline of a document. The audit app, which lies above, provides where it is read from."""

from collections.abc import Callable
from typing import Any

_sources: list[Callable[[Any, Any], list[dict[str, Any]]]] = []


def provide(source: Callable[[Any, Any], list[dict[str, Any]]]) -> None:
    """Name the function `(row, workflow) → events` that reads a document's events, oldest first."""
    _sources[:] = [source]


def timeline_of(row: Any, workflow: Any) -> list[dict[str, Any]]:
    """Return what happened to the row, oldest first: who, when, which step, what changed, and why."""
    return _sources[0](row, workflow)
