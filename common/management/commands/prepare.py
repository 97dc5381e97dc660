"""Everything that must be there before web and worker start: `manage prepare`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

# Any number will do, as long as nobody else in this database takes it.
LOCK = 7_346_001


class Command(BaseCommand):
    """The database has every table, its cache and its roles, and the static files lie where they are served from.

    Run it as the owner of the tables, before the first start and at each upgrade. Several at once wait for one another.
    """

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`prepare [--without-static]`."""
        parser.add_argument("--without-static", action="store_true", help="the image holds the static files already")

    def handle(self, *, without_static: bool, **options: Any) -> None:
        """Prepare one thing after the other, each of which may be repeated."""
        with _alone():
            call_command("migrate", interactive=False, stdout=self.stdout)
            call_command("createcachetable", stdout=self.stdout)
            if _may_make_roles():
                call_command("create_roles", stdout=self.stdout)
            else:
                self.stdout.write("No roles were made: whoever is connected may make none (manage create_roles).")
        if not without_static:
            call_command("collectstatic", interactive=False, stdout=self.stdout)


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else prepares this database meanwhile; the lock ends with the connection, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("RESET lock_timeout")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _may_make_roles() -> bool:
    """Whoever is connected may make roles, or somebody did: then their rights must follow the tables, or it fails."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'fettle_app')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        [(may,)] = cursor.fetchall()
    return bool(may)
