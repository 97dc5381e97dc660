"""Rows as SQL of our own reads and writes them, where the ORM's way would cost more than the statement."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.expressions import DatabaseDefault


def instance_of[M: Model](model: type[M], columns: Iterable[tuple[str, Any]]) -> M:
    """Return the instance of a row with all its columns, as `from_db` makes it, without asking each field in turn.

    A request makes two of them, and `from_db` is a twentieth of what the shortest request takes.
    """
    row = model.__new__(model)
    row.__dict__.update(columns)
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def write_many[M: Model](rows: Sequence[M], names: Iterable[str]) -> None:
    """Each of the rows, all of one table, has these fields as its instance has them.

    One statement whose text is the same however many rows there are: the ORM's `bulk_update` writes a case for each
    value of each row, and both sides take longer over that than over the work.
    """
    if not rows or not (fields := _fields(type(rows[0]), names)):
        return
    columns: list[list[Any]] = [[row.pk for row in rows]]
    columns += [[_told(field, getattr(row, field.attname)) for row in rows] for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_update(type(rows[0]), tuple(fields)), columns)


def insert_many[M: Model](like: M, each: Mapping[str, Sequence[Any]]) -> list[M]:
    """As many rows like this one are new as `each` has values for the fields that it names; return them in that order.

    One statement, in which what they have in common stands once: the ORM's `bulk_create` prepares every value of every
    row, and PostgreSQL reads them all.
    """
    if not any(each.values()):
        return []
    model = type(like)
    varying = _fields(model, each)
    own = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    said = {field: field.pre_save(like, add=True) for field in own if field not in varying}
    # What is left to the database's own default is not named at all.
    common = [field for field, value in said.items() if not isinstance(value, DatabaseDefault)]
    values: list[Any] = [_told(field, said[field]) for field in common]
    values += [[_told(field, value) for value in each[field.name]] for field in varying]
    text = _insert(model, tuple(varying), tuple(common))
    return sorted(model._base_manager.raw(text, values), key=lambda row: row.pk)


def _fields(model: type[Model], names: Iterable[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]


def _told(field: Any, value: Any) -> Any:
    value = field.get_db_prep_save(value, connection)
    return value.value if isinstance(value, Enum) else value


@cache
def _insert(model: type[Model], varying: tuple[Any, ...], common: tuple[Any, ...]) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in (*varying, *common))
    names = ", ".join(quoted(field.column) for field in varying)
    same = "".join(f", same.{quoted(field.column)}" for field in common)
    stated = ", ".join(f"%s::{_kind(field)} AS {quoted(field.column)}" for field in common)
    arrays = ", ".join(f"%s::{_kind(field)}[]" for field in varying)
    return (
        f"INSERT INTO {quoted(model._meta.db_table)} ({columns})"
        f" SELECT {', '.join(f'given.{quoted(field.column)}' for field in varying)}{same}"
        f" FROM (SELECT {stated}) AS same, unnest({arrays}) WITH ORDINALITY AS given({names}, place)"
        f" ORDER BY given.place RETURNING *"
    )


@cache
def _update(model: type[Model], fields: tuple[Any, ...]) -> str:
    quoted = connection.ops.quote_name
    pk: Any = model._meta.pk
    table = quoted(model._meta.db_table)
    columns = [quoted(field.column) for field in fields]
    given = ", ".join(f"%s::{_kind(field)}[]" for field in (pk, *fields))
    changes = ", ".join(f"{column} = given.{column}" for column in columns)
    names = ", ".join([quoted(pk.column), *columns])
    return (
        f"UPDATE {table} SET {changes} FROM unnest({given}) AS given({names})"
        f" WHERE {table}.{quoted(pk.column)} = given.{quoted(pk.column)}"
    )


def _kind(field: Any) -> str:
    """Return the column's type without its limits: a value that is too long is refused, not cut."""
    return str(field.db_type(connection)).partition("(")[0]
