"""What must be true of money received at every moment (domain §7)."""

from common.invariants import Invariant

# What a tender is worth to its invoice: a receipt adds, its opposites take away.
_WORTH = "CASE p.kind WHEN 'receipt' THEN p.amount ELSE -p.amount END"

INVARIANTS = [
    Invariant(
        "M07",
        "A tender is positive and never sits on a draft.",
        """
        SELECT p.id, p.amount, i.status FROM payments_payment p LEFT JOIN invoices_invoice i ON i.id = p.invoice_id
        WHERE p.amount <= 0 OR i.status = 'Draft'
        """,
    ),
    Invariant(
        "M08",
        "Every tender on an invoice has one ledger entry of exactly its worth, on that invoice.",
        f"""
        SELECT p.id, p.kind, p.amount, sum(e.amount) AS posted FROM payments_payment p
        LEFT JOIN ledger_ledgerentry e ON e.source_type = 'payments_payment' AND e.source_id = p.id
                                      AND e.document_kind = 'invoice' AND e.document_id = p.invoice_id
        WHERE p.invoice_id IS NOT NULL
        GROUP BY p.id HAVING count(e.id) <> 1 OR sum(e.amount) <> {_WORTH}
        """,
    ),
    Invariant(
        "M09",
        "The tenders of an invoice together are never more than its total, nor less than nothing.",
        f"""
        SELECT i.id, i.total_amount, sum({_WORTH}) AS received FROM invoices_invoice i
        JOIN payments_payment p ON p.invoice_id = i.id
        GROUP BY i.id HAVING sum({_WORTH}) NOT BETWEEN 0 AND i.total_amount
        """,
    ),
    Invariant(
        "M30",
        "What is voided or refunded answers a receipt of the same invoice, and never exceeds it.",
        """
        SELECT r.id, r.amount, sum(p.amount) AS opposed FROM payments_payment p
        JOIN payments_payment r ON r.id = p.opposes_id
        GROUP BY r.id
        HAVING sum(p.amount) > r.amount OR r.kind <> 'receipt'
            OR bool_or(p.invoice_id IS DISTINCT FROM r.invoice_id)
        """,
    ),
]
