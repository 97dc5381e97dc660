"""An order becomes invoices (domain §5): all that is left of it, or chosen lines, pieces and units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.customers.models import Customer
from apps.inventory.models import Asset
from apps.inventory.workflow import Status as AssetStatus
from apps.invoices.lines import one_by_one
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.order_links import no_such_line, too_many
from apps.invoices.services import invoice_draft
from apps.invoices.workflow import STANDING
from apps.orders.models import Order, OrderLine
from apps.orders.workflow import ORDER, unbilled
from common.db.acting import act
from common.db.locks import lock
from common.errors import Conflict, Invalid, Stale
from common.money import ZERO, money
from common.records import absent

Facts = dict[str, Any]


@dataclass
class Left:
    """What of one line of an order is not invoiced yet."""

    line: OrderLine
    quantity: int
    discount: Decimal
    # Units that this invoice takes of it.
    assets: list[int] = field(default_factory=list)

    def take(self, quantity: int) -> Facts:
        """Return price and discount of the next pieces: each piece its share of the discount, the last what remains."""
        line = self.line
        billed = line.quantity - self.quantity + quantity
        share = money(line.discount * billed / line.quantity) - (line.discount - self.discount)
        discount = min(max(share, ZERO), self.discount, quantity * line.unit_price)
        self.quantity -= quantity
        self.discount -= discount
        return {
            "order_line": line.pk,
            "quantity": quantity,
            "unit_price": line.unit_price,
            "discount": discount,
        }


def left_of(order: Order) -> dict[int, Left]:
    """Return what of each line of the order is not invoiced yet, by the line's id."""
    standing = Q(invoice_lines__invoice__status__in=STANDING)
    lines = order.lines.select_related("product_model").order_by("line_number")
    billed = lines.annotate(
        pieces=Sum("invoice_lines__quantity", filter=standing), off=Sum("invoice_lines__discount", filter=standing)
    )
    return {
        line.pk: Left(line, line.quantity - (line.pieces or 0), line.discount - (line.off or ZERO)) for line in billed
    }


def order_invoice(*, order: Order, actor: User, lines: Sequence[Facts] | None = None) -> Invoice:
    """A draft invoice over the chosen lines of the order exists, or over all that is left of it, its units Reserved.

    A line of a product model takes the named units, or the oldest of the model that are Ready for Sale. An order
    without lines is billed by one service line. Raises Conflict (insufficient_stock) naming a model of which there are
    too few, (order_exceeded) for more than is left, Invalid for a line or unit that does not fit.
    """
    with act(actor=actor, step="invoice"):
        buyer = lock(Customer(pk=order.customer_id))
        with ORDER.perform("invoice", order, actor=actor) as billed:
            if billed.customer_id != buyer.pk:
                raise Stale(version=billed.version)
            left = left_of(billed)
            wanted = _all(left) if lines is None else list(lines)
            facts = list(_facts(wanted, left)) if left or lines else [_whole(billed)]
            return invoice_draft(
                customer=buyer, order=billed, lines=facts, customer_type=buyer.customer_type, actor=actor
            )


def _all(left: dict[int, Left]) -> list[Facts]:
    return [{"order_line": pk, "quantity": rest.quantity} for pk, rest in left.items() if rest.quantity > 0]


def _whole(order: Order) -> Facts:
    return {
        "kind": InvoiceLine.Kind.SERVICE,
        "item_description": order.description.partition("\n")[0] or f"Order {order}",
        "unit_price": unbilled(order),
    }


def _facts(wanted: list[Facts], left: dict[int, Left]) -> Iterator[Facts]:
    _check(wanted, left)
    named = {facts["asset"] for facts in wanted if facts.get("asset")}
    for facts in wanted:
        rest = left[facts["order_line"]]
        quantity = 1 if facts.get("asset") else facts.get("quantity") or max(rest.quantity, 1)
        if quantity > rest.quantity:
            raise too_many(rest.line, quantity - rest.quantity)
        if rest.line.product_model_id:
            units = [facts["asset"]] if facts.get("asset") else _oldest(rest.line, quantity, named)
            named.update(units)
            for unit in units:
                yield rest.take(1) | {"asset": unit}
        elif rest.line.bulk_stock_id:
            yield rest.take(quantity) | {
                "bulk_stock": rest.line.bulk_stock_id,
                "item_description": rest.line.description,
            }
        else:
            yield rest.take(quantity) | {
                "kind": InvoiceLine.Kind.SERVICE,
                "item_description": rest.line.description,
            }


def _check(wanted: list[Facts], left: dict[int, Left]) -> None:
    """Raise Invalid naming each choice of a line that is not the order's, or of a unit that is not of its model."""
    problems: dict[str, str | tuple[str, str]] = {}
    models = dict(
        Asset.objects.filter(pk__in=[facts["asset"] for facts in wanted if facts.get("asset")]).values_list(
            "pk", "product_model_id"
        )
    )
    for i, facts in enumerate(wanted):
        rest, unit = left.get(facts["order_line"]), facts.get("asset")
        if rest is None:
            problems[f"lines.{i}.order_line"] = no_such_line(facts["order_line"])
        elif unit and facts.get("quantity", 1) != 1:
            problems[f"lines.{i}.quantity"] = one_by_one()
        elif unit and unit not in models:
            problems[f"lines.{i}.asset"] = absent(_("unit"), unit)
        elif unit and models[unit] != rest.line.product_model_id:
            problems[f"lines.{i}.asset"] = ("other_model", _("This unit is not a %(model)s.") % {"model": rest.line})
    if not wanted:
        problems["lines"] = ("required", _("Choose what to invoice."))
    if problems:
        raise Invalid(fields=problems)


def _oldest(line: OrderLine, quantity: int, taken: set[int]) -> list[int]:
    """Return the units of the model that came in first. Raises Conflict (insufficient_stock) when there are too few."""
    ready = Asset.objects.filter(product_model=line.product_model_id, status=AssetStatus.READY_FOR_SALE)
    found = list(ready.exclude(pk__in=taken).order_by("received_date", "pk").values_list("pk", flat=True)[:quantity])
    if len(found) < quantity:
        raise Conflict(
            _("%(available)s of %(model)s are ready for sale: %(wanted)s are needed.")
            % {"available": len(found), "model": line.product_model, "wanted": quantity},
            code="insufficient_stock",
            product_model=line.product_model_id,
            available=len(found),
        )
    return found
