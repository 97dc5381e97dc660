"""Units and stock counts that one guard alone holds back."""

from functools import partial
from typing import Any

from apps.inventory import counts, services
from apps.inventory.counts_workflow import STOCK_COUNT
from apps.inventory.models import Asset, DiagnosticsResult, StockCount
from apps.inventory.tests.factories import make_bulk, make_model, place, receive
from apps.inventory.workflow import ASSET
from common.clock import now
from common.dates import business_date
from common.db.acting import act
from common.records import record_update
from common.testing.scenarios import Scenario


def in_qc(people: Any) -> Asset:
    """Return a unit that waits for QC, of a model that needs no wipe."""
    unit = receive(people, model=make_model(people, needs_wipe=False))[0]
    services.asset_start_diagnostics(asset=unit, actor=people["technician"])
    return services.asset_record_diagnostics(
        asset=unit, checklist_data={"display": "pass"}, overall_result="Pass", actor=people["technician"]
    )


def come_back(people: Any) -> Asset:
    """Return one whose tests are older than its intake; no step leads here, so the guard is the second to say no."""
    unit = in_qc(people)
    Asset.objects.filter(pk=unit.pk).update(intake_at=now())
    return Asset.objects.get(pk=unit.pk)


def failed(people: Any) -> Asset:
    """Return one whose latest test failed; no step leads here either."""
    unit = in_qc(people)
    with act(actor=people["technician"]):
        DiagnosticsResult.objects.create(
            asset=unit,
            technician=people["technician"],
            checklist_data={"display": "fail"},
            overall_result="Fail",
            diagnostic_date=business_date(),
        )
    return unit


def never_wiped(people: Any) -> Asset:
    """Return one whose model needs a wipe after all."""
    unit = in_qc(people)
    record_update(unit.product_model, actor=people["manager"], needs_wipe=True)
    return Asset.objects.get(pk=unit.pk)


def to_be_scrapped(people: Any) -> Asset:
    """Return one that the manager asked to scrap."""
    unit = receive(people)[0]
    services.asset_scrap(asset=unit, reason="Dead board", actor=people["manager"])
    return Asset.objects.get(pk=unit.pk)


def counted(people: Any, *, lines: bool = True) -> StockCount:
    """Return an open count of the manager's."""
    charger = make_bulk(people)
    return counts.stock_count_create(
        name="Monthly",
        location=place("Shop Floor").pk,
        lines=[{"bulk_stock": charger.pk, "counted": 8}] if lines else [],
        actor=people["manager"],
    )


def submitted(people: Any) -> StockCount:
    """Return a submitted count of the manager's."""
    return counts.stock_count_submit(count=counted(people), actor=people["manager"])


def pass_qc(unit: Any, actor: Any) -> Any:
    """Pass it."""
    return services.asset_pass_qc(asset=unit, condition_grade="A", actor=actor)


qc = partial(Scenario, workflow=ASSET, step="pass_qc", take=pass_qc, actor="technician")
approve_scrap = partial(
    Scenario,
    workflow=ASSET,
    step="approve_scrap",
    take=lambda unit, actor: services.asset_approve_scrap(asset=unit, actor=actor),
    actor="manager",
)
decline_scrap = partial(
    Scenario,
    workflow=ASSET,
    step="decline_scrap",
    take=lambda unit, actor: services.asset_decline_scrap(asset=unit, reason="Worth repairing", actor=actor),
    actor="manager",
)

SCENARIOS = [
    qc(
        guard="diagnosed_since_intake",
        make=come_back,
        sentence="It has not been diagnosed since it came in.",
    ),
    qc(guard="diagnosed_since_intake", make=failed, sentence="Its latest diagnostics failed."),
    qc(guard="wiped_since_intake", make=never_wiped, sentence="It has not been wiped since it came in."),
    Scenario(
        workflow=ASSET,
        step="scrap",
        guard="no_scrapping_asked",
        make=to_be_scrapped,
        take=lambda unit, actor: services.asset_scrap(asset=unit, reason="Burnt", actor=actor),
        actor="technician",
        sentence="Scrapping is already asked for and waits for a manager.",
    ),
    approve_scrap(
        guard="scrapping_asked",
        make=lambda people: receive(people)[0],
        sentence="Nobody has asked to scrap it.",
    ),
    approve_scrap(
        guard="scrapping_asked_by_another",
        make=to_be_scrapped,
        sentence="You asked to scrap this unit, so somebody else must approve it.",
        code="self_approval",
    ),
    decline_scrap(
        guard="scrapping_asked",
        make=lambda people: receive(people)[0],
        sentence="Nobody has asked to scrap it.",
    ),
    decline_scrap(
        guard="may_decline_scrapping",
        make=to_be_scrapped,
        actor="technician",
        sentence="Somebody else asked to scrap it: they take that back, or a Manager declines it.",
        code="permission_denied",
    ),
    Scenario(
        workflow=STOCK_COUNT,
        step="submit",
        guard="has_lines",
        make=lambda people: counted(people, lines=False),
        take=lambda count, actor: counts.stock_count_submit(count=count, actor=actor),
        actor="manager",
        sentence="Nothing has been counted yet.",
    ),
    Scenario(
        workflow=STOCK_COUNT,
        step="approve",
        guard="somebody_else",
        make=submitted,
        take=lambda count, actor: counts.stock_count_approve(count=count, actor=actor),
        actor="manager",
        sentence="You counted this, so somebody else must approve it.",
        code="self_approval",
    ),
]
