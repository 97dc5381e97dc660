"""What happens to units. Each function is one act of the business (domain §4, seed 5 §3.4–3.9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.four_eyes import waived_for
from apps.accounts.models import User
from apps.inventory.models import (
    SOLD_LOCATION,
    Asset,
    DiagnosticsResult,
    InventoryMovement,
    Location,
    ProductModel,
    ScrapRequest,
    WipeCertificate,
)
from apps.inventory.naming import next_tags, serial_problems
from apps.inventory.prices import check_unit_costs
from apps.inventory.workflow import ASSET, Status, not_sellable
from common.dates import business_date
from common.db.acting import act
from common.db.locks import lock
from common.db.rows import insert_many
from common.errors import ActionNotAllowed, Conflict, Invalid
from common.records import absent, record_update, references

MOST_NAMED = 5
# No device is older: what lies before it is a slip of the pen.
EARLIEST = date(1970, 1, 1)
# What proves that a unit had what its model needs, and what is said of units that have no proof.
PROOFS: dict[str, tuple[type[Model], str]] = {
    "needs_diagnostics": (
        DiagnosticsResult,
        gettext_noop("Units of it are for sale that were never diagnosed: %(serials)s. Block them first."),
    ),
    "needs_wipe": (
        WipeCertificate,
        gettext_noop("Units of it are for sale that were never wiped: %(serials)s. Block them first."),
    ),
}


@dataclass
class Receipt:
    """What became of a list of serial numbers."""

    created: list[Asset] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)


def location_update(*, location: Location, actor: User, **changes: Any) -> Location:
    """The location has the changed values. Raises Conflict (in_use) for another name of where what was sold lies."""
    if location.location_name == SOLD_LOCATION and changes.get("location_name", SOLD_LOCATION) != SOLD_LOCATION:
        sentence = _("“%(place)s” is where every sold unit lies: it keeps its name.") % {"place": SOLD_LOCATION}
        raise Conflict(sentence, code="in_use")
    return record_update(location, actor=actor, **changes)


def product_model_create(*, actor: User, **facts: Any) -> ProductModel:
    """The model is in the catalogue. Laptops and phones need diagnostics and a wipe unless said otherwise."""
    device = facts["category"] != ProductModel.Category.ACCESSORY
    with act(actor=actor):
        return ProductModel.objects.create(**{"needs_wipe": device, "needs_diagnostics": device} | facts)


def product_model_update(*, model: ProductModel, actor: User, **changes: Any) -> ProductModel:
    """The model has the changed values.

    Raises Conflict (units_for_sale) when it is to need a wipe or diagnostics that units of it for sale never had.
    """
    with act(actor=actor):
        locked = lock(model)
        for need, (proof, sentence) in PROOFS.items():
            if changes.get(need) and not getattr(locked, need):
                _refuse_unproven(locked, proof, sentence)
        return record_update(locked, actor=actor, **changes)


def _refuse_unproven(model: ProductModel, proof: type[Model], sentence: str) -> None:
    for_sale = Asset.objects.filter(product_model=model, status__in=[Status.READY_FOR_SALE, Status.RESERVED])
    since_intake = proof._default_manager.filter(asset=OuterRef("pk"), created_at__gte=OuterRef("intake_at"))
    unproven = for_sale.exclude(Exists(since_intake))
    serials = list(unproven.order_by("pk").values_list("serial_number", flat=True)[:MOST_NAMED])
    if serials:
        refusal = _(sentence) % {"serials": ", ".join(serials)}
        raise Conflict(refusal, code="units_for_sale", serial_numbers=serials)


def assets_receive(
    *,
    product_model: int,
    location: int,
    received_date: date,
    serial_numbers: Sequence[str],
    actor: User,
    supplier: str = "",
    purchase_cost: Decimal | None = None,
    landed_cost: Decimal | None = None,
    keep_valid: bool = False,
) -> Receipt:
    """Every serial number is a unit in stock with status Received, its movement written by the database.

    Costs are per unit, in the business's currency. With `keep_valid` wrong serials are named and left out; otherwise
    one wrong serial refuses them all: raises Invalid naming each as `serial_numbers.<i>`.
    """
    serials = [" ".join(text.split()) for text in serial_numbers]
    problems = serial_problems(serials)
    if problems and not keep_valid:
        raise Invalid(fields={f"serial_numbers.{i}": problem for i, problem in problems.items()})
    facts = {
        "product_model": product_model,
        "location": location,
        "received_date": received_date,
        "supplier": supplier,
        "purchase_cost": purchase_cost,
        "landed_cost": landed_cost,
    }
    if received_date < EARLIEST:
        sentence = _("Give a day since %(earliest)s.") % {"earliest": EARLIEST}
        raise Invalid(sentence, code="too_early", field="received_date")
    if received_date > business_date():
        raise Invalid(_("Nothing is received in the future."), code="in_the_future", field="received_date")
    with act(actor=actor, step="receive"):
        columns = references(Asset, facts)
        if Location.objects.filter(pk=location, location_name=SOLD_LOCATION).exists():
            raise Invalid(_("Nothing is received at the location of what was sold."), field="location")
        good = [serial for i, serial in enumerate(serials) if i not in problems]
        tags = next_tags(len(good))
        units = insert_many(Asset(**columns), {"serial_number": good, "asset_tag": tags})
    rejected = [
        {"serial_number": serial_numbers[i], "code": code, "detail": sentence}
        for i, (code, sentence) in problems.items()
    ]
    return Receipt(units, rejected)


def asset_update(*, asset: Asset, actor: User, **changes: Any) -> Asset:
    """The unit's notes, tag, battery figures, supplier or costs are changed; its status and place never are here.

    Raises Forbidden for a cost that the actor may not see, Conflict (costs_frozen) for one of a unit that is gone.
    """
    return record_update(asset, actor=actor, check=partial(check_unit_costs, actor=actor), **changes)


def asset_start_diagnostics(*, asset: Asset, actor: User) -> Asset:
    """The unit is on the bench: Received or Returned → Diagnostics Pending."""
    with ASSET.perform("start_diagnostics", asset, actor=actor) as unit:
        return unit


def asset_record_diagnostics(
    *, asset: Asset, checklist_data: dict[str, Any], overall_result: str, actor: User, notes: str = ""
) -> Asset:
    """The checklist is on file. A pass leads to the wipe, or to QC where the model needs none; a fail to repair."""
    failed = overall_result == DiagnosticsResult.Result.FAIL
    passed_to = Status.WIPE_PENDING if asset.product_model.needs_wipe else Status.QC_PENDING
    with ASSET.perform(
        "record_diagnostics", asset, actor=actor, reason=notes, to=Status.REPAIR_HOLD if failed else passed_to
    ) as unit:
        DiagnosticsResult.objects.create(
            asset=unit,
            technician=actor,
            checklist_data=checklist_data,
            overall_result=overall_result,
            notes=notes,
            diagnostic_date=business_date(),
        )
        return unit


def asset_record_wipe(
    *, asset: Asset, wipe_method: str, actor: User, certificate_reference: str = "", notes: str = ""
) -> Asset:
    """The unit's data is gone and the certificate on file: Wipe Pending → QC Pending."""
    with ASSET.perform("record_wipe", asset, actor=actor) as unit:
        WipeCertificate.objects.create(
            asset=unit,
            technician=actor,
            wipe_method=wipe_method,
            certificate_reference=certificate_reference,
            wipe_date=business_date(),
            notes=notes,
        )
        return unit


