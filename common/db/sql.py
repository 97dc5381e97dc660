"""SQL that the ORM writes once and PostgreSQL prepares: how the hot reads run.

`compiled(queryset)` turns a queryset that contains `Bind` placeholders into text and a list of parameters; `fetch` runs
such text on a cursor that binds on the server, so that it is parsed and planned once per connection.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import Cursor, ServerBindingCursor
from django.db.models import BooleanField, Expression, Field, IntegerField, QuerySet, Subquery
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.string import TextLoader

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A place in the parameter list that a request fills."""

    name: str


class Bind(Expression):
    """A value that is not known yet: compiles to one placeholder."""

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the placeholder."""
        return "%s", (Parameter(self.name),)


class Condition(Expression):
    """Text that is true or false, with `{}` where the given expressions stand."""

    conditional = True

    def __init__(self, template: str, *expressions: Any) -> None:
        super().__init__(output_field=BooleanField())
        self.template = template
        self.expressions = self._parse_expressions(*expressions)

    def get_source_expressions(self) -> list[Any]:
        """Return the parts."""
        return list(self.expressions)

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Replace the parts by resolved ones."""
        self.expressions = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        parts, params = [], []
        for expression in self.expressions:
            sql, more = compiler.compile(expression)
            parts.append(sql)
            params.extend(more)
        return self.template.format(*parts), tuple(params)


class CountUpTo(Subquery):
    """How many rows a queryset has, counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


# How many cursors a connection keeps, each with what it learned of its statement's columns.
MOST_KEPT = 100
KINDS: dict[bool, Any] = {True: ServerBindingCursor, False: Cursor}


def reading_cursor(connected: Any, text: str, *, prepare: bool) -> Any:
    """Return the connection's cursor for a statement: one that prepares it, or one that writes the values into it.

    Amounts stay the text that the database sends, which is what an answer shows of them.
    """
    kept: dict[str, Any] = connected.__dict__.setdefault("reading_cursors", {})
    if (cursor := kept.get(text)) is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        cursor = kept[text] = KINDS[prepare](connected)
        cursor.adapters.register_loader("numeric", TextLoader)
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
    return cursor


@dataclass(frozen=True)
class Statement:
    """SQL text and its parameters, some of them still to be filled."""

    text: str
    params: tuple[Any, ...]
    # Whether one plan is the best for all values. Otherwise the plan that suited many searches would ruin the next.
    prepare: bool = True

    def fetch(self, values: Values) -> list[tuple[Any, ...]]:
        """Run the statement and return its rows as the database gives them."""
        bound = [values[p.name] if isinstance(p, Parameter) else p for p in self.params]
        database: Any = connections[DEFAULT_DB_ALIAS]
        database.ensure_connection()
        cursor = reading_cursor(database.connection, self.text, prepare=self.prepare)
        database._prepare_cursor(cursor).execute(self.text, bound)
        return cursor.fetchall()


def compiled(queryset: QuerySet[Any], *, after: Statement | None = None, prepare: bool = True) -> Statement:
    """Return the queryset's SQL, compiled once; `after` is a beginning that it refers to."""
    text, params = queryset.query.get_compiler(connection=connection).as_sql()
    if after is None:
        return Statement(text, tuple(params), prepare)
    return Statement(f"{after.text} {text}", (*after.params, *params), prepare)


def fetch(text: str, params: Values) -> list[dict[str, Any]]:
    """Run a statement with named parameters and return its rows by column name."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
