"""What must be true of money received at every moment (domain §7)."""

from apps.accounts.roles import FINANCE
from apps.payments.methods import Method
from apps.payments.models import SalesPayment, SalesPaymentReversal, TillSession
from common.invariants import Approval, Invariant, by_role, gap_free

# What a tender is worth to its invoice: a receipt adds, its opposites take away.
_WORTH = "CASE p.kind WHEN 'receipt' THEN p.amount ELSE -p.amount END"

_METHODS = ", ".join(f"('{method}')" for method in Method.values)

# What an item is worth to its payment: a credit note that is spent takes away.
_ITEM = "CASE t.type WHEN 'credit_note' THEN -t.amount ELSE t.amount END"
_ASKED = "CASE x ->> 'type' WHEN 'credit_note' THEN -(x ->> 'amount')::numeric ELSE (x ->> 'amount')::numeric END"

_WITH_REP = " UNION ALL ".join(
    f"SELECT '{table}' AS kind, id, customer_id, customer_rep_id FROM {table}"
    for table in (
        "orders_order", "sales_notes_creditnote", "sales_notes_debitnote", "payments_salespayment",
        "payments_salespaymentreversal",
    )
)  # fmt: skip

INVARIANTS = [
    gap_free(SalesPayment.SERIES, "payments_salespayment", "readable_number"),
    gap_free(SalesPaymentReversal.SERIES, "payments_salespaymentreversal", "readable_number"),
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
    Invariant(
        "M10",
        "An applied payment's total is its invoices, debit notes and advance less its credit notes, and not negative.",
        f"""
        SELECT p.id, p.total, sum({_ITEM}) AS items FROM payments_salespayment p
        LEFT JOIN payments_salespaymentitem t ON t.sales_payment_id = p.id
        WHERE p.status <> 'draft' GROUP BY p.id HAVING p.total < 0 OR p.total <> coalesce(sum({_ITEM}), 0)
        """,
    ),
    Invariant(
        "M11",
        "A payment's total is what it asks for comes to.",
        f"""
        SELECT p.id, p.total FROM payments_salespayment p
        WHERE p.total <> (SELECT coalesce(sum({_ASKED}), 0) FROM jsonb_array_elements(p.items_json) x)
        """,
    ),
    Invariant(
        "M12",
        "A payment has items only once it is applied, and then one for each thing it asked for, of the same amount.",
        """
        SELECT p.id, p.status FROM payments_salespayment p LEFT JOIN LATERAL (
            SELECT count(*) AS items, jsonb_agg(jsonb_build_array(t.type, t.amount) ORDER BY t.item_number) AS amounts
            FROM payments_salespaymentitem t WHERE t.sales_payment_id = p.id) i ON true
        WHERE CASE p.status WHEN 'draft' THEN i.items <> 0 ELSE i.amounts IS DISTINCT FROM (
            SELECT jsonb_agg(jsonb_build_array(x ->> 'type', (x ->> 'amount')::numeric) ORDER BY n)
            FROM jsonb_array_elements(p.items_json) WITH ORDINALITY AS a (x, n)) END
        """,
    ),
    Invariant(
        "M13",
        "Every item is about a document of the payer, in the payment's currency.",
        """
        SELECT t.id FROM payments_salespaymentitem t JOIN payments_salespayment p ON p.id = t.sales_payment_id
        LEFT JOIN invoices_invoice i ON i.id = t.invoice_id
        LEFT JOIN sales_notes_debitnote d ON d.id = t.debit_note_id
        LEFT JOIN sales_notes_creditnote c ON c.id = t.credit_note_id
        WHERE coalesce(i.customer_id, d.customer_id, c.customer_id) IS DISTINCT FROM p.customer_id
           OR coalesce(i.currency, d.currency, c.currency) IS DISTINCT FROM p.currency
        """,
    ),
    Invariant(
        "M14",
        "An item is about one document and of a positive amount, and no document is paid twice in one payment.",
        """
        SELECT sales_payment_id, type, coalesce(invoice_id, debit_note_id, credit_note_id) AS document, count(*)
        FROM payments_salespaymentitem GROUP BY 1, 2, 3
        HAVING count(*) > 1 OR min(amount) <= 0 OR bool_or(num_nonnulls(invoice_id, debit_note_id, credit_note_id) <> 1)
        """,
    ),
    Invariant(
        "M15",
        "Every item but an advance has one ledger entry of its amount on its document; an advance has its credit note.",
        """
        SELECT t.id, t.type, t.amount, count(e.id) AS entries FROM payments_salespaymentitem t
        LEFT JOIN ledger_ledgerentry e ON e.source_type = 'payments_salespaymentitem' AND e.source_id = t.id
        LEFT JOIN sales_notes_creditnote c ON c.id = t.credit_note_id
        GROUP BY t.id, c.id
        HAVING CASE t.type
            WHEN 'advance' THEN count(e.id) <> 0 OR c.origin <> 'payment' OR c.origin_id <> t.sales_payment_id
                             OR c.total <> t.amount
            ELSE count(e.id) <> 1 OR bool_or(e.amount <> t.amount OR e.document_kind <> t.type
                 OR e.document_id <> coalesce(t.invoice_id, t.debit_note_id, t.credit_note_id)) END
        """,
    ),
    Invariant(
        "M17",
        "An approved reversal gives back to every document exactly what the payment took, and takes its advance back.",
        """
        SELECT r.id, t.id AS item FROM payments_salespaymentreversal r
        JOIN payments_salespaymentitem t ON t.sales_payment_id = r.sales_payment_id
        LEFT JOIN payments_salespaymentreversalitem b
            ON b.sales_payment_reversal_id = r.id AND b.item_number = t.item_number
        LEFT JOIN ledger_ledgerentry e
            ON e.source_type = 'payments_salespaymentreversalitem' AND e.source_id = b.id
        WHERE r.status = 'approved'
        GROUP BY r.id, t.id
        HAVING count(e.id) <> 1
            OR bool_or(e.document_id <> coalesce(t.invoice_id, t.debit_note_id, t.credit_note_id))
            OR sum(e.amount) <> CASE t.type WHEN 'advance' THEN t.amount ELSE -t.amount END
        """,
    ),
    Invariant(
        "M18",
        "A payment has at most one live reversal, only once applied, of the same customer and total.",
        """
        SELECT p.id FROM payments_salespaymentreversal r JOIN payments_salespayment p ON p.id = r.sales_payment_id
        WHERE r.status <> 'rejected' AND r.deleted_at IS NULL
        GROUP BY p.id
        HAVING count(*) > 1 OR NOT bool_and(p.archived)
            OR bool_or(r.total <> p.total OR r.customer_id <> p.customer_id OR r.payment_created_by_id <> p.created_by_id)
        """,
    ),
    Invariant(
        "M19",
        "A payment is reversed if and only if a reversal of it is approved.",
        """
        SELECT p.id, p.status FROM payments_salespayment p
        LEFT JOIN payments_salespaymentreversal r ON r.sales_payment_id = p.id AND r.status = 'approved'
        WHERE (p.status = 'reversed') <> (r.id IS NOT NULL)
        """,
    ),
    Invariant(
        "M20",
        "Archived, applied and confirmed go together, on payments and reversals.",
        """
        SELECT 'payment' AS kind, id FROM payments_salespayment
        WHERE archived <> (status <> 'draft') OR archived <> (applied_at IS NOT NULL)
           OR archived <> (confirmed_by_id IS NOT NULL)
        UNION ALL
        SELECT 'reversal', id FROM payments_salespaymentreversal
        WHERE archived <> (status = 'approved') OR archived <> (applied_at IS NOT NULL)
           OR archived <> (confirmed_by_id IS NOT NULL)
        """,
    ),
    Invariant(
        "M33",
        "An archived payment or reversal never changed: the seal taken then still fits, and no draft has one.",
        """
        SELECT 'payment' AS kind, p.id FROM payments_salespayment p
        WHERE (p.seal <> '') <> p.archived OR (p.archived AND p.seal <> sales_payment_seal(p))
        UNION ALL
        SELECT 'reversal', r.id FROM payments_salespaymentreversal r
        WHERE (r.seal <> '') <> r.archived OR (r.archived AND r.seal <> sales_payment_reversal_seal(r))
        """,
    ),
    Invariant(
        "S01.payment",
        "Nobody applies a payment that they made or last changed, unless the business works without four eyes.",
        """
        SELECT id FROM payments_salespayment
        WHERE confirmed_by_id IN (created_by_id, changed_by_id) AND NOT four_eyes_waived
        """,
    ),
    Invariant(
        "S02",
        "Whoever approves a reversal neither asked for it nor made the payment, unless four eyes are off.",
        """
        SELECT r.id FROM payments_salespaymentreversal r JOIN payments_salespayment p ON p.id = r.sales_payment_id
        WHERE NOT r.four_eyes_waived AND r.confirmed_by_id IN (r.created_by_id, p.created_by_id)
        """,
    ),
    Invariant(
        "S05.payment",
        "Every applied payment and approved reversal has that in the audit trail, by the person it names.",
        """
        SELECT d.kind, d.id FROM (
            SELECT 'payments_salespayment' AS kind, id, confirmed_by_id FROM payments_salespayment WHERE archived
            UNION ALL
            SELECT 'payments_salespaymentreversal', id, confirmed_by_id FROM payments_salespaymentreversal WHERE archived
        ) d
        WHERE NOT EXISTS (
            SELECT 1 FROM audit_auditevent a WHERE a.object_type = d.kind AND a.object_id = d.id
               AND a.changes ? 'confirmed_by_id' AND a.actor_id = d.confirmed_by_id)
        """,
    ),
    Invariant(
        "M34",
        "A closed till has a line for cash and for every method of its tenders, each expecting what came less what went.",
        f"""
        WITH moved AS (
            SELECT s.id, m.payment_method,
                   coalesce(sum(CASE p.kind WHEN 'receipt' THEN p.amount ELSE -p.amount END), 0)
                   + CASE m.payment_method WHEN 'Cash' THEN s.opening_float ELSE 0 END AS expected
            FROM payments_tillsession s
            CROSS JOIN (VALUES {_METHODS}) m (payment_method)
            LEFT JOIN payments_payment p ON p.till_session_id = s.id AND p.payment_method = m.payment_method
            WHERE s.status = 'Closed'
            GROUP BY s.id, m.payment_method HAVING count(p.id) > 0 OR m.payment_method = 'Cash'
        )
        SELECT coalesce(m.id, c.till_session_id) AS id, m.payment_method, m.expected, c.expected AS told FROM moved m
        FULL JOIN payments_tillcount c ON c.till_session_id = m.id AND c.payment_method = m.payment_method
        WHERE coalesce(m.expected, 0) IS DISTINCT FROM c.expected
        """,
    ),
    Invariant(
        "M35",
        "A tender is in its receiver's own till, was received since that was opened, and is in the till's currency.",
        """
        SELECT p.id, p.till_session_id FROM payments_payment p JOIN payments_tillsession s ON s.id = p.till_session_id
        LEFT JOIN invoices_invoice i ON i.id = p.invoice_id
        WHERE s.opened_by_id <> p.received_by_id OR i.currency IS DISTINCT FROM s.currency
           OR p.created_at < s.created_at
        """,
    ),
    gap_free(TillSession.SERIES, "payments_tillsession", "session_number"),
    Invariant(
        "M27",
        "The customer's rep is on every order, note and payment: none has no rep whose customer had one then.",
        f"""
        SELECT d.kind, d.id, had.rep FROM ({_WITH_REP}) d
        JOIN LATERAL (
            SELECT max(e.id) AS id FROM audit_auditevent e
            WHERE e.object_type = d.kind AND e.object_id = d.id AND e.changes ?| ARRAY['customer_id', 'customer_rep_id']
        ) named ON true
        JOIN LATERAL (
            SELECT c.changes -> 'customer_rep_id' ->> 1 AS rep FROM audit_auditevent c
            WHERE c.object_type = 'customers_customer' AND c.object_id = d.customer_id AND c.id < named.id
              AND c.changes ? 'customer_rep_id'
            ORDER BY c.id DESC LIMIT 1
        ) had ON true
        WHERE d.customer_rep_id IS NULL AND had.rep IS NOT NULL
        """,
    ),
    by_role(
        "payment",
        "Payments on account are applied, and their reversals approved, by Finance.",
        Approval("payments_salespayment", "confirmed_by_id", (FINANCE,)),
        Approval("payments_salespaymentreversal", "confirmed_by_id", (FINANCE,)),
    ),
]
