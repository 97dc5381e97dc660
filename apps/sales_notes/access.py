"""Who may do what with credit and debit notes (domain §8, seed 3)."""

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

_READERS = SELLERS | {BILLING, FINANCE, LOGISTICS, CUSTOMER_SERVICE, AUDITOR}
_NOTES = {
    "list retrieve export pdf related": _READERS,
    "create billing-sign correct": {BILLING},
    "destroy": SELLERS | {BILLING, LOGISTICS},
    "destroy-any": {MANAGER, BILLING},
    "approve reject": {MANAGER},
    "see-private-notes": {MANAGER, BILLING, FINANCE, AUDITOR},
}

grant("credit-notes", _NOTES | {"apply-to-invoice": {BILLING, FINANCE}}, model="sales_notes.creditnote")
grant("debit-notes", _NOTES, model="sales_notes.debitnote")
grant("invoices", {"void": SELLERS})
for _resource in ("credit-notes", "debit-notes"):
    scope(_resource, REMOTE_SALES, lambda me: Q(customer__customer_rep=me) | Q(created_by=me))
