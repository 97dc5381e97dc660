"""The database's own roles: what the application and a reporting tool may do, whatever their programs try.

`fettle_app` reads and writes, but cannot change or remove a row of any append-only table, nor empty any table.
`fettle_reporting` reads the business's tables and the views, and of people only who they are: no passwords, sessions,
tokens or audit trail. Neither can sign in by itself: a login role is made a member of one of them.
"""

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from apps.reports.sql import VIEWS

APP, REPORTING = "fettle_app", "fettle_reporting"
# Apps whose tables hold secrets, or the trail itself.
CLOSED_TO_REPORTING = frozenset({"accounts", "audit"})
PERSON = ("id", "username", "full_name", "role", "is_active")


def append_only_tables() -> list[str]:
    """Return the tables whose rows are written once, as their models' triggers say."""
    return sorted(model._meta.db_table for model in apps.get_models() if _is_append_only(model))


def _is_append_only(model: type[Model]) -> bool:
    return any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", ()))


def business_tables() -> list[str]:
    """Return the tables that a reporting tool may read."""
    return sorted(
        {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_config.name.startswith("apps.") and model._meta.app_label not in CLOSED_TO_REPORTING
        }
    )


def roles_create() -> list[str]:
    """Both roles exist with exactly these rights on what the database holds now; returns the append-only tables.

    Safe to repeat, and to be repeated after every migration: a new table is closed until then. Raises a database error
    when the connected role may not create roles.
    """
    kept, read = append_only_tables(), [*business_tables(), *VIEWS]
    database = connection.settings_dict["NAME"]
    with transaction.atomic():
        for role in (APP, REPORTING):
            _make(role)
            _run("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
            _run("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}", role)
            _run("GRANT CONNECT ON DATABASE {database} TO {}", role, database=sql.Identifier(database))
            _run("GRANT USAGE ON SCHEMA public TO {}", role)
        _run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}", APP)
        _run("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", APP)
        _run("REVOKE UPDATE, DELETE ON {tables} FROM {}", APP, tables=_names(kept))
        _run("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}", APP)
        _run("GRANT SELECT ON {tables} TO {}", REPORTING, tables=_names(read))
        _run("GRANT SELECT ({columns}) ON accounts_user TO {}", REPORTING, columns=_names(PERSON))
    return kept


def _names(names: list[str] | tuple[str, ...]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _run(statement: str, role: str, **parts: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(role), **parts))


def _make(role: str) -> None:
    """The role exists; another database of the server may have made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
