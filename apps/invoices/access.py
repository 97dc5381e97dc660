"""Who may do what to sales (domain §6)."""

from django.db.models import Q

from apps.accounts.roles import OFFICE, REMOTE_SALES, SELLERS, TECHNICIAN, WAREHOUSE
from common.access import grant, scope

grant(
    "invoices",
    {
        "list retrieve export pdf": OFFICE,
        "see-settlement": OFFICE - {WAREHOUSE, TECHNICIAN},
        "create update destroy issue cancel": SELLERS,
    },
    model="invoices.invoice",
)
scope("invoices", REMOTE_SALES, lambda me: Q(customer__customer_rep=me) | Q(sales_rep=me))
