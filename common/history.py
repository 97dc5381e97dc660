"""The timeline of a document. The audit app, which lies above, provides where it is read from.

Other apps above add what happened beside the row itself, of what belongs to it: chapters, functions `(row) → events`.
"""

from collections.abc import Callable
from typing import Any

_sources: list[Callable[[Any, Any], list[dict[str, Any]]]] = []
_chapters: list[Callable[[Any], list[dict[str, Any]]]] = []


def provide(source: Callable[[Any, Any], list[dict[str, Any]]]) -> None:
    """Name the function `(row, workflow) → events` that reads a document's events, oldest first."""
    _sources[:] = [source]


def contribute(chapter: Callable[[Any], list[dict[str, Any]]]) -> None:
    """Add a chapter to every timeline; its events are those of the same trail."""
    if chapter not in _chapters:
        _chapters.append(chapter)


def timeline_of(row: Any, workflow: Any) -> list[dict[str, Any]]:
    """Return what happened to the row, oldest first: who, when, which step, what changed, and why."""
    events = _sources[0](row, workflow) + [event for chapter in _chapters for event in chapter(row)]
    return sorted(events, key=lambda event: event["id"])
