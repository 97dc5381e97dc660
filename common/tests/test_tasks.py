"""What the worker does by itself: every task is known to it, and a check that finds something fails loudly."""

import pytest
from django.core.management import CommandError
from django.db import connection
from procrastinate.contrib.django import app
from structlog.testing import CapturingLogger

from apps.inventory.models import Asset
from apps.inventory.tests.factories import ready
from apps.invoices.tasks import free_reservations
from apps.invoices.tests.factories import make_draft
from common.tasks import check_invariants

pytestmark = pytest.mark.django_db

SCHEDULE = {
    "common.tasks.revive": "*/2 * * * *",
    "common.tasks.tidy": "17 3 * * *",
    "common.tasks.forget_jobs": "27 3 * * *",
    "apps.attachments.tasks.sweep_files": "47 3 * * *",
    "common.tasks.check_invariants": "7 4 * * *",
    "apps.audit.tasks.verify_audit": "27 4 * * *",
    "apps.attachments.tasks.check_files": "47 4 * * *",
    "apps.invoices.tasks.free_reservations": "7 * * * *",
    "apps.warranty.tasks.expire_warranties": "17 * * * *",
}


def test_the_worker_knows_when_to_do_what():
    known = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert SCHEDULE.items() <= known.items()
    assert known.keys() <= app.tasks.keys()


def unguarded(sql: str) -> None:
    """Run SQL past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_units_of_a_forgotten_draft_are_free_again(people):
    unit = ready(people)[0]
    make_draft(people, {"asset": unit.pk})
    free_reservations(timestamp=0)
    assert Asset.objects.get(pk=unit.pk).status == "Reserved"
    unguarded("UPDATE invoices_invoice SET updated_at = now() - interval '25 hours'")
    free_reservations(timestamp=0)
    assert Asset.objects.get(pk=unit.pk).status == "Ready for Sale"


@pytest.fixture
def log(monkeypatch):
    """What the checks write into the log."""
    logger = CapturingLogger()
    monkeypatch.setattr("common.tasks.log", logger)
    return logger


def test_a_check_that_finds_nothing_says_nothing(log):
    check_invariants(timestamp=0)
    assert log.calls == []


@pytest.mark.breaks_invariants
def test_what_a_check_finds_is_an_error_in_the_log_and_fails_the_job(people, log):
    unit = ready(people)[0]
    unguarded(f"DELETE FROM inventory_inventorymovement WHERE asset_id = {unit.pk}")
    with pytest.raises(CommandError, match="rules are broken"):
        check_invariants(timestamp=0)
    [line] = log.calls
    assert (line.method_name, line.kwargs["command"]) == ("error", "check_invariants")
    first, row, *_ = line.kwargs["said"].splitlines()
    assert first.endswith(" is broken by:")
    assert str(unit.pk) in row
