"""A user's roles are rows of a table between: told as a change of the user, and refused where they must not be."""

import pgtrigger

from apps.accounts.roles import CLASHES, NOBODY_IS_BOTH, NOT_YOUR_OWN
from common.db.triggers import ACTING, audit_as, refuse
from common.errors import Conflict, DomainError, Forbidden, Invalid

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
        func=audit_as(
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


_PAIRS = ", ".join(f"('{one}', '{other}')" for one, other in sorted(CLASHES))
# Whoever holds two roles of which nobody holds both while four eyes are on.
CLASHING = f"""
    SELECT a.user_id, x.name AS one, y.name AS other FROM accounts_user_groups a
    JOIN accounts_user_groups b ON b.user_id = a.user_id
    JOIN auth_group x ON x.id = a.group_id
    JOIN auth_group y ON y.id = b.group_id
    WHERE (x.name, y.name) IN ({_PAIRS})
"""


_OF_THIS_USER = "AND a.user_id = NEW.user_id"
# Of two who give one user a role each, the second waits and sees what the first gave.
_AFTER_OTHERS = "PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;"


def _no_clash(
    operation: pgtrigger.Operation, error: type[DomainError], *, whose: str = "", first: str = "", field: str = ""
) -> pgtrigger.Trigger:
    facts = {"one": "clash.one", "other": "clash.other"}
    # The settings are locked, so that four eyes do not come back at the same moment; where there are none, they are on.
    return pgtrigger.Trigger(
        name="roles_clash",
        when=pgtrigger.After,
        operation=operation,
        declare=[("clash", "record")],
        func=f"""
            {first}
            SELECT * INTO clash FROM ({CLASHING} {whose} LIMIT 1) AS clashing;
            IF FOUND THEN
                PERFORM 1 FROM accounts_businesssettings WHERE NOT four_eyes FOR SHARE;
                IF NOT FOUND THEN
                    {refuse(error, NOBODY_IS_BOTH, code="roles_clash", field=field, facts=facts)}
                END IF;
            END IF;
            RETURN NULL;
        """,
    )


def roles_kept_apart() -> list[pgtrigger.Trigger]:
    """Nobody is given a role that clashes with one of theirs, nobody gives or takes their own; none is rewritten."""
    return [
        _no_clash(pgtrigger.Insert, Invalid, whose=_OF_THIS_USER, first=_AFTER_OTHERS, field="roles"),
        pgtrigger.Trigger(
            name="own_roles",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Delete,
            func=f"""
                IF coalesce(NEW.user_id, OLD.user_id) = {ACTING} THEN
                    {refuse(Forbidden, NOT_YOUR_OWN, code="own_roles", field="roles")}
                END IF;
                RETURN NULL;
            """,
        ),
        pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update),
    ]


def no_clash_by_name() -> pgtrigger.Trigger:
    """No role takes a name that would make a clash of what people hold."""
    return _no_clash(pgtrigger.UpdateOf("name"), Conflict)


def no_clash_by_settings() -> pgtrigger.Trigger:
    """Four eyes come back only when nobody holds roles that clash."""
    return _no_clash(pgtrigger.UpdateOf("four_eyes") | pgtrigger.Delete, Conflict)
