"""A small business in full swing: at least one row of every kind, each made through the services."""

from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.accounts.services import saved_view_create, token_create
from apps.attachments.tests.factories import attach
from apps.audit.services import read_note
from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer
from apps.inventory import bulk, counts
from apps.inventory import services as stock
from apps.inventory.tests.factories import make_bulk, place, ready, receive
from apps.invoices.order_billing import order_invoice
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_draft, make_issued, service_line
from apps.orders.approvals import order_approve, order_hold, order_office_reject
from apps.orders.tests.factories import line, make_applied, make_order
from apps.payments.reversals import sales_payment_reversal_approve
from apps.payments.services import payment_receive, payment_refund, payment_void
from apps.payments.tests.account_factories import applied, item, make_payment, reversal_of
from apps.payments.till import till_session_close, till_session_open
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.services import credit_note_apply_to_invoice, invoice_void
from apps.sales_notes.tests.factories import approved, make_note

TEN = Decimal("10.00")


def people_by_name() -> dict[str, Any]:
    """Return the users by username."""
    return {user.username: user for user in User.objects.all()}


def build(people: dict[str, Any]) -> None:
    """Make it: units in every corner of stock, sold and paid, voided, refunded, counted and to be scrapped."""
    bench, desk, till = people["technician"], people["manager"], people["sales"]
    sold, sold_later, _, blocked, gone = ready(people, 5)
    stock.asset_block(asset=blocked, reason="Cracked", actor=bench)
    stock.asset_scrap(asset=gone, reason="Dead board", actor=bench)
    stock.asset_approve_scrap(asset=gone, actor=desk)
    stock.asset_scrap(asset=receive(people)[0], reason="Burnt", actor=bench)
    held = ready(people)[0]
    charger = make_bulk(people)
    bulk.bulk_stock_adjust(stock=charger, quantity=-1, reason="Broken", actor=desk)
    count = counts.stock_count_create(
        name="Monthly",
        location=place("Shop Floor").pk,
        lines=[{"bulk_stock": charger.pk, "counted": 8}],
        actor=people["warehouse"],
    )
    counts.stock_count_submit(count=count, actor=people["warehouse"])
    counts.stock_count_approve(count=count, actor=desk)

    customer = make_customer(people)
    make_order(people, line(), line("Bag", 2, "20.00"), customer=customer)
    order_hold(order=make_applied(people, line(), customer=customer), reason="Cheque bounced", actor=people["finance"])
    refused = make_order(people, customer=customer, order_total=Decimal("30000.00"))
    refused = order_approve(order=refused, actor=people["billing"])
    order_office_reject(order=refused, reason="Too dear", actor=desk)
    ordered = make_applied(people, line("Setup", 2, "10.00"), customer=customer, order_total=Decimal("20.00"))
    billed = invoice_issue(invoice=order_invoice(order=ordered, actor=till), actor=till)
    payment_receive(invoice=billed, payment_method="Cash", amount=billed.balance, actor=till)
    make_draft(people, {"asset": held.pk}, customer=customer)
    first = make_draft(people, {"asset": sold.pk}, {"bulk_stock": charger.pk, "quantity": 2}, customer=customer)
    second = make_draft(people, {"asset": sold_later.pk}, service_line("50.00"), customer=customer)
    invoice_issue(invoice=first, actor=till)
    invoice_issue(invoice=second, actor=till)
    session = till_session_open(opening_float=TEN, actor=till)
    payment_receive(invoice=first, payment_method="Cash", amount=TEN, actor=till)
    voided = payment_receive(invoice=first, payment_method="Card", amount=TEN, actor=till)
    payment_void(payment=voided, reason="Wrong invoice", actor=desk)
    back = payment_receive(invoice=first, payment_method="MoMo", amount=TEN, actor=till)
    payment_refund(payment=back, amount=Decimal("4.00"), payment_method="MoMo", reason="Late", actor=desk)
    rebate = approved(people, CreditNote, "30.00", customer=customer)
    credit_note_apply_to_invoice(note=rebate, invoice=second.pk, amount=TEN, actor=people["billing"])
    approved(people, DebitNote, "15.00", customer=customer)
    fee = {"description": "Fee", "amount": 1, "price": TEN}
    make_note(people, CreditNote, customer=customer, lines=[fee])
    make_note(people, DebitNote, customer=customer, lines=[fee])
    invoice_void(invoice=make_issued(people, customer=customer), reason="Wrong", actor=till)
    account_payments(people, customer)
    paid = make_issued(people, "100.00", customer=customer)
    payment_receive(invoice=paid, payment_method="Cash", amount=Decimal("100.00"), actor=till)
    counted = {"Cash": "120.00", "Card": "10.00", "MoMo": "9.50"}
    till_session_close(
        session=session,
        counted=[{"payment_method": method, "counted": Decimal(amount)} for method, amount in counted.items()],
        actor=till,
    )
    till_session_open(opening_float=TEN, actor=till)
    attach(people, paid, actor="sales")
    token_create(user=desk, name="Shop", actor=desk)
    views(till, desk)
    read_note(actor=desk, what="customers", rows=1, request_id="")


def views(seller: User, manager: User) -> None:
    """Save a view that its owner begins with, and one that everybody has."""
    saved_view_create(list="customers", name="Mine", query="customer_rep=me", is_default=True, actor=seller)
    saved_view_create(list="assets", name="In QC", query="status=QC+Pending", shared=True, actor=manager)


def account_payments(people: dict[str, Any], customer: Customer) -> None:
    """Make a draft, an applied, a reversed and a half reversed payment on account; one made an advance."""
    owed = [make_issued(people, "100.00", customer=customer) for _ in "abc"]
    charge = approved(people, DebitNote, "20.00", customer=customer)
    rebate = approved(people, CreditNote, "5.00", customer=customer)
    make_payment(people, item(owed[0], "30.00"), customer=customer)
    paid = applied(
        people,
        item(owed[0], "60.00"),
        item(charge, "20.00"),
        item(rebate, "5.00"),
        item(None, "7.00"),
        customer=customer,
    )
    mistaken = applied(people, item(owed[1], "100.00"), item(None, "3.00"), customer=customer)
    sales_payment_reversal_approve(reversal=reversal_of(people, mistaken), actor=people["finance"])
    reversal_of(people, paid)
