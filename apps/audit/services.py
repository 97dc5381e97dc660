"""Keeping the audit trail, and proving it."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Max

from apps.audit.models import AuditEvent, ReadEvent

VERIFIED_AT_ONCE = 20_000
# Of an event of the chain that knows the hash of its object's event before it, `earlier`.
MISFITS = """
    previous_hash <> earlier
    OR hash <> audit_hash(previous_hash, object_type, object_id, action, actor_id, door, request_id, reason, at,
                          changes)
"""
# A row must continue its object's row before it, and its hash must cover its content.
BROKEN = f"""
    SELECT id, object_type, object_id FROM (
        SELECT e.*, coalesce((SELECT p.hash FROM audit_auditevent p
                              WHERE p.object_type = e.object_type AND p.object_id = e.object_id AND p.id < e.id
                              ORDER BY p.id DESC LIMIT 1), '') AS earlier
        FROM audit_auditevent e WHERE e.id > %s AND e.id <= %s
    ) chain
    WHERE {MISFITS}
    ORDER BY id LIMIT 1
"""


def audit_verified_up_to() -> Iterator[tuple[int, tuple[int, str, int] | None]]:
    """Verify the trail part by part; yield after each how far it is proven, and the first row that breaks it as (id,
    table, object).
    """
    last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
    for start in range(0, last, VERIFIED_AT_ONCE):
        end = min(start + VERIFIED_AT_ONCE, last)
        with connection.cursor() as cursor:
            cursor.execute(BROKEN, [start, end])
            broken = cursor.fetchone()
        yield end, broken
        if broken:
            return


def read_note(*, actor: Any, what: str, rows: int, request_id: str) -> ReadEvent:
    """It is on record that the actor took so many rows of a list out of the house (domain rule 12)."""
    return ReadEvent.objects.create(actor=actor, what=what[:200], rows=rows, request_id=request_id)
