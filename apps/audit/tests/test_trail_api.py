"""The audit trail: read, proven, and the record of what was taken out."""

from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.audit.models import AuditEvent, ReadEvent
from apps.audit.tests.chain import broken
from apps.customers.tests.factories import make_customer
from apps.inventory.tests.factories import receive
from common.api import views
from common.records import record_update
from tests.addresses import view_sets

pytestmark = pytest.mark.django_db


def tamper(sql, *params):
    """Change the trail as the database's superuser could: without its triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, params)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def unit(people):
    """A unit whose supplier and cost were changed."""
    unit = receive(people)[0]
    record_update(unit, actor=people["manager"], supplier="Other", purchase_cost="2900.00")
    return unit


@pytest.mark.parametrize("username", ["admin", "manager", "auditor"])
def test_who_oversees_reads_the_trail(as_, unit, people, username):
    rows = as_(username).ok(as_(username).get("audit-events", object_type="inventory_asset", object_id=unit.pk))
    assert [(row["action"], row["actor"]["label"], row["door"]) for row in rows["results"]] == [
        ("update", "Manager", "command"),
        ("receive", "Warehouse", "command"),
    ]
    assert rows["results"][0]["changes"] == {"supplier": ["Supplier", "Other"], "purchase_cost": ["3000.00", "2900.00"]}


@pytest.mark.parametrize("path", ["audit-events", "read-events"])
@pytest.mark.parametrize("username", ["sales", "finance", "technician"])
def test_nobody_else_does(as_, username, path):
    assert as_(username).get(path).status == 403


@pytest.mark.parametrize("path", ["audit-events", "read-events"])
def test_nobody_writes_it(as_, unit, path):
    row = AuditEvent.objects.latest("id")
    caller = as_("admin")
    assert caller.post(path, {}).status == 405
    for method in ("PATCH", "DELETE", "PUT"):
        assert caller.call(method, f"{path}/{row.pk}", {}, If_Match="*").status == 405


def test_the_trail_is_filtered(as_, unit, people):
    caller = as_("auditor")

    def found(**query):
        return [
            row["id"]
            for row in caller.ok(caller.get("audit-events", object_type="inventory_asset", **query))["results"]
        ]

    changed, made = found()
    assert found(actor=people["manager"].pk) == [changed]
    assert found(action="receive") == [made]
    assert found(door="api") == []
    at = AuditEvent.objects.get(pk=changed).at
    assert found(at_after=at.isoformat()) == [changed]
    assert found(at_before=at.isoformat()) == [changed, made]


def test_the_events_of_one_request_are_found_by_its_id(as_, unit):
    answer = as_("manager").patch(f"assets/{unit.pk}", {"supplier": "Third"})
    caller = as_("auditor")
    rows = caller.ok(caller.get("audit-events", request_id=answer.headers["X-Request-ID"]))["results"]
    assert [(row["object_id"], row["changes"]) for row in rows] == [(unit.pk, {"supplier": ["Other", "Third"]})]


def test_a_timeline_tells_no_costs(as_, unit):
    events = as_("sales").ok(as_("sales").get(f"assets/{unit.pk}/timeline"))["results"]
    assert [change["field"] for event in events for change in event["changes"]] == ["supplier"]


def test_a_whole_trail_is_proven(unit):
    out = StringIO()
    call_command("verify_audit", verbosity=0, stdout=out)
    assert out.getvalue() == f"The audit trail holds: {AuditEvent.objects.count()} rows.\n"


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET reason = 'because' WHERE id = %s",
        "UPDATE audit_auditevent SET actor_id = actor_id + 1 WHERE id = %s",
        "UPDATE audit_auditevent SET changes = '{}' WHERE id = %s",
        "UPDATE audit_auditevent SET at = at + interval '1 second' WHERE id = %s",
        "UPDATE audit_auditevent SET hash = previous_hash WHERE id = %s",
    ],
)
def test_an_edited_row_is_named(unit, sql):
    row = AuditEvent.objects.filter(object_type="inventory_asset", object_id=unit.pk).earliest("id")
    tamper(sql, row.pk)
    assert broken() == (row.pk, "inventory_asset", unit.pk)


@pytest.mark.breaks_invariants
def test_a_row_taken_out_shows_at_the_next_and_the_command_fails(unit):
    first, second = AuditEvent.objects.filter(object_type="inventory_asset", object_id=unit.pk).order_by("id")
    tamper("DELETE FROM audit_auditevent WHERE id = %s", first.pk)
    with pytest.raises(CommandError, match=f"row {second.pk}: inventory_asset {unit.pk}") as broken:
        call_command("verify_audit", verbosity=0, stdout=StringIO())
    assert broken.value.returncode == 1


def test_the_trail_is_proven_part_by_part(unit, monkeypatch):
    from apps.audit import services

    monkeypatch.setattr(services, "VERIFIED_AT_ONCE", 1)
    parts = list(services.audit_verified_up_to())
    assert parts[-1] == (AuditEvent.objects.latest("id").pk, None)
    assert len(parts) >= AuditEvent.objects.count()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_on_record(as_, people, unit, kind):
    answer = as_("finance").get("assets/export", file_format=kind, supplier="Other")
    assert (answer.status, len(answer.raw) > 0) == (200, True)
    read = ReadEvent.objects.get()
    assert (read.actor, read.what, read.rows, read.request_id) == (
        people["finance"],
        f"assets file_format={kind}&supplier=Other",
        1,
        answer.headers["X-Request-ID"],
    )
    shown = as_("auditor").ok(as_("auditor").get("read-events"))["results"][0]
    assert (shown["actor"]["label"], shown["rows"]) == ("Finance", 1)


def test_a_refused_export_is_refused_at_once_and_leaves_no_record(as_, unit):
    refused = as_("finance").get("assets/export", file_format="csv", suplier="Other")
    assert (refused.status, refused.codes) == (400, ["unknown_filter"])
    assert as_("finance").get("assets/export", file_format="pdf").status == 400
    assert as_("sales").get("audit-events/export", file_format="csv").status == 403
    assert ReadEvent.objects.count() == 0


SENSITIVE = {
    "credit-notes", "customers", "debit-notes", "invoices", "ledger-entries", "orders", "payments",
    "sales-payment-reversals", "sales-payments",
}  # fmt: skip


def test_lists_of_people_and_money_are_known():
    assert {view.resource for view in view_sets() if view.sensitive} == SENSITIVE


def test_reading_a_list_of_people_is_logged_without_what_was_asked_for(as_, people, monkeypatch):
    customer, log = make_customer(people), Mock()
    monkeypatch.setattr(views, "log", log)
    as_("sales").ok(as_("sales").get("customers", full_name=customer.full_name, page_size=5))
    as_("sales").ok(as_("sales").get("locations"))
    log.info.assert_called_once_with(
        "read", user=people["sales"].pk, what="customers", asked=["full_name", "page_size"], rows=1
    )
    assert ReadEvent.objects.count() == 0


def test_readings_are_found_by_how_what_was_read_begins(as_, people, unit):
    for path in ("assets", "customers", "customers"):
        assert as_("finance").get(f"{path}/export", file_format="csv").status == 200
    auditor = as_("auditor")

    def found(**query):
        rows = auditor.ok(auditor.get("read-events", **query))["results"]
        return [row["what"].partition(" ")[0] for row in rows]

    assert found(what="customers") == ["customers", "customers"]
    assert found(what="Assets") == ["assets"]
    assert found(what="export") == []
    assert found(actor=people["sales"].pk) == []
    assert found(actor=people["finance"].pk, what="assets") == ["assets"]
