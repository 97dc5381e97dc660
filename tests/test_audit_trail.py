"""Whatever the door, a change is told: by whom, through which door, and chained; what is told is never taken back."""

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.audit.models import AuditEvent
from apps.audit.tests.chain import broken
from apps.inventory.models import Asset, InventoryMovement
from apps.inventory.services import asset_update
from apps.inventory.tests.factories import place, receive
from common.db.acting import act, through
from common.db.triggers import append_only
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db
ONCE = {trigger.name for trigger in append_only()}
WRITTEN_ONCE = [
    model for model in apps.get_models() if {trigger.name for trigger in getattr(model._meta, "triggers", [])} >= ONCE
]


@pytest.fixture
def unit(people):
    return receive(people)[0]


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def as_nobody():
    """End what the factories said of who acts: in life it ends with their transaction."""
    run("SELECT set_config('fettle.act', '', true)")


def last(unit) -> tuple:
    """Return what the newest event of the unit says: action, actor, door, what changed."""
    event = AuditEvent.objects.filter(object_type="inventory_asset", object_id=unit.pk).latest("pk")
    return event.action, event.actor.username, event.door, event.changes


CHANGED = {"supplier": ["Supplier", "Other"]}


def by_sql(unit, people):
    as_nobody()
    run("UPDATE inventory_asset SET supplier = 'Other' WHERE id = %s", unit.pk)


def by_queryset(unit, people):
    with act(actor=people["manager"]):
        Asset.objects.filter(pk=unit.pk).update(supplier="Other")


def by_bulk_update(unit, people):
    unit.supplier = "Other"
    with act(actor=people["manager"], step="tidy"):
        Asset.objects.bulk_update([unit], ["supplier"])


def by_service(unit, people):
    asset_update(asset=unit, actor=people["warehouse"], supplier="Other")


def by_admin(unit, people):
    with through("admin"):
        asset_update(asset=unit, actor=people["manager"], supplier="Other")


def by_api(unit, people):
    caller = Caller(people["technician"])
    caller.ok(caller.patch(f"assets/{unit.pk}", {"supplier": "Other"}))


@pytest.mark.parametrize(
    ("door", "told"),
    [
        (by_sql, ("update", "system", "sql")),
        (by_queryset, ("update", "manager", "command")),
        (by_bulk_update, ("tidy", "manager", "command")),
        (by_service, ("update", "warehouse", "command")),
        (by_admin, ("update", "manager", "admin")),
        (by_api, ("update", "technician", "api")),
    ],
)
def test_every_door_is_told_with_its_actor(unit, people, door, told):
    before = AuditEvent.objects.filter(object_type="inventory_asset").count()
    door(unit, people)
    assert last(unit) == (*told, CHANGED)
    assert AuditEvent.objects.filter(object_type="inventory_asset").count() == before + 1
    assert broken() is None


def test_raw_sql_moves_a_unit_as_the_system(unit):
    as_nobody()
    run("UPDATE inventory_asset SET location_id = %s WHERE id = %s", place("Backroom").pk, unit.pk)
    moved = InventoryMovement.objects.filter(asset=unit).latest("pk")
    assert (moved.moved_by.username, moved.from_location_id, moved.to_location.location_name, moved.to_status) == (
        "system",
        place("Warehouse").pk,
        "Backroom",
        "Received",
    )


def test_many_rows_in_one_statement_are_each_told_and_chained(people):
    units = receive(people, 5)
    run("UPDATE inventory_asset SET supplier = 'Other' WHERE id = ANY(%s)", [unit.pk for unit in units])
    for unit in units:
        first, second = AuditEvent.objects.filter(object_type="inventory_asset", object_id=unit.pk).order_by("pk")
        assert (second.changes, second.previous_hash) == (CHANGED, first.hash)


def test_who_acts_is_known_no_longer_than_the_transaction(people, unit):
    with act(actor=people["manager"]):
        Asset.objects.filter(pk=unit.pk).update(supplier="One")
    as_nobody()
    run("UPDATE inventory_asset SET supplier = 'Two' WHERE id = %s", unit.pk)
    assert last(unit) == ("update", "system", "sql", {"supplier": ["One", "Two"]})


def test_an_update_that_changes_nothing_is_not_told(unit):
    before = AuditEvent.objects.count()
    run("UPDATE inventory_asset SET supplier = supplier")
    assert AuditEvent.objects.count() == before


def test_a_password_is_never_told(people):
    run("UPDATE accounts_user SET password = 'secret' WHERE username = 'sales'")
    event = AuditEvent.objects.filter(object_type="accounts_user", object_id=people["sales"].pk).latest("pk")
    assert event.changes == {"password": ["…", "…"]}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("sql", ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
def test_what_is_written_once_is_never_changed_or_emptied(model, sql):
    run("SET LOCAL fettle.allow_truncate = off")
    if model._meta.label == "common.Printout":
        run(
            "INSERT INTO common_printout (object_type, object_id, kind, version, content, sha256, created_at)"
            " VALUES ('x', 1, 'x', 1, '', '', now())"
        )
    rows = model._base_manager.count()
    assert rows
    with (
        pytest.raises((IntegrityError, ProgrammingError), match=r"Cannot update or delete|is append-only"),
        transaction.atomic(),
    ):
        run(sql.format(table=model._meta.db_table))
    assert model._base_manager.count() == rows


def test_the_tables_written_once_are_these():
    assert sorted(model._meta.label for model in WRITTEN_ONCE) == [
        "audit.AuditEvent",
        "audit.ReadEvent",
        "common.Printout",
        "inventory.BulkMovement",
        "inventory.DiagnosticsResult",
        "inventory.InventoryMovement",
        "inventory.WipeCertificate",
        "ledger.LedgerEntry",
        "payments.Payment",
        "payments.SalesPaymentItem",
        "payments.SalesPaymentReversalItem",
        "payments.TillCount",
        "sales_notes.CreditNoteLine",
        "sales_notes.DebitNoteLine",
        "sales_notes.NoteApplication",
    ]
