"""Lines of documents that name what they are about: a product model, a unit, bulk stock, or a description alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from common.errors import Invalid
from common.money import ZERO, money

Problem = tuple[str, str]
MOST_LINES = 200
# The largest amount that twelve digits hold.
MOST_MONEY = money("9999999999.99")


@dataclass(frozen=True)
class Shape:
    """What one kind of document calls the parts of its lines: `items` are the models that a line may name one of."""

    line: type[Model]
    document: str
    items: Mapping[str, type[Model]]
    quantity: str = "quantity"
    price: str = "unit_price"

    def build(self, lines: Sequence[dict[str, Any]]) -> list[Any]:
        """Return unsaved lines with their descriptions and totals; a discount is an amount off the whole line.

        Raises Invalid naming every wrong field as `lines.<i>.<field>`.
        """
        if len(lines) > MOST_LINES:
            raise Invalid(f"{self.document} has at most {MOST_LINES} lines.", code="too_many", field="lines")
        known = {name: self._known(name, lines) for name in self.items}
        problems: dict[str, str | Problem] = {}
        built = []
        for i, facts in enumerate(lines):
            wrong = {
                name: ("required", "A line needs this.")
                for name in (self.quantity, self.price)
                if facts.get(name) is None
            }
            if not wrong:
                line = self._line(i + 1, facts, known)
                wrong = self._problems(facts, line)
                built.append(line)
            problems |= {f"lines.{i}.{field}": problem for field, problem in wrong.items()}
        if problems:
            raise Invalid(fields=problems)
        return built

    def _known(self, name: str, lines: Sequence[dict[str, Any]]) -> dict[int, Any]:
        model = self.items[name]
        rows = model._default_manager.filter(pk__in=[line[name] for line in lines if line.get(name)])
        if any(field.name == "deleted_at" for field in model._meta.concrete_fields):
            rows = rows.filter(deleted_at__isnull=True)
        return {row.pk: row for row in rows}

    def _line(self, number: int, facts: dict[str, Any], known: dict[str, dict[int, Any]]) -> Any:
        items = {name: known[name].get(facts.get(name) or 0) for name in self.items}
        item = next((row for row in items.values() if row), None)
        quantity, price, discount = facts[self.quantity], money(facts[self.price]), money(facts.get("discount") or ZERO)
        parts = {self.quantity: quantity, self.price: price, "discount": discount}
        return self.line(
            line_number=number,
            description=(facts.get("description") or str(item or ""))[:255],
            line_total=quantity * price - discount,
            **items,
            **parts,
        )

    def _problems(self, facts: dict[str, Any], line: Any) -> dict[str, Problem]:
        named = [name for name in self.items if facts.get(name)]
        if len(named) > 1:
            return {named[1]: ("one_item", "A line is about one thing.")}
        if named and getattr(line, named[0]) is None:
            what = self.items[named[0]]._meta.verbose_name
            return {named[0]: ("does_not_exist", f"There is no {what} {facts[named[0]]}.")}
        if not line.description:
            return {"description": ("required", "Say what it is, or name the thing.")}
        if line.line_total < 0:
            return {"discount": ("invalid", "The discount is larger than the line.")}
        if line.line_total > MOST_MONEY:
            return {self.quantity: ("out_of_range", f"A line comes to {MOST_MONEY} at most.")}
        return {}
