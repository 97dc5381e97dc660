"""Dumps of the database: made, proved by restoring them, and thinned out as they age; and a copy of people's files.

A file never changes and has a name of its own for ever, so that one copy beside the dumps serves all of them. It is
taken after the dump, and each file lies on the disk before its row is written: whatever a dump names is there.
"""

import filecmp
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from common.embedded import binaries, tool_environment

KEEP: tuple[tuple[str, int], ...] = (("%Y-%m-%d", 7), ("%G-W%V", 4), ("%Y-%m", 6))  # days, weeks, months
NAME = "fettle-%Y%m%dT%H%M%SZ.dump"
FILES = "files"
SIGN_OF_LIFE = 5.0  # seconds between lines about a long dump

Say = Callable[[str], None]
_forgotten: list[Callable[[], Iterable[str]]] = []


class BackupError(RuntimeError):
    """A dump was not made, not restored or not equal; the message says what was found."""


def folder() -> Path:
    """Where dumps are kept, closed to other users."""
    path: Path = settings.DATA_DIR / "backups"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def backup_make(*, verify: bool, say: Say) -> Path:
    """A dump of the database lies in the folder, with `verify` only after a restored copy held the same rows.

    Raises BackupError and leaves no dump otherwise. Times in file names are UTC.
    """
    target = folder() / datetime.now(UTC).strftime(NAME)
    part = target.with_suffix(".part")
    try:
        with _snapshot() as (snapshot, cursor):
            say(f"Dumping {_database()} …")
            _run(
                ["pg_dump", "--format=custom", "--compress=zstd", f"--snapshot={snapshot}", f"--file={part}"],
                watch=part, say=say,
            )  # fmt: skip
            expected = rows_by_table(cursor) if verify else {}
        part.chmod(0o600)
        if verify:
            _prove(part, expected, say)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    say(f"{target}: {_megabytes(target)}{', proved by a restore' if verify else ''}")
    files_copy(verify=verify, say=say)
    return target


def backup_restore(dump: Path, *, into: str, say: Say) -> dict[str, int]:
    """A new database `into` holds what the dump holds; BackupError and no such database if that fails.

    Returns the row counts by table.
    """
    if not dump.is_file():
        raise BackupError(f"There is no file {dump}.")
    say(f"Restoring {dump.name} into {into} …")
    with _connect() as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(into)))
        except psycopg.errors.DuplicateDatabase as error:
            raise BackupError(f"Database {into} exists already. Choose another name, or drop it first.") from error
    # Who owns what and who may do what is up to the server it is restored on: `manage prepare` makes its roles.
    plain = ["--no-owner", "--no-privileges"]
    try:
        _run(["pg_restore", "--jobs=2", "--exit-on-error", *plain, f"--dbname={into}", str(dump)], say=say)
    except BackupError:
        _drop(into)
        raise
    with _connect(into) as restored:
        restored.execute("ANALYZE")
        return rows_by_table(restored.cursor())


def forget(names: Callable[[], Iterable[str]]) -> None:
    """Keep no copy of the files that `names` returns: they were erased, and must lie nowhere."""
    _forgotten.append(names)


def files_copy(*, verify: bool, say: Say) -> None:
    """Every file that people keep lies beside the dumps too, with `verify` compared byte for byte; no erased one does.

    Raises BackupError when one cannot be copied, or differs from its copy.
    """
    source, target = Path(settings.MEDIA_ROOT), folder() / FILES
    copied = _copied(source, target)
    for name in chain.from_iterable(names() for names in _forgotten):
        (target / name).unlink(missing_ok=True)
    names = _names(target)
    if verify:
        differ = filecmp.cmpfiles(source, target, [name for name in names if (source / name).exists()], shallow=False)
        if wrong := differ[1] + differ[2]:
            raise BackupError(f"These files differ from their copies: {', '.join(sorted(wrong)[:10])}")
    say(f"{target}: {len(names):,} files, {copied:,} of them new{', compared byte for byte' if verify else ''}")


def files_restore(dump: Path, *, into: Path, say: Say) -> None:
    """The new folder `into` holds the files that lie beside the dump. Raises BackupError when it holds any already."""
    if into.is_dir() and any(into.iterdir()):
        raise BackupError(f"Folder {into} is not empty. Name another with --files, or clear it first.")
    say(f"{into}: {_copied(dump.parent / FILES, into):,} files")


