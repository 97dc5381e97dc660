"""What must be true of the data at every moment: named statements, each of which finds no row.

Each app states its own in `invariants.py`, as data. They run nightly, after a restore, and after every test that wrote
(`manage check_invariants`, common.testing.plugin). A row found is a defect or a tampering, never a mistake of a user.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils.module_loading import module_has_submodule

from common.access import ADMIN
from common.db.sql import Statement
from common.numbering import Series


@dataclass(frozen=True)
class Invariant:
    """One rule: its code, a sentence, and the SQL that finds whatever breaks it."""

    code: str
    sentence: str
    sql: str


def gap_free(series: Series, table: str, column: str) -> Invariant:
    """Return the rule that a series of document numbers has no gap, no double and the counter's last (domain rule 4)."""
    year = r"([0-9]{4})-" if series.yearly else "()"
    number = rf"^{series.code}-{year}([0-9]{{{series.digits},}})$"
    return Invariant(
        f"M28.{series.code}",
        f"Numbers of series {series.code} are unique, without gap, and end at the counter.",
        f"""
        SELECT coalesce(given.year, counted.year) AS year, given.last, counted.documents, counted.highest FROM (
            SELECT coalesce(nullif(parts[1], '')::int, 0) AS year, count(*) AS documents, count(parts) AS well_formed,
                   count(DISTINCT {column}) AS numbers, max(parts[2]::bigint) AS highest
            FROM (SELECT {column}, regexp_match({column}, '{number}') AS parts FROM {table}) AS written GROUP BY 1
        ) AS counted
        FULL JOIN (SELECT year, last FROM common_counter WHERE series = '{series.code}') AS given USING (year)
        WHERE (given.last, counted.highest, counted.numbers, counted.well_formed) IS DISTINCT FROM
              (counted.documents, counted.documents, counted.documents, counted.documents)
        """,
    )


@dataclass(frozen=True)
class Approval:
    """A signature on a document: the column that names who signed, and the roles one of which they must have held."""

    table: str
    column: str
    roles: tuple[str, ...]
    # SQL on the document `d`: which ones the roles are asked of.
    which: str = "true"

    def sql(self) -> str:
        """Return the statement that finds signatures, by their events, whose actor held none of the roles then."""
        roles = ", ".join(f"'{role}'" for role in (ADMIN, *self.roles))
        return f"""
            SELECT a.id, a.object_type, a.object_id, a.actor_id FROM audit_auditevent a
            JOIN {self.table} d ON d.id = a.object_id
            WHERE a.object_type = '{self.table}' AND a.changes -> '{self.column}' ->> 1 IS NOT NULL AND {self.which}
              AND NOT coalesce((SELECT e.changes -> 'roles' -> 1 FROM audit_auditevent e
                                WHERE e.object_type = 'accounts_user' AND e.object_id = a.actor_id AND e.id < a.id
                                  AND e.changes ? 'roles'
                                ORDER BY e.id DESC LIMIT 1) ?| ARRAY[{roles}], false)
        """


def by_role(name: str, sentence: str, *approvals: Approval) -> Invariant:
    """Return the rule that whoever signed held a role that may, as the audit trail tells of roles and signatures.

    The roles are said here once more, beside the permission matrix: a row too many there would be found.
    """
    return Invariant(f"S04.{name}", sentence, " UNION ALL ".join(approval.sql() for approval in approvals))


# Append-only tables, by the trigger that makes them so (common.db.triggers).
_APPEND_ONLY = "SELECT tgrelid FROM pg_trigger WHERE starts_with(tgname, 'pgtrigger_append_only_')"

INVARIANTS = [
    Invariant(
        "X01",
        "An idempotency key that was kept has the answer of a request that succeeded, once per user and key.",
        """
        SELECT user_id, key FROM common_idempotencykey
        GROUP BY user_id, key
        HAVING count(*) > 1 OR bool_or(status_code IS NULL OR answer IS NULL OR status_code NOT BETWEEN 200 AND 299)
        """,
    ),
    Invariant(
        "X02",
        "No constraint is left unvalidated and no trigger is switched off.",
        """
        SELECT conrelid::regclass::text, conname::text FROM pg_constraint
        WHERE NOT convalidated AND connamespace = 'public'::regnamespace
        UNION ALL
        SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger WHERE tgenabled = 'D'
        """,
    ),
    Invariant(
        "X03",
        "Nobody but its owner may update, delete or empty an append-only table.",
        f"""
        SELECT c.relname::text, p.privilege_type FROM pg_class c, aclexplode(c.relacl) p
        WHERE c.oid IN ({_APPEND_ONLY}) AND p.grantee <> c.relowner
          AND p.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
        """,
    ),
    Invariant(
        "X04",
        "Money is numeric and time has a zone, in every table.",
        """
        SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
          AND a.atttypid IN ('float4'::regtype, 'float8'::regtype, 'money'::regtype, 'timestamp'::regtype)
        """,
    ),
]


@cache
def gathered() -> tuple[Invariant, ...]:
    """Return every invariant of every app, by code. Raises ValueError when two share a code."""
    found: dict[str, Invariant] = {}
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, "invariants"):
            continue
        for invariant in import_module(f"{config.name}.invariants").INVARIANTS:
            if found.setdefault(invariant.code, invariant) is not invariant:
                raise ValueError(f"Two invariants are called {invariant.code}.")
    return tuple(found[code] for code in sorted(found))


def chosen(codes: Iterable[str]) -> list[Invariant]:
    """Return the invariants with these codes; M28 stands for every series. Raises ValueError for one nobody knows."""
    by_code = {invariant.code: invariant for invariant in gathered()}
    picked: dict[str, Invariant] = {}
    for code in codes:
        matching = {known: i for known, i in by_code.items() if known == code or known.startswith(f"{code}.")}
        if not matching:
            raise ValueError(f"There is no invariant {code}. Known: {', '.join(by_code)}.")
        picked |= matching
    return list(picked.values())


def offenders(invariant: Invariant, *, most: int) -> list[tuple[Any, ...]]:
    """Return at most so many rows that break the invariant."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({invariant.sql}) AS broken LIMIT {most}")
        return cursor.fetchall()


def broken() -> list[Invariant]:
    """Return the invariants that some row breaks, asked in one statement."""
    codes = {code for (code,) in _all_at_once().fetch({})}
    return [invariant for invariant in gathered() if invariant.code in codes]


@cache
def _all_at_once() -> Statement:
    asked = (f"SELECT '{i.code}' AS code WHERE EXISTS ({i.sql})" for i in gathered())
    return Statement("\nUNION ALL\n".join(asked), ())
