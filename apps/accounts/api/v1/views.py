from typing import Any

from django.utils.translation import gettext
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from apps.accounts import services
from apps.accounts.api.v1 import filters, serializers
from apps.accounts.models import User
from apps.accounts.roles import DESCRIPTIONS, ROLES
from apps.accounts.workflow import USER
from common import access
from common.api.documents import Documents, step
from common.api.etag import expect
from common.api.headers import headers
from common.api.search import Search
from common.api.views import Creates, Edits, Resources
from common.texts import in_words

Facts = dict[str, Any]


class UserViewSet(Creates, Edits, Documents):
    """Who works in Fettle."""

    resource = "users"
    workflow = USER
    serializer_class = serializers.UserSerializer
    create_input = serializers.UserCreateInput
    update_input = serializers.UserInput
    filterset_class = filters.UserFilter
    search = Search(texts=("username", "full_name", "email"))
    orderings = {name: name for name in ("username", "full_name", "role", "created_at")}

    @classmethod
    def plain_rows(cls) -> Any:
        """Return the people: the user as whom the system acts is none."""
        return super().plain_rows().exclude(username="system")

    @headers(etag=True)
    def create(self, request: Any, *_: Any, **__: Any) -> Response:
        """Create a user. No idempotency key is kept: its record would hold a hash of the password."""
        user = services.user_create(actor=request.user, **self.facts(serializers.UserCreateInput))
        return self.answer(user.pk, status_code=status.HTTP_201_CREATED)

    def update_row(self, row: User, actor: Any, facts: Facts) -> None:
        """Change the user's facts and roles."""
        services.user_update(user=row, actor=actor, **facts)

    @headers(if_match=False, etag=True)
    @extend_schema(request=serializers.PasswordInput, responses=serializers.UserSerializer)
    @action(detail=True, methods=["post"], url_path="set-password")
    def set_password(self, request: Any, **_: Any) -> Response:
        """Give the user a password to be changed at the next sign-in. No idempotency key is kept of it."""
        user = self.get_object()
        expect(request, user, required=False)
        services.user_set_password(user=user, actor=request.user, **self.facts(serializers.PasswordInput))
        return self.answer(user.pk)

    @step()
    def deactivate(self, user: User, actor: Any, facts: Facts) -> None:
        """End the user's access, sessions and tokens included."""
        services.user_deactivate(user=user, actor=actor)

    @step()
    def activate(self, user: User, actor: Any, facts: Facts) -> None:
        """Give the user their access back."""
        services.user_activate(user=user, actor=actor)


class RoleViewSet(ViewSet):
    """The roles and what each may: the permission matrix, which the code states."""

    resource = "roles"

    def access_action(self) -> str | None:
        """Return the action's name in the permission matrix."""
        return self.action

    @extend_schema(responses=forced_singular_serializer(serializers.RolesSerializer))
    def list(self, request: Any) -> Response:
        """Return every role with its permissions."""
        return Response({"results": [_role(name) for name in ROLES]})

    @extend_schema(responses=serializers.MatrixSerializer)
    def matrix(self, request: Any) -> Response:
        """Return the whole table: resource × action × role."""
        rows = [
            {
                "resource": resource,
                "resource_label": in_words(resource),
                "action": name,
                "action_label": in_words(name),
                "roles": [role for role in ROLES if role in holders],
            }
            for resource, actions in access.matrix().items()
            for name, holders in sorted(actions.items())
        ]
        return Response({"roles": ROLES, "rows": rows})


def _role(name: str) -> Facts:
    return {
        "name": name,
        "description": gettext(DESCRIPTIONS[name]),
        "permissions": access.permissions_of(frozenset({name})),
    }


class TokenViewSet(Creates, Resources):
    """Integrators' keys: one's own, and all of them for an Admin."""

    resource = "tokens"
    serializer_class = serializers.TokenSerializer
    create_input = serializers.TokenInput
    filterset_class = filters.TokenFilter
    orderings = {"name": "name", "last_used_at": "last_used_at"}

    @extend_schema(request=serializers.TokenInput, responses={201: serializers.NewTokenSerializer})
    def create(self, request: Any, *_: Any, **__: Any) -> Response:
        """Make a token for oneself; its text is answered here and never again, so no idempotency key is kept."""
        token, text = services.token_create(
            user=request.user, actor=request.user, made_with=request.auth, **self.facts(serializers.TokenInput)
        )
        return self.answer(token.pk, status_code=status.HTTP_201_CREATED, more={"token": text})

    def destroy(self, request: Any, *_: Any, **__: Any) -> Response:
        """Revoke a token."""
        services.token_revoke(token=self.get_object(), actor=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SettingsViewSet(Edits, Resources):
    """What the business decided: one row at one address."""

    resource = "settings"
    serializer_class = serializers.SettingsSerializer
    update_input = serializers.SettingsInput
    filterset_class = filters.SettingsFilter

    def update_row(self, row: Any, actor: Any, facts: Facts) -> None:
        """Change what the business decided."""
        services.settings_update(actor=actor, seen_version=getattr(row, "expected_version", None), **facts)
