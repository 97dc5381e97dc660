"""What must be true of notes at every moment (domain §8)."""

from apps.accounts.roles import BILLING, FINANCE, MANAGER
from apps.sales_notes.models import CreditNote, DebitNote
from common.invariants import Approval, Invariant, by_role, gap_free

_BOTH = """
    SELECT 'credit_note' AS kind, id, readable_number, status, archived, applied_at, total, balance, origin, origin_id,
           invoice_id, customer_id, created_by_id, approved_by_billing_user_id, approved_by_office_user_id,
           four_eyes_waived, deleted_at, customer_rep_id, created_at
    FROM sales_notes_creditnote
    UNION ALL
    SELECT 'debit_note', id, readable_number, status, archived, applied_at, total, balance, origin, origin_id,
           invoice_id, customer_id, created_by_id, approved_by_billing_user_id, approved_by_office_user_id,
           four_eyes_waived, deleted_at, customer_rep_id, created_at
    FROM sales_notes_debitnote
"""
_LINES = """
    SELECT 'credit_note' AS kind, note_id, amount, price, discount, line_total FROM sales_notes_creditnoteline
    UNION ALL SELECT 'debit_note', note_id, amount, price, discount, line_total FROM sales_notes_debitnoteline
"""

# An advance is granted with the payment that made it: Billing made that, and Finance applied it.
_OWN, _GRANTED = "d.origin <> 'payment'", "d.origin = 'payment'"

