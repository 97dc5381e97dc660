"""Who reads which report (reliability §3): nobody has one whose figures open a list that is closed to them."""

from django.db.models import Q

from apps.accounts.roles import (
    AUDITOR,
    BILLING,
    CUSTOMER_SERVICE,
    EVERYONE,
    FINANCE,
    LOGISTICS,
    MANAGER,
    REMOTE_SALES,
    SALES,
    SELLERS,
    WAREHOUSE,
)
from common.access import grant, scope

READS_ALL = {MANAGER, FINANCE, AUDITOR}
OFFICE = READS_ALL | {BILLING}
STOCK = READS_ALL | SELLERS | {LOGISTICS, WAREHOUSE}

grant(
    "reports",
    {
        "list dashboard": EVERYONE,
        "inventory-summary aging-inventory stock-by-status low-stock": STOCK,
        "preorder-sla": READS_ALL | SELLERS | {LOGISTICS, CUSTOMER_SERVICE},
        "sales-daily tenders": OFFICE | SELLERS,
        "sales-by-rep": READS_ALL | SELLERS,
        "receivables-aging": OFFICE,
        "supplier-scorecard": READS_ALL | {WAREHOUSE},
        "technician-throughput": {MANAGER, AUDITOR},
        # Cost figures (domain §2).
        "margin": {MANAGER, FINANCE},
    },
)
# Sellers see what they sold and received themselves.
for seller in (SALES, REMOTE_SALES):
    scope("reports", seller, lambda me: Q(sales_rep=me))
grant("approvals", {"list": {MANAGER, BILLING, FINANCE}})
