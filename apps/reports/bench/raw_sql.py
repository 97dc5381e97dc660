"""The yardstick's statements, as somebody would write them by hand who knew this database and nothing else."""

from typing import Any

Row = tuple[Any, ...]

SESSION = """
    SELECT u.id, u.username, u.role, u.full_name, u.is_superuser,
           ARRAY(SELECT g.name FROM auth_group g JOIN accounts_user_groups m ON m.group_id = g.id WHERE m.user_id = u.id),
           s.session_data, s.last_seen_at
    FROM accounts_session s JOIN accounts_user u ON u.id = s.user_id
    WHERE s.session_key = %s AND s.expire_date > now() AND u.is_active AND s.last_seen_at > now() - interval '30 minutes'
"""
ASSET_COLUMNS = """
    a.id, a.asset_tag, a.serial_number, a.product_model_id, p.brand || ' ' || p.model_name, p.category, a.supplier,
    a.purchase_cost::text, a.landed_cost::text, a.received_date, a.condition_grade, a.cosmetic_notes,
    a.battery_health_percent, a.battery_cycle_count, a.status, a.not_sellable_reason, a.location_id, l.location_name,
    a.sale_price::text, a.sale_date, i.id, i.invoice_number, a.accessories_included, a.created_at, a.updated_at,
    (CASE a.condition_grade WHEN 'A' THEN p.default_price_grade_a WHEN 'B' THEN p.default_price_grade_b
                            WHEN 'C' THEN p.default_price_grade_c END)::text
"""
ASSET_JOINS = """
    JOIN inventory_productmodel p ON p.id = a.product_model_id
    JOIN inventory_location l ON l.id = a.location_id
    LEFT JOIN invoices_invoiceline n ON n.asset_id = a.id AND n.released_at IS NULL
    LEFT JOIN invoices_invoice i ON i.id = n.invoice_id
"""
ASSETS = f"SELECT {ASSET_COLUMNS} FROM inventory_asset a {ASSET_JOINS} {{where}} ORDER BY a.id DESC LIMIT 51"
ASSETS_COUNTED = "SELECT count(*) FROM (SELECT FROM inventory_asset a {where} LIMIT 1001) c"
ASSET = f"""
    SELECT {ASSET_COLUMNS}, a.version,
           EXISTS (SELECT FROM inventory_scraprequest r
                   WHERE r.asset_id = a.id AND r.approved_by_id IS NULL AND r.withdrawn_at IS NULL)
    FROM inventory_asset a {ASSET_JOINS} WHERE a.id = %s
"""
ASSETS_FOUND = f"""
    WITH every AS MATERIALIZED (SELECT id FROM inventory_asset WHERE upper(serial_number) LIKE %s
                                UNION ALL SELECT id FROM inventory_asset WHERE upper(asset_tag) LIKE %s),
         found AS MATERIALIZED (SELECT id FROM every LIMIT 1000)
    SELECT {ASSET_COLUMNS}, (SELECT count(DISTINCT id) FROM found)
    FROM inventory_asset a {ASSET_JOINS} WHERE a.id = ANY(ARRAY(SELECT id FROM found)) ORDER BY a.id DESC LIMIT 51
"""
CUSTOMERS_FOUND = """
    WITH every AS MATERIALIZED (
        SELECT id FROM customers_customer WHERE upper(full_name) LIKE %(text)s
        UNION ALL SELECT id FROM customers_customer WHERE upper(business_name) LIKE %(text)s
        UNION ALL SELECT id FROM customers_customer WHERE upper(email) LIKE %(text)s
        {phones}),
    found AS MATERIALIZED (SELECT id FROM every LIMIT 1000)
    SELECT c.id, c.customer_type, c.full_name, c.business_name, c.email, c.phone, c.alternate_phone, c.address, c.city,
           c.region, c.notes, s.id, s.source_name, u.id, u.full_name, c.credit_limit::text, c.credit_term_days, c.currency,
           c.account_hold, c.anonymised_at, c.created_at, c.updated_at,
           (SELECT count(*) FROM customers_customer c WHERE c.deleted_at IS NULL AND c.id = ANY(ARRAY(SELECT id FROM found)))
    FROM customers_customer c
    LEFT JOIN customers_leadsource s ON s.id = c.lead_source_id LEFT JOIN accounts_user u ON u.id = c.customer_rep_id
    WHERE c.deleted_at IS NULL AND c.id = ANY(ARRAY(SELECT id FROM found)) ORDER BY c.id DESC LIMIT 51
"""
PHONES = r"""
        UNION ALL SELECT id FROM customers_customer WHERE regexp_replace(phone, '\D', '', 'g') LIKE %(digits)s
        UNION ALL SELECT id FROM customers_customer WHERE regexp_replace(alternate_phone, '\D', '', 'g') LIKE %(digits)s
"""
INVOICES = """
    SELECT i.id, i.invoice_number, c.id, c.full_name, i.customer_type, i.invoice_date, i.due_date, i.status,
           i.subtotal::text, i.tax_rate::text, i.tax_amount::text, i.total_amount::text, i.balance::text, i.currency,
           s.id, s.source_name, u.id, u.full_name, o.id, o.order_number, i.notes, i.issued_at, i.void_status,
           v.id, v.full_name, i.void_requested_at, i.void_reason, i.created_at, i.updated_at, e.paid::text,
           (CASE WHEN i.issued_at IS NULL THEN 0.00 ELSE i.total_amount - i.balance - e.paid END)::text,
           EXISTS (SELECT FROM sales_notes_creditnote n WHERE n.invoice_id = i.id AND n.deleted_at IS NULL)
           OR EXISTS (SELECT FROM sales_notes_debitnote n WHERE n.invoice_id = i.id AND n.deleted_at IS NULL), i.version
    FROM invoices_invoice i
    LEFT JOIN customers_customer c ON c.id = i.customer_id LEFT JOIN customers_leadsource s ON s.id = i.lead_source_id
    JOIN accounts_user u ON u.id = i.sales_rep_id LEFT JOIN orders_order o ON o.id = i.order_id
    LEFT JOIN accounts_user v ON v.id = i.void_requested_by_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount) FILTER (WHERE cause NOT IN ('note application', 'void')), 0.00) AS paid
        FROM ledger_ledgerentry WHERE document_kind = 'invoice' AND document_id = i.id) e
    {where} ORDER BY i.id DESC LIMIT 51
"""
LINES = """
    SELECT l.invoice_id, l.id, l.line_number, l.kind, a.id, a.serial_number, b.id, b.item_name, l.item_description,
           l.quantity, l.unit_price::text, l.discount::text, l.line_total::text, l.warranty_tier, l.returned_quantity,
           l.released_at, o.id, o.description, l.unit_cost::text
    FROM invoices_invoiceline l LEFT JOIN inventory_asset a ON a.id = l.asset_id
    LEFT JOIN orders_orderline o ON o.id = l.order_line_id
    LEFT JOIN inventory_bulkstock b ON b.id = l.bulk_stock_id WHERE l.invoice_id = ANY(%s) ORDER BY l.id
"""
PAYMENTS = """
    SELECT p.invoice_id, p.id, p.kind, p.payment_date, p.payment_method, p.amount::text, p.reference, u.id, u.full_name,
           p.created_at, o.id, o.payment_method || ' ' || o.amount
    FROM payments_payment p JOIN accounts_user u ON u.id = p.received_by_id
    LEFT JOIN payments_payment o ON o.id = p.opposes_id WHERE p.invoice_id = ANY(%s) ORDER BY p.id
"""
MODEL_CREATE = """
    INSERT INTO inventory_productmodel (category, brand, model_name, cpu, ram, storage, screen_size, gpu,
        operating_system, description, image_url, needs_wipe, needs_diagnostics)
    VALUES (%(category)s, %(brand)s, %(model_name)s, '', '', '', '', '', '', '', '', true, true)
    RETURNING id, category, brand, model_name, cpu, ram, storage, screen_size, gpu, operating_system, description,
        default_price_grade_a::text, default_price_grade_b::text, default_price_grade_c::text, image_url, needs_wipe,
        needs_diagnostics, created_at, updated_at
"""
MODEL_FIELDS = (
    "id", "category", "brand", "model_name", "cpu", "ram", "storage", "screen_size", "gpu", "operating_system",
    "description", "default_price_grade_a", "default_price_grade_b", "default_price_grade_c", "image_url",
    "needs_wipe", "needs_diagnostics", "created_at", "updated_at",
)  # fmt: skip
ACT = "SELECT set_config('fettle.act', %s, true)"
ASSET_LOCK = "SELECT version FROM inventory_asset WHERE id = %s FOR UPDATE"
ASSET_UPDATE = "UPDATE inventory_asset SET cosmetic_notes = %s WHERE id = %s"
ISSUE = (
    "SELECT c.id FROM customers_customer c JOIN invoices_invoice i ON i.customer_id = c.id WHERE i.id = %(id)s FOR UPDATE OF c",
    "SELECT id FROM invoices_invoice WHERE id = %(id)s AND status = 'Draft' FOR UPDATE",
    "SELECT a.id FROM inventory_asset a JOIN invoices_invoiceline l ON l.asset_id = a.id"
    " WHERE l.invoice_id = %(id)s ORDER BY a.id FOR UPDATE OF a",
    "UPDATE inventory_asset a SET status = 'Sold', sale_price = l.line_total, sale_date = current_date,"
    " location_id = (SELECT id FROM inventory_location WHERE location_name = 'Sold')"
    " FROM invoices_invoiceline l WHERE l.invoice_id = %(id)s AND a.id = l.asset_id",
    "UPDATE invoices_invoiceline l SET unit_cost = a.landed_cost FROM inventory_asset a"
    " WHERE l.invoice_id = %(id)s AND a.id = l.asset_id",
    "UPDATE invoices_invoice SET status = 'Sent', invoice_date = current_date, issued_at = now(),"
    " due_date = current_date + (due_date - invoice_date) WHERE id = %(id)s",
    """WITH lines AS MATERIALIZED (
           SELECT l.asset_id, i.id, i.customer_id, row_number() OVER (ORDER BY l.line_number) AS n
           FROM invoices_invoiceline l JOIN invoices_invoice i ON i.id = l.invoice_id WHERE i.id = %(id)s AND l.kind = 'asset'
       ), numbers AS (
           INSERT INTO common_counter (series, year, last) SELECT 'WAR', 0, count(*) FROM lines
           ON CONFLICT (series, year) DO UPDATE SET last = common_counter.last + excluded.last RETURNING last
       )
       INSERT INTO warranty_warranty (warranty_number, invoice_id, asset_id, customer_id, warranty_tier, start_date,
           end_date, coverage_details, exclusions, includes_accessories, includes_certificate, includes_premium_boxing,
           status)
       SELECT 'WAR-' || (last + 1 - n), id, asset_id, customer_id, 'Standard', current_date, current_date + 90, '', '',
              false, false, false, 'Active'
       FROM lines, numbers""",
)

