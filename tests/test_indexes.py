"""Each index that is declared is there and worth what it costs each write: none is the beginning of another."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from common.db.indexes import DropKeyIndex

pytestmark = pytest.mark.django_db
OURS = ("apps.", "common.")
# Those of models that come from libraries, whose keys bring indexes of their own.
INHERITED = ("accounts_apitoken_user_id_", "accounts_user_groups_user_id_")
# Whole indexes that make no promise of their own, and another whole one of the same kind that begins as they do.
SUPERFLUOUS = """
    SELECT one.indexrelid::regclass::text
    FROM pg_index one
    JOIN pg_class one_class ON one_class.oid = one.indexrelid
    JOIN pg_index other ON other.indrelid = one.indrelid AND other.indexrelid <> one.indexrelid
    JOIN pg_class other_class ON other_class.oid = other.indexrelid AND other_class.relam = one_class.relam
    WHERE one.indrelid = ANY(%s::regclass[]) AND NOT one.indisunique AND one.indpred IS NULL AND other.indpred IS NULL
      AND NOT EXISTS (
          SELECT FROM generate_series(1, one.indnkeyatts) AS at
          WHERE pg_get_indexdef(one.indexrelid, at, true)
                IS DISTINCT FROM nullif(pg_get_indexdef(other.indexrelid, at, true), '')
             OR one.indclass[at - 1] <> other.indclass[at - 1])
    ORDER BY 1
"""


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith(OURS) and model._meta.managed]


def superfluous():
    with connection.cursor() as cursor:
        cursor.execute(SUPERFLUOUS, [[model._meta.db_table for model in ours()]])
        return [name for (name,) in cursor.fetchall() if not name.startswith(INHERITED)]


def test_no_index_is_the_beginning_of_another():
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX planted ON inventory_asset (location_id)")
        cursor.execute("CREATE INDEX planted_whole ON inventory_asset (status, id)")
        assert superfluous() == ["asset_status_index", "planted", "planted_whole"]
        cursor.execute("DROP INDEX planted, planted_whole")
    assert superfluous() == []


def test_every_index_and_constraint_that_is_declared_is_there():
    for model in ours():
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        declared = {declared.name for declared in (*model._meta.indexes, *model._meta.constraints)}
        assert declared - set(found) == set(), model


def test_a_key_loses_its_own_index_alone_and_gets_it_back():
    state = ProjectState.from_apps(apps)
    drop = DropKeyIndex("invoiceline", "asset", state.models["invoices", "invoiceline"].fields["asset"])

    def indexes():
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'invoices_invoiceline' ORDER BY 1")
            return [name for (name,) in cursor.fetchall()]

    before = indexes()
    # A unique constraint on some of the rows is held by an index of that one column, too.
    assert "asset_on_one_live_line" in before
    with connection.schema_editor() as editor:
        drop.database_backwards("invoices", editor, state, state)
    (own,) = set(indexes()) - set(before)
    assert superfluous() == [own]
    with connection.schema_editor() as editor:
        drop.database_forwards("invoices", editor, state, state)
    assert indexes() == before