def asset_pass_qc(
    *,
    asset: Asset,
    condition_grade: str,
    actor: User,
    cosmetic_notes: str | None = None,
    battery_health_percent: int | None = None,
    battery_cycle_count: int | None = None,
) -> Asset:
    """The unit is graded and Ready for Sale; diagnosed and wiped since it came in, where its model needs that."""
    with ASSET.perform("pass_qc", asset, actor=actor) as unit:
        unit.condition_grade = condition_grade
        if cosmetic_notes is not None:
            unit.cosmetic_notes = cosmetic_notes
        if battery_health_percent is not None:
            unit.battery_health_percent = battery_health_percent
        if battery_cycle_count is not None:
            unit.battery_cycle_count = battery_cycle_count
        return unit


def asset_fail_qc(*, asset: Asset, reason: str, to: str, actor: User) -> Asset:
    """The unit goes back to diagnostics, or to repair."""
    with ASSET.perform("fail_qc", asset, actor=actor, reason=reason, to=to) as unit:
        return unit


def asset_hold_for_repair(*, asset: Asset, reason: str, actor: User) -> Asset:
    """The unit waits for repair."""
    with ASSET.perform("hold_for_repair", asset, actor=actor, reason=reason) as unit:
        return unit


def asset_repaired(*, asset: Asset, actor: User, reason: str = "") -> Asset:
    """The unit is repaired and goes through diagnostics again."""
    with ASSET.perform("repaired", asset, actor=actor, reason=reason) as unit:
        return unit


def asset_block(*, asset: Asset, reason: str, actor: User) -> Asset:
    """The unit is Not Sellable, and says why."""
    with ASSET.perform("block", asset, actor=actor, reason=reason) as unit:
        unit.not_sellable_reason = reason
        return unit


def asset_unblock(*, asset: Asset, reason: str, actor: User) -> Asset:
    """The unit goes through diagnostics again."""
    with ASSET.perform("unblock", asset, actor=actor, reason=reason) as unit:
        unit.not_sellable_reason = ""
        return unit


