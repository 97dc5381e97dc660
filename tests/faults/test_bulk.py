"""Steps in bulk, each row in its own transaction: one that fails takes no other along, and a repeat goes on."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection

from apps.audit.models import AuditEvent
from apps.inventory import services
from apps.inventory.models import Asset
from apps.inventory.tests.factories import receive
from common.models import IdempotencyKey
from common.testing.callers import Answer, Caller
from tests.faults.test_database import beside

pytestmark = pytest.mark.django_db(transaction=True)

DONE = {"ok": True, "code": None, "error": None, "made": {}}
STARTED = "Diagnostics Pending"


@pytest.fixture
def bench(people: Any) -> Caller:
    caller = Caller(people["technician"])
    caller.client.raise_request_exception = False
    return caller


def start(bench: Caller, units: list[Asset], **headers: Any) -> Answer:
    return bench.post("assets/bulk/start-diagnostics", {"ids": [unit.pk for unit in units]}, **headers)


def statuses(units: list[Asset]) -> list[str]:
    found = dict(Asset.objects.filter(pk__in=[unit.pk for unit in units]).values_list("pk", "status"))
    return [found[unit.pk] for unit in units]


def fail_at(monkeypatch: Any, unit: Asset, error: Exception) -> None:
    """Let the step on this unit fail after it was written."""
    begin = services.asset_start_diagnostics

    def failing(*, asset: Asset, **facts: Any) -> Any:
        begun = begin(asset=asset, **facts)
        if asset.pk == unit.pk:
            raise error
        return begun

    monkeypatch.setattr(services, "asset_start_diagnostics", failing)


@pytest.mark.parametrize("key", [False, True], ids=["without a key", "with a key"])
@pytest.mark.parametrize(
    ("error", "code"), [(IntegrityError("planted"), "constraint"), (OperationalError("planted"), "unavailable")]
)
def test_what_the_database_refuses_is_the_result_of_its_row_alone(people, bench, monkeypatch, key, error, code):
    units = receive(people, 3)
    fail_at(monkeypatch, units[1], error)
    answer = start(bench, units, key=key)
    assert answer.status == 200
    assert [row["code"] for row in answer.json["results"]] == [None, code, None]
    assert statuses(units) == [STARTED, "Received", STARTED]


@pytest.mark.parametrize("key", [False, True], ids=["without a key", "with a key"])
def test_a_row_is_let_go_of_before_the_next_is_taken(people, bench, monkeypatch, key):
    """Otherwise two people with the same rows in another order would wait for each other."""
    first, second = receive(people, 2)
    begin, free = services.asset_start_diagnostics, []

    def looking(*, asset: Asset, **facts: Any) -> Any:
        if asset.pk == second.pk:
            with beside() as other:
                free.extend(
                    other.execute(
                        "SELECT status FROM inventory_asset WHERE id = %s FOR UPDATE SKIP LOCKED", [first.pk]
                    ).fetchall()
                )
        return begin(asset=asset, **facts)

    monkeypatch.setattr(services, "asset_start_diagnostics", looking)
    assert start(bench, [first, second], key=key).status == 200
    assert free == [(STARTED,)]


def test_a_request_that_is_cut_off_is_taken_up_again_by_its_repeat(people, bench, monkeypatch):
    units, key = receive(people, 3), uuid.uuid4().hex
    with monkeypatch.context() as patch:
        fail_at(patch, units[1], RuntimeError("the process was killed"))
        assert start(bench, units, Idempotency_Key=key).status == 500
    assert statuses(units) == [STARTED, "Received", "Received"]
    written = AuditEvent.objects.filter(object_type="inventory_asset", object_id=units[0].pk).count()

    again = start(bench, units, Idempotency_Key=key)
    assert again.json["results"] == [{"id": unit.pk} | DONE for unit in units]
    assert statuses(units) == [STARTED] * 3
    assert AuditEvent.objects.filter(object_type="inventory_asset", object_id=units[0].pk).count() == written

    replayed = start(bench, units, Idempotency_Key=key)
    assert (replayed.raw, replayed.headers["Idempotent-Replayed"]) == (again.raw, "true")
    assert not IdempotencyKey.objects.filter(status_code=None).exists()


def test_a_key_of_a_request_that_was_cut_off_serves_no_other_payload(people, bench, monkeypatch):
    units, key = receive(people, 3), uuid.uuid4().hex
    with monkeypatch.context() as patch:
        fail_at(patch, units[1], RuntimeError("the process was killed"))
        start(bench, units[:2], Idempotency_Key=key)
    answer = start(bench, [units[0], units[2]], Idempotency_Key=key)
    assert (answer.status, answer.codes) == (422, ["idempotency_key_reused"])
    assert statuses(units) == [STARTED, "Received", "Received"]


def test_a_twin_that_comes_while_a_row_is_worked_on_is_told_so(people, bench):
    units, key = receive(people, 1), uuid.uuid4().hex
    start(bench, units, Idempotency_Key=key)
    of_row = IdempotencyKey.objects.exclude(key=key).get()
    IdempotencyKey.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with beside() as other:
        other.execute(
            "INSERT INTO common_idempotencykey (user_id, key, request_hash, etag, created_at)"
            " VALUES (%s, %s, %s, '', now())",
            [of_row.user_id, of_row.key, of_row.request_hash],
        )
        answer = start(bench, units, Idempotency_Key=key)
        assert (answer.status, answer.codes) == (409, ["idempotency_key_in_use"])
        other.rollback()
