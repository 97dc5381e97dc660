"""Stock for tests, made through the services so that it is always legal."""

from itertools import count
from typing import Any

import factory

from apps.inventory import bulk, services
from apps.inventory.models import Asset, BulkStock, Location, ProductModel
from common.dates import business_date
from common.records import record_create

_numbers = count(1)


def place(name: str = "Warehouse") -> Location:
    """Return one of the seed's locations."""
    return Location.objects.get(location_name=name)


class ProductModelFactory(factory.Factory):
    """Laptop models with grade prices 5000, 4500 and 4000."""

    class Meta:
        model = ProductModel

    category = "Laptop"
    brand = "HP"
    model_name = factory.Sequence(lambda number: f"EliteBook {number + 1}")
    default_price_grade_a = "5000.00"
    default_price_grade_b = "4500.00"
    default_price_grade_c = "4000.00"

    @classmethod
    def _create(cls, model_class: type[ProductModel], *_: Any, people: Any, **facts: Any) -> ProductModel:
        return services.product_model_create(actor=people["manager"], **facts)


def make_model(people: Any, **facts: Any) -> ProductModel:
    """Return a model, made as the manager makes one."""
    return ProductModelFactory(people=people, **facts)


def receive(people: Any, number: int = 1, *, model: ProductModel | None = None) -> list[Asset]:
    """Return units just received, cost 3000, landed 3200."""
    receipt = services.assets_receive(
        product_model=(model or make_model(people)).pk,
        location=place().pk,
        received_date=business_date(),
        serial_numbers=[f"SN{next(_numbers):06d}" for _ in range(number)],
        supplier="Supplier",
        purchase_cost="3000.00",
        landed_cost="3200.00",
        actor=people["warehouse"],
    )
    return list(Asset.objects.filter(pk__in=[unit.pk for unit in receipt.created]).order_by("pk"))


def ready(people: Any, number: int = 1, *, model: ProductModel | None = None, grade: str = "A") -> list[Asset]:
    """Return units that went through diagnostics, wipe and QC."""
    technician = people["technician"]
    units = receive(people, number, model=model)
    for unit in units:
        services.asset_start_diagnostics(asset=unit, actor=technician)
        services.asset_record_diagnostics(
            asset=unit, checklist_data={"display": "pass"}, overall_result="Pass", actor=technician
        )
        if unit.product_model.needs_wipe:
            services.asset_record_wipe(asset=unit, wipe_method="NIST 800-88", actor=technician)
        services.asset_pass_qc(asset=unit, condition_grade=grade, actor=technician)
        unit.refresh_from_db()
    return units


def make_bulk(people: Any, quantity: int = 10, *, price: str = "50.00") -> BulkStock:
    """Return chargers in stock at the shop, cost 20 each."""
    stock = record_create(
        BulkStock,
        actor=people["manager"],
        sku=f"SKU-{next(_numbers):05}",
        item_name="Charger",
        category="Charger",
        unit_cost="20.00",
        unit_price=price,
        location=place("Shop Floor").pk,
    )
    if quantity:
        bulk.bulk_stock_receive(stock=stock, quantity=quantity, actor=people["warehouse"])
    stock.refresh_from_db()
    return stock
