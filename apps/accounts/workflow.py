"""The steps of a user's account (domain §2). Whether it is active is its state."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from common.errors import Forbidden
from common.workflow import Step, Workflow, statuses


class State(models.TextChoices):
    """An inactive user signs in nowhere, and stays named in everything they did."""

    ACTIVE = "active"
    INACTIVE = "inactive"


def _somebody_else(user: Any, actor: Any) -> Forbidden | None:
    if user.pk != actor.pk:
        return None
    return Forbidden(_("You cannot deactivate yourself: ask another Admin."), code="own_account")


USER = Workflow(
    resource="users",
    steps=[
        Step(name="set_password", label="Set password", field="state", source=statuses(*State)),
        Step(
            name="deactivate",
            label="Deactivate",
            field="state",
            source=statuses(State.ACTIVE),
            target=(State.INACTIVE,),
            guards=(_somebody_else,),
        ),
        Step(
            name="activate",
            label="Activate",
            field="state",
            source=statuses(State.INACTIVE),
            target=(State.ACTIVE,),
        ),
    ],
)
