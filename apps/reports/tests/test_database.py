"""What the database itself holds of reporting: the views' columns, the business's today, and the two roles."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from apps.reports.apps import _keep_business_today
from apps.reports.database_roles import APP, REPORTING, append_only_tables
from common.dates import business_date

pytestmark = pytest.mark.django_db

LEDGERS = {
    "ledger_ledgerentry", "inventory_inventorymovement", "inventory_bulkmovement", "audit_auditevent",
    "audit_readevent", "payments_payment", "common_printout",
}  # fmt: skip

COLUMNS = {
    "view_inventory_summary": [
        "category", "brand", "model_name", "total_units", "available", "reserved", "sold", "avg_sale_price",
        "avg_age_days",
    ],
    "view_sales_daily": [
        "invoice_date", "transaction_count", "total_sales", "retail_sales", "wholesale_sales", "currency",
    ],
    "view_aging_inventory": [
        "asset_tag", "serial_number", "brand", "model_name", "condition_grade", "status", "received_date",
        "days_in_inventory", "aging_bucket",
    ],
    "view_preorder_sla": [
        "preorder_number", "customer_name", "requested_specs", "status", "order_date", "sla_date", "days_overdue",
        "is_overdue",
    ],
}  # fmt: skip


def sql(statement, params=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def roles():
    """Both roles, for as long as the test's transaction lasts; tests beside this one on the server wait for it."""
    sql("SET LOCAL lock_timeout = '60s'")
    call_command("create_roles", stdout=StringIO())


def refused(role, statement):
    """Say whether PostgreSQL denies the statement to the role."""
    try:
        with transaction.atomic():
            sql(f"SET LOCAL ROLE {role}")
            sql(statement)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return error.__cause__.sqlstate == "42501"
    return False


@pytest.mark.parametrize("name", COLUMNS)
def test_a_view_has_the_seeds_columns(name):
    found = sql(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [name]
    )
    assert [column for (column,) in found] == COLUMNS[name]


def test_today_is_the_businesss_own_and_follows_the_setting(settings):
    assert sql("SELECT business_today()") == [(business_date(),)]
    found = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        settings.BUSINESS_TIME_ZONE = zone
        _keep_business_today()
        assert sql("SELECT business_today()") == [(business_date(),)]
        found.add(business_date())
    assert len(found) == 2


def test_every_ledger_is_known_to_be_one():
    assert set(append_only_tables()) >= LEDGERS


def test_the_application_cannot_rewrite_a_ledger(roles):
    rights = sql(
        """SELECT table_name, privilege_type FROM information_schema.table_privileges
           WHERE grantee = %s AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND table_name = ANY(%s)""",
        [APP, append_only_tables()],
    )
    assert rights == []
    assert sql(
        "SELECT count(*) FROM information_schema.table_privileges WHERE grantee = %s AND privilege_type = 'TRUNCATE'",
        [APP],
    ) == [(0,)]


@pytest.mark.parametrize("table", sorted(LEDGERS))
def test_a_ledger_can_be_added_to_and_read_but_not_changed(roles, table):
    assert not refused(APP, f"SELECT 1 FROM {table}")
    assert sql("SELECT has_table_privilege(%s, %s, 'INSERT')", [APP, table]) == [(True,)]
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        assert refused(APP, statement)


def test_the_application_role_can_do_its_work(roles, people):
    from apps.reports.tests.world import build

    sql(f"SET LOCAL ROLE {APP}")
    build(people)
    sql("RESET ROLE")


def test_reporting_reads_figures_and_no_secrets(roles):
    for allowed in (*COLUMNS, "invoices_invoice", "ledger_ledgerentry"):
        assert not refused(REPORTING, f"SELECT * FROM {allowed}")
    assert not refused(REPORTING, "SELECT id, full_name, role FROM accounts_user")
    for closed in ("accounts_user", "accounts_session", "accounts_apitoken", "audit_auditevent", "mfa_authenticator"):
        assert refused(REPORTING, f"SELECT * FROM {closed}")
    for change in ("DELETE FROM inventory_asset", "INSERT INTO customers_leadsource (source_name) VALUES ('x')"):
        assert refused(REPORTING, change)


def test_the_roles_can_be_renewed(roles):
    before = sql("SELECT count(*) FROM information_schema.table_privileges WHERE grantee = ANY(%s)", [[APP, REPORTING]])
    call_command("create_roles", stdout=StringIO())
    assert before == sql(
        "SELECT count(*) FROM information_schema.table_privileges WHERE grantee = ANY(%s)", [[APP, REPORTING]]
    )
