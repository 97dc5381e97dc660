from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an Admin; nobody signs up."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Say no."""
        return False
