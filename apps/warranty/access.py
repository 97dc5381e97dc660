"""Who may do what to warranties (domain §11)."""

from django.db.models import Q

from apps.accounts.roles import ENGINEER, EVERYONE, REMOTE_SALES
from common.access import grant, scope

grant("warranties", {"list retrieve export": EVERYONE - {ENGINEER}}, model="warranty.warranty")
scope("warranties", REMOTE_SALES, lambda me: Q(customer__customer_rep=me))
