"""Proving the audit trail."""

from django.db import connection

BROKEN = """
    SELECT id, object_type, object_id FROM (
        SELECT e.*, lag(e.hash) OVER (PARTITION BY e.object_type, e.object_id ORDER BY e.id) AS earlier
        FROM audit_auditevent e
    ) chain
    WHERE previous_hash IS DISTINCT FROM coalesce(earlier, '')
       OR hash <> audit_hash(previous_hash, object_type, object_id, action, actor_id, door, request_id, reason, at,
                             changes)
    ORDER BY id LIMIT 1
"""


def audit_verify() -> tuple[int, str, int] | None:
    """Return the first row (id, table, object) that does not fit its chain, or None when the whole trail holds."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        return cursor.fetchone()
