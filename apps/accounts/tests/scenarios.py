"""Accounts that one guard alone holds back."""

from apps.accounts.services import user_deactivate
from apps.accounts.workflow import USER
from common.testing.scenarios import Scenario

SCENARIOS = [
    Scenario(
        workflow=USER,
        step="deactivate",
        guard="somebody_else",
        make=lambda people: people["admin"],
        take=lambda user, actor: user_deactivate(user=user, actor=actor),
        actor="admin",
        sentence="You cannot deactivate yourself: ask another Admin.",
        code="own_account",
    )
]
