"""The steps of a stock count (domain §4): counted by one person, its variance approved by another."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.four_eyes import somebody_else
from common.workflow import Step, Workflow, statuses


class CountStatus(models.TextChoices):
    OPEN = "Open"
    SUBMITTED = "Submitted"
    APPROVED = "Approved"
    REJECTED = "Rejected"


def _has_lines(count: Any, actor: Any) -> str | None:
    return None if count.lines.exists() else _("Nothing has been counted yet.")


STOCK_COUNT = Workflow(
    resource="stock-counts",
    steps=[
        Step(
            name="submit",
            label="Submit",
            source=statuses(CountStatus.OPEN),
            target=(CountStatus.SUBMITTED,),
            guards=(_has_lines,),
        ),
        Step(
            name="approve",
            label="Approve",
            source=statuses(CountStatus.SUBMITTED),
            target=(CountStatus.APPROVED,),
            guards=(somebody_else(counted_by="counted this"),),
        ),
        Step(
            name="reject",
            label="Reject",
            source=statuses(CountStatus.SUBMITTED),
            target=(CountStatus.REJECTED,),
            needs_reason=True,
        ),
    ],
)
