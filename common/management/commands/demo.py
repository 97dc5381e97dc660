"""Everything on one machine, with data to play with: `manage demo`."""

import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from common.serving import Address, supervise, web_command, web_environment
from common.supervisor import Program

SEEDERS = ("seed_reference", "seed_demo")
PEOPLE = (
    "admin / changeme123, or as manager, sales, billing, finance, logistics, warehouse, technician, "
    "customer_service, engineer or auditor / fettle-demo"
)


class Command(BaseCommand):
    """Brings the database up to date, seeds it when it is empty, and runs web server and worker until told to end."""

    help = "Runs Fettle on this machine with demo data. For PORT, HOST and FETTLE_DATA_DIR see .env.example."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        """Prepare, then run."""
        if not settings.DEMO:
            raise CommandError("These settings are not for a demo. Use config.settings.local.")
        address = Address.from_environment()
        address.require_free()
        self.migrate()
        self.seed()
        self.collect_static()
        self.run(address)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Say what is going on, and how long it took."""
        started = time.monotonic()
        self.stdout.write(f"{name} …")
        yield
        self.stdout.write(f"{name}: done in {time.monotonic() - started:.0f} s")

    def migrate(self) -> None:
        """The database has every table; in the usual case that costs one query."""
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self.step(f"Database, migrations to apply: {len(plan)}"):
                call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def seed(self) -> None:
        """An empty database has the demo data: all of it or, when that was cut short, none."""
        if get_user_model()._default_manager.exclude(username="system").exists():
            return
        known = get_commands()
        with transaction.atomic():
            for name in SEEDERS:
                if name in known:
                    with self.step(f"Demo data, {name}"):
                        call_command(name)

    def collect_static(self) -> None:
        """STATIC_ROOT holds the static files as they are now."""
        stamp = Path(settings.STATIC_ROOT) / ".digest"
        digest = static_digest()
        if not stamp.exists() or stamp.read_text() != digest:
            with self.step("Static files"):
                call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(digest)

    def run(self, address: Address) -> NoReturn:
        """Web server and worker run until SIGTERM or Ctrl-C."""
        logs = settings.DATA_DIR / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        worker = [sys.executable, "manage.py", "procrastinate", "worker"]
        programs = [
            Program("The web server", web_command(address), str(logs / "web.log"), web_environment()),
            Program("The worker", worker, str(logs / "worker.log")),
        ]
        self.stdout.write(f"Starting the web server and the worker, with logs in {logs} …")
        supervise(programs, address, f"Fettle runs at {address.url} — sign in as {PEOPLE}. Ctrl-C ends it.")


def static_digest() -> str:
    """What tells the present static files from those of another day."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{storage.path(name)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
