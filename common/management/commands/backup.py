"""Dumps of the database and people's files: `manage backup`, `manage backup restore FILE --into NAME`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import backups


class Command(BaseCommand):
    """Makes a dump and thins out the old ones, or restores one into a new database and its files into a new folder."""

    help = (
        "Dumps the database into FETTLE_DATA_DIR/backups, keeps 7 daily, 4 weekly and 6 monthly dumps, and beside them"
        " a copy of every file that people keep."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`backup [--verify]` or `backup restore FILE --into NAME [--files FOLDER]`."""
        parser.add_argument("action", nargs="?", choices=("make", "restore"), default="make")
        parser.add_argument("file", nargs="?", type=Path, help="the dump to restore")
        parser.add_argument("--into", metavar="NAME", help="the new database that restore makes")
        parser.add_argument(
            "--files", metavar="FOLDER", type=Path, help="the new folder that restore puts the files into"
        )
        parser.add_argument(
            "--verify", action="store_true", help="prove the dump by restoring it and counting every row"
        )

    def handle(
        self, *, action: str, file: Path | None, into: str | None, files: Path | None, verify: bool, **options: Any
    ) -> None:
        """Do what was asked, one line per stage."""
        try:
            if action == "make":
                self.make(verify=verify)
            elif file is None or into is None:
                raise CommandError("Say what to restore and where to: backup restore FILE --into NAME")
            else:
                self.restore(file, into, files or Path(f"{settings.MEDIA_ROOT}-{into}"))
        except backups.BackupError as error:
            raise CommandError(str(error)) from error

    def make(self, *, verify: bool) -> None:
        """There is one dump more, and none that is too old."""
        backups.backup_make(verify=verify, say=self.stdout.write)
        for path in backups.backups_rotate():
            self.stdout.write(f"Removed {path.name}")

    def restore(self, file: Path, into: str, files: Path) -> None:
        """The new database and folder stand beside the present ones, which are untouched."""
        counts = backups.backup_restore(file, into=into, say=self.stdout.write)
        backups.files_restore(file, into=files, say=self.stdout.write)
        self.stdout.write(f"Database {into} holds {sum(counts.values()):,} rows in {len(counts)} tables.")
