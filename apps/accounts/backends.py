"""Who signs in, and whether a user may: the permission matrix answers, for API, admin and services alike."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from common import access


class RoleBackend(AuthenticationBackend):
    """Signs in by username or email, and asks the matrix instead of permission rows."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Say whether the user may."""
        return bool(user_obj.has_perm(perm))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Say whether the user may see anything of an app in the administration site."""
        return user_obj.is_active and access.sees_app(user_obj.roles, app_label)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return every permission of the user's roles."""
        return set(access.permissions_of(user_obj.roles)) if user_obj.is_active else set()
