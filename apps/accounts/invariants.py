"""What must be true of people at every moment (domain §2 and rule 6)."""

from apps.accounts.triggers import CLASHING
from common.invariants import Invariant

INVARIANTS = [
    Invariant(
        "S03",
        "While four eyes are on, nobody holds roles of which one asks for what the other decides, or looks into.",
        f"{CLASHING} AND NOT EXISTS (SELECT 1 FROM accounts_businesssettings WHERE NOT four_eyes)",
    ),
]
