"""Making, changing and deleting plain rows: reference tables and master data that have no steps of their own."""

from collections.abc import Callable
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from common.db.acting import act
from common.db.locks import lock
from common.errors import Invalid
from common.models import live
from common.workflow import save_changes


def references(model: type[Model], facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with each foreign key given as an id turned into the column that holds it.

    Raises Invalid naming every field whose row does not exist, is deleted or is no longer in use (`is_active`), in one
    statement per foreign key.
    """
    given = {
        field.name: (field, facts[field.name])
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and isinstance(facts.get(field.name), int)
    }
    problems: dict[str, str | tuple[str, str]] = {}
    for name, (field, pk) in given.items():
        known, columns = field.related_model, {f.name for f in field.related_model._meta.concrete_fields}
        row = live(known._default_manager.filter(pk=pk)).only("pk", *columns & {"is_active"}).first()
        kind = _(str(known._meta.verbose_name))
        if row is None:
            problems[name] = absent(kind, pk)
        elif not getattr(row, "is_active", True):
            problems[name] = ("inactive", _("The %(kind)s %(id)s is no longer in use.") % {"kind": kind, "id": pk})
    if problems:
        raise Invalid(fields=problems)
    return {given[name][0].attname if name in given else name: value for name, value in facts.items()}


def absent(kind: str, pk: Any) -> tuple[str, str]:
    """Return code and sentence of a reference to a row that is not there; the kind is in the reader's language."""
    return "does_not_exist", _("There is no %(kind)s %(id)s.") % {"kind": kind, "id": pk}


def record_create[M: Model](model: type[M], *, actor: Any, **facts: Any) -> M:
    """The row exists. Raises Invalid for a reference to a row that does not."""
    with act(actor=actor):
        row = model(**references(model, facts))
        row.save(force_insert=True)
        return row


def record_update[M: Model](
    row: M, *, actor: Any, check: Callable[[M, dict[str, Any]], None] | None = None, **changes: Any
) -> M:
    """The row has the changed values; values that are the same leave it untouched.

    `check` is asked first, with the row under its lock and the changes, and raises what refuses them.
    """
    with act(actor=actor, announced=True):
        locked = lock(row)
        if check is not None:
            check(locked, changes)
        before = dict(locked.__dict__)
        for name, value in references(type(row), changes).items():
            setattr(locked, name, value)
        save_changes(locked, before)
        return locked


def record_delete(row: Model, *, actor: Any) -> None:
    """The row is marked deleted and stays."""
    with act(actor=actor, step="delete", announced=True):
        locked = lock(row)
        before = dict(locked.__dict__)
        locked.deleted_at = timezone.now()  # type: ignore[attr-defined]
        save_changes(locked, before)
