"""What the shop owes its customers and they owe it beside the sales: rebates, charges, corrections, sales undone."""

from decimal import Decimal
from functools import partial
from typing import Any

from apps.accounts.models import User
from apps.customers.models import Customer
from apps.invoices.models import Invoice
from apps.invoices.workflow import Status, VoidStatus
from apps.payments.services import invoice_confirm_void, invoice_decline_void
from apps.reports.demo.shop import Event, Shop
from apps.sales_notes import services
from apps.sales_notes.models import CreditNote, DebitNote, SalesNote

# The drafts that wait for the office: one rebate for twenty customers.
THANKS, THANKED = "Thank you for three years with us.", 20

Kept = dict[str, Any]


def notes_events() -> list[Event]:
    """Return what happens to notes in the last five weeks, and the sales that are voided."""
    return [*_rebates(), *_charges(), *_corrections(), *_about_a_sale(), *_voids(), *_walk_ins(), Event(0, 9, _thank)]


def _rebates() -> list[Event]:
    """Billing gives rebates on volume: one stays open, one is spent in part, one whole, one is refused."""
    part, whole, kept, refused = Kept(), Kept(), Kept(), Kept()
    return [
        Event(
            34, 9, partial(_draft, buyer=0, total="1500.00", told="Rebate on four laptops bought in May.", keep=part)
        ),
        Event(33, 10, partial(_approve, kept=part)),
        Event(32, 10, partial(_apply, amount="600.00", kept=part)),
        Event(28, 9, partial(_draft, buyer=3, total="800.00", told="Campus price match, as agreed.", keep=whole)),
        Event(28, 15, partial(_approve, kept=whole)),
        Event(27, 10, partial(_apply, amount="800.00", kept=whole)),
        Event(18, 9, partial(_draft, buyer=1, total="1200.00", told="Half-year volume rebate.", keep=kept)),
        Event(17, 10, partial(_approve, kept=kept)),
        Event(12, 9, partial(_draft, buyer=8, total="2400.00", told="Rebate on two docks.", keep=refused)),
        Event(12, 16, partial(_reject, reason="The docks were already discounted.", kept=refused)),
    ]


def _charges() -> list[Event]:
    """Billing charges what no invoice says: a delivery, a bounced transfer, a screen broken in our customer's hands."""
    delivery, refused = Kept(), Kept()
    lines = [
        {"description": "Delivery to Takoradi by courier", "amount": 1, "price": Decimal("320.00")},
        {"bulk": 0, "amount": 2, "price": Decimal("180.00"), "discount": Decimal("20.00")},
    ]
    return [
        Event(30, 9, partial(_charge, buyer=2, lines=lines, told="Delivered after the sale.", keep=delivery)),
        Event(29, 10, partial(_approve, kept=delivery)),
        Event(13, 9, partial(_charge, buyer=6, total="95.00", told="Fee for the late payment.", keep=refused)),
        Event(13, 16, partial(_reject, reason="They had paid in time; the bank was late.", kept=refused)),
        Event(2, 9, partial(_charge, buyer=7, total="180.00", told="Fee of the bank for a transfer it sent back.")),
        Event(1, 9, partial(_charge, buyer=5, lines=lines[1:], told="Chargers taken along with the order.")),
    ]


def _corrections() -> list[Event]:
    """What was wrong is answered by its opposite: one is through, one still waits."""
    wrong, charged = Kept(), Kept()
    return [
        Event(23, 9, partial(_draft, buyer=4, total="900.00", told="Rebate on phones.", keep=wrong)),
        Event(22, 10, partial(_approve, kept=wrong)),
        Event(21, 9, partial(_correct, reason="It was meant for another customer.", kept=wrong)),
        Event(20, 10, partial(_approve, kept=wrong)),
        Event(10, 9, partial(_charge, buyer=9, total="450.00", told="Repair of a screen.", keep=charged)),
        Event(9, 10, partial(_approve, kept=charged)),
        Event(1, 10, partial(_correct, reason="The glass alone was broken.", total="150.00", kept=charged)),
    ]


def _about_a_sale() -> list[Event]:
    """A reseller's latest invoice has a note that takes from it, and one that will add to it."""
    scratched = Kept()
    buyer = 9
    return [
        Event(2, 11, partial(_scratched, buyer=buyer, keep=scratched)),
        Event(1, 11, partial(_approve, kept=scratched)),
        Event(1, 12, partial(_apply, amount="120.00", kept=scratched)),
        Event(0, 9, partial(_exchanged, buyer=buyer)),
    ]


def _voids() -> list[Event]:
    """Sales ask to undo sales: of a paid one the money stays as credit, of an unpaid one nothing; one stands."""
    paid, unpaid, stands, signed, fresh = Kept(), Kept(), Kept(), Kept(), Kept()
    return [
        Event(17, 17, partial(_ask, customer_type="Retail", reason="The screen flickers.", keep=stands)),
        Event(16, 10, partial(_reject, reason="It was repaired while they waited.", kept=stands)),
        Event(13, 17, partial(_ask, customer_type="Retail", reason="Wrong model: they need 32 GB.", keep=paid)),
        Event(12, 9, partial(_sign, kept=paid)),
        Event(12, 10, partial(_approve, kept=paid)),
        Event(8, 16, partial(_ask, customer_type="Wholesale", reason="They closed the branch.", keep=unpaid)),
        Event(8, 17, partial(_sign, kept=unpaid)),
        Event(7, 10, partial(_approve, kept=unpaid)),
        Event(5, 17, partial(_ask, customer_type="Retail", reason="Bought as a gift, never opened.", keep=signed)),
        Event(4, 9, partial(_sign, kept=signed)),
        Event(2, 17, partial(_ask, customer_type="Retail", reason="The battery does not last a day.", keep=fresh)),
    ]


