"""The steps of a unit, from receipt to sale and back (domain §4)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.selectors import business
from common.errors import Conflict, DomainError, Forbidden, SelfApproval
from common.workflow import Step, Workflow, all_but, statuses


class Status(models.TextChoices):
    """The seed's eleven statuses, verbatim (seed 5 §3.4)."""

    RECEIVED = "Received"
    DIAGNOSTICS_PENDING = "Diagnostics Pending"
    WIPE_PENDING = "Wipe Pending"
    QC_PENDING = "QC Pending"
    READY_FOR_SALE = "Ready for Sale"
    RESERVED = "Reserved"
    SOLD = "Sold"
    RETURNED = "Returned"
    REPAIR_HOLD = "Repair Hold"
    SCRAPPED = "Scrapped"
    NOT_SELLABLE = "Not Sellable"


S = Status
# Own stock that nobody holds: what may be blocked or scrapped.
FREE = all_but(S, S.SOLD, S.RESERVED, S.SCRAPPED)


def _diagnosed_since_intake(asset: Any, actor: Any) -> str | None:
    if not asset.product_model.needs_diagnostics:
        return None
    latest = asset.diagnostics_since_intake().order_by("-pk").first()
    if latest is None:
        return _("It has not been diagnosed since it came in.")
    return None if latest.passed else _("Its latest diagnostics failed.")


def _wiped_since_intake(asset: Any, actor: Any) -> str | None:
    if not asset.product_model.needs_wipe or asset.wipes_since_intake().exists():
        return None
    return _("It has not been wiped since it came in.")


def _scrapping_asked(asset: Any, actor: Any) -> str | None:
    return _("Nobody has asked to scrap it.") if asset.scrap_requester is None else None


def _scrapping_asked_by_another(asset: Any, actor: Any) -> DomainError | None:
    if asset.scrap_requester == actor.pk and business().four_eyes:
        return SelfApproval(_("You asked to scrap this unit, so somebody else must approve it."))
    return None


def _no_scrapping_asked(asset: Any, actor: Any) -> str | None:
    return _("Scrapping is already asked for and waits for a manager.") if asset.scrap_requester else None


def _may_decline_scrapping(asset: Any, actor: Any) -> DomainError | None:
    if asset.scrap_requester != actor.pk and not actor.has_perm("assets.approve-scrap"):
        return Forbidden(_("Somebody else asked to scrap it: they take that back, or a Manager declines it."))
    return None


def not_sellable(serial_number: str, status: str) -> Conflict:
    """Return the refusal to sell a unit, saying why in one sentence."""
    return Conflict(
        _("%(unit)s is %(status)s: only a unit that is Ready for Sale can be put on an invoice.")
        % {"unit": serial_number, "status": _(status)},
        code="asset_not_sellable",
        serial_number=serial_number,
        status=status,
    )


ASSET = Workflow(
    resource="assets",
    steps=[
        Step(
            name="start_diagnostics",
            label="Start diagnostics",
            source=statuses(S.RECEIVED, S.RETURNED),
            target=(S.DIAGNOSTICS_PENDING,),
        ),
        Step(
            name="record_diagnostics",
            label="Record diagnostics",
            source=statuses(S.DIAGNOSTICS_PENDING),
            target=(S.WIPE_PENDING, S.QC_PENDING, S.REPAIR_HOLD),
        ),
        Step(name="record_wipe", label="Record wipe", source=statuses(S.WIPE_PENDING), target=(S.QC_PENDING,)),
        Step(
            name="pass_qc",
            label="Pass QC",
            source=statuses(S.QC_PENDING),
            target=(S.READY_FOR_SALE,),
            guards=(_diagnosed_since_intake, _wiped_since_intake),
        ),
        Step(
            name="fail_qc",
            label="Fail QC",
            source=statuses(S.QC_PENDING),
            target=(S.DIAGNOSTICS_PENDING, S.REPAIR_HOLD),
            needs_reason=True,
        ),
        Step(name="reserve", label="Reserve", source=statuses(S.READY_FOR_SALE), target=(S.RESERVED,), internal=True),
        Step(name="release", label="Release", source=statuses(S.RESERVED), target=(S.READY_FOR_SALE,), internal=True),
        Step(
            name="sell",
            label="Sell",
            source=statuses(S.READY_FOR_SALE, S.RESERVED),
            target=(S.SOLD,),
            internal=True,
        ),
        Step(name="take_back", label="Take back", source=statuses(S.SOLD), target=(S.RETURNED,), internal=True),
        Step(
            name="hold_for_repair",
            label="Hold for repair",
            source=statuses(S.RETURNED, S.QC_PENDING),
            target=(S.REPAIR_HOLD,),
            needs_reason=True,
        ),
        Step(
            name="repaired",
            label="Repaired",
            source=statuses(S.REPAIR_HOLD),
            target=(S.DIAGNOSTICS_PENDING,),
        ),
        Step(name="block", label="Block", source=FREE - {S.NOT_SELLABLE}, target=(S.NOT_SELLABLE,), needs_reason=True),
        Step(
            name="unblock",
            label="Unblock",
            source=statuses(S.NOT_SELLABLE),
            target=(S.DIAGNOSTICS_PENDING,),
            needs_reason=True,
        ),
        Step(
            name="scrap",
            label="Ask to scrap",
            source=FREE,
            guards=(_no_scrapping_asked,),
            needs_reason=True,
        ),
        Step(
            name="approve_scrap",
            label="Approve scrapping",
            source=FREE,
            target=(S.SCRAPPED,),
            guards=(_scrapping_asked, _scrapping_asked_by_another),
            hiding=(_scrapping_asked,),
        ),
        Step(
            name="decline_scrap",
            label="Decline scrapping",
            source=all_but(S, S.SOLD, S.SCRAPPED),
            guards=(_scrapping_asked, _may_decline_scrapping),
            hiding=(_scrapping_asked,),
            needs_reason=True,
        ),
        Step(name="move", label="Move", source=frozenset(S)),
    ],
)
