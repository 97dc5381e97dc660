"""Lines of documents that name what they are about: a product model, a unit, bulk stock, or a description alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.models import live
from common.money import ZERO, in_figures, money
from common.records import absent

Problem = tuple[str, str]
MOST_LINES = 200
# The largest amount that twelve digits hold.
MOST_MONEY = money("9999999999.99")


def too_many_lines() -> Invalid:
    """Return the refusal of a document with more lines than anybody reads."""
    return Invalid(_("A document has at most %(most)s lines.") % {"most": MOST_LINES}, code="too_many", field="lines")


def discount_too_large() -> Problem:
    """Return what is wrong with a discount that leaves less than nothing."""
    return "invalid", _("The discount is larger than the line.")


@dataclass(frozen=True)
class Shape:
    """What one kind of document calls the parts of its lines: `items` are the models that a line may name one of."""

    line: type[Model]
    items: Mapping[str, type[Model]]
    quantity: str = "quantity"
    price: str = "unit_price"

    def build(self, lines: Sequence[dict[str, Any]]) -> list[Any]:
        """Return unsaved lines with their descriptions and totals; a discount is an amount off the whole line.

        Raises Invalid naming every wrong field as `lines.<i>.<field>`.
        """
        if len(lines) > MOST_LINES:
            raise too_many_lines()
        known = {name: self._known(name, lines) for name in self.items}
        problems: dict[str, str | Problem] = {}
        built = []
        for i, facts in enumerate(lines):
            wrong = {
                name: ("required", _("A line needs this."))
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
        return {row.pk: row for row in live(rows)}

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
            return {named[1]: ("one_item", _("A line is about one thing."))}
        if named and getattr(line, named[0]) is None:
            return {named[0]: absent(_(str(self.items[named[0]]._meta.verbose_name)), facts[named[0]])}
        if not line.description:
            return {"description": ("required", _("Say what it is, or name the thing."))}
        if line.line_total < 0:
            return {"discount": discount_too_large()}
        if line.line_total > MOST_MONEY:
            sentence = _("A line comes to %(most)s at most.") % {"most": in_figures(MOST_MONEY)}
            return {self.quantity: ("out_of_range", sentence)}
        return {}