INVARIANTS = [
    gap_free(CreditNote.SERIES, "sales_notes_creditnote", "readable_number"),
    gap_free(DebitNote.SERIES, "sales_notes_debitnote", "readable_number"),
    Invariant(
        "M02",
        "An approved note's balance is its total less its ledger; any other note has none.",
        f"""
        SELECT n.kind, n.id, n.total, n.balance, sum(e.amount) AS taken FROM ({_BOTH}) n
        LEFT JOIN ledger_ledgerentry e ON e.document_kind = n.kind AND e.document_id = n.id
        GROUP BY n.kind, n.id, n.total, n.balance, n.status
        HAVING n.balance <> CASE n.status WHEN 'approved' THEN n.total - coalesce(sum(e.amount), 0) ELSE 0 END
        """,
    ),
    Invariant(
        "M16",
        "Only an approved note is ever spent.",
        f"""
        SELECT n.kind, n.id, n.status FROM ({_BOTH}) n JOIN ledger_ledgerentry e
            ON e.document_kind = n.kind AND e.document_id = n.id
        WHERE n.status <> 'approved'
        """,
    ),
    Invariant(
        "M21",
        "A note is archived once it is decided, and approved only when Billing and the office have signed it.",
        f"""
        SELECT n.kind, n.id, n.status FROM ({_BOTH}) n
        WHERE n.archived <> (n.status <> 'draft') OR (n.status = 'approved') <> (n.applied_at IS NOT NULL)
           OR (n.status = 'approved') <> (n.approved_by_office_user_id IS NOT NULL)
           OR (n.status = 'approved' AND n.approved_by_billing_user_id IS NULL)
           OR (n.archived AND n.deleted_at IS NOT NULL)
        """,
    ),
    Invariant(
        "M31",
        "An archived note never changed: the seal taken then still fits, and no draft has one.",
        """
        SELECT 'credit_note' AS kind, n.id FROM sales_notes_creditnote n
        WHERE (n.seal <> '') <> n.archived OR (n.archived AND n.seal <> credit_note_seal(n))
        UNION ALL
        SELECT 'debit_note', n.id FROM sales_notes_debitnote n
        WHERE (n.seal <> '') <> n.archived OR (n.archived AND n.seal <> debit_note_seal(n))
        """,
    ),
    Invariant(
        "M24",
        "A note that has lines totals them.",
        f"""
        SELECT n.kind, n.id, n.total, sum(l.line_total) AS lines FROM ({_BOTH}) n
        JOIN ({_LINES}) l ON l.kind = n.kind AND l.note_id = n.id
        GROUP BY n.kind, n.id, n.total
        HAVING n.total <> sum(l.line_total) OR bool_or(l.line_total <> l.amount * l.price - l.discount)
        """,
    ),
    Invariant(
        "M25",
        "A void makes one credit note, over the whole invoice and for its customer; approved, it has undone the sale.",
        """
        SELECT i.id, i.invoice_number, i.status, count(n.id) AS notes FROM invoices_invoice i
        JOIN sales_notes_creditnote n ON n.invoice_id = i.id AND n.origin = 'void_invoice'
                                     AND n.status <> 'rejected' AND n.deleted_at IS NULL
        GROUP BY i.id
        HAVING count(n.id) > 1 OR bool_or(n.customer_id <> i.customer_id OR n.total <> i.total_amount)
            OR bool_or((n.status = 'approved') <> (i.status IN ('Cancelled', 'Refunded')))
        """,
    ),
    Invariant(
        "M26",
        "Setting a note against an invoice takes the same amount from both.",
        """
        SELECT a.id, a.amount, count(e.id) AS entries FROM sales_notes_noteapplication a
        LEFT JOIN ledger_ledgerentry e ON e.source_type = 'sales_notes_noteapplication' AND e.source_id = a.id
        GROUP BY a.id
        HAVING count(e.id) <> 2 OR count(DISTINCT e.document_kind) <> 2 OR bool_or(e.amount <> a.amount)
        """,
    ),
    Invariant(
        "M32",
        "Of no sold line is more credited than was sold, in pieces or in value.",
        """
        SELECT s.id, s.quantity, sum(l.amount) AS pieces, s.line_total, sum(l.line_total) AS credited
        FROM invoices_invoiceline s
        JOIN sales_notes_creditnoteline l ON l.invoice_line_id = s.id
        JOIN sales_notes_creditnote n ON n.id = l.note_id AND n.status <> 'rejected' AND n.deleted_at IS NULL
        GROUP BY s.id HAVING sum(l.amount) > s.quantity OR sum(l.line_total) > s.line_total
        """,
    ),
    Invariant(
        "M36",
        "Credit notes about an invoice never come to more than it, but for what debit notes corrected of them.",
        """
        SELECT i.id, i.total_amount, sum(n.total) AS credited, sum(d.total) AS corrected FROM invoices_invoice i
        JOIN sales_notes_creditnote n ON n.invoice_id = i.id AND n.status <> 'rejected' AND n.deleted_at IS NULL
        LEFT JOIN sales_notes_debitnote d ON d.origin = 'correction' AND d.origin_id = n.id AND d.status = 'approved'
        GROUP BY i.id HAVING sum(n.total) - coalesce(sum(d.total), 0) > i.total_amount
        """,
    ),
    Invariant(
        "S01.note",
        "Nobody approves a note that they made or signed for billing, unless the business works without four eyes.",
        f"""
        SELECT n.kind, n.id FROM ({_BOTH}) n
        WHERE n.status = 'approved' AND NOT n.four_eyes_waived
          AND n.approved_by_office_user_id IN (n.created_by_id, n.approved_by_billing_user_id)
        """,
    ),
    Invariant(
        "S05.note",
        "Every approved note has its approval in the audit trail, by the person it names.",
        f"""
        SELECT n.kind, n.id FROM ({_BOTH}) n
        WHERE n.status = 'approved' AND NOT EXISTS (
            SELECT 1 FROM audit_auditevent a
            WHERE a.object_type = 'sales_notes_' || replace(n.kind, '_', '') AND a.object_id = n.id
              AND a.changes ? 'approved_by_office_user_id' AND a.actor_id = n.approved_by_office_user_id)
        """,
    ),
    Invariant(
        "M03.note",
        "No note is over-spent: its balance lies between nothing and its total, which is above nothing.",
        f"SELECT n.kind, n.id, n.balance, n.total FROM ({_BOTH}) n WHERE n.balance NOT BETWEEN 0 AND n.total OR n.total <= 0",
    ),
    by_role(
        "note",
        "Notes are signed by Billing and approved by a Manager; one over an advance by Finance, with its payment.",
        Approval("sales_notes_creditnote", "approved_by_billing_user_id", (BILLING,), _OWN),
        Approval("sales_notes_creditnote", "approved_by_office_user_id", (MANAGER,), _OWN),
        Approval("sales_notes_creditnote", "approved_by_office_user_id", (FINANCE,), _GRANTED),
        Approval("sales_notes_debitnote", "approved_by_billing_user_id", (BILLING,)),
        Approval("sales_notes_debitnote", "approved_by_office_user_id", (MANAGER,)),
    ),
]
