"""What every test proves without asking: whatever it wrote left the invariants whole.

What is marked `nightly` runs with FETTLE_NIGHTLY=1 alone.

A test that used the database and wrote is checked at its end, before its transaction is undone, in one prepared
statement over all rules. A test that breaks a rule on purpose is marked `breaks_invariants`.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

NIGHTLY = os.environ.get("FETTLE_NIGHTLY", "") not in ("", "0")
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
    yield
    if asked and not request.node.get_closest_marker("breaks_invariants"):
        check()


def check() -> None:
    """Fail the test when a rule is broken by what it wrote."""
    if connection.needs_rollback or not _wrote():
        return
    from common.invariants import broken, offenders

    told = [f"{rule.code} {rule.sentence}\n    {offenders(rule, most=3)}" for rule in broken()]
    if told:
        pytest.fail("The test left the data in a state that must never be:\n" + "\n".join(told), pytrace=False)


def _wrote() -> bool:
    """Say whether the running transaction wrote; outside of one, somebody may have."""
    if not connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        row: Any = cursor.fetchone()
    return bool(row[0])
