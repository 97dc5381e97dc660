"""When things happened in the demo: told within seconds, its story took half a year.

The audit trail keeps the real time, for it is a proof; every other row has the time that the story gives it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import DateTimeField, Model
from django.utils import timezone

OURS = ("apps.", "common.")
PROOF = "apps.audit."
MOVE = """
    UPDATE {table} SET {column} = told.at + ({table}.{column} - told.began)
    FROM unnest(%s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS told (began, ended, at)
    WHERE {table}.{column} >= told.began AND {table}.{column} < told.ended
"""


class Chronicle:
    """Notes while the story is told from when to when each part of it was told, and when it happened."""

    def __init__(self) -> None:
        self.parts: list[tuple[datetime, datetime, datetime]] = []

    @contextmanager
    def telling(self, happened: datetime) -> Iterator[None]:
        """What is written in the block happened then."""
        began = timezone.now()
        yield
        self.parts.append((began, timezone.now(), happened))

    @transaction.atomic
    def settle(self) -> None:
        """Every row that was written meanwhile has its time in the story.

        Ledgers and movements refuse to be changed by anybody but a superuser of the database, which is what the demo's
        own server lets it be. Elsewhere they keep the time at which the story was told.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if not cursor.fetchone()[0]:
                return
            columns = [list(times) for times in zip(*self.parts, strict=True)]
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in _told():
                for field in _instants(model):
                    table, column = map(connection.ops.quote_name, (model._meta.db_table, field.column))
                    cursor.execute(MOVE.format(table=table, column=column), columns)
            cursor.execute("SET LOCAL session_replication_role = origin")


def _told() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and not model.__module__.startswith(PROOF) and model._meta.managed:
            yield model


def _instants(model: type[Model]) -> Iterator[Any]:
    return (field for field in model._meta.concrete_fields if isinstance(field, DateTimeField))
