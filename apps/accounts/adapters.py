from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db.models import Q

from apps.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """What the sign-in library does in Fettle's way: through our services, and counted per account."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Say no: accounts are made by an Admin."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """The user chose a new password by the link that was mailed to them."""
        from apps.accounts.services import password_set

        changed = password_set(user=user, password=password, actor=user)
        user.password, user.must_change_password = changed.password, changed.must_change_password

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        """Count failures per account, whichever of its names was typed and however the site was called."""
        login = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        known = User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).values_list("pk", flat=True)
        return f"account:{known.first() or login}"