def _walk_ins() -> list[Event]:
    """A passer-by has no account: a Manager gives the money back, or does not."""
    undone, stands = Kept(), Kept()
    return [
        Event(22, 17, partial(_ask, customer_type="Walk-in", reason="Does not fit their phone.", keep=stands)),
        Event(21, 10, partial(_decline, reason="The cable was cut.", kept=stands)),
        Event(6, 17, partial(_ask, customer_type="Walk-in", reason="The charger hums.", keep=undone)),
        Event(5, 10, partial(_confirm, kept=undone)),
        Event(1, 17, partial(_ask, customer_type="Walk-in", reason="Scanned twice.", keep=Kept())),
    ]


def _thank(shop: Shop) -> None:
    for customer in shop.retail[:THANKED]:
        _made(shop, CreditNote, customer, total=Decimal("50.00"), public_notes=THANKS)


def _scratched(shop: Shop, *, buyer: int, keep: Kept) -> None:
    sold = _latest(shop, buyer)
    unit = sold.lines.filter(asset__isnull=False).earliest("line_number").asset
    line = {"asset": unit.pk, "description": f"Scratched lid, {unit}", "amount": 1, "price": Decimal("120.00")}
    told = "Less for the scratches, as agreed."
    keep["note"] = _made(shop, CreditNote, shop.wholesale[buyer], invoice=sold.pk, lines=[line], public_notes=told)


def _exchanged(shop: Shop, *, buyer: int) -> None:
    sold, told = _latest(shop, buyer), "Courier for the charger that we exchanged."
    _made(shop, DebitNote, shop.wholesale[buyer], invoice=sold.pk, total=Decimal("45.00"), public_notes=told)


def _latest(shop: Shop, buyer: int) -> Invoice:
    return shop.wholesale[buyer].invoices.filter(status=Status.SENT).latest("pk")


def _draft(shop: Shop, *, buyer: int, total: str, told: str, keep: Kept) -> None:
    keep["note"] = _made(shop, CreditNote, shop.wholesale[buyer], total=Decimal(total), public_notes=told)


def _charge(
    shop: Shop, *, buyer: int, told: str, total: str = "", lines: list[Kept] | None = None, keep: Kept | None = None
) -> None:
    facts: Kept = {"total": Decimal(total)} if total else {"lines": [_line(shop, **line) for line in lines or ()]}
    note = _made(shop, DebitNote, shop.wholesale[buyer], public_notes=told, **facts)
    if keep is not None:
        keep["note"] = note


def _line(shop: Shop, *, bulk: int | None = None, **facts: Any) -> Kept:
    return facts if bulk is None else facts | {"bulk_stock": shop.bulk[bulk].pk}


def _made[N: SalesNote](shop: Shop, kind: type[N], customer: Customer, **facts: Any) -> N:
    return services.note_create(kind=kind, customer=customer.pk, actor=shop.people["billing"], **facts)


def _sign(shop: Shop, *, kept: Kept) -> None:
    kept["note"] = services.note_billing_sign(note=kept["note"], actor=shop.people["billing2"])


def _approve(shop: Shop, *, kept: Kept) -> None:
    kept["note"] = services.note_approve(note=kept["note"], actor=shop.people["manager2"])


def _reject(shop: Shop, *, reason: str, kept: Kept) -> None:
    services.note_reject(note=kept["note"], reason=reason, actor=shop.people["manager"])


def _correct(shop: Shop, *, reason: str, kept: Kept, total: str | None = None) -> None:
    amount = Decimal(total) if total else None
    kept["note"] = services.note_correct(note=kept["note"], reason=reason, total=amount, actor=shop.people["billing"])


def _apply(shop: Shop, *, amount: str, kept: Kept) -> None:
    """Set so much of the note against the customer's oldest open invoice."""
    note = kept["note"]
    invoice = note.customer.invoices.filter(status=Status.SENT).earliest("pk")
    services.credit_note_apply_to_invoice(
        note=note, invoice=invoice.pk, amount=Decimal(amount), actor=shop.people["finance"]
    )


def _ask(shop: Shop, *, customer_type: str, reason: str, keep: Kept) -> None:
    """Ask to void the latest sale of the kind."""
    sold = Invoice.objects.filter(customer_type=customer_type, void_status=VoidStatus.NONE)
    invoice = sold.filter(status__in=(Status.SENT, Status.PAID)).latest("pk")
    seller = User.objects.get(pk=invoice.sales_rep_id)
    keep["note"] = services.invoice_void(invoice=invoice, reason=reason, actor=seller)
    keep["invoice"] = invoice


def _confirm(shop: Shop, *, kept: Kept) -> None:
    invoice_confirm_void(invoice=kept["invoice"], actor=shop.people["manager"])


def _decline(shop: Shop, *, reason: str, kept: Kept) -> None:
    invoice_decline_void(invoice=kept["invoice"], reason=reason, actor=shop.people["manager"])
