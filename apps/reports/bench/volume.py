"""A shop with a long past: a million units and what became of them, written by the database itself in a few minutes.

Everything follows from row numbers, so that the same volume is the same data everywhere. Triggers rest during the load;
what they would have kept true is true all the same: movements chain along the workflow, balances equal the ledger,
totals equal their lines, quantities equal their movements, counters stand where the numbers end, seals are genuine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from apps.accounts.models import User
from apps.reports.bench.volume_sql import INVOICE_FATE, SEALS, TABLES, statements

# Hears the name of each part as it begins, its number, and how many there are.
Progress = Callable[[str, int, int], Any]
OPENING_STOCK = 1_000_000
ASSET_LINES = 2
SECONDARY_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


@dataclass(frozen=True)
class Volume:
    """How much of everything; what is not named follows from the units."""

    assets: int
    invoices: int
    customers: int

    @property
    def problem(self) -> str:
        """Why such a shop cannot be, or nothing."""
        if min(self.assets, self.invoices, self.customers) < 10:
            return "Ten of each are the least."
        if self.invoices * ASSET_LINES > self.assets:
            return f"Each invoice sells {ASSET_LINES} units: {self.invoices} invoices need more units."
        return ""

    @property
    def sizes(self) -> dict[str, int]:
        """The numbers that the statements name."""
        return {
            "assets": self.assets,
            "invoices": self.invoices,
            "customers": self.customers,
            "asset_lines": self.invoices * ASSET_LINES,
            "models": max(10, self.assets // 500),
            "stocks": max(5, self.assets // 2000),
            "opening": OPENING_STOCK,
        }

    def __str__(self) -> str:
        return f"{self.assets:,} units, {self.invoices:,} invoices, {self.customers:,} customers"


def require_superuser() -> None:
    """The database user is a superuser, or PermissionError: triggers rest for nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise PermissionError("Seeding in bulk lets triggers rest, which only a superuser of the database may.")


def load(volume: Volume, progress: Progress = lambda *_: None) -> None:
    """The volume is in the empty database of the connection. Raises PermissionError without a superuser."""
    require_superuser()
    users = list(User.objects.order_by("pk").values_list("pk", flat=True))
    sizes = volume.sizes | {"users": len(users), "user": users[0]}
    tables = [model._meta.db_table for model in TABLES]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0;"
            "SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '128MB'"
        )
        cursor.execute(SECONDARY_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(INVOICE_FATE)
        rows = [(name, text.format(**sizes)) for name, text in statements()]
        parts = [*rows, *((f"index {name}", text) for name, text in indexes), ("seals", SEALS)]
        for number, (name, text) in enumerate(parts):
            progress(name, number, len(parts))
            cursor.execute(text)
        for table in tables:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))")
