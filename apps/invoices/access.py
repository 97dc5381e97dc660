"""Who may do what to sales (domain §6)."""

from django.db.models import Q

from apps.accounts.roles import ENGINEER, EVERYONE, REMOTE_SALES, SELLERS
from common.access import grant, scope

grant(
    "invoices",
    {
        "list retrieve export pdf": EVERYONE - {ENGINEER},
        "create update destroy issue cancel": SELLERS,
    },
    model="invoices.invoice",
)
scope("invoices", REMOTE_SALES, lambda me: Q(customer__customer_rep=me) | Q(sales_rep=me))
