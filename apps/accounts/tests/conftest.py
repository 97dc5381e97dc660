"""People with passwords, and browsers."""

from typing import Any

import pytest
from django.core.cache import cache

from apps.accounts.services import password_set
from apps.accounts.tests.browser import PASSWORD, Browser
from common.db.acting import system_user


@pytest.fixture(autouse=True)
def _no_earlier_failures() -> None:
    """No account is locked because of another test."""
    cache.clear()


@pytest.fixture
def visitor() -> Browser:
    """A browser that nobody has signed in with."""
    return Browser()


@pytest.fixture
def manager(people: dict[str, Any]) -> Any:
    """The manager, with a password."""
    return password_set(user=people["manager"], password=PASSWORD, actor=system_user())


@pytest.fixture
def admin_user(people: dict[str, Any]) -> Any:
    """The second Admin, with a password."""
    return password_set(user=people["admin2"], password=PASSWORD, actor=system_user())


@pytest.fixture
def signed_in(manager: Any, visitor: Browser) -> Browser:
    """The manager's browser."""
    assert visitor.sign_in(username="manager").status == 200
    return visitor
