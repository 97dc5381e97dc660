"""What must be true of the audit trail at every moment (domain rule 8)."""

from apps.audit.services import MISFITS
from common.invariants import Invariant

INVARIANTS = [
    Invariant(
        "S06",
        "The history of every row is an unbroken chain, and each event fits its hash.",
        f"""
        SELECT id, object_type, object_id FROM (
            SELECT e.*, lag(hash, 1, '') OVER (PARTITION BY object_type, object_id ORDER BY id) AS earlier
            FROM audit_auditevent e
        ) AS chain
        WHERE {MISFITS}
        """,
    ),
]
