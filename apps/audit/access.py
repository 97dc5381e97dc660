"""Who may read the trail (domain rule 8)."""

from apps.accounts.roles import AUDITOR, MANAGER
from common.access import grant

grant("audit-events", {"list retrieve export": {MANAGER, AUDITOR}}, model="audit.auditevent")
grant("read-events", {"list retrieve export": {MANAGER, AUDITOR}}, model="audit.readevent")
