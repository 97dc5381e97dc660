"""The triggers that a table declares in its model's Meta: history, clocks and what may never change."""

from collections.abc import Iterable, Mapping

import pgtrigger

from common.errors import DomainError

# Columns that say nothing a reader of the history wants, and those nobody may read there.
UNTOLD = ("version", "updated_at", "last_login")
SECRET = ("password", "digest", "token_key")

# The constraint that a trigger names when it refuses with a coded error of its own (see `refuse`).
REFUSED = "refused"

_CONTEXT = "nullif(current_setting('fettle.act', true), '')::jsonb"
# Whoever acts, null where nobody said; and as whom it is told.
ACTING = f"({_CONTEXT}->>'actor')::bigint"
ACTOR = f"coalesce({ACTING}, (SELECT id FROM accounts_user WHERE username = 'system'))"
REASON = f"coalesce({_CONTEXT}->>'reason', '')"

# In tests alone the connection allows emptying a table; in production nobody has the right (manage create_roles).
_TRUNCATE_REFUSED = """
    IF coalesce(current_setting('fettle.allow_truncate', true), '') <> 'on' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def touch() -> pgtrigger.Trigger:
    """Every update moves `updated_at` and `version`, by whatever door it comes (seed 5 §6.1)."""
    return pgtrigger.Trigger(
        name="touch",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.updated_at = clock_timestamp(); NEW.version = OLD.version + 1; RETURN NEW;",
    )


def _audit(action: str, rows: str, before: str, after: str) -> str:
    # OFFSET 0 keeps the row's JSON from being made anew at each place that refers to it.
    untold = ", ".join(f"'{column}'" for column in UNTOLD)
    secret = ", ".join(f"'{column}'" for column in SECRET)
    return f"""
        INSERT INTO audit_auditevent (object_type, object_id, action, actor_id, door, request_id, reason, at, changes,
                                      previous_hash, hash)
        SELECT TG_TABLE_NAME, told.id, told.action, told.actor, told.door, told.request_id, told.reason, told.at,
               told.changes, told.previous,
               audit_hash(told.previous, TG_TABLE_NAME, told.id, told.action, told.actor, told.door, told.request_id,
                          told.reason, told.at, told.changes)
        FROM (
            SELECT facts.id, {ACTOR} AS actor, {REASON} AS reason, clock_timestamp() AS at,
                   coalesce({_CONTEXT}->>'step', '{action}') AS action,
                   coalesce({_CONTEXT}->>'door', 'sql') AS door, coalesce({_CONTEXT}->>'request_id', '') AS request_id,
                   coalesce((SELECT e.hash FROM audit_auditevent e
                             WHERE e.object_type = TG_TABLE_NAME AND e.object_id = facts.id
                             ORDER BY e.id DESC LIMIT 1), '') AS previous,
                   (SELECT jsonb_object_agg(key, CASE WHEN key IN ({secret}) THEN '["…", "…"]'::jsonb
                                                      ELSE jsonb_build_array(facts.before->key, facts.after->key) END)
                    FROM jsonb_object_keys(facts.before || facts.after) AS key
                    WHERE key NOT IN ({untold})
                      AND coalesce(facts.before->key, 'null') IS DISTINCT FROM coalesce(facts.after->key, 'null')
                   ) AS changes
            FROM (SELECT {rows}.id, {before} AS before, {after} AS after FROM {{source}} OFFSET 0) AS facts
            ORDER BY facts.id
        ) AS told
        WHERE told.changes IS NOT NULL;
        RETURN NULL;
    """


def audit_as(action: str, *, rows: str, before: str, after: str, source: str, object_type: str) -> str:
    """Return the body of a trigger on a table between: what changes there is told as the object's own change."""
    body = _audit(action, rows, before, after).replace("{source}", source)
    return body.replace("TG_TABLE_NAME", f"'{object_type}'")


def audit() -> list[pgtrigger.Trigger]:
    """Every insert, update and delete becomes a row of the audit trail, chained per object (domain rule 8)."""
    empty = "'{}'::jsonb"
    kinds = [
        (pgtrigger.Insert, "created", "create", "added", empty, "to_jsonb(added)", "added", {"new": "added"}),
        (
            pgtrigger.Update,
            "updated",
            "update",
            "added",
            "to_jsonb(gone)",
            "to_jsonb(added)",
            "added JOIN gone USING (id)",
            {"new": "added", "old": "gone"},
        ),
        (pgtrigger.Delete, "deleted", "delete", "gone", "to_jsonb(gone)", empty, "gone", {"old": "gone"}),
    ]
    return [
        pgtrigger.Trigger(
            name=f"audit_{name}",
            when=pgtrigger.After,
            operation=operation,
            level=pgtrigger.Statement,
            referencing=pgtrigger.Referencing(**tables),
            func=_audit(action, rows, before, after).replace("{source}", source),
        )
        for operation, name, action, rows, before, after, source, tables in kinds
    ]


def kept() -> list[pgtrigger.Trigger]:
    """What every business table carries: clocks and history."""
    return [touch(), *audit()]


def append_only() -> list[pgtrigger.Trigger]:
    """Rows are written once: no update, no delete, no truncate."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func=_TRUNCATE_REFUSED,
        ),
    ]


def never_deleted() -> pgtrigger.Trigger:
    """A document may be archived or marked deleted; its row stays."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def transitions(pairs: Iterable[tuple[str, str]], *, field: str = "status") -> pgtrigger.Trigger:
    """The status moves only along the workflow's steps, whoever writes it."""
    listed = ", ".join(f"('{source}', '{target}')" for source, target in pairs)
    return pgtrigger.Trigger(
        name="transitions" if field == "status" else f"transitions_{field}",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(field),
        condition=pgtrigger.AnyChange(field),
        func=f"""
            IF (OLD.{field}, NEW.{field}) NOT IN ({listed}) THEN
                RAISE EXCEPTION 'No step leads from % to %.', OLD.{field}, NEW.{field}
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_transitions';
            END IF;
            RETURN NEW;
        """,
    )


def frozen(*, when: str, fields: Iterable[str], sentence: str) -> pgtrigger.Trigger:
    """While `when` (an SQL condition on OLD) holds, the named columns never change."""
    columns = tuple(fields)
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*columns),
        func=f"""
            IF {when} THEN
                RAISE EXCEPTION '{sentence}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
            END IF;
            RETURN NEW;
        """,
    )


def refuse(
    error: type[DomainError],
    sentence: str,
    *,
    code: str,
    field: str = "",
    facts: Mapping[str, str] | None = None,
) -> str:
    """Return the statement by which a trigger refuses with the same coded error as the service.

    `facts` are SQL expressions for the sentence's placeholders, whose values are translated like the sentence.
    """
    built = ", ".join(f"'{name}', {expression}" for name, expression in (facts or {}).items())
    return f"""
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{REFUSED}', MESSAGE = '{sentence}',
            DETAIL = jsonb_build_object('error', '{error.__name__}', 'code', '{code}', 'field', nullif('{field}', ''),
                                        'facts', jsonb_build_object({built}))::text;
    """
