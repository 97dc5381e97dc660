"""What of the libraries' talk reaches the log."""

import logging

import pytest
from structlog.testing import CapturingLogger

from config.logging import configure


@pytest.fixture(autouse=True)
def _as_configured_again(settings):
    yield
    configure(settings.LOGGING)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/api/v1/me", "/api/v1/me"),
        ("/customers/7", "/customers/7"),
        ("/passport/7.c0de", "/passport/…"),
        ("/password-reset", "/password-reset"),
        ("/password-reset/1-abc-def", "/password-reset/…"),
        ("/login/verify-email/abc", "/login/verify-email/…"),
    ],
)
def test_a_key_in_an_address_never_reaches_the_log(anonymous, monkeypatch, db, path, told):
    log = CapturingLogger()
    monkeypatch.setattr("common.middleware.log", log)
    anonymous.client.get(path)
    assert [call.kwargs["path"] for call in log.calls] == [told]


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
