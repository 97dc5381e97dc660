"""Signing a request in with one statement: who it is, whether they still may, and their roles."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.crypto import hash_token
from rest_framework import authentication, exceptions

from apps.accounts.models import ApiToken, User
from apps.accounts.sessions import IDLE_TIME, SessionStore, note_seen
from common.api.permissions import SAFE
from common.db.rows import instance_of
from common.db.sql import Parameter, Statement

FIELDS = User._meta.concrete_fields
NAMES = [field.attname for field in FIELDS]
_USER = ", ".join(f'u."{field.column}"' for field in FIELDS)
_ROLES = """array(SELECT g.name FROM auth_group g JOIN accounts_user_groups m ON m.group_id = g.id
                  WHERE m.user_id = u.id)::text[]"""
BY_SESSION = Statement(
    f"""SELECT {_USER}, {_ROLES}, s.session_data, s.last_seen_at
        FROM accounts_session s JOIN accounts_user u ON u.id = s.user_id
        WHERE s.session_key = %s AND s.expire_date > now() AND u.is_active
          AND s.last_seen_at > now() - interval '{IDLE_TIME.total_seconds()} seconds'""",
    (Parameter("key"),),
)
BY_TOKEN = Statement(
    f"""SELECT {_USER}, {_ROLES}, t.id, t.scope, t.expiry, t.last_used_at
        FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id
        WHERE t.digest = %s AND (t.expiry IS NULL OR t.expiry > now()) AND u.is_active""",
    (Parameter("digest"),),
)
USE_NOTED_EVERY = timedelta(minutes=1)
# What a user may still do whose password was set by somebody else.
BEFORE_PASSWORD_CHANGE = ("/api/v1/me", "/api/v1/me/password")


class PasswordChangeRequired(exceptions.PermissionDenied):
    """The password was set by somebody else: its owner changes it before anything else."""

    default_code = "password_change_required"
    default_detail = gettext_lazy("Change your password first: it was set by somebody else.")


def _admit(user: User, request: Any) -> User:
    if user.must_change_password and request.path_info not in BEFORE_PASSWORD_CHANGE:
        raise PasswordChangeRequired
    return user


def _user(row: tuple[Any, ...]) -> User:
    user = instance_of(User, zip(NAMES, row, strict=False))
    user.roles = row[len(NAMES)]
    return user


@lru_cache(maxsize=1024)
def _begun_with(password: str, session_data: str) -> bool:
    """Say whether the session was begun with this password hash: the same two texts always say the same."""
    told = SessionStore().decode(session_data).get(HASH_SESSION_KEY, "")
    user = User(password=password)
    known = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(told, one) for one in known)


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session cookie; unsafe methods need the CSRF token."""

    def authenticate(self, request: Any) -> tuple[User, None] | None:
        """Return the session's user. A session ends with its user's account, and with a change of their password."""
        key = request._request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not key or not key.isalnum():
            return None
        rows = BY_SESSION.fetch({"key": key})
        if not rows:
            return None
        user = _user(rows[0])
        data, last_seen_at = rows[0][-2:]
        if not _begun_with(user.password, data):
            return None
        if request.method not in SAFE:
            self.enforce_csrf(request)
        note_seen(key, last_seen_at)
        return _admit(user, request._request), None

    def authenticate_header(self, request: Any) -> str:
        """Return the challenge that makes an anonymous request a 401."""
        return "Session"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`, for integrators."""

    def authenticate(self, request: Any) -> tuple[User, ApiToken] | None:
        """Return the token's user and the token. Raises AuthenticationFailed (401) for one that is not valid."""
        kind, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind != "Bearer":
            return None
        if not token.isascii() or not 20 < len(token) < 200:
            raise exceptions.AuthenticationFailed(gettext("The token is not valid."))
        rows = BY_TOKEN.fetch({"digest": hash_token(token)})
        if not rows:
            raise exceptions.AuthenticationFailed(gettext("The token is not valid, expired or revoked."))
        user = _user(rows[0])
        pk, scope, expiry, used = rows[0][-4:]
        now = timezone.now()
        if used is None or now - used > USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=pk).update(last_used_at=now)
        return _admit(user, request._request), ApiToken(pk=pk, user=user, scope=scope, expiry=expiry)

    def authenticate_header(self, request: Any) -> str:
        """Return the challenge that makes an anonymous request a 401."""
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    """Describes the token in the OpenAPI document."""

    target_class = TokenAuthentication
    name = "bearerToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    """Describes the session cookie in the OpenAPI document."""

    target_class = SessionAuthentication
    name = "sessionCookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