APPLY = (
    "SELECT c.id FROM customers_customer c JOIN payments_salespayment p ON p.customer_id = c.id WHERE p.id = %(id)s"
    " FOR UPDATE OF c",
    "SELECT id FROM invoices_invoice WHERE id IN (SELECT (item->>'id')::bigint FROM payments_salespayment p,"
    " jsonb_array_elements(p.items_json) item WHERE p.id = %(id)s) ORDER BY id FOR UPDATE",
    "UPDATE payments_salespayment SET status = 'applied', confirmed_by_id = %(user)s, applied_at = now(), archived = true"
    " WHERE id = %(id)s AND status = 'draft'",
    """WITH items AS (
           INSERT INTO payments_salespaymentitem (sales_payment_id, item_number, type, invoice_id, amount)
           SELECT p.id, item.ordinality, item.value->>'type', (item.value->>'id')::bigint,
                  (item.value->>'amount')::numeric
           FROM payments_salespayment p, jsonb_array_elements(p.items_json) WITH ORDINALITY item WHERE p.id = %(id)s
           RETURNING id, invoice_id, amount
       )
       INSERT INTO ledger_ledgerentry (at, actor_id, customer_id, document_kind, document_id, amount, currency, cause,
                                       source_type, source_id)
       SELECT clock_timestamp(), %(user)s, i.customer_id, 'invoice', i.id, items.amount, i.currency, 'sales payment',
              'payments_salespaymentitem', items.id
       FROM items JOIN invoices_invoice i ON i.id = items.invoice_id""",
    "UPDATE invoices_invoice SET status = 'Paid' WHERE balance = 0 AND status = 'Sent' AND id IN"
    " (SELECT invoice_id FROM payments_salespaymentitem WHERE sales_payment_id = %(id)s)",
)
APPLIED = """
    SELECT row_to_json(p), c.full_name, b.name, u.full_name, p.version FROM payments_salespayment p
    JOIN customers_customer c ON c.id = p.customer_id JOIN payments_bank b ON b.id = p.deposited_in_bank_id
    JOIN accounts_user u ON u.id = p.confirmed_by_id WHERE p.id = %s
"""
APPLIED_ITEMS = """
    SELECT s.id, s.item_number, s.type, s.amount::text, i.id, i.invoice_number FROM payments_salespaymentitem s
    JOIN invoices_invoice i ON i.id = s.invoice_id WHERE s.sales_payment_id = %s ORDER BY s.id
"""


