"""Where browser sessions are kept: Django's database store, with the user as a column."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from common.middleware import current_request


class SessionStore(DatabaseStore):
    """Writes whose session it is, from where and with what."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return our own session table."""
        from apps.accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row for the session's data; it names the user once somebody is signed in."""
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        if (request := current_request.get()) is not None:
            row.ip = request.META.get("REMOTE_ADDR") or None
            row.user_agent = request.headers.get("User-Agent", "")[:200]
        return row
