"""Whether the audit trail holds."""

from apps.audit.services import audit_verified_up_to


def broken() -> tuple[int, str, int] | None:
    """Return the first row (id, table, object) that does not fit its chain, or None when the whole trail holds."""
    return next((found for _, found in audit_verified_up_to() if found), None)
