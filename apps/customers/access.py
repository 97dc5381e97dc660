"""Who may do what with customers (domain §3, reliability §3)."""

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
    TECHNICIAN,
)
from common.access import grant, scope

READ = "list retrieve export"
CREDIT = {MANAGER, BILLING, FINANCE}
EDITORS = SELLERS | {BILLING, FINANCE, CUSTOMER_SERVICE}

grant("lead-sources", {READ: EVERYONE, "create update": {MANAGER}}, model="customers.leadsource")
grant(
    "customers",
    {
        READ: EDITORS | {LOGISTICS, TECHNICIAN, AUDITOR},
        "create": SELLERS | {CUSTOMER_SERVICE},
        "update": EDITORS,
        "destroy": {MANAGER},
        "set-credit": CREDIT,
        "assign-rep": CREDIT | {SALES, CUSTOMER_SERVICE},
        "statement open-items exposure": CREDIT | SELLERS | {AUDITOR},
    },
    model="customers.customer",
)
scope("customers", REMOTE_SALES, lambda me: Q(customer_rep=me))
scope("customers", TECHNICIAN, lambda me: Q(customer_rep=me))
