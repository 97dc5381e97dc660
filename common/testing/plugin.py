"""What every test proves without asking: whatever it wrote left the invariants whole.

What is marked `nightly` runs with FETTLE_NIGHTLY=1 alone.

A test that used the database and wrote is checked at its end, before its transaction is undone, in one prepared
statement over all rules. That a caller took a token, as every caller does, is no such writing. A test that breaks a
rule on purpose is marked `breaks_invariants`.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection

NIGHTLY = os.environ.get("FETTLE_NIGHTLY", "") not in ("", "0")
TOKENS, TRAIL = "accounts_apitoken", "audit_auditevent"
# What PostgreSQL has counted and not yet put away: of attempts that were undone too. That a token was used is no event
# of the trail, and not counted.
WRITINGS = f"""
    SELECT relname::text, written FROM (
        SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_deleted(oid)
               + pg_stat_get_xact_tuples_updated(oid) * (relname <> '{TOKENS}')::int AS written
        FROM pg_class WHERE relkind = 'r'
    ) AS counted WHERE written > 0
"""
# The fixtures of pytest-django through which a test reaches the database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker."""
    config.addinivalue_line("markers", "breaks_invariants: plants a violation, so that the rules are not checked after")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs at night alone."""
    if NIGHTLY:
        return
    left_out = [item for item in items if item.get_closest_marker("nightly")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _invariants_hold(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that wrote, every rule holds."""
    asked = DATABASE_FIXTURES & set(request.fixturenames)
    if request.node.get_closest_marker("django_db"):
        asked.add("_django_db_helper")
    # Set up first, so that it is torn down after this fixture: the rows are still there when they are checked.
    for name in asked:
        request.getfixturevalue(name)
    before = writings() if asked and connection.in_atomic_block else Counter()
    yield
    if asked and not request.node.get_closest_marker("breaks_invariants"):
        check(before)


def writings() -> Counter[str]:
    """Return how many rows of each table have been written, at least since the running transaction began."""
    with connection.cursor() as cursor:
        cursor.execute(WRITINGS)
        return Counter(dict(cursor.fetchall()))


def check(before: Counter[str] | None = None) -> None:
    """Fail the test when a rule is broken by what it wrote; `before` is what its transaction had written already."""
    if connection.needs_rollback or not _wrote(before or Counter()):
        return
    from common.invariants import broken, offenders

    told = [f"{rule.code} {rule.sentence}\n    {offenders(rule, most=3)}" for rule in broken()]
    if told:
        pytest.fail("The test left the data in a state that must never be:\n" + "\n".join(told), pytrace=False)


def _wrote(before: Counter[str]) -> bool:
    """Say whether the running transaction wrote more than tokens; outside of one, somebody may have."""
    if not connection.in_atomic_block:
        return True
    new = writings() - before
    new[TRAIL] -= new.pop(TOKENS, 0)
    return any(new.values())
