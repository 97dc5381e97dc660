"""What must be true of warranties at every moment (domain §11)."""

from apps.warranty.services import NUMBER
from common.invariants import Invariant, gap_free

INVARIANTS = [
    gap_free(NUMBER, "warranty_warranty", "warranty_number"),
    Invariant(
        "W01",
        "A warranty ends after it starts, not before the sale, and is for a unit and the customer of its invoice.",
        """
        SELECT w.id, w.warranty_number FROM warranty_warranty w JOIN invoices_invoice i ON i.id = w.invoice_id
        WHERE w.end_date <= w.start_date OR w.start_date < i.invoice_date
           OR w.customer_id IS DISTINCT FROM i.customer_id
           OR (w.asset_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM invoices_invoiceline l WHERE l.invoice_id = i.id AND l.asset_id = w.asset_id))
        """,
    ),
    Invariant(
        "W02",
        "A unit has one warranty at a time.",
        """
        SELECT a.id, b.id AS other FROM warranty_warranty a JOIN warranty_warranty b
            ON b.asset_id = a.asset_id AND b.id > a.id AND b.status <> 'Void'
           AND daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)
        WHERE a.status <> 'Void'
        """,
    ),
    Invariant(
        "W03",
        "A sale that was cancelled or refunded has no live warranty.",
        """
        SELECT w.id, w.warranty_number, i.status FROM warranty_warranty w JOIN invoices_invoice i ON i.id = w.invoice_id
        WHERE w.status IN ('Active', 'Claimed') AND i.status IN ('Cancelled', 'Refunded')
        """,
    ),
]
