"""Where browser sessions are kept: Django's database store, with the user as a column and two ends.

A session ends twelve hours after sign-in (SESSION_COOKIE_AGE), and earlier when nothing came from it for half an hour.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from common.middleware import current_request

IDLE_TIME = timedelta(minutes=30)
SEEN_NOTED_EVERY = timedelta(minutes=1)


def note_seen(key: str, last_seen_at: datetime) -> None:
    """Keep the session awake; written at most once a minute, so that most requests write nothing."""
    from apps.accounts.models import Session

    now = timezone.now()
    if now - last_seen_at > SEEN_NOTED_EVERY:
        Session.objects.filter(session_key=key).update(last_seen_at=now)


class SessionStore(DatabaseStore):
    """Writes whose session it is, from where and with what; reads none that has ended."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return our own session table."""
        from apps.accounts.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()
        if row is None:
            return None
        if timezone.now() - row.last_seen_at > IDLE_TIME:
            self._session_key = None
            return None
        note_seen(row.session_key, row.last_seen_at)
        return row

    def save(self, must_create: bool = False) -> None:
        """Write the session. Writing it again never moves its end. Raises UpdateError when it was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data = self._get_session()
        written = self.model.objects.filter(session_key=self.session_key).update(
            session_data=self.encode(data), user_id=data.get(SESSION_KEY)
        )
        if not written:
            raise UpdateError

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row for a new session; it names the user once somebody is signed in."""
        from allauth.account.adapter import get_adapter

        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        if (request := current_request.get()) is not None:
            row.ip = get_adapter().get_client_ip(request)
            row.user_agent = request.headers.get("User-Agent", "")[:200]
        return row
