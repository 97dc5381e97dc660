"""The steps of a warranty (domain §11)."""

from django.db import models

from common.workflow import Step, Workflow, statuses


class Status(models.TextChoices):
    """The seed's four statuses, verbatim (seed 5 §3.15)."""

    ACTIVE = "Active"
    CLAIMED = "Claimed"
    EXPIRED = "Expired"
    VOID = "Void"


WARRANTY = Workflow(
    resource="warranties",
    steps=[
        Step(
            name="expire",
            label="Expire",
            source=statuses(Status.ACTIVE),
            target=(Status.EXPIRED,),
            internal=True,
        ),
        Step(
            name="void",
            label="Void",
            source=statuses(Status.ACTIVE, Status.CLAIMED),
            target=(Status.VOID,),
            internal=True,
        ),
    ],
)
