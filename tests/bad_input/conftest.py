from collections.abc import Iterator

import pytest

from common.testing.callers import Caller
from tests.bad_input.catalogue import nothing_written


@pytest.fixture
def warehouse(people) -> Caller:
    return Caller(people["warehouse"])


@pytest.fixture
def manager(people) -> Caller:
    return Caller(people["manager"])


@pytest.fixture
def unchanged(warehouse, manager) -> Iterator[None]:
    """Nothing is written from here to the end of the test."""
    with nothing_written():
        yield
