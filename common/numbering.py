"""Gap-free document numbers: a locked counter row inside the transaction that creates the document (domain rule 4)."""

from dataclasses import dataclass

from django.db import connection

from common.db import locks
from common.db.acting import current

UPSERT = """
    INSERT INTO common_counter (series, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (series, year) DO UPDATE SET last = common_counter.last + excluded.last
    RETURNING last
"""


@dataclass(frozen=True)
class Series:
    """How the numbers of one kind of document look: INV-000001, or ORD-2026-001 when the year restarts the count."""

    code: str
    digits: int
    yearly: bool = False

    def text(self, number: int, year: int = 0) -> str:
        """Return the number as people read it. Numbers past the digits grow wider."""
        middle = f"{year}-" if self.yearly else ""
        return f"{self.code}-{middle}{number:0{self.digits}d}"

    def take(self, *, year: int = 0) -> tuple[int, str]:
        """Take the next number; the counter stays locked until the caller's transaction ends, a rollback returns it."""
        return self.take_many(1, year=year)[0]

    def take_many(self, count: int, *, year: int = 0) -> list[tuple[int, str]]:
        """Take the next `count` numbers in one statement."""
        if self.yearly and not year:
            raise ValueError(f"Series {self.code} counts per year: say which.")
        act_ = current()
        act_.ranks[0] = max(act_.ranks[0], locks.COUNTER)
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [self.code, year if self.yearly else 0, count])
            last = cursor.fetchone()[0]
        return [(number, self.text(number, year)) for number in range(last - count + 1, last + 1)]
