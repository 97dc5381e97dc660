"""What must be true of orders at every moment (domain §5)."""

from apps.accounts.roles import BILLING, MANAGER
from apps.orders.services import NUMBER
from common.invariants import Approval, Invariant, by_role, gap_free

INVARIANTS = [
    gap_free(NUMBER, "orders_order", "order_number"),
    Invariant(
        "O05",
        "Approved means that somebody approved it, with the time; applied means that all approvals needed stand.",
        """
        SELECT id, order_number FROM orders_order
        WHERE (approved_by_billing_status = 'approved')
              <> (approved_by_billing_user_id IS NOT NULL AND approved_by_billing_at IS NOT NULL)
           OR (approved_by_office_status IN ('approved', 'rejected'))
              <> (approved_by_office_user_id IS NOT NULL AND approved_by_office_at IS NOT NULL)
           OR requires_office_approval <> (approved_by_office_status <> 'not_required')
           OR requires_office_approval <> (office_reasons <> '[]')
           OR (applied_at IS NOT NULL) <> (approved_by_billing_status = 'approved'
                                           AND approved_by_office_status IN ('not_required', 'approved'))
        """,
    ),
    Invariant(
        "O07",
        "An order that has lines totals them, and its status is one of four words: what has to be done is no status.",
        """
        SELECT o.id, o.order_total, o.status, sum(l.line_total) AS lines FROM orders_order o
        LEFT JOIN orders_orderline l ON l.order_id = o.id
        GROUP BY o.id
        HAVING o.order_total <> sum(l.line_total) OR o.status NOT IN ('draft', 'sent', 'paid', 'cancelled')
        """,
    ),
    Invariant(
        "S01.order",
        "Nobody approves an order that they made or last changed, nor one twice, unless four eyes were waived for it.",
        """
        SELECT id, order_number FROM orders_order
        WHERE NOT four_eyes_waived
          AND (approved_by_billing_user_id IN (created_by_id, changed_by_id)
               OR approved_by_office_user_id IN (created_by_id, changed_by_id, approved_by_billing_user_id))
        """,
    ),
    by_role(
        "order",
        "Orders are approved by Billing, and for the office by a Manager.",
        Approval("orders_order", "approved_by_billing_user_id", (BILLING,)),
        Approval("orders_order", "approved_by_office_user_id", (MANAGER,)),
    ),
]