def linked(pk: Any, label: str) -> dict[str, Any] | None:
    """Return a reference as the API shows it."""
    return None if pk is None else {"id": pk, "label": label}


def asset(r: Row) -> dict[str, Any]:
    """Return a unit as the API shows it."""
    return {
        "id": r[0], "asset_tag": r[1], "serial_number": r[2], "product_model": {"id": r[3], "label": r[4]},
        "category": r[5], "supplier": r[6], "purchase_cost": r[7], "landed_cost": r[8], "received_date": r[9],
        "condition_grade": r[10], "cosmetic_notes": r[11], "battery_health_percent": r[12],
        "battery_cycle_count": r[13], "status": r[14], "not_sellable_reason": r[15],
        "location": {"id": r[16], "label": r[17]}, "sale_price": r[18], "sale_date": r[19],
        "invoice": None if r[20] is None else {"id": r[20], "label": r[21]}, "accessories_included": r[22],
        "created_at": r[23], "updated_at": r[24], "suggested_price": r[25],
    }  # fmt: skip


def customer(r: Row) -> dict[str, Any]:
    """Return a customer as the API shows them."""
    return {
        "id": r[0], "customer_type": r[1], "full_name": r[2], "business_name": r[3], "email": r[4], "phone": r[5],
        "alternate_phone": r[6], "address": r[7], "city": r[8], "region": r[9], "notes": r[10],
        "lead_source": linked(r[11], r[12]), "customer_rep": linked(r[13], r[14]), "credit_limit": r[15],
        "credit_term_days": r[16], "currency": r[17], "account_hold": r[18], "anonymised_at": r[19],
        "created_at": r[20], "updated_at": r[21],
    }  # fmt: skip


