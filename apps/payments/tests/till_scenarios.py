"""Tills that one guard alone holds back."""

from decimal import Decimal
from typing import Any

from apps.payments.models import TillSession
from apps.payments.till import till_session_close, till_session_open
from apps.payments.till_workflow import TILL_SESSION
from common.testing.scenarios import Scenario


def of_somebody(people: Any) -> TillSession:
    """Return the till of another cashier."""
    return till_session_open(opening_float=Decimal("50.00"), actor=people["sales"])


SCENARIOS = [
    Scenario(
        workflow=TILL_SESSION,
        step="close",
        guard="is_own",
        make=of_somebody,
        take=lambda session, actor: till_session_close(session=session, counted=[], actor=actor),
        actor="manager",
        sentence="Only Sales closes this till.",
        code="permission_denied",
    )
]
