"""What the tests over the whole house share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from tests.world import build, people_by_name


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """A business in full swing, built once in a transaction that is undone after the module.

    Each test that uses the database runs in a savepoint of it.
    """
    with django_db_blocker.unblock():
        with transaction.atomic():
            build(people_by_name())
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with django_db_blocker.block():
                yield
            transaction.set_rollback(True)
        connection.close()
