"""Seals: a hash over a document and its lines, taken by the database when it is archived, proves it never changed."""

from collections.abc import Sequence

import pgtrigger
from django.db import migrations


def seal_function(
    name: str, table: str, columns: Sequence[str], *, lines: str, parent: str, line_columns: Sequence[str], order: str
) -> migrations.RunSQL:
    """Return the operation that makes `name(row)`: SHA-256, in hex, over the columns and the lines in order."""
    header = ", ".join(f"d.{column}" for column in columns)
    line = ", ".join(f"l.{column}" for column in line_columns)
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}(d {table}) RETURNS text LANGUAGE sql STABLE AS $$
            SELECT encode(sha256(convert_to(jsonb_build_array(
                {header},
                (SELECT jsonb_agg(jsonb_build_array({line}) ORDER BY l.{order}) FROM {lines} l WHERE l.{parent} = d.id)
            )::text, 'UTF8')), 'hex')
        $$;
        """,
        f"DROP FUNCTION {name}({table})",
    )


def sealed(name: str, condition: str) -> pgtrigger.Trigger:
    """The row is sealed when an update makes the condition (SQL on OLD and NEW) true; its lines are written by then."""
    return pgtrigger.Trigger(
        name="seal",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(condition),
        func=f"NEW.seal = {name}(NEW); RETURN NEW;",
    )
