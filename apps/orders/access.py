"""Who may do what with orders (domain §5, reliability §3): who sells makes them, Billing and Managers approve."""

from django.db.models import Q

from apps.accounts.roles import (
    AUDITOR,
    BILLING,
    CUSTOMER_SERVICE,
    FINANCE,
    LOGISTICS,
    MANAGER,
    REMOTE_SALES,
    SELLERS,
)
from common.access import grant, scope

grant(
    "orders",
    {
        "list retrieve export": SELLERS | {BILLING, FINANCE, LOGISTICS, CUSTOMER_SERVICE, AUDITOR},
        "create update destroy send cancel invoice": SELLERS,
        "approve": {BILLING},
        "hold": {BILLING, FINANCE},
        "office-approve office-reject": {MANAGER},
    },
    model="orders.order",
)
scope("orders", REMOTE_SALES, lambda me: Q(customer__customer_rep=me) | Q(created_by=me))
