"""Who may keep files with documents. Seeing one takes sight of its document besides (apps.attachments.selectors)."""

from apps.accounts.roles import AUDITOR, EVERYONE, MANAGER
from common.access import grant

grant(
    "attachments",
    {
        "list retrieve": EVERYONE,
        "create remove": EVERYONE - {AUDITOR},
        # What somebody else added.
        "remove-any": {MANAGER},
    },
    model="attachments.attachment",
)
