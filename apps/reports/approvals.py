"""The one queue of approvals: every document that waits for somebody's decision, whatever its kind (domain §14).

A queue says in SQL which rows wait, for which step. It lists only what can be decided now, and says of each row whether
it is the asker's own, which four eyes leave to somebody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.models import User
from apps.accounts.selectors import business
from apps.inventory.workflow import FREE
from common.access import may
from common.db.sql import fetch
from common.kept import read_back
from common.workflow import Step, Workflow

# How many rows an answer holds, the longest waiting first; the counts go further.
MOST_ROWS = 200
MOST_COUNTED = 1000


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Documents of one resource that wait for one step."""

    key: str
    label: str
    resource: str
    step: str
    # The step that says no, with a reason; empty where there is none.
    opposite: str = ""
    # SQL: the table `d`, and what of it waits.
    table: str
    waiting: str
    number: str
    since: str = "d.created_at"
    customer: str = "d.customer_id"
    amount: str = "d.total"
    currency: str = "d.currency"
    asked_by: str = "d.created_by_id"
    why: str = "''"
    # The people who may not decide, beside whoever asked.
    others: Sequence[str] = ()

    @property
    def permission(self) -> str:
        """The right to decide."""
        return f"{self.resource}.{self.step}"

    @property
    def sql(self) -> str:
        """The statement that reads what waits."""
        own = " OR ".join(f"{column} = %(me)s" for column in (self.asked_by, *self.others))
        return f"""
            SELECT '{self.key}' AS queue, d.id, {self.number} AS number, {self.customer} AS customer_id,
                   {self.amount} AS amount, {self.currency} AS currency, {self.asked_by} AS asked_by_id,
                   {self.since} AS since, {self.why} AS why, coalesce({own}, false) AS own, d.updated_at
            FROM {self.table} WHERE {self.waiting} ORDER BY {self.since}, d.id LIMIT {MOST_COUNTED}
        """


# A unit that is reserved or gone cannot be scrapped now.
_FREE = ", ".join(f"'{status}'" for status in sorted(FREE))
NOTE_LABELS = {
    ("credit", False): gettext_noop("Credit notes to sign for billing"),
    ("credit", True): gettext_noop("Credit notes to approve"),
    ("debit", False): gettext_noop("Debit notes to sign for billing"),
    ("debit", True): gettext_noop("Debit notes to approve"),
}


def _note(kind: str, *, signed: bool) -> Queue:
    step = "approve" if signed else "billing-sign"
    return Queue(
        key=f"{kind}-notes-{step}",
        label=NOTE_LABELS[kind, signed],
        resource=f"{kind}-notes",
        step=step,
        opposite="reject" if signed else "",
        table=f"sales_notes_{kind}note d",
        waiting="d.status = 'draft' AND d.deleted_at IS NULL AND d.approved_by_billing_user_id IS "
        + ("NOT NULL" if signed else "NULL"),
        number="d.readable_number",
        why="d.public_notes",
        others=("d.approved_by_billing_user_id",) if signed else (),
    )


