"""Who may do what to money received (domain §7)."""

from django.db.models import Q

from apps.accounts.roles import AUDITOR, BILLING, CUSTOMER_SERVICE, FINANCE, MANAGER, REMOTE_SALES, SALES, SELLERS
from common.access import grant, scope

grant(
    "payments",
    {
        "list retrieve export": {MANAGER, SALES, REMOTE_SALES, BILLING, FINANCE, CUSTOMER_SERVICE, AUDITOR},
        "create": SELLERS | {BILLING},
        "void": {MANAGER, BILLING},
        "refund": {MANAGER, FINANCE},
    },
    model="payments.payment",
)
grant("invoices", {"checkout": SELLERS, "confirm-void decline-void": {MANAGER}})
grant(
    "banks",
    {
        "list retrieve export": {MANAGER, SALES, REMOTE_SALES, BILLING, FINANCE, AUDITOR},
        "create update": {MANAGER, FINANCE},
    },
    model="payments.bank",
)
_READERS = SELLERS | {BILLING, FINANCE, AUDITOR}
grant(
    "sales-payments",
    {
        "list retrieve export pdf": _READERS,
        "create update destroy": {BILLING, REMOTE_SALES},
        "destroy-any": {BILLING},
        "apply send-back": {FINANCE},
        "reverse": {BILLING},
    },
    model="payments.salespayment",
)
grant(
    "sales-payment-reversals",
    {"list retrieve export": _READERS, "approve reject": {FINANCE}, "destroy": {BILLING}},
    model="payments.salespaymentreversal",
)
for _resource in ("sales-payments", "sales-payment-reversals"):
    scope(_resource, REMOTE_SALES, lambda me: Q(customer__customer_rep=me) | Q(created_by=me))
scope("payments", REMOTE_SALES, lambda me: Q(invoice__customer__customer_rep=me) | Q(received_by=me))
grant(
    "till-sessions",
    {
        "list retrieve export pdf takings": SELLERS | {BILLING, FINANCE, AUDITOR},
        "create close": SELLERS | {BILLING},
    },
    model="payments.tillsession",
)
# Who sells sees their own till; Managers, Finance and Auditors see all.
for _cashier in (SALES, REMOTE_SALES, BILLING):
    scope("till-sessions", _cashier, lambda me: Q(opened_by=me))
