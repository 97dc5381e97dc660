"""Steps in bulk on rows read a while ago: what was changed since is refused by itself, the others are done."""

from typing import Any

import pytest

from apps.audit.models import AuditEvent
from apps.inventory.counts import stock_count_create
from apps.inventory.models import Asset
from apps.inventory.tests.factories import make_bulk, receive
from apps.invoices.tests.factories import make_draft, service_line
from apps.orders.tests.factories import line, make_order
from common.api.etag import hold
from common.errors import Stale
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(people) -> Caller:
    return Caller(people["technician"])


def shown(caller: Caller, *units: Any) -> dict[str, str]:
    """Return what a list tells of when each unit was last changed."""
    listed = caller.ok(caller.get("assets", id=[unit.pk for unit in units]))["results"]
    return {str(row["id"]): row["updated_at"] for row in listed}


def test_only_the_row_that_was_changed_since_is_refused(people, bench):
    changed, same, unseen = receive(people, 3)
    seen = shown(bench, changed, same)
    manager = Caller(people["manager"])
    manager.ok(manager.patch(f"assets/{changed.pk}", {"supplier": "Another"}))
    before = AuditEvent.objects.latest("pk").pk
    ids = [changed.pk, same.pk, unseen.pk]
    results = bench.ok(bench.post("assets/bulk/start-diagnostics", {"ids": ids, "seen": seen}))["results"]
    assert results == [
        {"id": changed.pk, "ok": False, "code": "stale", "error": Stale().message, "made": {}},
        {"id": same.pk, "ok": True, "code": None, "error": None, "made": {}},
        {"id": unseen.pk, "ok": True, "code": None, "error": None, "made": {}},
    ]
    statuses = {unit.pk: unit.status for unit in Asset.objects.filter(pk__in=ids)}
    assert [statuses[pk] for pk in ids] == ["Received", "Diagnostics Pending", "Diagnostics Pending"]
    written = AuditEvent.objects.filter(pk__gt=before, object_type="inventory_asset", object_id=changed.pk)
    assert not written.exists()


def test_a_row_is_held_to_what_was_seen_until_it_is_locked(people, bench, monkeypatch):
    """Somebody changes it after it was read and compared, before the step has its lock."""
    unit = receive(people)[0]
    seen = shown(bench, unit)
    taken = Asset.objects.filter(pk=unit.pk)

    def meanwhile(row: Any, *, fresh: bool) -> None:
        hold(row, fresh=fresh)
        taken.update(supplier="Another")

    monkeypatch.setattr("common.api.documents.hold", meanwhile)
    results = bench.ok(bench.post("assets/bulk/start-diagnostics", {"ids": [unit.pk], "seen": seen}))["results"]
    assert [result["code"] for result in results] == ["stale"]


def test_an_instant_in_another_zone_is_the_same(people, bench):
    unit = receive(people)[0]
    at = shown(bench, unit)[str(unit.pk)].replace("Z", "+00:00")
    results = bench.ok(bench.post("assets/bulk/start-diagnostics", {"ids": [unit.pk], "seen": {str(unit.pk): at}}))
    assert results["results"][0]["ok"] is True


@pytest.mark.parametrize(
    "seen",
    [
        [], "x", 7, True, {"999999": "2026-01-01T00:00:00Z"}, {"abc": "2026-01-01T00:00:00Z"}, {"ID": "yesterday"},
        {"ID": None}, {"ID": 7}, {"ID": "2026-01-01T00:00:00"}, {"ID": ""}, {"ID": {}}, None,
    ],
)  # fmt: skip
def test_what_is_no_instant_of_a_chosen_row_is_refused_whole(people, bench, seen):
    unit = receive(people)[0]
    if isinstance(seen, dict):
        seen = {key.replace("ID", str(unit.pk)): at for key, at in seen.items()}
    answer = bench.post("assets/bulk/start-diagnostics", {"ids": [unit.pk], "seen": seen})
    assert (answer.status, answer.codes, answer.attrs) == (400, ["invalid"], ["seen"])
    unit.refresh_from_db()
    assert unit.status == "Received"


def test_an_approver_decides_what_the_queue_showed(people):
    order = make_order(people, line())
    seller, billing = Caller(people["sales"]), Caller(people["billing"])
    seller.ok(seller.post(f"orders/{order.pk}/send"))
    waiting = next(row for row in billing.ok(billing.get("approvals"))["results"] if row["id"] == order.pk)
    body = {"ids": [order.pk], "seen": {str(order.pk): waiting["updated_at"]}}
    seller.ok(seller.patch(f"orders/{order.pk}", {"lines": [line("Something else")]}))
    assert [row["code"] for row in billing.ok(billing.post("orders/bulk/approve", body))["results"]] == ["stale"]
    order.refresh_from_db()
    assert order.approved_by_billing_status == "pending"
    again = next(row for row in billing.ok(billing.get("approvals"))["results"] if row["id"] == order.pk)
    body["seen"] = {str(order.pk): again["updated_at"]}
    assert [row["ok"] for row in billing.ok(billing.post("orders/bulk/approve", body))["results"]] == [True]


def test_other_lines_are_another_version_although_the_document_comes_to_the_same(people):
    till, counter = Caller(people["sales"]), Caller(people["warehouse"])
    draft, stock = make_draft(people), make_bulk(people)
    opened = stock_count_create(name="Monthly", location=stock.location_id, lines=[], actor=people["warehouse"])
    for caller, path, lines in (
        (till, f"invoices/{draft.pk}", [service_line()]),
        (counter, f"stock-counts/{opened.pk}", [{"bulk_stock": stock.pk, "counted": 3}]),
    ):
        etag = caller.get(path).headers["ETag"]
        changed = caller.call("PATCH", path, {"lines": lines}, If_Match=etag)
        assert (changed.status, changed.headers["ETag"] == etag) == (200, False), changed
        assert caller.call("PATCH", path, {"lines": lines}, If_Match=etag).codes == ["stale"]
