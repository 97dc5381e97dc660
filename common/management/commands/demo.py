"""Everything on one machine, with data to play with: `manage demo`."""

import hashlib
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from common.serving import Address, web_command, web_environment
from common.supervisor import Child, Supervisor, SupervisorError

SEEDERS = ("seed_reference", "seed_demo")
PEOPLE = "manager, sales, remote_sales, billing, finance, logistics, warehouse, technician, customer_service or auditor"


class Command(BaseCommand):
    """Brings the database up to date, seeds it when it is empty, and runs web server and worker until told to end."""

    help = "Runs Fettle on this machine with demo data. For PORT, HOST and FETTLE_DATA_DIR see .env.example."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        """Prepare, then run."""
        if not settings.DEMO:
            raise CommandError("These settings are not for a demo. Use config.settings.local.")
        self.started = time.monotonic()
        address = Address.from_environment()
        address.require_free()
        self.migrate()
        self.seed()
        self.collect_static()
        connection.close()
        self.run(address)

    def say(self, text: str) -> None:
        """Print a line of progress."""
        self.stdout.write(f"[{time.monotonic() - self.started:3.0f} s] {text}")

    def migrate(self) -> None:
        """The database has every table; in the usual case that costs one query."""
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say(f"Database: {len(plan)} migrations …")
            call_command("migrate", interactive=False, verbosity=1, stdout=self.stdout)
        call_command("createcachetable", verbosity=0)

    def seed(self) -> None:
        """An empty database has the demo data, all of it or, when that was cut short, none."""
        if get_user_model()._default_manager.exists():
            return
        known = get_commands()
        with transaction.atomic():
            for name in SEEDERS:
                if name in known:
                    self.say(f"Demo data: {name} …")
                    call_command(name, stdout=self.stdout)

    def collect_static(self) -> None:
        """STATIC_ROOT holds the static files as they are now."""
        stamp = Path(settings.STATIC_ROOT) / ".digest"
        digest = self._static_digest()
        if not stamp.exists() or stamp.read_text() != digest:
            self.say("Static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(digest)

    @staticmethod
    def _static_digest() -> str:
        digest = hashlib.sha256()
        for finder in get_finders():
            for name, storage in finder.list([]):
                status = Path(storage.path(name)).stat()
                digest.update(f"{storage.path(name)} {status.st_size} {status.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def run(self, address: Address) -> None:
        """Web server and worker run until SIGTERM or Ctrl-C."""
        logs: Path = settings.DATA_DIR / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        worker = [sys.executable, "manage.py", "procrastinate", "worker"]
        children = [
            Child("The web server", web_command(address), logs / "web.log", web_environment()),
            Child("The worker", worker, logs / "worker.log"),
        ]
        self.say("Starting the web server and the worker …")
        try:
            Supervisor(children, self.say).run(address.answers, lambda: self.welcome(address, logs))
        except SupervisorError as error:
            raise CommandError(str(error)) from error

    def welcome(self, address: Address, logs: Path) -> None:
        """Say, in one line, where Fettle is and who may enter."""
        self.say(
            f"Fettle runs at {address.url} — sign in as admin / changeme123, or as {PEOPLE} / fettle-demo. "
            f"Logs are in {logs}. Ctrl-C ends it."
        )
