"""Who may do what to people, tokens, saved views and settings (domain §2). One's own profile needs no row."""

from django.db.models import Q

from apps.accounts.roles import AUDITOR, EVERYONE, MANAGER, OFFICE
from common.access import ADMIN, grant, listed_by, scope

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
grant(
    "saved-views",
    {"list retrieve create update destroy export": EVERYONE, "share": {MANAGER}},
    model="accounts.savedview",
)
for role in EVERYONE:
    # One's own, and of those that are shared the ones of lists that the role reads.
    scope("saved-views", role, lambda me, role=role: Q(user=me) | Q(shared=True, list__in=listed_by(role)))
grant("settings", {"retrieve": EVERYONE, "update": ADMIN_ALONE}, model="accounts.businesssettings")
