"""Money on account: resellers pay what they owe, Finance applies it, and a mistake is undone."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_create, invoice_issue
from apps.invoices.workflow import Status
from apps.payments import account, reversals
from apps.payments.account_items import KINDS
from apps.payments.models import Bank
from apps.reports.demo.shop import Event, Shop
from apps.sales_notes.models import CreditNote, DebitNote, SalesNote
from apps.sales_notes.services import note_approve, note_create

Kept = dict[str, Any]
# What a payment is for: the name under which a document was kept and the amount, all of it when none is given.
Asked = tuple[str, str | None]

ISAAC, REBECCA = 10, 11
ADVANCE = "advance"


def account_events() -> list[Event]:
    """Return what two resellers buy and pay on account, and what waits for Finance today."""
    kept = Kept()
    return [*_old_debts(), *_sales(kept), *_notes(kept), *_paid(kept), *_undone(kept), *_waiting(kept)]


def _old_debts() -> list[Event]:
    """Work that was never paid: a debt for each age that the receivables are told by."""
    work = (
        (150, REBECCA, "Repair of twelve monitors", "2640.00"),
        (95, ISAAC, "Cabling of the new showroom", "1875.00"),
        (60, ISAAC, "Setup of eight tills", "960.00"),
    )
    return [Event(day, 12, partial(_work, buyer=buyer, done=done, price=price)) for day, buyer, done, price in work]


def _sales(kept: Kept) -> list[Event]:
    """Boxes of chargers, bags and cables, each as the number of the stock item and the pieces."""
    bought = (
        (40, ISAAC, "laptops' chargers", ((0, 8), (5, 10))),
        (35, REBECCA, "office chargers", ((1, 10),)),
        (26, ISAAC, "bags", ((9, 6), (8, 6))),
        (21, REBECCA, "school start", ((9, 10), (8, 5))),
        (12, ISAAC, "phone things", ((4, 8), (12, 20))),
        (10, REBECCA, "cables", ((0, 5), (6, 10))),
    )
    return [
        Event(day, 13, partial(_sell, buyer=buyer, pieces=pieces, kept=kept, name=name))
        for day, buyer, name, pieces in bought
    ]


def _notes(kept: Kept) -> list[Event]:
    rebate = partial(_note, kind=CreditNote, buyer=ISAAC, total="300.00", told="Rebate on chargers.", name="rebate")
    courier = partial(_note, kind=DebitNote, buyer=ISAAC, total="85.00", told="Courier to Sunyani.", name="courier")
    thanks = partial(_note, kind=CreditNote, buyer=REBECCA, total="150.00", told="Two chargers were dead.", name="dead")
    return [
        Event(32, 9, partial(rebate, kept=kept)),
        Event(31, 9, partial(courier, kept=kept)),
        Event(9, 9, partial(thanks, kept=kept)),
    ]


def _paid(kept: Kept) -> list[Event]:
    """Applied, and standing: items of every kind, a netting that comes to nothing, an advance alone."""
    pay, apply = partial(_pay, kept=kept), partial(_apply, kept=kept)
    every = (("laptops' chargers", None), ("courier", None), ("rebate", None), (ADVANCE, "250.00"))
    return [
        Event(30, 11, partial(pay, buyer=ISAAC, items=every, name="every")),
        Event(30, 15, partial(apply, name="every")),
        Event(6, 11, partial(pay, buyer=REBECCA, items=(("cables", "150.00"), ("dead", None)), name="netting")),
        Event(6, 15, partial(apply, name="netting")),
        Event(5, 11, partial(pay, buyer=8, items=((ADVANCE, "2000.00"),), name="ahead")),
        Event(5, 15, partial(apply, name="ahead")),
    ]


def _undone(kept: Kept) -> list[Event]:
    """Applied and then doubted: one is undone, one stands, one waits for Finance."""
    pay, apply, reverse = (partial(act, kept=kept) for act in (_pay, _apply, _reverse))
    return [
        Event(29, 11, partial(pay, buyer=REBECCA, items=(("office chargers", "700.00"),), name="wrong")),
        Event(28, 15, partial(apply, name="wrong")),
        Event(27, 9, partial(reverse, name="wrong", reason="The transfer was another customer's.")),
        Event(26, 15, partial(_approve, kept=kept, name="wrong")),
        Event(24, 11, partial(pay, buyer=REBECCA, items=(("office chargers", None),), name="right")),
        Event(24, 15, partial(apply, name="right")),
        Event(22, 9, partial(reverse, name="right", reason="They say that they paid another invoice.")),
        Event(21, 15, partial(_reject, kept=kept, name="right", reason="The slip names this invoice.")),
        Event(15, 11, partial(pay, buyer=ISAAC, items=(("bags", None),), name="bounced")),
        Event(14, 15, partial(apply, name="bounced")),
        Event(1, 10, partial(reverse, name="bounced", reason="The bank took the cheque back.")),
    ]


def _waiting(kept: Kept) -> list[Event]:
    """Drafts: one by each who may make them, one for two invoices, one that Finance sent back."""
    pay = partial(_pay, kept=kept)
    both = (("school start", None), ("cables", "500.00"))
    return [
        Event(2, 11, partial(pay, buyer=ISAAC, items=(("phone things", None),), name="short")),
        Event(1, 9, partial(_send_back, kept=kept, name="short", reason="The slip is 100 short. Which is right?")),
        Event(1, 11, partial(pay, buyer=REBECCA, items=both, name="both")),
        Event(0, 8, partial(_pay_oldest, buyer=2, by="billing2", kept=kept)),
        Event(0, 8, partial(_pay_oldest, buyer=5, by="billing2", kept=kept)),
        Event(0, 8, partial(_pay_oldest, buyer=7, by="remote_sales", kept=kept)),
    ]


def _sell(shop: Shop, *, buyer: int, pieces: Sequence[tuple[int, int]], kept: Kept, name: str) -> None:
    customer, seller = shop.wholesale[buyer], shop.people["sales"]
    lines = [{"bulk_stock": shop.bulk[number].pk, "quantity": quantity} for number, quantity in pieces]
    sale = invoice_create(customer=customer.pk, customer_type=customer.customer_type, lines=lines, actor=seller)
    kept[name] = invoice_issue(invoice=sale, actor=seller)


def _work(shop: Shop, *, buyer: int, done: str, price: str) -> None:
    customer, seller = shop.wholesale[buyer], shop.people["sales"]
    line = {"kind": "service", "item_description": done, "quantity": 1, "unit_price": Decimal(price)}
    sale = invoice_create(customer=customer.pk, customer_type=customer.customer_type, lines=[line], actor=seller)
    invoice_issue(invoice=sale, actor=seller)


def _note(shop: Shop, *, kind: type[SalesNote], buyer: int, total: str, told: str, kept: Kept, name: str) -> None:
    note = note_create(
        kind=kind,
        customer=shop.wholesale[buyer].pk,
        total=Decimal(total),
        public_notes=told,
        actor=shop.people["billing"],
    )
    kept[name] = note_approve(note=note, actor=shop.people["manager"])


def _item(asked: Asked, kept: Kept) -> dict[str, Any]:
    name, amount = asked
    if name == ADVANCE:
        return {"type": ADVANCE, "amount": Decimal(amount or 0)}
    document = kept[name]
    document.refresh_from_db()
    kind = next(kind for kind, model in KINDS.items() if isinstance(document, model))
    return {"type": kind, "id": document.pk, "amount": Decimal(amount) if amount else document.balance}


def _pay(shop: Shop, *, buyer: int, items: Sequence[Asked], name: str, kept: Kept, by: str = "billing") -> None:
    customer: Customer = shop.wholesale[buyer]
    # Resellers of one half of the list bank here, those of the other there.
    banks = list(Bank.objects.filter(is_active=True).order_by("pk"))
    kept[name] = account.sales_payment_create(
        customer=customer.pk,
        deposited_in_bank=banks[buyer % len(banks)].pk,
        items_json=[_item(asked, kept) for asked in items],
        actor=shop.people[by],
    )


def _pay_oldest(shop: Shop, *, buyer: int, by: str, kept: Kept) -> None:
    owed = Invoice.objects.filter(customer=shop.wholesale[buyer], status=Status.SENT).earliest("pk")
    kept[f"oldest of {buyer}"] = owed
    _pay(shop, buyer=buyer, items=((f"oldest of {buyer}", None),), name=f"part {buyer}", kept=kept, by=by)


def _apply(shop: Shop, *, name: str, kept: Kept) -> None:
    kept[name] = account.sales_payment_apply(payment=kept[name], actor=shop.people["finance"])


def _send_back(shop: Shop, *, name: str, reason: str, kept: Kept) -> None:
    account.sales_payment_send_back(payment=kept[name], reason=reason, actor=shop.people["finance"])


def _reverse(shop: Shop, *, name: str, reason: str, kept: Kept) -> None:
    kept[name].refresh_from_db()
    kept[f"{name} undone"] = reversals.sales_payment_reverse(
        payment=kept[name], reason=reason, actor=shop.people["billing2"]
    )


def _approve(shop: Shop, *, name: str, kept: Kept) -> None:
    reversals.sales_payment_reversal_approve(reversal=kept[f"{name} undone"], actor=shop.people["finance2"])


def _reject(shop: Shop, *, name: str, reason: str, kept: Kept) -> None:
    reversals.sales_payment_reversal_reject(
        reversal=kept[f"{name} undone"], reason=reason, actor=shop.people["finance2"]
    )
