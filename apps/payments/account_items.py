"""What a payment on account is for: items as they are asked for, checked against what the customer owes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.workflow import Status as InvoiceStatus
from apps.ledger.services import too_much
from apps.payments.models.account import ItemType
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.workflow import Status as NoteStatus
from common.errors import Conflict, Invalid
from common.money import ZERO, in_figures, money

MOST_ITEMS = 200
KINDS: dict[str, type[Any]] = {
    ItemType.INVOICE: Invoice,
    ItemType.DEBIT_NOTE: DebitNote,
    ItemType.CREDIT_NOTE: CreditNote,
}
OPEN = {Invoice: InvoiceStatus.SENT, DebitNote: NoteStatus.APPROVED, CreditNote: NoteStatus.APPROVED}
# How an item counts in the total: what is paid adds, a credit note that is spent takes away.
SIGNS = {ItemType.CREDIT_NOTE: -1}
# Read the documents with these ids; a caller that locks them gives its own.
Reading = Callable[[type[Any], list[int]], Iterable[Any]]


@dataclass(frozen=True)
class Item:
    """One thing paid: the document, or none for an advance."""

    type: str
    amount: Decimal
    document: Any = None

    def asked(self) -> dict[str, Any]:
        """Return it as `items_json` keeps it."""
        named = {"id": self.document.pk} if self.document else {}
        return {"type": str(self.type), **named, "amount": str(self.amount)}

    def shown(self) -> dict[str, Any]:
        """Return it with the number that people read."""
        document = {"id": self.document.pk, "label": str(self.document)} if self.document else None
        return {"type": str(self.type), "document": document, "amount": str(self.amount)}


def plainly(model: type[Any], ids: list[int]) -> Iterable[Any]:
    """Read the documents without locking them."""
    return model._default_manager.filter(pk__in=ids)


def items_read(
    asked: Sequence[Mapping[str, Any]], *, customer: Customer, currency: str, read: Reading = plainly
) -> list[Item]:
    """Return the items, each with its document, in the currency.

    Raises Invalid naming each wrong field as `items_json.<i>.<field>`: a document that is not the customer's, not in
    the currency, or named twice, or a total below nothing. Raises Conflict (balance_exceeded) on the first amount above
    what is open.
    """
    if len(asked) > MOST_ITEMS:
        raise Invalid(
            _("A payment has at most %(most)s items.") % {"most": MOST_ITEMS}, code="too_many", field="items_json"
        )
    documents = _documents(asked, customer, currency, read)
    problems: dict[str, str | tuple[str, str]] = {}
    seen: set[tuple[str, Any]] = set()
    items = []
    for i, facts in enumerate(asked):
        kind, pk = facts["type"], facts.get("id")
        document = documents.get((kind, pk))
        if problem := _problem(kind, pk, document, customer, currency, twice=(kind, pk) in seen):
            problems[f"items_json.{i}.{problem[0]}"] = problem[1:]
        seen.add((kind, pk))
        items.append(Item(kind, money(facts["amount"]), document))
    if problems:
        raise Invalid(fields=problems)
    for i, item in enumerate(items):
        _check_open(item, f"items_json.{i}.amount")
    return items


def _documents(
    asked: Sequence[Mapping[str, Any]], customer: Customer, currency: str, read: Reading
) -> dict[tuple[str, Any], Any]:
    found: dict[tuple[str, Any], Any] = {}
    for kind, model in KINDS.items():
        ids = [facts["id"] for facts in asked if facts["type"] == kind and facts.get("id")]
        if ids:
            rows = read(model, ids)
            mine = [row for row in rows if row.customer_id == customer.pk and row.currency == currency]
            found |= {(kind, row.pk): row for row in mine if getattr(row, "deleted_at", None) is None}
    return found


def _problem(
    kind: str, pk: int | None, document: Any, customer: Customer, currency: str, *, twice: bool
) -> tuple[str, str, str] | None:
    if twice:
        return ("id", "duplicate", _("This is paid twice in the same payment."))
    if kind == ItemType.ADVANCE:
        return ("id", "invalid", _("An advance is for nothing yet: leave the id out.")) if pk else None
    if pk is None:
        return ("id", "required", _("Say which document."))
    if document is None:
        facts = {"customer": customer, "what": _(str(KINDS[kind]._meta.verbose_name)), "id": pk, "currency": currency}
        return ("id", "does_not_exist", _("%(customer)s has no %(what)s %(id)s in %(currency)s.") % facts)
    return None


def _check_open(item: Item, field: str) -> None:
    document = item.document
    if document is None:
        return
    if document.status != OPEN[type(document)]:
        raise Conflict(_("Nothing is open on %(document)s.") % {"document": document}, code="not_open", field=field)
    if item.amount > document.balance:
        raise too_much(document=document, amount=item.amount, field=field)


def total_of(items: Sequence[Item]) -> Decimal:
    """Return what the items come to: invoices + debit notes + advance − credit notes. Raises Invalid below nothing."""
    total = sum((SIGNS.get(ItemType(item.type), 1) * item.amount for item in items), ZERO)
    if total < 0:
        raise Invalid(
            _("The credit notes come to %(excess)s more than what is paid: spend less of them.")
            % {"excess": in_figures(-total)},
            code="negative_total",
            field="items_json",
        )
    return total
