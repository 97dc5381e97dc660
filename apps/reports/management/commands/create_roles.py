from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from apps.reports.database_roles import APP, REPORTING, roles_create


class Command(BaseCommand):
    """Makes the database roles fettle_app (cannot rewrite a ledger) and fettle_reporting (reads only), or renews their
    rights. Run it as the owner of the tables, with the right to create roles, after every migrate.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kept = roles_create()
        except ProgrammingError as error:
            raise CommandError(
                f"PostgreSQL refused: {str(error).strip()}\nConnect as the owner of the tables with CREATEROLE."
            ) from error
        self.stdout.write(f"{APP}: reads and writes; can only add to {', '.join(kept)}.")
        self.stdout.write(f"{REPORTING}: reads the business's tables and the four views.")
        self.stdout.write(f"Neither signs in by itself: CREATE ROLE shop LOGIN PASSWORD '…' IN ROLE {APP};")
