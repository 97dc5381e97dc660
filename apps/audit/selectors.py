"""Reading the audit trail."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
)
from django.utils.translation import gettext as _

from apps.audit.models import AuditEvent
from common.db.triggers import UNTOLD
from common.kept import read_back
from common.models import Record
from common.texts import in_words

# What a person need not see of a change: keys that the event itself states, the row's own number, and what is kept for
# the database alone.
DULL = frozenset({
    "id", "created_at", "deleted_at", "number", "archived", "pdf_url", "seal", "intake_at", "password", "is_superuser",
})  # fmt: skip
# What not everybody who sees a document may see of it (domain §2): the audit trail alone tells it.
COSTS = frozenset({"purchase_cost", "landed_cost", "unit_cost", "write_off_cost"})
# What the triggers call an event in which no step was taken.
ACTIONS = frozenset({"create", "update", "delete", "roles"})
UNSAID = DULL | COSTS | frozenset(UNTOLD)
# How a value is read, by the kind of its column; the first that fits.
KINDS: tuple[tuple[type[Field], str], ...] = (
    (ForeignKey, "reference"),
    (DateTimeField, "datetime"),
    (DateField, "date"),
    (DecimalField, "money"),
    (BooleanField, "flag"),
    (IntegerField, "number"),
)

type Change = dict[str, Any]
type Labels = dict[Any, dict[Any, str]]


def timeline_of(row: Any, workflow: Any = None) -> list[dict[str, Any]]:
    """Return the row's events, oldest first: who, when, which step, from and to which status, what changed, and why.

    A reference is told by its label. Costs one statement, and one for each kind of thing that was referred to.
    """
    events = list(
        AuditEvent.objects.filter(object_type=row._meta.db_table, object_id=row.pk)
        .select_related("actor")
        .only("action", "actor__full_name", "door", "reason", "at", "changes")
        .order_by("pk")
    )
    fields = _shown(type(row))
    labels = _labels(fields, [event for event in events if not _made(event)])
    return [timeline_event(event, workflow, fields, labels) for event in events]


def _shown(model: Any) -> dict[str, Any]:
    """Return the fields whose changes are told, by column."""
    return {
        field.column: field
        for field in model._meta.concrete_fields
        if field.name not in UNSAID and field.name != "status" and not isinstance(field, JSONField)
    }


def words() -> set[str]:
    """Return what timelines say of fields, of their values, and of what happened without a step."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    names = {str(field.verbose_name) for model in models for field in _shown(model).values()}
    choices = {str(v) for model in models for field in model._meta.concrete_fields for v, _label in field.flatchoices}
    return names | choices - {""} | ACTIONS


def _made(event: AuditEvent) -> bool:
    """Say whether the row came to be in this event: all of it is new, and the row itself shows it."""
    return "id" in event.changes


def _labels(fields: Mapping[str, Any], events: Iterable[AuditEvent]) -> Labels:
    """Return what each row is called that some change refers to."""
    asked: dict[Any, set[Any]] = {}
    for event in events:
        for column, values in event.changes.items():
            if isinstance(field := fields.get(column), ForeignKey):
                asked.setdefault(field.related_model, set()).update(v for v in values if v is not None)
    return {
        model: {row.pk: str(row) for row in model._base_manager.filter(pk__in=ids).only(*model.LABEL)}
        for model, ids in asked.items()
    }


def timeline_event(event: AuditEvent, workflow: Any, fields: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """Return the event as a timeline tells it, with the changes of these fields."""
    status = event.changes.get("status", [None, None])
    step = workflow.steps.get(event.action.replace("-", "_")) if workflow else None
    return {
        "id": event.pk,
        "at": event.at,
        "actor": {"id": event.actor_id, "label": event.actor.full_name},
        "action": event.action,
        "label": _(step.label) if step else in_words(event.action),
        "from_status": status[0],
        "to_status": status[1],
        "reason": read_back(event.reason),
        "door": event.door,
        "changes": [] if _made(event) else _changes(event, fields, labels),
        "file": None,
    }


def _changes(event: AuditEvent, fields: Mapping[str, Any], labels: Labels) -> list[Change]:
    """Return what the event changed, in the order of the row's own fields; then the roles, which are rows elsewhere."""
    told = [
        {"field": field.name, "label": in_words(str(field.verbose_name)), "type": kind_of(field)}
        | dict(zip(("before", "after"), (_value(field, v, labels) for v in event.changes[column]), strict=True))
        for column, field in fields.items()
        if column in event.changes
    ]
    if roles := event.changes.get("roles"):
        before, after = (", ".join(_(name) for name in held or ()) for held in roles)
        told.append({"field": "roles", "label": in_words("roles"), "type": "text", "before": before, "after": after})
    return told


def _value(field: Any, value: Any, labels: Labels) -> Any:
    if value is None or not isinstance(field, ForeignKey):
        return value
    return {"id": value, "label": labels[field.related_model].get(value, f"#{value}")}


def kind_of(field: Any) -> str:
    """Return how the field's values are read: reference, datetime, date, money, number, flag, word or text."""
    if getattr(field, "choices", None):
        return "word"
    if isinstance(field, DecimalField) and field.decimal_places != 2:
        return "number"
    return next((name for kind, name in KINDS if isinstance(field, kind)), "text")