QUEUES = (
    Queue(
        key="orders-approve",
        label=gettext_noop("Orders to approve for billing"),
        resource="orders",
        step="approve",
        opposite="hold",
        table="orders_order d",
        waiting="d.status = 'sent' AND d.approved_by_billing_status = 'pending' AND d.deleted_at IS NULL",
        number="d.order_number",
        amount="d.order_total",
        why="d.description",
        others=("d.changed_by_id",),
    ),
    Queue(
        key="orders-office-approve",
        label=gettext_noop("Orders for the office to approve"),
        resource="orders",
        step="office-approve",
        opposite="office-reject",
        table="orders_order d",
        waiting="d.status IN ('draft', 'sent') AND d.approved_by_billing_status = 'approved'"
        " AND d.approved_by_office_status = 'pending' AND d.deleted_at IS NULL",
        number="d.order_number",
        amount="d.order_total",
        why="d.description",
        others=("d.changed_by_id", "d.approved_by_billing_user_id"),
    ),
    *(_note(kind, signed=signed) for signed in (False, True) for kind in ("credit", "debit")),
    Queue(
        key="sales-payments-apply",
        label=gettext_noop("Account payments to apply"),
        resource="sales-payments",
        step="apply",
        opposite="send-back",
        table="payments_salespayment d",
        waiting="d.status = 'draft' AND d.deleted_at IS NULL AND d.items_json <> '[]' AND d.sent_back_reason = ''",
        number="d.readable_number",
        others=("d.changed_by_id",),
    ),
    Queue(
        key="sales-payment-reversals-approve",
        label=gettext_noop("Payment reversals to approve"),
        resource="sales-payment-reversals",
        step="approve",
        opposite="reject",
        table="payments_salespaymentreversal d",
        waiting="d.status = 'draft' AND d.deleted_at IS NULL",
        number="d.readable_number",
        why="d.reason",
        others=("d.payment_created_by_id",),
    ),
    Queue(
        key="invoices-confirm-void",
        label=gettext_noop("Walk-in sales to void"),
        resource="invoices",
        step="confirm-void",
        opposite="decline-void",
        table="invoices_invoice d",
        waiting="d.void_status = 'asked' AND d.customer_id IS NULL",
        number="d.invoice_number",
        since="d.void_requested_at",
        amount="d.total_amount",
        asked_by="d.void_requested_by_id",
        why="d.void_reason",
    ),
    Queue(
        key="assets-approve-scrap",
        label=gettext_noop("Units to scrap"),
        resource="assets",
        step="approve-scrap",
        opposite="decline-scrap",
        table="inventory_asset d JOIN inventory_scraprequest r ON r.asset_id = d.id",
        waiting=f"r.approved_by_id IS NULL AND r.withdrawn_at IS NULL AND d.status IN ({_FREE})",
        number="concat_ws(' ', d.asset_tag, d.serial_number)",
        since="r.created_at",
        customer="NULL::bigint",
        amount="coalesce(d.landed_cost, d.purchase_cost)",
        currency="%(currency)s",
        asked_by="r.requested_by_id",
        why="r.reason",
    ),
    Queue(
        key="stock-counts-approve",
        label=gettext_noop("Stock counts to approve"),
        resource="stock-counts",
        step="approve",
        opposite="reject",
        table="inventory_stockcount d",
        waiting="d.status = 'Submitted'",
        number="d.name",
        customer="NULL::bigint",
        amount="NULL::numeric",
        currency="NULL",
        asked_by="d.counted_by_id",
        why="d.notes",
    ),
)


def queues_of(user: User) -> list[Queue]:
    """Return the queues that the user may decide."""
    return [queue for queue in QUEUES if may(user.roles, queue.permission)]


def approvals_of(user: User) -> dict[str, Any]:
    """Return what waits for the user, the longest waiting first, with how many wait in each queue (counted to 1,000).

    One statement, whatever the number of queues. Amounts are in each document's currency.
    """
    queues = {queue.key: queue for queue in queues_of(user)}
    rows = _read(queues.values(), user) if queues else []
    counts = {row["queue"]: row["waiting"] for row in rows}
    return {
        "queues": [
            {
                "key": key,
                "label": _(queue.label),
                "resource": queue.resource,
                "step": queue.step,
                "step_label": _(str(_step(queue, queue.step).label)),
                "opposite": queue.opposite,
                "opposite_label": _(str(_step(queue, queue.opposite).label)) if queue.opposite else "",
                "count": counts.get(key, 0),
            }
            for key, queue in queues.items()
        ],
        "results": [_told(row, queues[row["queue"]]) for row in rows if row["place"] <= MOST_ROWS],
    }


def _read(queues: Any, user: User) -> list[dict[str, Any]]:
    waiting = " UNION ALL ".join(f"({queue.sql})" for queue in queues)
    decided = business()
    return fetch(
        f"""
        SELECT w.*, c.full_name AS customer_name, p.full_name AS asked_by_name
        FROM (
            SELECT a.*, count(*) OVER (PARTITION BY a.queue) AS waiting,
                   row_number() OVER (ORDER BY a.since, a.queue, a.id) AS place,
                   row_number() OVER (PARTITION BY a.queue ORDER BY a.since, a.id) AS first
            FROM ({waiting}) a
        ) w
        LEFT JOIN customers_customer c ON c.id = w.customer_id
        LEFT JOIN accounts_user p ON p.id = w.asked_by_id
        WHERE w.place <= {MOST_ROWS} OR w.first = 1
        ORDER BY w.place
        """,
        {"me": user.pk if decided.four_eyes else None, "currency": decided.currency},
    )


def _step(queue: Queue, slug: str) -> Step:
    return Workflow.every[queue.resource].steps[slug.replace("-", "_")]


def _told(row: dict[str, Any], queue: Queue) -> dict[str, Any]:
    return {
        "queue": queue.key,
        "resource": queue.resource,
        "step": queue.step,
        "id": row["id"],
        "label": row["number"],
        "customer": {"id": row["customer_id"], "label": row["customer_name"]} if row["customer_id"] else None,
        "amount": row["amount"],
        "currency": row["currency"],
        "asked_by": {"id": row["asked_by_id"], "label": row["asked_by_name"]},
        "since": row["since"],
        "why": read_back(row["why"]),
        "own": row["own"],
        "updated_at": row["updated_at"],
    }
