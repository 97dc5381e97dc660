"""The shop sells: over the counter, on account, to passers-by; some sales come to nothing."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from apps.accounts.models import User
from apps.customers.models import Customer
from apps.inventory.models import Asset
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_cancel, invoice_create, invoice_issue
from apps.payments.services import invoice_checkout, payment_receive, payment_void
from apps.reports.demo.shop import Event, Shop
from common.money import money

# How many days ago each sale happens.
RETAIL = (43, 42, 39, 36, 34, 32, 29, 27, 25, 23, 20, 17, 13, 11, 8, 5, 2, 1, 0)
WALK_IN = (40, 31, 22, 15, 6, 1, 0)
DRAFTS = (2, 1, 1, 0, 0)
CANCELLED = (38, 26, 12, 4)
# Wholesale sales on account: how many days ago, how many units, and what part of it has been paid since.
ON_ACCOUNT = (
    (44, 4, "0.5"), (41, 3, "1"), (37, 4, "0"), (33, 3, "0.4"), (28, 3, "1"),
    (24, 2, "0.25"), (19, 3, "1"), (14, 2, "0.6"), (9, 4, "0"), (3, 3, "0.5"),
)  # fmt: skip
PAID_AFTER = 3
WHOLESALE_DISCOUNT = Decimal("0.06")


def sales_events() -> list[Event]:
    """Return every sale of the last 45 days."""
    events = [Event(day, 10 + i % 7, partial(_retail, number=i)) for i, day in enumerate(RETAIL)]
    events += [Event(day, 11, partial(_walk_in, number=i)) for i, day in enumerate(WALK_IN)]
    events += [Event(day, 16, _draft) for day in DRAFTS]
    events += [Event(day, 15, _cancelled) for day in CANCELLED]
    for i, (day, units, part) in enumerate(ON_ACCOUNT):
        sale: dict[str, Invoice] = {}
        events.append(Event(day, 12, partial(_on_account, number=i, units=units, sale=sale)))
        if part != "0":
            paid = partial(_pay, number=i, part=Decimal(part), sale=sale)
            events.append(Event(max(day - PAID_AFTER, 0), 14, paid))
    return events


def _seller(shop: Shop, customer: Customer) -> User:
    return next(user for user in shop.people.values() if user.pk == customer.customer_rep_id)


def _units(shop: Shop, number: int) -> list[Asset]:
    """Take units that are ready off the shelf, any of them."""
    return [shop.ready.pop(shop.random.randrange(len(shop.ready))) for _ in range(number)]


def _extras(shop: Shop, number: int) -> list[dict[str, Any]]:
    return [
        {"bulk_stock": stock.pk, "quantity": shop.random.randint(1, 2)}
        for stock in shop.random.sample(shop.bulk, number)
    ]


def _drafted(*, customer: Customer | None, lines: Sequence[dict[str, Any]], seller: User) -> Invoice:
    return invoice_create(
        customer=customer.pk if customer else None,
        customer_type=customer.customer_type if customer else "Walk-in",
        lead_source=customer.lead_source_id if customer else None,
        lines=lines,
        actor=seller,
    )


def _retail(shop: Shop, *, number: int) -> None:
    """One device, perhaps with something for it, paid at once: in cash, by phone, by card or split."""
    customer = shop.random.choice(shop.retail)
    seller = _seller(shop, customer)
    tier = "Premium 1-Year" if number % 6 == 0 else "Standard"
    lines = [{"asset": unit.pk, "warranty_tier": tier} for unit in _units(shop, 1)] + _extras(shop, number % 3)
    invoice = _drafted(customer=customer, lines=lines, seller=seller)
    invoice_checkout(invoice=invoice, payments=_tenders(shop, invoice.total_amount, number), actor=seller)


def _walk_in(shop: Shop, *, number: int) -> None:
    """A passer-by takes chargers and cables, now and then a device."""
    seller = shop.people["sales" if number % 2 else "sales2"]
    lines = [{"asset": unit.pk} for unit in _units(shop, 1)] if number % 3 == 2 else []
    invoice = _drafted(customer=None, lines=[*lines, *_extras(shop, 1 + number % 2)], seller=seller)
    invoice_checkout(invoice=invoice, payments=_tenders(shop, invoice.total_amount, 2 * number), actor=seller)


def _tenders(shop: Shop, total: Decimal, number: int) -> list[dict[str, Any]]:
    """Return how a total is paid; every third one is split."""
    method = ("MoMo", "Cash", "Card")[number % 3]
    reference = "" if method == "Cash" else f"{method[:2].upper()}{shop.random.randrange(10**8):08d}"
    if number % 3 or total < 1000:
        return [{"payment_method": method, "amount": total, "reference": reference}]
    in_cash = money((total * Decimal("0.6")).quantize(Decimal(100)))
    return [
        {"payment_method": "Cash", "amount": in_cash},
        {"payment_method": method, "amount": total - in_cash, "reference": reference},
    ]


def _on_account(shop: Shop, *, number: int, units: int, sale: dict[str, Invoice]) -> None:
    """A reseller takes several devices below the list price and pays later."""
    customer = shop.wholesale[number % len(shop.wholesale)]
    seller = _seller(shop, customer)
    lines = []
    for unit in _units(shop, units):
        price = unit.product_model.price_of(unit.condition_grade)
        lines.append({"asset": unit.pk, "discount": money(Decimal(str(price)) * WHOLESALE_DISCOUNT)})
    invoice = _drafted(customer=customer, lines=[*lines, *_extras(shop, 1)], seller=seller)
    sale["invoice"] = invoice_issue(invoice=invoice, actor=seller)


def _pay(shop: Shop, *, number: int, part: Decimal, sale: dict[str, Invoice]) -> None:
    """Billing takes what the reseller brings; once it is booked as the wrong method and voided the same day."""
    invoice, billing = sale["invoice"], shop.people["billing"]
    amount = money(invoice.total_amount * part)
    if number == 1:
        wrong = payment_receive(invoice=invoice, payment_method="Cash", amount=amount, actor=billing)
        payment_void(payment=wrong, reason="It was a bank transfer, not cash.", actor=billing)
        invoice.refresh_from_db()
    payment_receive(
        invoice=invoice,
        payment_method="Bank Transfer" if number % 3 else "MoMo",
        amount=amount,
        reference=f"TRF{shop.random.randrange(10**8):08d}",
        actor=billing,
    )


def _draft(shop: Shop) -> None:
    """Somebody wants to think it over: the unit is held."""
    customer = shop.random.choice(shop.retail)
    lines = [{"asset": unit.pk} for unit in _units(shop, 1)]
    _drafted(customer=customer, lines=lines, seller=_seller(shop, customer))


def _cancelled(shop: Shop) -> None:
    """Somebody changed their mind: the unit is back on the shelf."""
    customer = shop.random.choice(shop.retail)
    seller, units = _seller(shop, customer), _units(shop, 1)
    invoice = _drafted(customer=customer, lines=[{"asset": unit.pk} for unit in units], seller=seller)
    invoice_cancel(invoice=invoice, reason="The customer changed their mind.", actor=seller)
    shop.ready += units
