"""What those who watch over Fettle are told."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_migration_that_is_missing_makes_it_unready(anonymous):
    assert anonymous.call("GET", "/readyz").status == 200
    last = MigrationRecorder.Migration.objects.filter(app="reports").latest("id")
    last.delete()
    unready = anonymous.call("GET", "/readyz")
    assert (unready.status, unready.json["problems"]) == (503, ["1 migrations are not applied."])


def test_figures_are_for_this_machine_alone(anonymous):
    anonymous.get("assets")
    here = anonymous.client.get("/metrics")
    assert here.status_code == 200
    assert b"fettle_request_seconds_count" in here.content
    assert anonymous.client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
