"""Every invariant finds what it is for: one planted violation each, with triggers and constraints out of the way."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.invoices.models import Invoice
from common.invariants import broken, chosen, gathered, offenders

SOLD = "(SELECT min(id) FROM inventory_asset WHERE status = 'Sold')"
OWED = (
    "(SELECT min(i.id) FROM invoices_invoice i JOIN payments_payment p ON p.invoice_id = i.id WHERE i.status = 'Sent')"
)
RESERVED_LINE = """(SELECT l.id FROM invoices_invoiceline l JOIN invoices_invoice i ON i.id = l.invoice_id
                    WHERE i.status = 'Draft' AND l.asset_id IS NOT NULL)"""
pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.django_db, pytest.mark.breaks_invariants]


def signed_by(username: str, table: str, column: str) -> str:
    """Return the statement after which somebody of another role has signed, as the trail tells."""
    return f"""UPDATE audit_auditevent SET actor_id = (SELECT id FROM accounts_user WHERE username = '{username}')
               WHERE object_type = '{table}' AND changes ? '{column}'"""


PLANTED = {
    "M01": f"UPDATE invoices_invoice SET balance = balance - 1 WHERE id = {OWED}",
    "M02": "UPDATE sales_notes_creditnote SET balance = balance - 1 WHERE balance > 0",
    "M03": f"""ALTER TABLE invoices_invoice DROP CONSTRAINT invoice_balance;
               UPDATE invoices_invoice SET balance = total_amount + 1 WHERE id = {OWED}""",
    "M03.note": """ALTER TABLE sales_notes_creditnote DROP CONSTRAINT creditnote_balance;
                   UPDATE sales_notes_creditnote SET balance = total + 1 WHERE status = 'approved'""",
    "M04": f"UPDATE invoices_invoice SET subtotal = subtotal + 1, total_amount = total_amount + 1 WHERE id = {OWED}",
    "M05": """ALTER TABLE invoices_invoiceline DROP CONSTRAINT invoice_line_total;
              UPDATE invoices_invoiceline SET line_total = line_total + 1 WHERE kind = 'bulk'""",
    "M06": "UPDATE invoices_invoice SET status = 'Sent' WHERE status = 'Paid'",
    "M07": """UPDATE payments_payment SET invoice_id = (SELECT id FROM invoices_invoice WHERE status = 'Draft')
              WHERE kind = 'void'""",
    "M08": "DELETE FROM ledger_ledgerentry WHERE id = (SELECT max(id) FROM ledger_ledgerentry)",
    "M09": "UPDATE payments_payment SET amount = 999999 WHERE kind = 'receipt'",
    "M10": "UPDATE payments_salespayment SET total = total + 1 WHERE status = 'applied'",
    "M11": "UPDATE payments_salespayment SET total = total + 1 WHERE status = 'draft'",
    "M12": "UPDATE payments_salespaymentitem SET amount = amount + 1 WHERE type = 'debit_note'",
    "M13": "UPDATE payments_salespayment SET currency = 'USD' WHERE status = 'applied'",
    "M14": """ALTER TABLE payments_salespaymentitem DROP CONSTRAINT salespaymentitem_target;
              ALTER TABLE payments_salespaymentitem DROP CONSTRAINT salespaymentitem_one_invoice;
              UPDATE payments_salespaymentitem SET type = 'advance', invoice_id = 1, debit_note_id = NULL,
                     credit_note_id = NULL""",
    "M15": "DELETE FROM ledger_ledgerentry WHERE source_type = 'payments_salespaymentitem'",
    "M16": """ALTER TABLE sales_notes_debitnote DROP CONSTRAINT debitnote_unapproved_empty;
              UPDATE ledger_ledgerentry SET document_kind = 'debit_note',
                     document_id = (SELECT id FROM sales_notes_debitnote WHERE status = 'draft')
              WHERE cause = 'note application' AND document_kind = 'credit_note'""",
    "M17": "DELETE FROM ledger_ledgerentry WHERE source_type = 'payments_salespaymentreversalitem'",
    "M18": "UPDATE payments_salespaymentreversal SET total = total + 1 WHERE status = 'draft'",
    "M19": "UPDATE payments_salespayment SET status = 'applied' WHERE status = 'reversed'",
    "M20": """ALTER TABLE payments_salespaymentreversal DROP CONSTRAINT salespaymentreversal_archived;
              ALTER TABLE payments_salespaymentreversal DROP CONSTRAINT salespaymentreversal_status;
              UPDATE payments_salespaymentreversal SET archived = true WHERE status = 'draft'""",
    "M21": """ALTER TABLE sales_notes_debitnote DROP CONSTRAINT debitnote_signatures;
              UPDATE sales_notes_debitnote SET approved_by_billing_user_id = NULL WHERE status = 'approved'""",
    "M22": """UPDATE invoices_invoiceline SET item_description = 'Something else'
              WHERE asset_id IS NOT NULL AND asset_id = """
    + SOLD,
    "M23": f"UPDATE invoices_invoice SET seal = '' WHERE id = {OWED}",
    "M24": """ALTER TABLE sales_notes_creditnoteline DROP CONSTRAINT creditnoteline_total;
              UPDATE sales_notes_creditnoteline SET line_total = line_total + 1""",
    "M25": "UPDATE invoices_invoice SET status = 'Cancelled' WHERE void_status = 'asked'",
    "M26": "UPDATE sales_notes_noteapplication SET amount = amount + 1",
    "M27": """UPDATE audit_auditevent SET changes = changes || '{"customer_rep_id": [null, 1]}'
              WHERE object_type = 'customers_customer' AND action = 'create';
              UPDATE payments_salespayment SET customer_rep_id = NULL WHERE status = 'draft'""",
    "M28.CN": "UPDATE common_counter SET last = last + 1 WHERE series = 'CN'",
    "M28.DN": "UPDATE common_counter SET last = last + 1 WHERE series = 'DN'",
    "M28.INV": "UPDATE common_counter SET last = last + 1 WHERE series = 'INV'",
    "M28.ORD": "UPDATE orders_order SET order_number = 'ORD-1999-001' WHERE id = (SELECT min(id) FROM orders_order)",
    "M28.SP": "UPDATE common_counter SET last = last + 1 WHERE series = 'SP'",
    "M28.SPR": "UPDATE common_counter SET last = last + 1 WHERE series = 'SPR'",
    "M28.TILL": "UPDATE common_counter SET last = last + 1 WHERE series = 'TILL'",
    "M28.WAR": "UPDATE warranty_warranty SET warranty_number = 'WAR-1' WHERE id = (SELECT min(id) FROM warranty_warranty)",
    "M29": "UPDATE ledger_ledgerentry SET currency = 'USD' WHERE id = (SELECT min(id) FROM ledger_ledgerentry)",
    "M30": "UPDATE payments_payment SET amount = 10.01 WHERE kind = 'refund'",
    "M31": "UPDATE sales_notes_creditnote SET public_notes = 'More' WHERE archived",
    "M32": """ALTER TABLE sales_notes_creditnoteline DROP CONSTRAINT creditnoteline_total;
              UPDATE sales_notes_creditnoteline SET amount = amount + 1 WHERE invoice_line_id IS NOT NULL""",
    "M33": "UPDATE payments_salespayment SET received_at = now() WHERE archived",
    "M34": "DELETE FROM payments_tillcount WHERE payment_method = 'Card'",
    "M35": "UPDATE payments_payment SET received_by_id = 0 WHERE till_session_id IS NOT NULL AND kind = 'receipt'",
    "M36": f"UPDATE sales_notes_creditnote SET invoice_id = {OWED}, total = 1000000 WHERE status = 'draft'",
    "A01": f"""DROP INDEX asset_on_one_live_line;
               UPDATE invoices_invoiceline SET asset_id = {SOLD} WHERE id = {RESERVED_LINE}""",
    "A02": f"""UPDATE inventory_asset SET status = 'Ready for Sale', sale_price = NULL, sale_date = NULL
               WHERE id = {SOLD}""",
    "A03": f"""UPDATE inventory_asset SET location_id = (SELECT id FROM inventory_location WHERE location_name = 'Backroom')
               WHERE id = {SOLD}""",
    "A04": "UPDATE inventory_inventorymovement SET from_status = 'Returned' WHERE to_status = 'Sold'",
    "A05": "DELETE FROM inventory_inventorymovement WHERE to_status = 'QC Pending'",
    "A06": """UPDATE inventory_asset SET status = 'Received'
              WHERE id = (SELECT min(id) FROM inventory_asset WHERE status = 'Ready for Sale')""",
    "A07": "UPDATE inventory_inventorymovement SET moved_by_id = 0 WHERE to_status = 'Sold'",
    "A08": "UPDATE inventory_inventorymovement SET from_status = 'Received' WHERE to_status = 'Ready for Sale'",
    "A09": "DELETE FROM inventory_wipecertificate",
    "A10": "UPDATE inventory_asset SET not_sellable_reason = '  ' WHERE status = 'Not Sellable'",
    "A11": "UPDATE inventory_asset SET status = 'Reserved' WHERE status = 'Ready for Sale'",
    "A13": "UPDATE inventory_inventorymovement SET from_status = 'Scrapped' WHERE to_status = 'Sold'",
    "A14": """DROP INDEX asset_serial; DROP INDEX asset_tag_once;
              UPDATE inventory_asset SET serial_number = ' one ', asset_tag = 'a';
              UPDATE inventory_asset SET serial_number = 'ONE' WHERE status = 'Sold'""",
    "A15": """ALTER TABLE invoices_invoiceline DROP CONSTRAINT invoice_line_item;
              UPDATE invoices_invoiceline SET kind = 'service' WHERE kind = 'bulk'""",
    "B01": """ALTER TABLE inventory_bulkstock DROP CONSTRAINT bulk_stock_quantity;
              UPDATE inventory_bulkstock SET quantity = -1""",
    "B02": "UPDATE inventory_bulkstock SET quantity = quantity + 1",
    "B03": "UPDATE inventory_bulkmovement SET quantity_after = quantity_after + 1 WHERE kind = 'receipt'",
    "B04": "DELETE FROM inventory_bulkmovement WHERE kind = 'sale'",
    "B05": """ALTER TABLE invoices_invoiceline DROP CONSTRAINT invoice_line_returned;
              UPDATE invoices_invoiceline SET returned_quantity = quantity + 1 WHERE kind = 'bulk'""",
    "B06": """ALTER TABLE inventory_bulkmovement DROP CONSTRAINT bulk_movement_sign;
              UPDATE inventory_bulkmovement SET quantity = -quantity WHERE kind = 'receipt'""",
    "F01": "UPDATE attachments_attachment SET document = 0",
    "F02": """INSERT INTO attachments_attachment (kind, document, original_name, media_type, size, sha256, stored_name,
                     note, uploaded_by_id)
              SELECT kind, document, original_name, media_type, size, sha256, md5(n::text), note, uploaded_by_id
              FROM attachments_attachment, generate_series(1, 50) AS n""",
    "O05": """ALTER TABLE orders_order DROP CONSTRAINT order_applied;
              UPDATE orders_order SET applied_at = NULL WHERE status = 'paid'""",
    "O06": "UPDATE invoices_invoice SET customer_id = NULL, customer_type = 'Walk-in' WHERE order_id IS NOT NULL",
    "O07": "UPDATE orders_order SET order_total = order_total + 1",
    "O08": "UPDATE orders_order SET order_total = order_total - 1 WHERE status = 'paid'",
    "O09": "UPDATE orders_order SET status = 'sent' WHERE status = 'paid'",
    "S01.count": """ALTER TABLE inventory_stockcount DROP CONSTRAINT stock_count_four_eyes;
                    UPDATE inventory_stockcount SET approved_by_id = counted_by_id""",
    "S01.note": """ALTER TABLE sales_notes_creditnote DROP CONSTRAINT creditnote_four_eyes;
                   UPDATE sales_notes_creditnote SET approved_by_office_user_id = created_by_id
                   WHERE status = 'approved'""",
    "S01.payment": """ALTER TABLE payments_salespayment DROP CONSTRAINT salespayment_four_eyes;
                      UPDATE payments_salespayment SET confirmed_by_id = created_by_id WHERE archived""",
    "S01.order": """ALTER TABLE orders_order DROP CONSTRAINT order_four_eyes;
                    UPDATE orders_order SET approved_by_billing_user_id = created_by_id
                    WHERE approved_by_billing_status = 'approved'""",
    "S01.scrap": """ALTER TABLE inventory_scraprequest DROP CONSTRAINT scrap_request_four_eyes;
                    UPDATE inventory_scraprequest SET approved_by_id = requested_by_id""",
    "S02": """ALTER TABLE payments_salespaymentreversal DROP CONSTRAINT salespaymentreversal_payer;
              UPDATE payments_salespaymentreversal SET confirmed_by_id = payment_created_by_id WHERE archived""",
    "S03": """INSERT INTO accounts_user_groups (user_id, group_id)
              SELECT u.id, g.id FROM accounts_user u, auth_group g WHERE u.username = 'billing' AND g.name = 'Finance'""",
    "S04.note": signed_by("warehouse", "sales_notes_debitnote", "approved_by_office_user_id"),
    "S04.order": signed_by("sales", "orders_order", "approved_by_billing_user_id"),
    "S04.payment": signed_by("billing", "payments_salespaymentreversal", "confirmed_by_id"),
    "S04.stock": signed_by("technician", "inventory_scraprequest", "approved_by_id"),
    "S04.void": """INSERT INTO audit_auditevent (object_type, object_id, action, actor_id, door, request_id, reason, at,
                                                 changes, previous_hash, hash)
                   SELECT 'invoices_invoice', i.id, 'void', u.id, 'sql', '', '', now(),
                          '{"void_confirmed_by_id": [null, 1]}', '', ''
                   FROM invoices_invoice i, accounts_user u WHERE u.username = 'sales'""",
    "S05.payment": "UPDATE audit_auditevent SET actor_id = 0 WHERE object_type = 'payments_salespayment'",
    "S05.note": "UPDATE audit_auditevent SET actor_id = 0 WHERE action = 'approve' AND object_type LIKE 'sales_%'",
    "S06": f"""DELETE FROM audit_auditevent WHERE object_type = 'inventory_asset' AND object_id = {SOLD}
               AND action = 'record_wipe'""",
    "W01": "UPDATE warranty_warranty SET start_date = start_date - 1",
    "W02": f"""ALTER TABLE warranty_warranty DROP CONSTRAINT warranty_one_at_a_time;
               UPDATE warranty_warranty SET asset_id = {SOLD}""",
    "W03": """UPDATE invoices_invoice SET status = 'Cancelled'
              WHERE id = (SELECT min(invoice_id) FROM warranty_warranty)""",
    "X01": """INSERT INTO common_idempotencykey (user_id, key, request_hash, etag, created_at)
              SELECT id, 'k', '', '', now() FROM accounts_user WHERE username = 'sales'""",
    "X02": "ALTER TABLE ledger_ledgerentry DISABLE TRIGGER ALL",
    "X03": "GRANT DELETE ON ledger_ledgerentry TO PUBLIC",
    "X04": "CREATE TABLE planted (amount float8, at timestamp)",
    "X05": "UPDATE customers_customer SET deleted_at = now()",
}


def run(sql: str) -> None:
    """Run statements."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def plant(code: str) -> None:
    """Break one rule: no trigger and no foreign key looks."""
    run(f"SET LOCAL session_replication_role = replica; {PLANTED[code]}")


