"""What must be true of orders at every moment (domain §5)."""

from apps.orders.services import NUMBER
from common.invariants import Invariant, gap_free

INVARIANTS = [
    gap_free(NUMBER, "orders_order", "order_number"),
    Invariant(
        "O05",
        "Approved means that somebody approved it: billing and office alike, with the time.",
        """
        SELECT id, order_number FROM orders_order
        WHERE (approved_by_billing_status = 'approved')
              <> (approved_by_billing_user_id IS NOT NULL AND approved_by_billing_at IS NOT NULL)
           OR (approved_by_office_status IN ('approved', 'rejected')) <> (approved_by_office_user_id IS NOT NULL)
        """,
    ),
    Invariant(
        "O07",
        "An order that has lines totals them.",
        """
        SELECT o.id, o.order_total, sum(l.line_total) AS lines FROM orders_order o
        JOIN orders_orderline l ON l.order_id = o.id
        GROUP BY o.id HAVING o.order_total <> sum(l.line_total)
        """,
    ),
]
