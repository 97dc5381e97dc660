"""Who reads the ledger (domain §6)."""

from apps.accounts.roles import AUDITOR, BILLING, FINANCE, MANAGER
from common.access import grant

grant("ledger-entries", {"list retrieve export": {MANAGER, BILLING, FINANCE, AUDITOR}}, model="ledger.ledgerentry")
