"""One lock order for the whole system, so that two transactions never wait for each other in a circle.

Tables are locked by rising rank, rows of one table by rising id, and never against a mere reference to them (rows are
never deleted, so their keys never change). A model says its rank as `LOCK_RANK`; taking a lower rank after a higher one
is a programming error and raises at once, in tests and in production alike.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Expression, Func, Model, QuerySet, TextField, Value

from common.db.acting import SETTING, current, setting_of
from common.errors import NotFound, Stale

if TYPE_CHECKING:
    from common.db.acting import Act

CUSTOMER, ORDER, INVOICE, NOTE, PAYMENT, PREORDER, ASSET, BULK_STOCK, COUNTER = range(10, 100, 10)
# Rows that hang under a document take part in no circle: they are only ever locked together with their document.
UNRANKED = 0
# Where a row that was read under its lock carries the act it was read for, as PostgreSQL was told of it.
_LOCKED_FOR = "_locked_for"


def _enter(model: type[Model], act_: "Act") -> None:
    rank = getattr(model, "LOCK_RANK", UNRANKED)
    if rank and rank < act_.ranks[0]:
        raise RuntimeError(f"{model.__name__} (rank {rank}) is locked after rank {act_.ranks[0]}: see common.db.locks.")
    act_.ranks[0] = max(act_.ranks[0], rank)


def announcing(setting: Expression) -> Func:
    """Return the expression by which a statement tells PostgreSQL, until the transaction ends, who acts."""
    return Func(Value(SETTING), setting, Value(True), function="set_config", output_field=TextField())


def read_locked(row: Model, setting: str) -> None:
    """Note that the row was read under its lock in this transaction, by a statement that announced the act.

    The first `lock` of it for that act then needs no statement of its own. Only for a service that locks this row
    before any other: the order of locks counts from there.
    """
    row.__dict__[_LOCKED_FOR] = setting


def lock[M: Model](row: M) -> M:
    """Lock one row and return it as it is now; the same statement announces the act to PostgreSQL.

    Raises NotFound when it is gone or marked deleted, Stale when the caller's copy carries `expected_version` and that
    is outdated.
    """
    act_ = current()
    if (row._meta.db_table, row.pk) not in act_.held:
        _enter(type(row), act_)
    if row.__dict__.pop(_LOCKED_FOR, None) == (told := setting_of(act_)):
        act_.held.add((row._meta.db_table, row.pk))
        return row
    try:
        found = (
            type(row)
            ._base_manager.select_for_update(of=("self",), no_key=True)
            .annotate(_act=announcing(Value(told)))
            .get(pk=row.pk)
        )
    except ObjectDoesNotExist as gone:
        raise NotFound from gone
    if getattr(found, "deleted_at", None) is not None:
        raise NotFound
    act_.held.add((row._meta.db_table, row.pk))
    expected = getattr(row, "expected_version", None)
    if expected is not None and getattr(found, "version", expected) != expected:
        raise Stale(version=getattr(found, "version", None))
    return found


def lock_by_id[M: Model](model: type[M], pk: int) -> M:
    """Lock the row with this id and return it, as `lock` does, without having read it before."""
    return lock(model(pk=pk))


def own(row: Model) -> None:
    """Count a row that this act has just made as locked: nobody else can see it yet, so nobody waits for it."""
    current().held.add((row._meta.db_table, row.pk))


def lock_all[M: Model](rows: QuerySet[M]) -> list[M]:
    """Lock the rows of a queryset by rising id and return them in that order."""
    act_ = current()
    locked = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    if new := {(row._meta.db_table, row.pk) for row in locked} - act_.held:
        _enter(rows.model, act_)
        act_.held.update(new)
    return locked
