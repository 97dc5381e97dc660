"""What an order is made of: lines as they are asked for, checked and ready to be written."""

from collections.abc import Sequence
from typing import Any

from apps.inventory.models import BulkStock, ProductModel
from apps.orders.models import OrderLine
from common.errors import Invalid
from common.money import ZERO, money

Problem = tuple[str, str]
MOST_LINES = 200
NEEDED = ("quantity", "unit_price")
# The largest amount that twelve digits hold.
MOST_MONEY = money("9999999999.99")


def lines_build(lines: Sequence[dict[str, Any]]) -> list[OrderLine]:
    """Return unsaved lines with their descriptions and totals; a discount is an amount off the whole line.

    A line is a product model, or bulk stock, or a description alone. Raises Invalid naming every wrong field as
    `lines.<i>.<field>`.
    """
    if len(lines) > MOST_LINES:
        raise Invalid(f"An order has at most {MOST_LINES} lines.", code="too_many", field="lines")
    models = {row.pk: row for row in _rows(ProductModel, "product_model", lines).filter(deleted_at__isnull=True)}
    stocks = {row.pk: row for row in _rows(BulkStock, "bulk_stock", lines)}
    problems: dict[str, str | Problem] = {}
    built: list[OrderLine] = []
    for i, facts in enumerate(lines):
        wrong = {name: ("required", "A line needs this.") for name in NEEDED if facts.get(name) is None}
        if not wrong:
            line = _line(i + 1, facts, models, stocks)
            wrong = _problems(facts, line)
            built.append(line)
        problems |= {f"lines.{i}.{field}": problem for field, problem in wrong.items()}
    if problems:
        raise Invalid(fields=problems)
    return built


def _rows(model: Any, name: str, lines: Sequence[dict[str, Any]]) -> Any:
    return model.objects.filter(pk__in=[line[name] for line in lines if line.get(name)])


def _line(
    number: int, facts: dict[str, Any], models: dict[int, ProductModel], stocks: dict[int, BulkStock]
) -> OrderLine:
    model, stock = models.get(facts.get("product_model") or 0), stocks.get(facts.get("bulk_stock") or 0)
    quantity, price, discount = facts["quantity"], money(facts["unit_price"]), money(facts.get("discount") or ZERO)
    return OrderLine(
        line_number=number,
        product_model=model,
        bulk_stock=stock,
        description=(facts.get("description") or str(model or stock or ""))[:255],
        quantity=quantity,
        unit_price=price,
        discount=discount,
        line_total=quantity * price - discount,
    )


def _problems(facts: dict[str, Any], line: OrderLine) -> dict[str, Problem]:
    model, stock = facts.get("product_model"), facts.get("bulk_stock")
    if model and stock:
        return {"bulk_stock": ("one_item", "A line is a product model or bulk stock, not both.")}
    if model and line.product_model is None:
        return {"product_model": ("does_not_exist", f"There is no product model {model}.")}
    if stock and line.bulk_stock is None:
        return {"bulk_stock": ("does_not_exist", f"There is no bulk stock {stock}.")}
    if not line.description:
        return {"description": ("required", "Say what is ordered, or name a product model or bulk stock.")}
    if line.line_total < 0:
        return {"discount": ("invalid", "The discount is larger than the line.")}
    if line.line_total > MOST_MONEY:
        return {"quantity": ("out_of_range", f"A line comes to {MOST_MONEY} at most.")}
    return {}