def asset_scrap(*, asset: Asset, reason: str, actor: User) -> Asset:
    """Scrapping is asked for and waits for a manager; the unit stays as it is."""
    with ASSET.perform("scrap", asset, actor=actor, reason=reason) as unit:
        ScrapRequest.objects.create(asset=unit, requested_by=actor, reason=reason)
        return unit


def asset_decline_scrap(*, asset: Asset, reason: str, actor: User) -> Asset:
    """Scrapping is no longer asked for: a manager declined it, or whoever asked takes it back."""
    with ASSET.perform("decline_scrap", asset, actor=actor, reason=reason) as unit:
        _withdraw_scrapping([unit])
        return unit


def _withdraw_scrapping(units: Sequence[Asset]) -> None:
    """Nobody waits for a manager to scrap one of the units."""
    waiting = ScrapRequest.objects.filter(asset__in=units, approved_by__isnull=True, withdrawn_at__isnull=True)
    waiting.update(withdrawn_at=timezone.now())


def asset_approve_scrap(*, asset: Asset, actor: User) -> Asset:
    """The unit is Scrapped for ever; its landed cost is written off. Raises SelfApproval to whoever asked."""
    with ASSET.perform("approve_scrap", asset, actor=actor) as unit:
        request: Any = unit.open_scrap_request()  # there is one: the step's guard has seen it
        request.approved_by, request.approved_at = actor, timezone.now()
        request.write_off_cost = unit.cost
        request.four_eyes_waived = waived_for(actor, request.requested_by_id)
        request.save()
        return unit


def asset_move(*, asset: Asset, location: int, actor: User, reason: str = "") -> Asset:
    """The unit lies at the location. The place of what was sold is reached by a sale alone."""
    with ASSET.perform("move", asset, actor=actor, reason=reason) as unit:
        target = Location.objects.filter(pk=location).first()
        if target is None:
            raise Invalid(fields={"location": absent(_("location"), location)})
        if (target.location_name == SOLD_LOCATION) != (unit.status == Status.SOLD):
            raise Conflict(_("A unit is at “Sold” exactly while it is sold."), code="action_not_allowed")
        if unit.location_id == target.pk:
            raise Conflict(_("It is already at %(place)s.") % {"place": target}, code="action_not_allowed")
        unit.location = target
        return unit


def assets_reserve(*, assets: QuerySet[Asset], actor: User, reason: str) -> list[Asset]:
    """Every unit is Reserved; the reason says for what. Raises Conflict (asset_not_sellable) naming one that cannot."""
    try:
        with ASSET.perform_many("reserve", assets, actor=actor, reason=reason) as units:
            return units
    except ActionNotAllowed as refused:
        raise not_sellable(refused.meta["label"], refused.meta["status"]) from refused


def assets_release(*, assets: QuerySet[Asset], actor: User, reason: str) -> list[Asset]:
    """Every unit is Ready for Sale again."""
    with ASSET.perform_many("release", assets, actor=actor, reason=reason) as units:
        return units


def assets_sell(*, prices: dict[int, Decimal], sale_date: date, actor: User, reason: str) -> list[Asset]:
    """Every unit is Sold, at its price, on the date, at the location Sold, and nobody asks to scrap it any more.

    Only issuing an invoice calls this.
    """
    sold_at = Location.objects.get(location_name=SOLD_LOCATION)
    with ASSET.perform_many("sell", Asset.objects.filter(pk__in=prices), actor=actor, reason=reason) as units:
        for unit in units:
            unit.sale_price, unit.sale_date, unit.location = prices[unit.pk], sale_date, sold_at
        _withdraw_scrapping(units)
        return units


def assets_take_back(
    *, assets: QuerySet[Asset], actor: User, reason: str, location: Location | None = None
) -> list[Asset]:
    """Every unit is Returned at the location, or where it was sold from: nothing of its sale remains on it, and earlier
    tests no longer count.
    """
    with ASSET.perform_many("take_back", assets, actor=actor, reason=reason) as units:
        places = {} if location else _sold_from([unit.pk for unit in units])
        for unit in units:
            unit.sale_price, unit.sale_date = None, None
            unit.location = location or places[unit.pk]
            unit.intake_at = timezone.now()
        _withdraw_scrapping(units)
        return units


def _sold_from(units: Sequence[int]) -> dict[int, Location]:
    """Return where each sold unit lay before its latest sale."""
    sales = InventoryMovement.objects.filter(asset__in=units, to_status=Status.SOLD).exclude(from_status=Status.SOLD)
    latest = sales.select_related("from_location").order_by("pk")
    return {sale.asset_id: sale.from_location for sale in latest if sale.from_location}
