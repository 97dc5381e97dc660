"""Stock comes in, goes over the bench, and some of it never gets to the shop floor."""

from decimal import Decimal
from functools import partial

from apps.inventory import bulk, services
from apps.inventory.models import Asset, BulkStock, ProductModel
from apps.inventory.services import product_model_create
from apps.reports.demo.catalogue import ACCESSORY, BULK, COUNTED, LAPTOP, MODELS, SUPPLIERS, Model
from apps.reports.demo.shop import Event, Shop
from common.dates import business_date
from common.money import money
from common.records import record_create

# Of each model one delivery, the first so many days ago, evenly down to the last; the newest are still on the bench.
FIRST_DELIVERY, LAST_DELIVERY = 170, 1
PER_DELIVERY, SHORT_DELIVERIES = 4, (5, 16)
ON_THE_BENCH = 5
# How far the units of the newest deliveries have come, in the order of receipt.
BENCH = (
    "qc", "qc", "wipe", "wipe", "qc", "qc", "wipe", "diagnostics", "diagnostics", "diagnostics", "diagnostics",
    "diagnostics", "received", "received", "received", "received", "received", "received", "received", "received",
)  # fmt: skip
# What happens instead of a sale to some units of older deliveries, by their number since the first.
TROUBLE = {
    7: "repair",
    22: "repair",
    41: "repair",
    15: "blocked",
    58: "blocked",
    30: "scrapped",
    66: "scrapped",
    74: "asked",
}
CHECKS = ("power_on", "display", "keyboard", "trackpad", "ports", "wifi", "bluetooth", "speakers", "webcam", "battery")
PHONE_CHECKS = ("power_on", "display", "touch", "cameras", "speakers", "microphone", "wifi", "bluetooth", "battery")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def stock_events() -> list[Event]:
    """Return every delivery, with what the bench does to its units, and the bulk stock's receipts and count."""
    # Accessories come early: they need no wipe, so they cannot show that stage.
    models = sorted(MODELS, key=lambda model: model.category != ACCESSORY)
    gap = (FIRST_DELIVERY - LAST_DELIVERY) / (len(models) - 1)
    events, started = [], 0
    for i, model in enumerate(models):
        days, number = round(FIRST_DELIVERY - i * gap), PER_DELIVERY - (i in SHORT_DELIVERIES)
        events.append(Event(days, 9, partial(_deliver, model=model, first=started, number=number, newest=_newest(i))))
        started += number
    events += [Event(60, 8, partial(_stock_up, facts=facts)) for facts in BULK]
    return [*events, Event(2, 18, _count)]


def _newest(delivery: int) -> int | None:
    """Return which of the newest deliveries this is, counted from 0, or None for an older one."""
    newest = delivery - (len(MODELS) - ON_THE_BENCH)
    return newest if newest >= 0 else None


def _deliver(shop: Shop, *, model: Model, first: int, number: int, newest: int | None) -> None:
    grades = dict(zip(("a", "b", "c"), model.prices, strict=True))
    product = product_model_create(
        category=model.category,
        brand=model.brand,
        model_name=model.name,
        cpu=model.cpu,
        ram=model.ram,
        storage=model.storage,
        screen_size=model.screen,
        operating_system=model.system,
        **{f"default_price_grade_{grade}": price for grade, price in grades.items()},
        actor=shop.people["manager"],
    )
    receipt = services.assets_receive(
        product_model=product.pk,
        location=shop.places["Warehouse"].pk,
        received_date=business_date(),
        serial_numbers=[_serial(shop, model.serial) for _ in range(number)],
        supplier=shop.random.choice(SUPPLIERS),
        purchase_cost=money(Decimal(model.cost) * 9 / 10),
        landed_cost=money(model.cost),
        actor=shop.people["warehouse"],
    )
    for i, unit in enumerate(Asset.objects.filter(pk__in=[made.pk for made in receipt.created]).order_by("pk")):
        fate = TROUBLE.get(first + i, "ready") if newest is None else BENCH[newest * PER_DELIVERY + i]
        _work(shop, unit, product, fate)


