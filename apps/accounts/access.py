"""Who may do what to people, tokens and settings (domain §2). One's own profile needs no row: it is one's own."""

from django.db.models import Q

from apps.accounts.roles import AUDITOR, EVERYONE, MANAGER, OFFICE
from common.access import ADMIN, grant, scope

ADMIN_ALONE: frozenset[str] = frozenset()
OVERSEERS = {MANAGER, AUDITOR}

grant(
    "users",
    {
        "list retrieve": OFFICE,
        "see-account export": OVERSEERS,
        "create update": ADMIN_ALONE,
        "set-password deactivate activate": ADMIN_ALONE,
    },
    model="accounts.user",
)
grant("roles", {"list matrix": OVERSEERS})
grant("tokens", {"list retrieve create destroy export": EVERYONE}, model="accounts.apitoken")
for role in EVERYONE - {ADMIN}:
    scope("tokens", role, lambda me: Q(user=me))
grant("settings", {"retrieve": EVERYONE, "update": ADMIN_ALONE}, model="accounts.businesssettings")
