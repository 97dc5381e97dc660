"""What every test may ask for: the roles' people, signed-in callers, and proof that nothing changed."""

import shutil
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from apps.accounts.roles import ROLES
from common.testing import seeded
from common.testing.callers import Caller

pytest_plugins = ["common.testing.plugin"]


def pytest_configure(config: pytest.Config) -> None:
    """Start the tests' own PostgreSQL once, in the process that steers the others."""
    if settings.EMBEDDED is not None and not hasattr(config, "workerinput"):
        settings.EMBEDDED.join()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it when this run started it, and forget the files of what was undone."""
    if hasattr(config, "workerinput"):
        return
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    if settings.EMBEDDED is not None:
        settings.EMBEDDED.leave()


def seed() -> None:
    """Make what every installation has, and one person per role, named as its slug."""
    from apps.accounts.services import user_create
    from common.db.acting import system_user

    call_command("seed_reference", verbosity=0, stdout=StringIO())
    for role in ROLES:
        for number in ("", "2"):
            slug = role.lower().replace(" ", "_") + number
            if slug == "admin":
                continue
            user_create(
                username=slug,
                email=f"{slug}@fettle.example",
                full_name=f"{role} {number}".strip(),
                role=role,
                actor=system_user(),
            )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Seed the test database once; each test then runs in a transaction that is undone."""
    with django_db_blocker.unblock():
        seed()
        seeded.keep()
    yield
    # A thread of a server that was stopped may still hold its connection, and a database in use is not dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def people(db: Any) -> dict[str, Any]:
    """The users by username: `people["technician"]`."""
    from apps.accounts.models import User

    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def as_(people: dict[str, Any]) -> Any:
    """A caller of the API as one of the people: `as_("sales").get("assets")`."""
    return lambda username: Caller(people[username])


@pytest.fixture
def anonymous() -> Caller:
    """A caller who is not signed in."""
    return Caller(None)


@pytest.fixture(autouse=True)
def _fresh_readers() -> Iterator[None]:
    """No list remembers how many rows another test had."""
    from common.api.reading import Reader

    yield
    Reader.forget()
