"""What the reports say, as SQL alone: the four views of the seed as far as a page shows them, and the Home page."""

IN_STOCK = "('Received', 'Diagnostics Pending', 'Wipe Pending', 'QC Pending', 'Ready for Sale')"
ELSE_HELD = "('Reserved', 'Repair Hold', 'Not Sellable', 'Returned')"
AGES = """
    count(*) FILTER (WHERE received_date >= business_today() - 30),
    count(*) FILTER (WHERE received_date BETWEEN business_today() - 60 AND business_today() - 31),
    count(*) FILTER (WHERE received_date BETWEEN business_today() - 90 AND business_today() - 61),
    count(*) FILTER (WHERE received_date <= business_today() - 91)
"""
OVERDUE = """
    sum(balance) FILTER (WHERE due_date >= business_today()),
    sum(balance) FILTER (WHERE due_date BETWEEN business_today() - 30 AND business_today() - 1),
    sum(balance) FILTER (WHERE due_date BETWEEN business_today() - 60 AND business_today() - 31),
    sum(balance) FILTER (WHERE due_date BETWEEN business_today() - 90 AND business_today() - 61),
    sum(balance) FILTER (WHERE due_date <= business_today() - 91)
"""
REPORTS: dict[str, tuple[str, ...]] = {
    "inventory-summary": ("SELECT * FROM view_inventory_summary",),
    # The view's figures, and beside them what the report has more: walk-in sales, and what is not yet paid.
    "sales-daily": (
        """SELECT invoice_date, count(*) FILTER (WHERE status = 'Paid'), sum(total_amount) FILTER (WHERE status = 'Paid'),
                  sum(total_amount) FILTER (WHERE status = 'Paid' AND customer_type = 'Retail'),
                  sum(total_amount) FILTER (WHERE status = 'Paid' AND customer_type = 'Wholesale'),
                  sum(total_amount) FILTER (WHERE status = 'Paid' AND customer_type = 'Walk-in'),
                  sum(total_amount) FILTER (WHERE status = 'Sent')
           FROM invoices_invoice WHERE status IN ('Sent', 'Paid') AND currency = 'GHS'
           GROUP BY invoice_date ORDER BY invoice_date DESC""",
    ),
    "aging-inventory": (
        "SELECT * FROM view_aging_inventory LIMIT 1000",
        f"SELECT count(*), {AGES} FROM inventory_asset WHERE status IN {IN_STOCK}",
    ),
    "preorder-sla": ("SELECT * FROM view_preorder_sla",),
    "dashboard": (
        f"SELECT status, count(*), {AGES} FROM inventory_asset WHERE status IN {IN_STOCK}"
        f" OR status IN {ELSE_HELD} GROUP BY status",
        "SELECT count(*) FROM inventory_scraprequest WHERE approved_by_id IS NULL AND withdrawn_at IS NULL",
        "SELECT count(*) FROM inventory_bulkstock WHERE quantity < reorder_threshold",
        "SELECT count(*) FROM invoices_invoice WHERE status = 'Draft'",
        f"SELECT count(*) FILTER (WHERE due_date < business_today()), {OVERDUE} FROM invoices_invoice"
        " WHERE status = 'Sent' AND balance > 0 AND currency = 'GHS'",
        "SELECT invoice_date, customer_type, status, count(*), sum(total_amount) FROM invoices_invoice"
        " WHERE status IN ('Sent', 'Paid') AND currency = 'GHS' AND invoice_date > business_today() - 30 GROUP BY 1, 2, 3",
        "SELECT payment_method, sum(p.amount) FROM payments_payment p JOIN invoices_invoice i ON i.id = p.invoice_id"
        " WHERE p.payment_date = business_today() AND i.currency = 'GHS' GROUP BY 1",
    ),
}
