"""What a note is made of: lines as they are asked for, or those of an invoice that is taken back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from apps.inventory.lines import Shape
from apps.inventory.models import Asset, BulkStock, ProductModel
from apps.invoices.models import Invoice, InvoiceLine
from apps.sales_notes.models import CreditNote, CreditNoteLine, DebitNote, DebitNoteLine, NoteLine
from apps.sales_notes.workflow import Origin, Status
from common.errors import Invalid
from common.money import ZERO, money, tax_of

ITEMS = {"product_model": ProductModel, "asset": Asset, "bulk_stock": BulkStock}
CREDIT = Shape(CreditNoteLine, ITEMS, quantity="amount", price="price")
DEBIT = Shape(DebitNoteLine, ITEMS, quantity="amount", price="price")
SHAPES: dict[type[Any], Shape] = {CreditNote: CREDIT, DebitNote: DEBIT}


def lines_of_invoice(invoice: Invoice) -> list[CreditNoteLine]:
    """Return unsaved lines that take back all that was sold, as it was sold, and the tax as a line of its own."""
    return lines_of_pieces(invoice, {line.pk: line.quantity for line in invoice.lines.all()})


def lines_of_pieces(invoice: Invoice, pieces: Mapping[int, int]) -> list[CreditNoteLine]:
    """Return unsaved lines that take back so many pieces of each sold line (by its id), with their share of the tax.

    Each piece is worth its share of the line, rounded so that all of them together are worth the line exactly. The
    caller holds the invoice's lock. Raises Invalid naming a line that was not sold, or of which less is left.
    """
    sold = {line.pk: line for line in invoice.lines.order_by("line_number")}
    credited = credited_pieces(invoice)
    problems: dict[str, str | tuple[str, str]] = {}
    lines: list[CreditNoteLine] = []
    for i, (pk, number) in enumerate(pieces.items()):
        left = sold[pk].quantity - credited.get(pk, 0) if pk in sold else 0
        if pk not in sold:
            problems[f"lines.{i}.invoice_line"] = (
                "does_not_exist",
                _("Invoice %(invoice)s has no line %(line)s.") % {"invoice": invoice, "line": pk},
            )
        elif not 1 <= number <= left:
            problems[f"lines.{i}.amount"] = (
                "out_of_range",
                _("%(left)s of %(item)s can still be credited.") % {"left": left, "item": sold[pk]},
            )
        else:
            lines.append(_pieces(len(lines) + 1, sold[pk], credited.get(pk, 0), number))
    if problems:
        raise Invalid(fields=problems)
    before = sum((_worth(sold[pk], number) for pk, number in credited.items()), ZERO)
    tax = tax_of(before + total_of(lines), invoice.tax_rate) - tax_of(before, invoice.tax_rate)
    return [*lines, _tax(len(lines) + 1, invoice, tax)] if tax else lines


def credited_pieces(invoice: Invoice) -> dict[int, int]:
    """Return how many pieces of each sold line (by its id) live credit notes take back already."""
    live = CreditNoteLine.objects.filter(invoice_line__invoice=invoice, note__in=CreditNote.objects.live())
    counted = live.values("invoice_line").annotate(pieces=Sum("amount"))
    return {row["invoice_line"]: row["pieces"] for row in counted}


def still_creditable(invoice: Invoice) -> Decimal:
    """Return what credit notes may still give back of an invoice, in its currency.

    That is its total, less the live credit notes about it, and again what approved debit notes corrected of those. The
    caller holds the customer's lock, under which every note is made.
    """
    live = CreditNote.objects.live().filter(invoice=invoice)
    undone = DebitNote.objects.filter(origin=Origin.CORRECTION, origin_id__in=live.values("pk"), status=Status.APPROVED)
    given = live.aggregate(sum=Sum("total", default=ZERO))["sum"]
    return invoice.total_amount - given + undone.aggregate(sum=Sum("total", default=ZERO))["sum"]


def _worth(sold: InvoiceLine, pieces: int) -> Decimal:
    return money(sold.line_total * pieces / sold.quantity)


def _pieces(number: int, sold: InvoiceLine, before: int, pieces: int) -> CreditNoteLine:
    worth = _worth(sold, before + pieces) - _worth(sold, before)
    return CreditNoteLine(
        line_number=number,
        invoice_line=sold,
        asset_id=sold.asset_id,
        bulk_stock_id=sold.bulk_stock_id,
        description=sold.item_description,
        amount=pieces,
        price=sold.unit_price,
        discount=pieces * sold.unit_price - worth,
        line_total=worth,
    )


def _tax(number: int, invoice: Invoice, tax: Decimal) -> CreditNoteLine:
    percent = f"{(invoice.tax_rate * 100).normalize():f}"
    return CreditNoteLine(
        line_number=number, description=f"Tax {percent} %", amount=1, price=tax, discount=ZERO, line_total=tax
    )


def total_of(lines: Sequence[NoteLine]) -> Decimal:
    """Return the lines' sum, in the note's currency."""
    return sum((line.line_total for line in lines), ZERO)
