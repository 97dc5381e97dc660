"""Who acts: the transaction in which rows are written, and the context that the triggers read.

Every write happens inside `act(...)`. It opens the transaction and tells PostgreSQL, for this transaction only, who
acts, through which door and why; the triggers copy that into the movements and the audit trail. Raw SQL outside of it
is recorded too, as the `system` user's.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from django.db.models import Model

SETTING = "fettle.act"


@dataclass(frozen=True)
class Door:
    """Through which door a request came, and its id."""

    name: str = "command"
    request_id: str = ""


@dataclass(frozen=True)
class Act:
    """One act: the actor, the step it performs and the reason given."""

    actor_id: int
    step: str
    reason: str
    # The highest lock rank taken so far in this transaction (common.db.locks); shared by nested acts.
    ranks: list[int] = field(default_factory=lambda: [0], compare=False)
    # The rows locked so far: taking one of them again can wait for nobody.
    held: set[tuple[str, object]] = field(default_factory=set, compare=False)


door: ContextVar[Door] = ContextVar("door", default=Door())  # noqa: B039 - frozen
_current: ContextVar[Act | None] = ContextVar("act", default=None)
_opened: ContextVar[bool] = ContextVar("opened", default=False)


def setting_of(act_: Act) -> str:
    """Return the JSON text that the triggers read for this act."""
    facts = {"actor": act_.actor_id, "step": act_.step, "reason": act_.reason} | asdict(door.get())
    return json.dumps(
        {"actor": facts["actor"], "door": facts["name"]}
        | {key: facts[key] for key in ("step", "reason", "request_id") if facts[key]}
    )


def announce(act_: Act) -> None:
    """Tell PostgreSQL, until this transaction ends, who acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, setting_of(act_)])


def current() -> Act:
    """Return the act under way. Raises RuntimeError outside of `act()`: rows are only ever written inside one."""
    if (found := _current.get()) is None:
        raise RuntimeError("Rows are written and locked inside act(): open one with the actor.")
    return found


@contextmanager
def act(*, actor: "Model", step: str = "", reason: str = "", announced: bool = False) -> Iterator[Act]:
    """Open or join a transaction in which every row written is recorded as the actor's.

    With `announced` the first statement of the block tells PostgreSQL itself (see `locks.lock`), which saves one.
    """
    outer = _current.get()
    mine = Act(actor_id=actor.pk, step=step, reason=reason)
    if outer is not None and connection.in_atomic_block:
        mine = Act(actor_id=actor.pk, step=step, reason=reason, ranks=outer.ranks, held=outer.held)
    # Within another act it stands or falls with that one.
    with transaction.atomic(savepoint=outer is None and not _opened.get()):
        if not announced:
            announce(mine)
        tokens = _current.set(mine), _opened.set(False)
        try:
            yield mine
        finally:
            _current.reset(tokens[0])
            _opened.reset(tokens[1])
        if outer is not None and setting_of(outer) != setting_of(mine):
            announce(outer)


@contextmanager
def transaction_of_act() -> Iterator[None]:
    """Open the transaction of the act that follows in the block, which then needs no savepoint of its own."""
    token = _opened.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _opened.reset(token)


@contextmanager
def through(name: str, request_id: str = "") -> Iterator[None]:
    """Record every write of the block as having come through this door."""
    token = door.set(Door(name, request_id))
    try:
        yield
    finally:
        door.reset(token)


def system_user() -> Any:
    """Return the user as whom the system itself acts: sweepers, periodic jobs, seeders."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="system")