def check_invariants(*args: str) -> str:
    """Run the command and return what it printed; a failure is printed last, with its exit code."""
    out = StringIO()
    try:
        call_command("check_invariants", *args, stdout=out, no_color=True)
    except CommandError as error:
        out.write(f"{error} [{error.returncode}]\n")
    return out.getvalue()


def test_a_business_in_full_swing_breaks_none():
    assert [rule.code for rule in broken()] == []
    assert check_invariants().endswith(f"All {len(gathered())} rules hold.\n")


def test_every_rule_has_its_planted_violation():
    assert sorted(PLANTED) == [rule.code for rule in gathered()]


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_violation_is_found(code):
    plant(code)
    assert offenders(chosen([code])[0], most=1) != []
    assert code in [rule.code for rule in broken()]


def test_a_gap_and_a_double_in_the_numbers_are_found():
    rule = chosen(["M28.INV"])[0]
    run(
        "SET LOCAL session_replication_role = replica;"
        "UPDATE invoices_invoice SET invoice_number = 'INV-000099' WHERE invoice_number = 'INV-000001'"
    )
    written = Invoice.objects.count()
    assert offenders(rule, most=5) == [(0, written, written, 99)]


def test_an_edited_event_is_found_as_well_as_a_missing_one():
    run("SET LOCAL session_replication_role = replica; UPDATE audit_auditevent SET reason = 'x' WHERE action = 'block'")
    assert len(offenders(chosen(["S06"])[0], most=5)) == 1


