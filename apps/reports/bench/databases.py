"""Databases of the bench's own, beside the one that is worked in and on the same server."""

import hashlib
import inspect
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from apps.accounts.models import Session, User
from apps.accounts.roles import ADMIN
from apps.accounts.services import user_create
from apps.accounts.sessions import SessionStore
from apps.reports.bench import volume
from apps.reports.bench.volume import Progress, Volume
from common.db.acting import act, system_user

# What a database of ours says of itself in its comment: nothing else is ever dropped.
MARK = "Fettle bench"
BENCH_USER = "bench"


class NotOurs(Exception):
    """A database of that name exists and was not made here."""


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Send the connection to another database of the same server."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def url(name: str) -> str:
    """Return the DATABASE_URL of a database of the same server."""
    settings = connection.settings_dict
    user, password, host = (quote(settings[key] or "", safe="") for key in ("USER", "PASSWORD", "HOST"))
    who = f"{user}:{password}" if password else user
    return f"postgres://{who}@{host}:{settings['PORT'] or 5432}/{name}"


def parameters(name: str) -> dict[str, Any]:
    """Return what psycopg needs to reach a database of the same server."""
    settings = connection.settings_dict
    given = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {"dbname": name} | {key: settings[entry] for key, entry in given.items() if settings[entry]}


def seeded(name: str, wanted: Volume, *, progress: Progress) -> None:
    """A database of that name holds the volume, made now unless it was made before.

    Raises NotOurs for a database with that name that holds something else, PermissionError without a superuser.
    """
    mark = f"{MARK}: {wanted}, schema {_schema()}"
    found = _comment(name)
    if found is not None and not found.startswith(MARK):
        raise NotOurs(f"There is a database {name} that the bench did not make. Choose another name.")
    if found == mark:
        return
    volume.require_superuser()
    _make(name)
    with working_in(name):
        progress("migrations", 0, 1)
        call_command("migrate", verbosity=0, interactive=False)
        progress("reference data", 0, 1)
        call_command("seed_reference", verbosity=0, stdout=StringIO())
        _people()
        volume.load(wanted, progress)
        progress("vacuum", 0, 1)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(name)} IS '{mark}'")


@contextmanager
def copy_of(name: str) -> Iterator[str]:
    """A copy of a database of ours, to be written in; it is dropped with the block, and the next run starts afresh."""
    copy = f"{name}_run"
    if _comment(copy) not in (None, f"{MARK}: a copy"):
        raise NotOurs(f"There is a database {copy} that the bench did not make. Rename it.")
    quoted, source = connection.ops.quote_name(copy), connection.ops.quote_name(name)
    drop = f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)"
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(drop)
        cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE {source} STRATEGY file_copy")
        cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{MARK}: a copy'")
    try:
        yield copy
    finally:
        with connection.cursor() as cursor:
            cursor.execute(drop)


def _comment(name: str) -> str | None:
    """Return a database's comment, empty when it has none, or None when there is no such database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s", [name]
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _schema() -> str:
    """Return a digest of every migration: a volume of another schema is of no use, whatever was changed in which."""
    migrations = MigrationLoader(connection, ignore_no_migrations=True).disk_migrations
    paths = {inspect.getfile(type(migration)) for migration in migrations.values()}
    return hashlib.sha256(b"".join(Path(path).read_bytes() for path in sorted(paths))).hexdigest()[:12]


def _make(name: str) -> None:
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quoted}")
        cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{MARK}: unfinished'")


def _people() -> None:
    with act(actor=system_user(), step="seed"):
        for username, role in [(BENCH_USER, ADMIN), *((f"seller{i}", "Sales") for i in range(8))]:
            email, name = f"{username}@fettle.example", username.capitalize()
            user_create(username=username, email=email, full_name=name, role=role, actor=system_user())


def sign_in() -> str:
    """Sign the bench's user in, and return the session's key."""
    user = User.objects.get(username=BENCH_USER)
    Session.objects.filter(user=user).delete()
    key = secrets.token_hex(16)
    data = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: "apps.accounts.backends.RoleBackend",
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    now = timezone.now()
    Session.objects.create(
        session_key=key, session_data=SessionStore().encode(data), expire_date=now + timedelta(hours=12), user=user
    )
    return key
