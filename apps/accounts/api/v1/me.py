"""One's own profile, password and browsers: open to everybody who is signed in."""

import hashlib
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from apps.accounts import services
from apps.accounts.api.v1 import serializers
from apps.accounts.models import Session
from apps.accounts.selectors import business
from apps.accounts.sessions import IDLE_TIME
from common import access
from common.api.etag import etag_of, expect
from common.api.headers import headers
from common.api.inputs import validated
from common.api.permissions import SignedIn
from common.api.schema import ErrorResponse
from common.errors import NotFound


def shown_id(session: Session) -> str:
    """Return a session's id as it may be shown: the key itself signs in whoever has it."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:32]


class MeViewSet(ViewSet):
    """The signed-in user, as the user interface needs to know them."""

    resource = "me"
    permission_classes = [SignedIn]

    @headers(etag=True)
    @extend_schema(responses=serializers.MeSerializer)
    def retrieve(self, request: Any) -> Response:
        """Return who is signed in, what they may, and what the business decided."""
        return self._shown(request, request.user)

    @headers(if_match=True, etag=True)
    @extend_schema(request=serializers.ProfileInput, responses={200: serializers.MeSerializer, 429: ErrorResponse})
    def partial_update(self, request: Any) -> Response:
        """Change one's own name, phone or email; the email only with the current password."""
        expect(request, request.user, required=True)
        facts = validated(serializers.ProfileInput, request)
        if "current_password" in facts:
            self._slow_down(request)
        changed = services.profile_update(user=request.user, **facts)
        # The database counts the versions.
        changed.refresh_from_db(fields=["version"])
        return self._shown(request, changed)

    @extend_schema(request=serializers.OwnPasswordInput, responses={204: None, 429: ErrorResponse})
    def password(self, request: Any) -> Response:
        """Change one's own password: every other session ends, this one goes on under a new key."""
        self._slow_down(request)
        facts = validated(serializers.OwnPasswordInput, request)
        session = request._request.session
        changed = services.password_change(user=request.user, keep_session=session.session_key or "", **facts)
        if request.auth is None:
            request._request.user = changed
            update_session_auth_hash(request._request, changed)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=serializers.SessionsSerializer)
    def sessions(self, request: Any) -> Response:
        """Return the browsers one is signed in with, the last used first."""
        current = request._request.session.session_key
        shown = [
            {
                "id": shown_id(session),
                "ip": session.ip,
                "user_agent": session.user_agent,
                "created_at": session.created_at,
                "last_seen_at": session.last_seen_at,
                "ends_at": min(session.expire_date, session.last_seen_at + IDLE_TIME),
                "current": session.session_key == current,
            }
            for session in self._own(request)
        ]
        return Response({"results": shown})

    @extend_schema(responses={204: None})
    def end_session(self, request: Any, session: str) -> Response:
        """Sign one of one's own browsers out."""
        found = next((own for own in self._own(request) if shown_id(own) == session), None)
        if found is None:
            raise NotFound
        services.session_end(session=found, actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @staticmethod
    def _slow_down(request: Any) -> None:
        """Raise Throttled for who guesses passwords."""
        if not ratelimit.consume(request._request, action="change_password", user=request.user):
            raise exceptions.Throttled(wait=60)

    @staticmethod
    def _own(request: Any) -> Any:
        now = timezone.now()
        alive = request.user.sessions.filter(expire_date__gt=now, last_seen_at__gt=now - IDLE_TIME)
        return alive.order_by("-last_seen_at")

    @staticmethod
    def _shown(request: Any, user: Any) -> Response:
        decided = business()
        response = Response(
            {
                "id": user.pk,
                "username": user.username,
                "full_name": user.full_name,
                "email": user.email,
                "phone": user.phone,
                "role": user.role,
                "roles": sorted(request.user.roles),
                "permissions": access.permissions_of(request.user.roles),
                "must_change_password": user.must_change_password,
                "mfa_enabled": is_mfa_enabled(user),
                "business": {
                    "name": decided.name,
                    "currency": decided.currency,
                    "time_zone": settings.BUSINESS_TIME_ZONE,
                    "tax_rate": f"{decided.tax_rate:.4f}",
                    "four_eyes": decided.four_eyes,
                },
                "demo": settings.DEMO,
            }
        )
        response.headers["ETag"] = etag_of(user)
        return response
