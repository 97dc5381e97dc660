"""The steps of a stock count (domain §4): counted by one person, its variance approved by another."""

from typing import Any

from django.db import models

from common.errors import DomainError, SelfApproval
from common.workflow import Step, Workflow, statuses


class CountStatus(models.TextChoices):
    OPEN = "Open"
    SUBMITTED = "Submitted"
    APPROVED = "Approved"
    REJECTED = "Rejected"


def _has_lines(count: Any, actor: Any) -> str | None:
    return None if count.lines.exists() else "Nothing has been counted yet."


def _not_own(count: Any, actor: Any) -> DomainError | None:
    if count.counted_by_id == actor.pk:
        return SelfApproval("You counted this, so somebody else must approve it.")
    return None


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
            guards=(_not_own,),
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
