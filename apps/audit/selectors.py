"""Reading the audit trail."""

from typing import Any

from apps.audit.models import AuditEvent

# What a person need not see of a change: keys that the event itself states, and the row's own number.
DULL = frozenset({"id", "created_at", "deleted_at", "number"})
# What not everybody who sees a document may see of it (domain §2): the audit trail alone tells it.
COSTS = frozenset({"purchase_cost", "landed_cost", "unit_cost", "write_off_cost"})


def timeline_of(row: Any, workflow: Any = None) -> list[dict[str, Any]]:
    """Return the row's events, oldest first: who, when, which step, from and to which status, what changed, and why."""
    events = (
        AuditEvent.objects.filter(object_type=row._meta.db_table, object_id=row.pk)
        .select_related("actor")
        .only("action", "actor__full_name", "door", "reason", "at", "changes")
        .order_by("pk")
    )
    return [_told(event, workflow) for event in events]


def _told(event: AuditEvent, workflow: Any) -> dict[str, Any]:
    status = event.changes.get("status", [None, None])
    step = workflow.steps.get(event.action) if workflow else None
    # The event in which the row came to be: all of it is new, and the row itself shows it.
    made = "id" in event.changes
    return {
        "id": event.pk,
        "at": event.at,
        "actor": {"id": event.actor_id, "label": event.actor.full_name},
        "action": event.action,
        "label": step.label if step else event.action.replace("_", " ").capitalize(),
        "from_status": status[0],
        "to_status": status[1],
        "reason": event.reason,
        "door": event.door,
        "changes": [
            {"field": name, "before": before, "after": after}
            for name, (before, after) in sorted(event.changes.items())
            if name not in DULL | COSTS and name != "status" and not made
        ],
    }
