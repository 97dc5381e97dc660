"""Races: the same act from many threads at once, on real connections, round after round.

Each race has a control, in which the lock or the constraint that decides it is switched off, and which must then show
the failure: a race that cannot be lost proves nothing.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db import connection, connections
from django.db.models import Model, QuerySet

from common.db import locks
from common.db.acting import announce, current
from common.testing.seeded import restore

ROUNDS = int(os.environ.get("FETTLE_RACE_ROUNDS", "10"))
PATIENCE = 60.0


@dataclass(frozen=True)
class Outcome:
    """What one thread got: the value it returned, or the exception it met."""

    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True)
class Round:
    """One round: what was prepared for it, and what each thread got."""

    prepared: Any
    outcomes: list[Outcome]

    @property
    def values(self) -> list[Any]:
        """What the threads returned that met no exception."""
        return [outcome.value for outcome in self.outcomes if outcome.error is None]

    @property
    def errors(self) -> list[Exception]:
        """What the others met."""
        return [outcome.error for outcome in self.outcomes if outcome.error is not None]


def race(
    threads: int,
    run: Callable[[int, Any], Any],
    *,
    prepare: Callable[[], Any] = lambda: None,
    rounds: int = ROUNDS,
) -> list[Round]:
    """Run `run(thread, prepared)` in all threads at the same moment, `rounds` times, and return what each got.

    `prepare` makes the rows of a round before it starts. Every thread keeps one database connection of its own.
    """
    gate = threading.Barrier(threads + 1, timeout=PATIENCE)
    played: list[Round] = []

    def runner(i: int) -> None:
        try:
            connection.ensure_connection()
            for _ in range(rounds):
                gate.wait()
                now = played[-1]
                now.outcomes[i] = _attempt(run, i, now.prepared)
                gate.wait()
        except threading.BrokenBarrierError:
            return
        finally:
            connections.close_all()

    crew = [threading.Thread(target=runner, args=(i,), daemon=True) for i in range(threads)]
    for thread in crew:
        thread.start()
    try:
        for _ in range(rounds):
            played.append(Round(prepare(), [Outcome()] * threads))
            gate.wait()
            gate.wait()
    finally:
        gate.abort()
        for thread in crew:
            thread.join(PATIENCE)
    return played


def _attempt(run: Callable[[int, Any], Any], i: int, prepared: Any) -> Outcome:
    try:
        return Outcome(value=run(i, prepared))
    except Exception as error:
        return Outcome(error=error)


@contextmanager
def without_locks(*, pause: float = 0.02) -> Iterator[None]:
    """Every lock is a plain read in the block, followed by a pause in which the others read the same."""

    def lock(row: Model) -> Model:
        announce(current())
        found = type(row)._base_manager.get(pk=row.pk)
        time.sleep(pause)
        return found

    def lock_all(rows: QuerySet[Any]) -> list[Any]:
        found = list(rows.order_by("pk"))
        time.sleep(pause)
        return found

    with ExitStack() as patches:
        for name, plain in (("lock", lock), ("lock_all", lock_all)):
            real = getattr(locks, name)
            for module in [m for m in list(sys.modules.values()) if getattr(m, name, None) is real]:
                patches.enter_context(mock.patch.object(module, name, plain))
        yield


@contextmanager
def without_constraint(table: str, name: str) -> Iterator[None]:
    """The table lacks the constraint or unique index in the block; its rows are thrown away before it comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        constraint = cursor.fetchone()
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname = %s", [name])
        index = cursor.fetchone()
        back = f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint[0]}" if constraint else index[0]
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}" if constraint else f"DROP INDEX {name}")
    try:
        yield
    finally:
        restore()
        with connection.cursor() as cursor:
            cursor.execute(back)


@contextmanager
def without_trigger(table: str, name: str) -> Iterator[None]:
    """The table's trigger of that name sleeps in the block; its rows are thrown away before it wakes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND starts_with(tgname, %s)",
            [table, f"pgtrigger_{name}_"],
        )
        trigger = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        yield
    finally:
        restore()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