def line(r: Row) -> dict[str, Any]:
    """Return an invoice line as the API shows it."""
    return {
        "id": r[1], "line_number": r[2], "kind": r[3], "asset": linked(r[4], r[5]), "bulk_stock": linked(r[6], r[7]),
        "order_line": linked(r[16], r[17]), "item_description": r[8], "quantity": r[9], "unit_price": r[10],
        "discount": r[11], "line_total": r[12], "warranty_tier": r[13], "returned_quantity": r[14], "released_at": r[15],
        "unit_cost": r[18],
    }  # fmt: skip


def payment(r: Row) -> dict[str, Any]:
    """Return a tender as the API shows it."""
    return {
        "id": r[1], "kind": r[2], "payment_date": r[3], "payment_method": r[4], "amount": r[5], "reference": r[6],
        "received_by": linked(r[7], r[8]), "created_at": r[9], "opposes": linked(r[10], r[11]),
    }  # fmt: skip


def invoice(r: Row, lines: list[dict[str, Any]], payments: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an invoice as the API shows it."""
    return {
        "id": r[0], "invoice_number": r[1], "customer": linked(r[2], r[3]), "customer_type": r[4],
        "invoice_date": r[5], "due_date": r[6], "status": r[7], "subtotal": r[8], "tax_rate": r[9],
        "tax_amount": r[10], "total_amount": r[11], "balance": r[12], "currency": r[13],
        "lead_source": linked(r[14], r[15]), "sales_rep": linked(r[16], r[17]), "order": linked(r[18], r[19]),
        "notes": r[20], "issued_at": r[21], "void_status": r[22], "void_requested_by": linked(r[23], r[24]),
        "void_requested_at": r[25], "void_reason": r[26], "created_at": r[27], "updated_at": r[28], "lines": lines,
        "paid": r[29], "credited": r[30], "has_notes": r[31], "payments": payments,
    }  # fmt: skip
