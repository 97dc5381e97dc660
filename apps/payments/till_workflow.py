"""The steps of a till session (domain §7): opened with a float, closed with what was counted."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from common.errors import DomainError, Forbidden
from common.workflow import Step, Workflow, statuses


class SessionStatus(models.TextChoices):
    OPEN = "Open"
    CLOSED = "Closed"


def _is_own(session: Any, actor: Any) -> str | DomainError | None:
    if session.opened_by_id == actor.pk:
        return None
    return Forbidden(_("Only %(cashier)s closes this till.") % {"cashier": session.opened_by})


TILL_SESSION = Workflow(
    resource="till-sessions",
    steps=[
        Step(
            name="close",
            label="Close the till",
            source=statuses(SessionStatus.OPEN),
            target=(SessionStatus.CLOSED,),
            guards=(_is_own,),
        ),
    ],
)
