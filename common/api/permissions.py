"""Closed by default: a view acts only where the matrix names its resource, its action and one of the user's roles."""

from typing import Any

from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated
from rest_framework.permissions import BasePermission

from common import access

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class MatrixPermission(BasePermission):
    """Asks the matrix. A view without a row is a programming error that shows at once, not an open door."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Say whether the user may; raises NotAuthenticated (401) for the signed-out."""
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if request.method == "OPTIONS":
            raise MethodNotAllowed("OPTIONS")
        if getattr(request.auth, "scope", "") == "read" and request.method not in SAFE:
            return False
        action = view.access_action()
        if action is None:
            return True
        holders = access.roles_for(view.resource, action)
        if holders is None:
            raise RuntimeError(f"The permission matrix has no row {view.resource}.{action}.")
        return bool(holders & request.user.roles)


class SignedIn(BasePermission):
    """Any signed-in user: one's own profile, the API's description."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Say whether the user is signed in."""
        if not request.user.is_authenticated:
            raise NotAuthenticated
        return not (getattr(request.auth, "scope", "") == "read" and request.method not in SAFE)
