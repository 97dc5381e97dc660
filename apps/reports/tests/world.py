"""A small shop whose every figure can be told by heart.

Six units: three EliteBooks received 45 days ago (two sold, one for sale), two iPhones received 10 days ago (one for
sale, one held by a draft), one EliteBook received today that failed its test. A charger sells at 50.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from apps.customers.services import customer_create
from apps.inventory import services as stock
from apps.inventory.tests.factories import make_bulk, make_model, ready, receive
from apps.invoices.models import Invoice
from apps.invoices.services import invoice_create, invoice_issue
from apps.payments.services import invoice_checkout, payment_receive, payment_void
from common import clock
from common.dates import business_date


def moment(days_ago: int) -> datetime:
    """Return the instant so many days ago."""
    return timezone.now() - timedelta(days=days_ago)


def day(days_ago: int) -> date:
    """Return the business day so many days ago."""
    return business_date() - timedelta(days=days_ago)


def tender(method: str, amount: str) -> dict[str, Any]:
    """Return the input of a tender."""
    return {"payment_method": method, "amount": Decimal(amount)}


def sell(seller: Any, lines: list[dict[str, Any]], *tenders: dict[str, Any], customer: Any = None) -> Invoice:
    """Return a sale paid at the till."""
    draft = drafted(seller, lines, customer)
    return invoice_checkout(invoice=draft, payments=tenders, actor=seller).invoice


def drafted(seller: Any, lines: list[dict[str, Any]], customer: Any = None) -> Invoice:
    """Return a draft for the customer, or for a passer-by."""
    return invoice_create(
        customer=customer.pk if customer else None,
        customer_type=customer.customer_type if customer else "Walk-in",
        lines=lines,
        actor=seller,
    )


def build(people: Any) -> SimpleNamespace:
    """Make the shop."""
    sales, sales2, billing = people["sales"], people["sales2"], people["billing"]
    w = SimpleNamespace()
    manager = {"actor": people["manager"], "customer_rep": sales.pk}
    w.reseller = customer_create(
        full_name="Reseller", phone="+233 24 111 1111", customer_type="Wholesale", credit_term_days=7, **manager
    )
    w.buyer = customer_create(full_name="=Buyer", phone="+233 24 222 2222", **manager)
    w.foreign = customer_create(full_name="Foreign", phone="+233 24 333 3333", currency="USD", **manager)
    w.laptop = make_model(people, model_name="EliteBook 840")
    w.phone = make_model(people, category="Phone", brand="Apple", model_name="iPhone 12")
    with clock.at(moment(45)):
        w.sold_on_account, w.sold, w.for_sale = ready(people, 3, model=w.laptop)
    with clock.at(moment(10)):
        w.held, w.phone_for_sale = ready(people, 2, model=w.phone)
        w.charger = make_bulk(people, 12)
    w.failed = receive(people, model=w.laptop)[0]
    stock.asset_start_diagnostics(asset=w.failed, actor=people["technician"])
    stock.asset_record_diagnostics(
        asset=w.failed,
        checklist_data={"board": "fail"},
        overall_result="Fail",
        notes="Dead",
        actor=people["technician"],
    )
    with clock.at(moment(40)):
        draft = drafted(sales, [{"asset": w.sold_on_account.pk}], w.reseller)
        w.on_account = invoice_issue(invoice=draft, actor=sales)
    with clock.at(moment(35)):
        payment_receive(invoice=w.on_account, payment_method="MoMo", amount=Decimal(2000), actor=billing)
        w.on_account.refresh_from_db()
        wrong = payment_receive(invoice=w.on_account, payment_method="Card", amount=Decimal(100), actor=billing)
        payment_void(payment=wrong, reason="Wrong invoice", actor=billing)
    with clock.at(moment(3)):
        chargers = {"bulk_stock": w.charger.pk, "quantity": 2}
        w.split = sell(
            sales, [{"asset": w.sold.pk}, chargers], tender("Cash", "3000"), tender("MoMo", "2100"), customer=w.buyer
        )
    w.walk_in = sell(sales2, [{"bulk_stock": w.charger.pk, "quantity": 1}], tender("Cash", "50"))
    work = {"kind": "service", "item_description": "Work", "quantity": 1, "unit_price": Decimal(70)}
    w.in_dollars = sell(sales, [work], tender("Card", "70"), customer=w.foreign)
    w.draft = drafted(sales, [{"asset": w.held.pk}], w.buyer)
    return w
