"""The roles: Django groups, named once. Who may do what stands in each app's `access.py` (domain §2)."""

from collections.abc import Iterable
from itertools import combinations

from django.utils.translation import gettext_noop

from common.access import ADMIN

MANAGER = "Manager"
SALES = "Sales"
REMOTE_SALES = "Remote Sales"
BILLING = "Billing"
FINANCE = "Finance"
LOGISTICS = "Logistics"
WAREHOUSE = "Warehouse"
TECHNICIAN = "Technician"
CUSTOMER_SERVICE = "Customer Service"
ENGINEER = "Engineer"
AUDITOR = "Auditor"

DESCRIPTIONS = {
    ADMIN: gettext_noop("Everything, users and settings included; bound by four eyes like everybody."),
    MANAGER: gettext_noop("Sales, inventory, reports; office approvals; scrapping; overrides."),
    SALES: gettext_noop("Customers, orders, invoices, till payments, preorders, void requests."),
    REMOTE_SALES: gettext_noop("As Sales, for own customers only, and drafts of account payments."),
    BILLING: gettext_noop("Notes, account payment drafts, billing approval and hold of orders, reversal requests."),
    FINANCE: gettext_noop("Applies account payments, approves reversals, banks, engineers' bills, deposits returned."),
    LOGISTICS: gettext_noop("Returns received, notes from returns, resends, services and bookings."),
    WAREHOUSE: gettext_noop("Receives and moves stock, counts."),
    TECHNICIAN: gettext_noop("Diagnostics, wipes, QC, repair tickets, claims on the bench."),
    CUSTOMER_SERVICE: gettext_noop("External orders, refunds, resends, returns, courier claims, cases."),
    ENGINEER: gettext_noop("Own bookings and services; completes them."),
    AUDITOR: gettext_noop("Reads everything, changes nothing."),
}
ROLES = tuple(DESCRIPTIONS)
EVERYONE = frozenset(ROLES)
OFFICE = EVERYONE - {ENGINEER}
SELLERS = frozenset({MANAGER, SALES, REMOTE_SALES})
# Who asks that money move, and who lets it. While four eyes are on, nobody is of both, and nobody lets it twice.
ASKING = frozenset({ADMIN, SALES, REMOTE_SALES, BILLING, LOGISTICS})
DECIDING = frozenset({MANAGER, FINANCE})
# May sign in to the administration site.
STAFF = frozenset({ADMIN, MANAGER, AUDITOR})


NOBODY_IS_BOTH = gettext_noop(
    "Nobody is both %(one)s and %(other)s: what the one asks for, the other decides or looks into."
)
NOT_YOUR_OWN = gettext_noop("Nobody changes their own roles: ask another Admin.")


def _clash(one: str, other: str) -> bool:
    pair = {one, other}
    return pair == DECIDING or AUDITOR in pair or bool(pair & ASKING and pair & DECIDING)


# Pairs in alphabetical order that one person never holds while four eyes are on: an Auditor holds no other role. The
# service, the database's triggers and the invariant S03 all read them here.
CLASHES = frozenset(pair for pair in combinations(sorted(ROLES), 2) if _clash(*pair))


def clash_of(roles: Iterable[str]) -> tuple[str, str] | None:
    """Return two of the roles that one person never holds together, or None."""
    return next((pair for pair in combinations(sorted(roles), 2) if pair in CLASHES), None)