def _serial(shop: Shop, pattern: str) -> str:
    kinds = {"?": ALPHABET, "#": "0123456789"}
    return "".join(shop.random.choice(kinds.get(sign, sign)) for sign in pattern)


def _work(shop: Shop, unit: Asset, product: ProductModel, fate: str) -> None:
    """The bench takes the unit as far as its fate lets it."""
    technician, manager = shop.people["technician"], shop.people["manager"]
    if fate == "received":
        return
    services.asset_start_diagnostics(asset=unit, actor=technician)
    unit.refresh_from_db()
    if fate == "diagnostics":
        return
    _diagnose(shop, unit, failed=fate in {"repair", "asked", "scrapped"})
    if fate == "repair":
        return
    if fate in {"asked", "scrapped"}:
        services.asset_scrap(asset=unit, reason="Mainboard corroded: not worth repairing.", actor=technician)
        if fate == "scrapped":
            services.asset_approve_scrap(asset=unit, actor=manager)
        return
    if fate == "blocked":
        services.asset_block(asset=unit, reason="Locked by its former owner's account.", actor=technician)
        return
    if fate == "wipe":
        return
    if product.needs_wipe:
        reference = f"BL-{shop.random.randrange(10**6):06d}"
        services.asset_record_wipe(
            asset=unit, wipe_method="NIST 800-88", certificate_reference=reference, actor=technician
        )
    if fate == "qc":
        return
    _pass(shop, unit, laptop=product.category == LAPTOP)


def _diagnose(shop: Shop, unit: Asset, *, failed: bool) -> None:
    names = CHECKS if unit.product_model.category == LAPTOP else PHONE_CHECKS
    checklist = dict.fromkeys(names, "pass")
    noted = not failed and shop.random.random() < 0.25
    if failed:
        checklist |= {"power_on": "fail: no charge", "battery": "fail"}
    elif noted:
        checklist["battery"] = f"pass, {shop.random.randrange(78, 88)}% health"
    services.asset_record_diagnostics(
        asset=unit,
        checklist_data=checklist,
        overall_result="Fail" if failed else "Pass with Notes" if noted else "Pass",
        notes="Does not charge." if failed else "Battery worn, still holds." if noted else "",
        actor=shop.people["technician"],
    )


def _pass(shop: Shop, unit: Asset, *, laptop: bool) -> None:
    grade = shop.random.choice("AAABBC")
    marks = {"A": "", "B": "Light scratches on the lid.", "C": "Dent on one corner, worn keys."}
    services.asset_pass_qc(
        asset=unit,
        condition_grade=grade,
        cosmetic_notes=marks[grade],
        battery_health_percent=shop.random.randrange(80, 100),
        battery_cycle_count=shop.random.randrange(60, 420) if laptop else None,
        actor=shop.people["technician"],
    )
    services.asset_move(asset=unit, location=shop.places["Shop Floor"].pk, actor=shop.people["warehouse"])
    unit.refresh_from_db()
    shop.ready.append(unit)


def _stock_up(shop: Shop, *, facts: tuple[str, str, str, int, int, int, int, str]) -> None:
    sku, name, category, cost, price, quantity, threshold, supplier = facts
    stock = record_create(
        BulkStock,
        actor=shop.people["manager"],
        sku=sku,
        item_name=name,
        category=category,
        unit_cost=cost,
        unit_price=price,
        reorder_threshold=threshold,
        supplier=supplier,
        location=shop.places["Shop Floor"].pk,
    )
    bulk.bulk_stock_receive(
        stock=stock, quantity=quantity, unit_cost=money(cost), reason="First order", actor=shop.people["warehouse"]
    )
    shop.bulk.append(stock)


def _count(shop: Shop) -> None:
    """Some shelves hold less than the books say."""
    for stock in shop.bulk:
        stock.refresh_from_db()
        if (missing := COUNTED.get(stock.sku, stock.quantity) - stock.quantity) < 0:
            bulk.bulk_stock_adjust(
                stock=stock, quantity=missing, reason="Counted on the shelf", actor=shop.people["manager"]
            )
