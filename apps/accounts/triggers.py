"""Roles in the audit trail: a user's roles are rows of a table between, told as a change of the user."""

import pgtrigger

from common.db.triggers import told

_HELD = """coalesce((SELECT jsonb_agg(g.name ORDER BY g.name)
                     FROM (SELECT group_id FROM accounts_user_groups WHERE user_id = touched.user_id {and_this}) held
                     JOIN auth_group g ON g.id = held.group_id), '[]')"""
_NOW = _HELD.format(and_this="")


def _roles(name: str, operation: pgtrigger.Operation, table: str, before: str, **transition: str) -> pgtrigger.Trigger:
    source = f"""(SELECT touched.user_id AS id, jsonb_build_object('roles', {before}) AS before,
                         jsonb_build_object('roles', {_NOW}) AS after
                  FROM (SELECT DISTINCT user_id FROM {table}) AS touched) AS changed"""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**transition),
        func=told(
            "roles",
            rows="changed",
            before="changed.before",
            after="changed.after",
            source=source,
            object_type="accounts_user",
        ),
    )


def roles_told() -> list[pgtrigger.Trigger]:
    """Giving and taking a role is one event of the user: `{"roles": [before, after]}`."""
    without_added = _HELD.format(and_this="AND id NOT IN (SELECT id FROM added)")
    with_gone = _HELD.format(and_this="UNION SELECT group_id FROM gone WHERE user_id = touched.user_id")
    return [
        _roles("roles_given", pgtrigger.Insert, "added", without_added, new="added"),
        _roles("roles_taken", pgtrigger.Delete, "gone", with_gone, old="gone"),
    ]