def test_the_command_names_the_broken_rule_and_its_rows():
    plant("B01")
    told = check_invariants("--only", "B01,M04")
    assert told.splitlines() == [
        "[1/2] B01  Bulk stock is never negative.",
        "      B01 is broken by:",
        "        " + ", ".join(str(value) for value in offenders(chosen(["B01"])[0], most=1)[0]),
        "[2/2] M04  A subtotal is the sum of the lines, the tax is rounded half up once, and the total is both.",
        "1 of 2 rules are broken. [1]",
    ]


def test_the_command_shows_ten_rows_and_says_that_there_are_more():
    plant("A09")
    run("UPDATE inventory_productmodel SET needs_diagnostics = true; DELETE FROM inventory_diagnosticsresult")
    run(
        "UPDATE inventory_asset SET status = 'Ready for Sale', condition_grade = 'A', sale_price = NULL, sale_date = NULL"
    )
    run(
        "INSERT INTO inventory_asset (asset_tag, serial_number, product_model_id, received_date, location_id, status,"
        " condition_grade, supplier, cosmetic_notes, not_sellable_reason, accessories_included)"
        " SELECT 'T' || n, 'P' || n, product_model_id, received_date, location_id, 'Ready for Sale', 'A', '', '', '', ''"
        " FROM inventory_asset, generate_series(1, 10) AS n WHERE id = (SELECT min(id) FROM inventory_asset)"
    )
    told = check_invariants("--only", "A09").splitlines()
    assert (len(told), told[12], told[13]) == (14, "        … and more.", "1 of 1 rules are broken. [1]")


def test_m28_stands_for_every_series():
    assert [rule.code for rule in chosen(["M28"])] == [
        "M28.CN",
        "M28.DN",
        "M28.INV",
        "M28.ORD",
        "M28.SP",
        "M28.SPR",
        "M28.TILL",
        "M28.WAR",
    ]


def test_an_unknown_rule_is_named():
    with pytest.raises(CommandError, match="There is no invariant Z99"):
        call_command("check_invariants", "--only", "Z99")
