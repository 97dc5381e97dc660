"""What must be true of people at every moment (domain §2 and rule 6)."""

from collections.abc import Iterable

from apps.accounts.roles import ASKING, AUDITOR, FINANCE, MANAGER
from common.invariants import Invariant


def _names(roles: Iterable[str]) -> str:
    return ", ".join(f"'{role}'" for role in sorted(roles))


INVARIANTS = [
    Invariant(
        "S03",
        "While four eyes are on, nobody holds roles of which one asks for what the other decides, or looks into.",
        f"""
        SELECT a.user_id, x.name AS one, y.name AS other FROM accounts_user_groups a
        JOIN accounts_user_groups b ON b.user_id = a.user_id AND b.group_id <> a.group_id
        JOIN auth_group x ON x.id = a.group_id
        JOIN auth_group y ON y.id = b.group_id
        WHERE NOT EXISTS (SELECT 1 FROM accounts_businesssettings WHERE NOT four_eyes)
          AND ((x.name IN ({_names(ASKING)}) AND y.name IN ({_names((FINANCE, MANAGER))}))
               OR (x.name = '{FINANCE}' AND y.name = '{MANAGER}') OR x.name = '{AUDITOR}')
        """,
    ),
]
