"""The small shop, for the tests of reports."""

from types import SimpleNamespace
from typing import Any

import pytest

from apps.reports.tests.world import build


@pytest.fixture
def world(people: Any) -> SimpleNamespace:
    """A small shop whose every figure can be told by heart."""
    return build(people)
