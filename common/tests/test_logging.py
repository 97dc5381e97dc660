"""What of the libraries' talk reaches the log."""

import logging

import pytest

from config.logging import configure


@pytest.fixture(autouse=True)
def _as_configured_again(settings):
    yield
    configure(settings.LOGGING)


@pytest.mark.parametrize(
    ("level", "quiet", "told"),
    [("INFO", logging.INFO, logging.WARNING), ("ERROR", logging.WARNING, logging.ERROR)],
)
def test_the_worker_tells_what_went_wrong_and_not_each_look_for_work(level, quiet, told):
    configure({"level": level, "json": True})
    worker = logging.getLogger("procrastinate.worker")
    assert not worker.isEnabledFor(quiet)
    assert worker.isEnabledFor(told)
    assert logging.getLogger("django").isEnabledFor(logging.getLevelName(level))
