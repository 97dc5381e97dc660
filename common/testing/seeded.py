"""The seed data of the tests: kept beside the tables, and put back after a test that committed.

Django would empty every table after a test with real transactions (`flush`), the seed included. Here the rows of the
seed are copied once into the schema `seeded`; restoring deletes what came since and copies them back, in milliseconds.
"""

from django.db import connection
from django.test import TransactionTestCase

_TABLES = """
    SELECT quote_ident(c.relname),
           (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'django_migrations'
    ORDER BY c.relname
"""
_restore = ""


def keep() -> None:
    """Remember the rows that every table has now as the seed; tests that commit end by restoring it."""
    global _restore  # noqa: PLW0603 - one database per process, one seed per database
    statements = []
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS seeded CASCADE; CREATE SCHEMA seeded")
        cursor.execute(_TABLES)
        for table, columns in cursor.fetchall():
            statements.append(f"DELETE FROM public.{table}")
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM public.{table})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE seeded.{table} AS SELECT {columns} FROM public.{table}")
                statements.append(f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM seeded.{table}")
    # Replica: neither triggers nor foreign keys, so that append-only tables are emptied in any order.
    _restore = "; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *statements, "COMMIT"])
    TransactionTestCase._fixture_teardown = lambda case: restore()


def restore() -> None:
    """Every table has the rows of the seed again, and no others."""
    with connection.cursor() as cursor:
        cursor.execute(_restore)
