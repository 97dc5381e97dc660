"""What the volume consists of, as SQL that the database runs by itself, in an order in which it can."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Model

from apps.customers.models import Customer
from apps.inventory.models import Asset, BulkMovement, BulkStock, InventoryMovement, Location, ProductModel
from apps.invoices.models import Invoice, InvoiceLine
from apps.ledger.models import LedgerEntry
from apps.payments.models import Payment
from common.models import Counter

TABLES: tuple[type[Model], ...] = (
    Location, ProductModel, Customer, BulkStock, Asset, InventoryMovement, InvoiceLine, Invoice, Payment, LedgerEntry,
    BulkMovement,
)  # fmt: skip


def insert(model: type[Model], columns: dict[str, str], source: str) -> str:
    """Return an INSERT of SQL expressions; columns that are not named get what the model says of a new row."""
    values = dict(columns)
    for field in model._meta.concrete_fields:
        if field.column not in values and not (field.null or field.has_db_default() or field.primary_key):
            default = field.get_db_prep_save(field.get_default(), connection)
            values[field.column] = f"'{default}'"
    names = ", ".join(f'"{name}"' for name in values)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(values.values())} {source}'


def statements() -> Iterator[tuple[str, str]]:
    """Yield what is written, by name and in order; `{assets}` and its like stand for the sizes."""
    yield (
        "locations",
        insert(
            Location, {"location_name": "'Shelf ' || i", "description": "'Volume'"}, "FROM generate_series(1, 7) AS i"
        ),
    )
    yield (
        "product models",
        insert(
            ProductModel,
            {
                "id": "i",
                "category": "(ARRAY['Laptop', 'Phone', 'Accessory'])[1 + i % 3]",
                "brand": "(ARRAY['HP', 'Dell', 'Lenovo', 'Apple', 'Samsung', 'Google'])[1 + i % 6]",
                "model_name": "(ARRAY['Pro', 'Air', 'Elite', 'Think', 'Note'])[1 + i % 5] || ' ' || i",
                "ram": "(4 << (i % 4)) || ' GB'",
                "default_price_grade_a": "100 + i % 900",
                "needs_wipe": "false",
                "needs_diagnostics": "false",
            },
            "FROM generate_series(1, {models}) AS i",
        ),
    )
    yield (
        "customers",
        insert(
            Customer,
            {
                "id": "i",
                "customer_type": "(ARRAY['Retail', 'Wholesale'])[1 + i % 2]",
                "full_name": """(ARRAY['Ama', 'Kofi', 'Kwame', 'Akosua', 'Yaw', 'Esi', 'Kojo', 'Abena'])[1 + i % 8] || ' '
                    || (ARRAY['Mensah', 'Owusu', 'Boateng', 'Asante', 'Osei', 'Addo', 'Darko'])[1 + i % 7] || ' '
                    || initcap(substr(md5(i::text), 1, 6))""",
                "email": "'c' || i || '@example.com'",
                "phone": "'+23324' || lpad((i * 7919::bigint % 10000000)::text, 7, '0')",
                "customer_rep_id": "(ARRAY(SELECT id FROM accounts_user ORDER BY id))[1 + i % {users}]",
                "created_at": "now() - ({customers} - i) * interval '1 minute'",
            },
            "FROM generate_series(1, {customers}) AS i",
        ),
    )
    yield (
        "bulk stock",
        insert(
            BulkStock,
            {
                "id": "i",
                "sku": "'SKU-' || i",
                "item_name": "(ARRAY['Charger', 'Mouse', 'Cable', 'Memory'])[1 + i % 4] || ' ' || i",
                "category": "'Accessory'",
                "unit_cost": "20",
                "unit_price": "50",
                "quantity": "{opening}",
                "location_id": "(SELECT min(id) FROM inventory_location WHERE location_name <> 'Sold')",
            },
            "FROM generate_series(1, {stocks}) AS i",
        ),
    )
    yield "fates of the units", FATES
    yield (
        "units",
        insert(
            Asset,
            {
                "id": "u.id",
                "asset_tag": "'A' || lpad(u.id::text, 7, '0')",
                # An odd factor modulo a power of two never meets itself: every serial is another.
                "serial_number": """upper(substr(md5(u.id::text), 1, 3)
                    || lpad(to_hex(u.id * 2654435761 % 4294967296), 8, '0'))""",
                "product_model_id": "1 + u.id % {models}",
                "supplier": "'Supplier ' || u.id % 40",
                "purchase_cost": "300 + u.id % 900",
                "landed_cost": "320 + u.id % 900",
                "received_date": "u.received",
                "intake_at": "u.received",
                "condition_grade": """CASE WHEN u.status IN ('Ready for Sale', 'Reserved', 'Sold')
                    THEN (ARRAY['A', 'B', 'C'])[1 + u.id % 3] ELSE '' END""",
                "cosmetic_notes": "CASE WHEN u.id % 4 = 0 THEN 'Light scratches on the lid' ELSE '' END",
                "battery_health_percent": "60 + u.id % 40",
                "battery_cycle_count": "u.id % 900",
                "status": "u.status",
                "not_sellable_reason": "CASE WHEN u.status = 'Not Sellable' THEN 'Cracked board' ELSE '' END",
                "location_id": "CASE WHEN u.status = 'Sold' THEN u.sold_at ELSE u.place END",
                "sale_price": "CASE WHEN u.status = 'Sold' THEN u.price END",
                "sale_date": "CASE WHEN u.status = 'Sold' THEN u.invoiced END",
                "accessories_included": "'Charger, bag'",
                "created_at": "u.received",
            },
            "FROM fate u ORDER BY u.id",
        ),
    )
    yield (
        "movements",
        insert(
            InventoryMovement,
            {
                "asset_id": "u.id",
                "from_location_id": "CASE WHEN n > 1 THEN u.place END",
                "to_location_id": "CASE WHEN stop = 'Sold' THEN u.sold_at ELSE u.place END",
                "from_status": "coalesce(u.path[n - 1], '')",
                "to_status": "stop",
                "moved_by_id": "{user}",
                "reason": "''",
                "created_at": "u.received + n * interval '1 hour'",
            },
            "FROM fate u, unnest(u.path) WITH ORDINALITY AS stops (stop, n) ORDER BY u.id, n",
        ),
    )
    yield (
        "invoice lines with a unit",
        insert(
            InvoiceLine,
            {
                "id": "u.line",
                "invoice_id": "u.invoice",
                "line_number": "2 - u.line % 2",
                "kind": "'asset'",
                "asset_id": "u.id",
                "item_description": "'Unit ' || u.id",
                "unit_price": "u.price + u.discount",
                "discount": "u.discount",
                "line_total": "u.price",
                "unit_cost": "CASE WHEN u.fate IN ('Sent', 'Paid') THEN 320 + u.id % 900 END",
                "released_at": "CASE WHEN u.fate = 'Cancelled' THEN now() END",
            },
            "FROM fate u WHERE u.line IS NOT NULL ORDER BY u.line",
        ),
    )
    yield (
        "invoice lines without",
        insert(
            InvoiceLine,
            {
                "id": "{asset_lines} + row_number() OVER (ORDER BY i, kind)",
                "invoice_id": "i",
                "line_number": "CASE kind WHEN 'bulk' THEN 3 ELSE 4 END",
                "kind": "kind",
                "bulk_stock_id": "CASE kind WHEN 'bulk' THEN 1 + i % {stocks} END",
                "item_description": "CASE kind WHEN 'bulk' THEN 'Charger' ELSE 'Set-up' END",
                "quantity": "1 + i % 3",
                "unit_price": "50",
                "line_total": "(1 + i % 3) * 50",
                "unit_cost": "CASE kind WHEN 'bulk' THEN 20 END",
            },
            "FROM generate_series(1, {invoices}) AS i, unnest(ARRAY['bulk', 'service']) AS kind"
            " WHERE i % 4 = 0 AND kind = 'bulk' OR i % 5 = 0 AND kind = 'service'",
        ),
    )
    yield (
        "invoices",
        insert(
            Invoice,
            {
                "id": "s.id",
                "invoice_number": "'INV-' || lpad(s.id::text, 6, '0')",
                "customer_id": "s.customer",
                "customer_type": "(ARRAY['Retail', 'Wholesale'])[1 + s.customer % 2]",
                "invoice_date": "s.day",
                "due_date": "s.day + 30",
                "status": "s.fate",
                "subtotal": "s.subtotal",
                "tax_rate": "0.15",
                "tax_amount": "s.tax",
                "total_amount": "s.subtotal + s.tax",
                "balance": """CASE s.fate WHEN 'Draft' THEN s.subtotal + s.tax
                    WHEN 'Sent' THEN s.subtotal + s.tax - round((s.subtotal + s.tax) * 0.4, 2) ELSE 0 END""",
                "currency": "'GHS'",
                "lead_source_id": "(SELECT min(id) FROM customers_leadsource)",
                "sales_rep_id": "(ARRAY(SELECT id FROM accounts_user ORDER BY id))[1 + s.id % {users}]",
                "issued_at": "CASE WHEN s.fate IN ('Sent', 'Paid') THEN s.day END",
                "created_at": "s.day",
            },
            SALES,
        ),
    )
    yield (
        "tenders",
        insert(
            Payment,
            {
                "id": "row_number() OVER (ORDER BY i.id, n)",
                "invoice_id": "i.id",
                "payment_date": "i.invoice_date",
                "payment_method": "(ARRAY['Cash', 'MoMo', 'Card'])[1 + (i.id + n) % 3]",
                "amount": """CASE WHEN i.status = 'Sent' THEN i.total_amount - i.balance
                    WHEN i.id % 2 = 1 THEN i.total_amount
                    WHEN n = 1 THEN round(i.total_amount * 0.6, 2)
                    ELSE i.total_amount - round(i.total_amount * 0.6, 2) END""",
                "reference": "'REF' || i.id",
                "received_by_id": "{user}",
                "created_at": "i.issued_at",
            },
            "FROM invoices_invoice i, generate_series(1, 2) AS n"
            " WHERE i.status IN ('Sent', 'Paid') AND (n = 1 OR i.status = 'Paid' AND i.id % 2 = 0)",
        ),
    )
    entry = {
        "at": "now()",
        "actor_id": "{user}",
        "customer_id": "i.customer_id",
        "document_kind": "'invoice'",
        "document_id": "i.id",
        "currency": "i.currency",
    }
    yield (
        "ledger of tenders",
        insert(
            LedgerEntry,
            entry
            | {"amount": "p.amount", "cause": "'tender'", "source_type": "'payments_payment'", "source_id": "p.id"},
            "FROM payments_payment p JOIN invoices_invoice i ON i.id = p.invoice_id ORDER BY p.id",
        ),
    )
    yield (
        "ledger of cancelled drafts",
        insert(
            LedgerEntry,
            entry
            | {
                "amount": "i.total_amount",
                "cause": "'void'",
                "source_type": "'invoices_invoice'",
                "source_id": "i.id",
            },
            "FROM invoices_invoice i WHERE i.status = 'Cancelled' ORDER BY i.id",
        ),
    )
    yield (
        "bulk receipts",
        insert(
            BulkMovement,
            {
                "bulk_stock_id": "s.id",
                "kind": "'receipt'",
                "quantity": "{opening}",
                "quantity_after": "{opening}",
                "unit_cost": "20",
                "moved_by_id": "{user}",
            },
            "FROM inventory_bulkstock s ORDER BY s.id",
        ),
    )
    yield (
        "bulk sales",
        insert(
            BulkMovement,
            {
                "bulk_stock_id": "l.bulk_stock_id",
                "kind": "'sale'",
                "quantity": "-l.quantity",
                "quantity_after": "{opening} - sum(l.quantity) OVER (PARTITION BY l.bulk_stock_id ORDER BY l.id)",
                "unit_cost": "20",
                "source_type": "'invoices_invoiceline'",
                "source_id": "l.id",
                "moved_by_id": "{user}",
            },
            "FROM invoices_invoiceline l JOIN invoices_invoice i ON i.id = l.invoice_id"
            " WHERE l.kind = 'bulk' AND i.status IN ('Sent', 'Paid') ORDER BY l.id",
        ),
    )
    yield (
        "bulk quantities",
        """UPDATE inventory_bulkstock s SET quantity = moved.quantity
           FROM (SELECT bulk_stock_id, sum(quantity) AS quantity FROM inventory_bulkmovement GROUP BY 1) moved
           WHERE moved.bulk_stock_id = s.id""",
    )
    yield "counters", insert(Counter, {"series": "'INV'", "last": "{invoices}"}, "")
    yield "asset tags", "SELECT setval('inventory_asset_tag', {assets})"


# What becomes of each unit: on which line it is sold, of which invoice, and the way it went through the workflow.
FATES = """
    CREATE TEMPORARY TABLE fate ON COMMIT DROP AS
    SELECT u.id, u.line, u.invoice, u.fate, u.status, u.received, u.place, u.sold_at, u.price, u.discount,
           current_date - 700 + (u.invoice * 700 / {invoices})::int AS invoiced,
           CASE u.status
               WHEN 'Sold' THEN ready || '{{Reserved,Sold}}'::text[]
               WHEN 'Reserved' THEN ready || '{{Reserved}}'::text[]
               WHEN 'Ready for Sale' THEN ready
               WHEN 'QC Pending' THEN ready[:3]
               WHEN 'Diagnostics Pending' THEN ready[:2]
               WHEN 'Received' THEN ready[:1]
               WHEN 'Not Sellable' THEN ready[:1] || u.status
               ELSE ready[:2] || u.status
           END AS path
    FROM (
        SELECT s.*, (s.line + 1) / 2 AS invoice, i.fate,
               current_date - 760 + (s.id * 700 / {assets})::int AS received,
               CASE WHEN s.line % 10 = 0 THEN 50 ELSE 0 END AS discount,
               1000 + s.id % 900 AS price,
               places[1 + s.id % cardinality(places)] AS place, sold_at,
               CASE i.fate
                   WHEN 'Draft' THEN 'Reserved' WHEN 'Sent' THEN 'Sold' WHEN 'Paid' THEN 'Sold'
                   WHEN 'Cancelled' THEN 'Ready for Sale'
                   ELSE (ARRAY['Received', 'Received', 'Diagnostics Pending', 'Wipe Pending', 'QC Pending', 'Repair Hold',
                               'Not Sellable'])[s.id * 7919 % 16] END AS stands
        FROM (
            SELECT id, CASE WHEN (k * {assets} + {asset_lines} - 1) / {asset_lines} = id THEN nullif(k, 0) END AS line
            FROM (SELECT id, id * {asset_lines} / {assets} AS k FROM generate_series(1::bigint, {assets}) AS id) numbered
        ) s
        CROSS JOIN (SELECT array_agg(id ORDER BY id) AS places FROM inventory_location WHERE location_name <> 'Sold') p
        CROSS JOIN (SELECT id AS sold_at FROM inventory_location WHERE location_name = 'Sold') q
        CROSS JOIN LATERAL (SELECT CASE WHEN s.line IS NOT NULL THEN pg_temp.invoice_fate((s.line + 1) / 2) END AS fate) i
    ) v
    CROSS JOIN LATERAL (SELECT v.*, coalesce(v.stands, 'Ready for Sale') AS status) u
    CROSS JOIN (SELECT '{{Received,Diagnostics Pending,QC Pending,Ready for Sale}}'::text[] AS ready) r
"""
# One draft and one cancelled draft in ten, three open, five paid.
INVOICE_FATE = """
    CREATE FUNCTION pg_temp.invoice_fate(i bigint) RETURNS text IMMUTABLE LANGUAGE sql
    RETURN (ARRAY['Draft', 'Cancelled', 'Sent', 'Sent', 'Sent', 'Paid', 'Paid', 'Paid', 'Paid', 'Paid'])[1 + i % 10]
"""
SALES = """
    FROM (SELECT t.invoice_id AS id, t.subtotal, round(t.subtotal * 0.15, 2) AS tax, pg_temp.invoice_fate(t.invoice_id) AS fate,
                 1 + t.invoice_id * 7919 % {customers} AS customer,
                 current_date - 700 + (t.invoice_id * 700 / {invoices})::int AS day
          FROM (SELECT invoice_id, sum(line_total) AS subtotal FROM invoices_invoiceline GROUP BY 1) t) s
    ORDER BY s.id
"""
# A seal reads the invoice's lines by their index, so it comes when that is back.
SEALS = "UPDATE invoices_invoice i SET seal = invoice_seal(i) WHERE i.status IN ('Sent', 'Paid')"
