"""The permission matrix: resource × action → roles. Closed by default.

Each app states its rows in `access.py`, as data; they are gathered here when Django starts. The API's permission class,
the workflows, the admin, the documentation and the test that walks every URL read this one table. What is not in it is
refused, and a view without a row does not start.
"""

import functools
import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

Roles = frozenset[str]

_matrix: dict[str, dict[str, Roles]] = {}
_scopes: dict[str, dict[str, Callable[[Any], Q]]] = {}
# Django's own permission names, as the admin asks for them: ("inventory.asset") → "assets".
_models: dict[str, str] = {}

# The role that may everything the matrix names; even it is bound by the rules of the documents (four eyes).
ADMIN = "Admin"
ADMIN_ACTIONS = {"view": "retrieve", "add": "create", "change": "update", "delete": "destroy"}


def grant(resource: str, rows: Mapping[str, Roles], *, model: str = "") -> None:
    """State who may do what to a resource. A key may name several actions, separated by spaces.

    `model` is the Django model behind it (`inventory.asset`), for the admin site.
    """
    actions = _matrix.setdefault(resource, {})
    for names, roles in rows.items():
        for name in names.split():
            if name in actions:
                raise ValueError(f"The matrix names {resource}.{name} twice.")
            actions[name] = frozenset(roles) | {ADMIN}
    if model:
        _models[model] = resource


def scope(resource: str, role: str, condition: Callable[[Any], Q]) -> None:
    """State which rows a role sees when it sees only its own: `condition(me)` filters by the user's id `me`."""
    _scopes.setdefault(resource, {})[role] = condition


def roles_for(resource: str, action: str) -> Roles | None:
    """Return who may take the action, or None when the matrix has no such row."""
    return _matrix.get(resource, {}).get(action)


def may(roles: Roles, permission: str) -> bool:
    """Say whether one of the roles holds the permission: `assets.pass-qc`, or the admin's `inventory.change_asset`."""
    resource, _, action = permission.partition(".")
    holders = roles_for(resource, action)
    if holders is None:
        verb, _, model = action.partition("_")
        if (known := _models.get(f"{resource}.{model}")) and verb in ADMIN_ACTIONS:
            holders = roles_for(known, ADMIN_ACTIONS[verb])
    return holders is not None and not holders.isdisjoint(roles)


def permissions_of(roles: Roles) -> list[str]:
    """Return every permission that the roles hold together, sorted: what the UI shows and hides by."""
    return sorted(
        f"{resource}.{action}"
        for resource, actions in _matrix.items()
        for action, holders in actions.items()
        if holders & roles
    )


def scope_of(resource: str, user: Any) -> tuple[str, Callable[[Any], Q]] | None:
    """Return the role and condition of the user's scope on a resource, or None when a role of theirs sees all rows."""
    scoped = _scopes.get(resource)
    if not scoped:
        return None
    seeing = user.roles & (
        (roles_for(resource, "list") or frozenset()) | (roles_for(resource, "retrieve") or frozenset())
    )
    if not seeing or any(role not in scoped for role in seeing):
        return None
    conditions = [scoped[role] for role in sorted(seeing)]

    def either(me: Any) -> Q:
        return functools.reduce(operator.or_, (condition(me) for condition in conditions))

    return "+".join(sorted(seeing)), either


def visible[M: Model](rows: QuerySet[M], resource: str, user: Any) -> QuerySet[M]:
    """Return those of the rows that lie within the user's scope on the resource."""
    seen = scope_of(resource, user)
    return rows.filter(seen[1](user.pk)) if seen else rows


def models() -> dict[str, str]:
    """Return the resource behind each Django model that the matrix knows, by the model's label."""
    return dict(_models)


def matrix() -> dict[str, dict[str, Roles]]:
    """Return the whole table, for the documentation and the tests."""
    return {resource: dict(actions) for resource, actions in sorted(_matrix.items())}


def listed_by(role: str) -> list[str]:
    """Return the resources whose lists the role may read, sorted."""
    return sorted(resource for resource, actions in _matrix.items() if role in actions.get("list", ()))


def sees_app(roles: Roles, app_label: str) -> bool:
    """Say whether some role may read at least one model of a Django app."""
    return any(
        may(roles, f"{resource}.retrieve")
        for model, resource in _models.items()
        if model.partition(".")[0] == app_label
    )
