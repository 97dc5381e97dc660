"""The roles: Django groups, named once. Who may do what stands in each app's `access.py` (domain §2)."""

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
    ADMIN: "Everything, users and settings included; bound by four eyes like everybody.",
    MANAGER: "Sales, inventory, reports; office approvals; scrapping; overrides.",
    SALES: "Customers, orders, invoices, till payments, preorders, void requests.",
    REMOTE_SALES: "As Sales, for own customers only, and drafts of account payments.",
    BILLING: "Notes, account payment drafts, billing approval and hold of orders, reversal requests.",
    FINANCE: "Applies account payments, approves reversals, banks, engineers' bills, deposits returned.",
    LOGISTICS: "Returns received, notes from returns, resends, services and bookings.",
    WAREHOUSE: "Receives and moves stock, counts.",
    TECHNICIAN: "Diagnostics, wipes, QC, repair tickets, claims on the bench.",
    CUSTOMER_SERVICE: "External orders, refunds, resends, returns, courier claims, cases.",
    ENGINEER: "Own bookings and services; completes them.",
    AUDITOR: "Reads everything, changes nothing.",
}
ROLES = tuple(DESCRIPTIONS)
EVERYONE = frozenset(ROLES)
OFFICE = EVERYONE - {ENGINEER}
SELLERS = frozenset({MANAGER, SALES, REMOTE_SALES})
# May sign in to the administration site.
STAFF = frozenset({ADMIN, MANAGER, AUDITOR})
