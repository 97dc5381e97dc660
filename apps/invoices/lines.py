"""What a sale is made of: lines as they are asked for, priced and checked, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.selectors import business
from apps.inventory.lines import MOST_LINES, discount_too_large, too_many_lines
from apps.inventory.models import Asset, BulkStock
from apps.inventory.workflow import Status, not_sellable
from apps.invoices.models import InvoiceLine
from common.errors import Invalid
from common.money import ZERO, money
from common.records import absent

Problem = str | tuple[str, str]


@dataclass(frozen=True)
class Totals:
    """A document's figures, in its currency."""

    subtotal: Decimal
    tax_amount: Decimal
    total_amount: Decimal


def lines_build(lines: Sequence[dict[str, Any]], *, currency: str) -> list[InvoiceLine]:
    """Return unsaved lines with descriptions, prices, costs and totals.

    A price that is not given is the unit's grade price or the bulk item's own, which are in the business's currency: an
    invoice in another one needs every price. Raises Invalid naming every wrong field as `lines.<i>.<field>`, Conflict
    (asset_not_sellable) for a unit that is not for sale.
    """
    priced = currency == business().currency
    if len(lines) > MOST_LINES:
        raise too_many_lines()
    assets = {a.pk: a for a in _rows(Asset, "asset", lines).select_related("product_model")}
    stocks = {s.pk: s for s in _rows(BulkStock, "bulk_stock", lines)}
    problems: dict[str, Problem] = {}
    built: list[InvoiceLine] = []
    seen: set[int] = set()
    for i, facts in enumerate(lines):
        wrong = _problems(facts, assets, stocks, seen)
        if wrong:
            problems |= {f"lines.{i}.{field}": problem for field, problem in wrong.items()}
            continue
        _check_for_sale(assets.get(facts.get("asset") or 0))
        line = _line(i + 1, facts, assets, stocks, priced=priced)
        if line.unit_price is None:
            problems[f"lines.{i}.unit_price"] = ("required", _no_price(currency, priced=priced))
        elif line.line_total < 0:
            problems[f"lines.{i}.discount"] = discount_too_large()
        built.append(line)
    if problems:
        raise Invalid(fields=problems)
    return built


def _no_price(currency: str, *, priced: bool) -> str:
    if priced:
        return _("It has no default price: give one.")
    return _("Default prices are in another currency than this sale: give one in %(currency)s.") % {
        "currency": currency
    }


def _rows(model: Any, name: str, lines: Sequence[dict[str, Any]]) -> Any:
    return model.objects.filter(pk__in=[line[name] for line in lines if line.get(name)])


def _problems(
    facts: dict[str, Any], assets: dict[int, Asset], stocks: dict[int, BulkStock], seen: set[int]
) -> dict[str, Problem]:
    asset, stock, service = facts.get("asset"), facts.get("bulk_stock"), facts.get("kind") == InvoiceLine.Kind.SERVICE
    if sum((asset is not None, stock is not None, service)) != 1:
        return {"asset": ("one_item", _("A line is one device, or some bulk stock, or a service."))}
    kinds = InvoiceLine.Kind
    kind = kinds.ASSET if asset is not None else kinds.BULK if stock is not None else kinds.SERVICE
    if facts.get("kind", kind) != kind:
        return {"kind": ("invalid", _("What the line names is of another kind."))}
    if facts.get("warranty_tier") and kind != kinds.ASSET:
        return {"warranty_tier": ("invalid", _("Only a device has a warranty."))}
    if asset is not None:
        return _asset_problems(facts, asset, assets, seen)
    if stock is not None:
        return {} if stock in stocks else {"bulk_stock": absent(_("bulk stock"), stock)}
    missing = [name for name in ("item_description", "unit_price") if not facts.get(name) and facts.get(name) != ZERO]
    return dict.fromkeys(missing, ("required", _("A service line needs this.")))


def _asset_problems(facts: dict[str, Any], asset: int, assets: dict[int, Asset], seen: set[int]) -> dict[str, Problem]:
    if asset not in assets:
        return {"asset": absent(_("unit"), asset)}
    if asset in seen:
        return {"asset": ("duplicate", _("This unit is on the invoice twice."))}
    seen.add(asset)
    if facts.get("quantity", 1) != 1:
        return {"quantity": one_by_one()}
    return {}


def one_by_one() -> tuple[str, str]:
    """Return what is wrong with a quantity of one device."""
    return "invalid", _("A device is sold one by one.")


def _check_for_sale(asset: Asset | None) -> None:
    """Raise Conflict (asset_not_sellable) for a unit that no sale could hold; reserving asks again under the lock."""
    if asset is not None and asset.status not in {Status.READY_FOR_SALE, Status.RESERVED}:
        raise not_sellable(asset.serial_number, asset.status)


def _line(
    number: int, facts: dict[str, Any], assets: dict[int, Asset], stocks: dict[int, BulkStock], *, priced: bool
) -> InvoiceLine:
    asset, stock = assets.get(facts.get("asset") or 0), stocks.get(facts.get("bulk_stock") or 0)
    price, cost, description, kind = facts.get("unit_price"), None, facts.get("item_description", ""), "service"
    if asset is not None:
        kind = InvoiceLine.Kind.ASSET
        model = asset.product_model
        price = model.price_of(asset.condition_grade) if price is None and priced else price
        cost = asset.cost
        description = description or f"{model} {asset.serial_number} (grade {asset.condition_grade or '–'})"
    elif stock is not None:
        kind = InvoiceLine.Kind.BULK
        price = stock.unit_price if price is None and priced else price
        cost, description = stock.unit_cost, description or stock.item_name
    quantity, discount = facts.get("quantity", 1), facts.get("discount") or ZERO
    return InvoiceLine(
        line_number=number,
        kind=kind,
        asset=asset,
        bulk_stock=stock,
        item_description=description[:255],
        quantity=quantity,
        unit_price=price,
        discount=discount,
        line_total=money(quantity * price - discount) if price is not None else ZERO,
        unit_cost=cost,
        warranty_tier=facts.get("warranty_tier", ""),
        order_line_id=facts.get("order_line"),
    )