def _copied(source: Path, target: Path) -> int:
    """Copy what is in the source and not yet in the target; return how many files that were."""
    missing, new = sorted(set(_names(source)) - set(_names(target))), 0
    for name in missing:
        part = target / f"{name}.part"
        try:
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(source / name, part)
            part.chmod(0o600)
            part.replace(target / name)
            new += 1
        except FileNotFoundError:
            # Of an upload that was refused meanwhile: no dump names it.
            part.unlink(missing_ok=True)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise BackupError(f"{source / name} could not be copied to {target}: {error.strerror}") from error
    return new


def _names(path: Path) -> list[str]:
    entries = os.scandir(path) if path.is_dir() else ()
    return sorted(entry.name for entry in entries if entry.is_file() and not entry.name.endswith(".part"))


def backups_rotate() -> list[Path]:
    """Only the dumps worth keeping are left. Returns those removed."""
    dumps = {}
    for path in folder().glob("fettle-*.dump"):
        with suppress(ValueError):
            dumps[datetime.strptime(path.name, NAME).replace(tzinfo=UTC)] = path
    removed = [dumps[moment] for moment in sorted(dumps.keys() - to_keep(dumps))]
    for path in removed:
        path.unlink()
    return removed


def to_keep(moments: Any) -> set[datetime]:
    """The newest of each of the last seven days, four weeks and six months that have any."""
    kept = set()
    for period, count in KEEP:
        newest = {moment.strftime(period): moment for moment in sorted(moments)}
        kept |= set(sorted(newest.values())[-count:])
    return kept


def rows_by_table(cursor: Any) -> dict[str, int]:
    """The exact number of rows in each table."""
    cursor.execute(
        "SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
    )
    counts = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"SELECT count(*) FROM {table}")
        counts[table] = cursor.fetchone()[0]
    return counts


def _prove(dump: Path, expected: dict[str, int], say: Say) -> None:
    scratch = f"{_database()}_proof_{os.getpid()}"
    try:
        found = backup_restore(dump, into=scratch, say=say)
    finally:
        _drop(scratch)
    tables = sorted(expected.keys() | found.keys())
    if wrong := [
        f"{name} {expected.get(name)} ≠ {found.get(name)}" for name in tables if expected.get(name) != found.get(name)
    ]:
        raise BackupError("The restored copy differs from the database: " + ", ".join(wrong))
    say(f"The restored copy holds the same {sum(found.values()):,} rows in {len(found)} tables.")


def _drop(database: str) -> None:
    with _connect() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _connect(database: str | None = None) -> Iterator[psycopg.Connection[Any]]:
    given = connection.get_connection_params()
    facts = {name: given[name] for name in ("user", "password", "host", "port") if given.get(name)}
    facts |= {name: value for name, value in given.items() if name.startswith("ssl")}
    with closing(psycopg.connect(**facts, dbname=database or _database(), autocommit=True)) as opened:
        yield opened


@contextmanager
def _snapshot() -> Iterator[tuple[str, Any]]:
    """One moment of the database, so that what is dumped and what is counted is the same."""
    with _connect() as opened, opened.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [(snapshot,)] = cursor.execute("SELECT pg_export_snapshot()").fetchall()
        yield snapshot, cursor


def _run(command: list[str], *, say: Say, watch: Path | None = None) -> None:
    """Run one of PostgreSQL's programs against the database, saying how far the watched file has grown.

    They come with the package, for the system's own are often older than the server and then refuse it.
    """
    process = subprocess.Popen(  # noqa: S603 - our own programs with our own arguments
        [binaries() / command[0], *command[1:]],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    due = time.monotonic() + SIGN_OF_LIFE
    while True:
        with suppress(subprocess.TimeoutExpired):
            _, errors = process.communicate(timeout=max(0.0, due - time.monotonic()))
            break
        due += SIGN_OF_LIFE
        say(f"  still running{f', {_megabytes(watch)}' if watch and watch.exists() else ''}")
    if process.returncode:
        raise BackupError(f"{command[0]} failed: {errors.strip()}")


def _environment() -> dict[str, str]:
    given = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {name: f"PG{name.upper()}" for name in given if name.startswith("ssl")}
    libpq = {variable: str(given[name]) for name, variable in names.items() if given.get(name)}
    return {**tool_environment(), **libpq, "PGDATABASE": _database()}


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB"
