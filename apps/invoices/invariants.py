"""What must be true of sales at every moment (domain §6)."""

from apps.accounts.roles import MANAGER
from apps.invoices.services import NUMBER
from common.invariants import Approval, Invariant, by_role, gap_free

INVARIANTS = [
    gap_free(NUMBER, "invoices_invoice", "invoice_number"),
    Invariant(
        "M01",
        "An invoice's balance is its total less its ledger.",
        """
        SELECT i.id, i.total_amount, i.balance, sum(e.amount) AS taken FROM invoices_invoice i
        LEFT JOIN ledger_ledgerentry e ON e.document_kind = 'invoice' AND e.document_id = i.id
        GROUP BY i.id HAVING i.balance <> i.total_amount - coalesce(sum(e.amount), 0)
        """,
    ),
    Invariant(
        "M03",
        "Nothing is over-applied: a balance lies between nothing and the total.",
        "SELECT id, balance, total_amount FROM invoices_invoice WHERE balance NOT BETWEEN 0 AND total_amount",
    ),
    Invariant(
        "M04",
        "A subtotal is the sum of the lines, the tax is rounded half up once, and the total is both.",
        """
        SELECT i.id, i.subtotal, i.tax_amount, i.total_amount FROM invoices_invoice i
        LEFT JOIN invoices_invoiceline l ON l.invoice_id = i.id
        GROUP BY i.id
        HAVING i.subtotal <> coalesce(sum(l.line_total), 0) OR i.tax_amount <> round(i.subtotal * i.tax_rate, 2)
            OR i.total_amount <> i.subtotal + i.tax_amount
        """,
    ),
    Invariant(
        "M05",
        "A line's total is quantity × price − discount, and never negative.",
        """
        SELECT id, invoice_id, line_total FROM invoices_invoiceline
        WHERE line_total <> quantity * unit_price - discount OR line_total < 0 OR discount < 0
        """,
    ),
    Invariant(
        "M06",
        "The status follows the balance: settled means nothing open, Draft untouched, Sent owing.",
        """
        SELECT id, status, balance FROM invoices_invoice
        WHERE (status IN ('Paid', 'Refunded', 'Cancelled') AND balance <> 0)
           OR (status = 'Draft' AND balance <> total_amount)
           OR (status = 'Sent' AND balance = 0)
        """,
    ),
    Invariant(
        "M22",
        "An issued invoice never changed: the seal taken at issue still fits.",
        "SELECT i.id, i.invoice_number FROM invoices_invoice i WHERE i.seal <> '' AND i.seal <> invoice_seal(i)",
    ),
    Invariant(
        "M23",
        "Every issued invoice has a seal, and no draft has one.",
        "SELECT id, invoice_number, status FROM invoices_invoice WHERE (seal <> '') <> (issued_at IS NOT NULL)",
    ),
    Invariant(
        "A01",
        "A unit is on at most one live line.",
        """
        SELECT asset_id, count(*) FROM invoices_invoiceline WHERE asset_id IS NOT NULL AND released_at IS NULL
        GROUP BY asset_id HAVING count(*) > 1
        """,
    ),
    Invariant(
        "A02",
        "A unit is Sold if and only if a live line of a Sent or Paid invoice holds it, at that line's price.",
        """
        SELECT a.id, a.status, s.invoice_id FROM inventory_asset a
        LEFT JOIN (
            SELECT l.asset_id, l.invoice_id, l.line_total FROM invoices_invoiceline l
            JOIN invoices_invoice i ON i.id = l.invoice_id
            WHERE l.asset_id IS NOT NULL AND l.released_at IS NULL AND i.status IN ('Sent', 'Paid')
        ) AS s ON s.asset_id = a.id
        WHERE (a.status = 'Sold') <> (s.asset_id IS NOT NULL) OR a.sale_price IS DISTINCT FROM s.line_total
        """,
    ),
    Invariant(
        "A03",
        "A sold unit has price, date and the place Sold, and was not sold before it came in; no other lies there.",
        """
        SELECT a.id, a.status, l.location_name FROM inventory_asset a JOIN inventory_location l ON l.id = a.location_id
        WHERE (a.status = 'Sold') <> (l.location_name = 'Sold')
           OR (a.status = 'Sold') <> (a.sale_price IS NOT NULL AND a.sale_date IS NOT NULL)
           OR a.sale_date < a.received_date
        """,
    ),
    Invariant(
        "A11",
        "What is Reserved has a holder: a live line of a draft.",
        """
        SELECT a.id FROM inventory_asset a WHERE a.status = 'Reserved' AND NOT EXISTS (
            SELECT 1 FROM invoices_invoiceline l JOIN invoices_invoice i ON i.id = l.invoice_id
            WHERE l.asset_id = a.id AND l.released_at IS NULL AND i.status = 'Draft')
        """,
    ),
    Invariant(
        "A15",
        "A line is one unit, or some bulk stock, or a service, and says which; a unit has quantity 1.",
        """
        SELECT id, kind, asset_id, bulk_stock_id, quantity FROM invoices_invoiceline
        WHERE (kind = 'asset') <> (asset_id IS NOT NULL) OR (kind = 'bulk') <> (bulk_stock_id IS NOT NULL)
           OR quantity < 1 OR (kind = 'asset' AND quantity <> 1)
        """,
    ),
    Invariant(
        "B04",
        "Each issued bulk line took its stock once, less what came back; a line that was never issued took none.",
        """
        SELECT l.id, l.quantity, sum(m.quantity) AS moved FROM invoices_invoiceline l
        JOIN invoices_invoice i ON i.id = l.invoice_id
        LEFT JOIN inventory_bulkmovement m ON m.source_type = 'invoices_invoiceline' AND m.source_id = l.id
        WHERE l.bulk_stock_id IS NOT NULL
        GROUP BY l.id, i.issued_at
        HAVING coalesce(sum(m.quantity), 0) <> CASE WHEN i.issued_at IS NULL THEN 0
                                                    ELSE l.returned_quantity::int - l.quantity::int END
        """,
    ),
    Invariant(
        "B05",
        "No more comes back than was sold.",
        """
        SELECT id, quantity, returned_quantity FROM invoices_invoiceline
        WHERE returned_quantity NOT BETWEEN 0 AND quantity
        """,
    ),
    Invariant(
        "M29",
        "A ledger entry names the customer and the currency of its invoice.",
        """
        SELECT e.id, e.document_id FROM ledger_ledgerentry e
        LEFT JOIN invoices_invoice i ON i.id = e.document_id
        WHERE e.document_kind = 'invoice'
          AND (e.customer_id, e.currency) IS DISTINCT FROM (i.customer_id, i.currency)
        """,
    ),
    Invariant(
        "O06",
        "Only an approved order is invoiced, and to its customer: on issued invoices' orders billing decided.",
        """
        SELECT i.id, o.order_number FROM invoices_invoice i JOIN orders_order o ON o.id = i.order_id
        WHERE i.status IN ('Sent', 'Paid')
          AND (o.approved_by_billing_status = 'pending' OR o.customer_id IS DISTINCT FROM i.customer_id)
        """,
    ),
    Invariant(
        "O08",
        "No more is invoiced than was ordered: in all, net, and of each line.",
        """
        SELECT o.id, o.order_total, sum(i.subtotal) AS billed FROM orders_order o
        JOIN invoices_invoice i ON i.order_id = o.id AND i.status IN ('Draft', 'Sent', 'Paid')
        GROUP BY o.id HAVING sum(i.subtotal) > o.order_total
        UNION ALL
        SELECT ol.order_id, ol.quantity, sum(l.quantity) FROM orders_orderline ol
        JOIN invoices_invoiceline l ON l.order_line_id = ol.id
        JOIN invoices_invoice i ON i.id = l.invoice_id AND i.status IN ('Draft', 'Sent', 'Paid')
        GROUP BY ol.id HAVING sum(l.quantity) > ol.quantity OR bool_or(i.order_id IS DISTINCT FROM ol.order_id)
        """,
    ),
    Invariant(
        "O09",
        "An order is paid exactly while it is invoiced in full, what costs nothing too, and all its invoices are Paid.",
        """
        SELECT o.id, o.status FROM orders_order o
        LEFT JOIN invoices_invoice i ON i.order_id = o.id AND i.status IN ('Draft', 'Sent', 'Paid')
        WHERE o.status IN ('sent', 'paid')
        GROUP BY o.id
        HAVING (o.status = 'paid') <> (coalesce(sum(i.subtotal), 0) = o.order_total
                                       AND coalesce(bool_and(i.status = 'Paid'), false)
                                       AND NOT EXISTS (
            SELECT FROM orders_orderline ol CROSS JOIN LATERAL (
                SELECT ol.quantity - coalesce(sum(l.quantity), 0) AS pieces,
                       ol.discount - coalesce(sum(l.discount), 0) AS discount
                FROM invoices_invoiceline l JOIN invoices_invoice b ON b.id = l.invoice_id
                WHERE l.order_line_id = ol.id AND b.status IN ('Draft', 'Sent', 'Paid')) AS rest
            WHERE ol.order_id = o.id AND rest.pieces > 0 AND rest.pieces * ol.unit_price <= rest.discount))
        """,
    ),
    Invariant(
        "X05",
        "A deleted customer owes nothing.",
        """
        SELECT c.id, i.id AS invoice FROM customers_customer c JOIN invoices_invoice i ON i.customer_id = c.id
        WHERE c.deleted_at IS NOT NULL AND i.balance > 0
        """,
    ),
    by_role("void", "A sale is undone by a Manager.", Approval("invoices_invoice", "void_confirmed_by_id", (MANAGER,))),
]
