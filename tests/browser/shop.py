"""A shop in which every screen has something to show: at least 25 rows of each kind, and one of each with a story."""

from decimal import Decimal
from typing import Any

from apps.accounts.services import user_create
from apps.attachments.services import attachment_remove
from apps.attachments.tests.factories import CSV, PDF, attach, picture
from apps.customers.models import LeadSource
from apps.customers.tests.factories import make_customer
from apps.inventory import bulk
from apps.inventory import services as inventory
from apps.inventory.counts import stock_count_create, stock_count_submit
from apps.inventory.models import Location
from apps.inventory.tests.factories import make_bulk, make_model, place, ready, receive
from apps.invoices.order_billing import order_invoice
from apps.invoices.services import invoice_cancel, invoice_create, invoice_issue
from apps.invoices.tests.factories import make_draft, make_issued
from apps.orders.approvals import order_approve, order_hold
from apps.orders.services import order_send
from apps.orders.tests.factories import line, make_applied, make_order
from apps.payments import account
from apps.payments.models import Bank
from apps.payments.services import invoice_checkout, payment_receive, payment_void
from apps.payments.tests.account_factories import applied, item, make_payment, reversal_of
from apps.payments.till import till_session_open
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.services import credit_note_apply_to_invoice, invoice_void, note_correct
from apps.sales_notes.tests.factories import approved, make_note
from apps.warranty.models import Warranty
from common.records import record_create

ROWS = 25


def open_shop(people: dict[str, Any]) -> dict[str, int]:
    """Fill the shop; return the ids of the rows whose pages have the most to show, by kind."""
    customer = make_customer(
        people,
        full_name="Ama Serwaa Bonsu-Quarcoopome",
        business_name="Bonsu & Daughters Computers",
        email="ama.serwaa.bonsu@mail.example",
        address="14 Ring Road Central, opposite the cathedral",
        notes="Pays by MoMo. Calls before she comes.",
    )
    places(people)
    units = devices(people)
    draft, sold = sales(people, customer, units[0], units[5:])
    order, billed = ordered(people, customer)
    for document in (customer, units[0], sold, order):
        files(people, document)
    stock, count = shelf(people)
    voided, credit, debit = notes(people, customer)
    # A sale to which everything belongs that can: a note, a device's warranty, money.
    make_note(people, CreditNote, "20.00", customer=customer, invoice=sold.pk)
    return on_account(people) | {
        "customer": customer.pk,
        "asset": units[0].pk,
        "blocked": units[2].pk,
        "model": units[0].product_model_id,
        "order": order.pk,
        "billed_order": billed.pk,
        "draft": draft.pk,
        "invoice": sold.pk,
        "voided": voided.pk,
        "credit_note": credit.pk,
        "debit_note": debit.pk,
        "payment": sold.payments.first().pk,
        "warranty": Warranty.objects.order_by("pk").first().pk,
        "bulk": stock.pk,
        "count": count.pk,
        "location": place().pk,
        "lead_source": LeadSource.objects.first().pk,
        "bank": Bank.objects.first().pk,
        "till": till(people),
        "user": people["technician"].pk,
    }


def files(people: dict[str, Any], document: Any) -> None:
    """A picture, a scan and a table that were put to the document, and one that was taken away."""
    wrong = attach(people, document, name="Somebody else's.pdf", data=PDF)
    attachment_remove(attachment=wrong, reason="Wrong document", actor=people["manager"])
    attach(
        people, document, data=picture("JPEG", size=(900, 600)), name="Serial number under the lid.jpg", note="Hinge"
    )
    attach(people, document, data=PDF, name="Signed.pdf")
    attach(people, document, data=CSV, name="Accessories.csv")


def till(people: dict[str, Any]) -> int:
    """An open till in which something was received and paid back; return its id."""
    session = till_session_open(opening_float=Decimal("200.00"), actor=people["sales"])
    for method in ("Cash", "MoMo", "Card"):
        invoice = make_issued(people, "500.00")
        payment_receive(invoice=invoice, payment_method=method, amount=Decimal("500.00"), actor=people["sales"])
    return session.pk


def places(people: dict[str, Any]) -> None:
    """Customers, places, sources, banks, models and people, 25 of each."""
    manager = people["manager"]
    for number in range(ROWS):
        make_customer(people, customer_type="Wholesale" if number % 3 else "Retail")
        make_model(people, cpu="i7-1165G7", ram="16GB", storage="512GB SSD")
        record_create(Location, actor=manager, location_name=f"Shelf {number}", description="Second floor, left")
        record_create(LeadSource, actor=manager, source_name=f"Fair {number}", description="A stand at a fair")
        record_create(Bank, actor=manager, name=f"Bank {number}", account_number=f"GH{number:012d}")
        user_create(
            username=f"clerk{number}",
            email=f"clerk{number}@fettle.example",
            full_name=f"Clerk {number}",
            role="Sales",
            actor=people["admin"],
        )


def devices(people: dict[str, Any]) -> list[Any]:
    """25 units off the bench and 25 just received; one is blocked, one failed its tests."""
    technician = people["technician"]
    units = ready(people, ROWS + 5)
    fresh = receive(people, ROWS)
    inventory.asset_block(asset=units[2], reason="Cracked lid, waiting for the part", actor=technician)
    inventory.asset_start_diagnostics(asset=fresh[0], actor=technician)
    inventory.asset_record_diagnostics(
        asset=fresh[0],
        checklist_data={"display": "pass", "battery": "holds for an hour only"},
        overall_result="Fail",
        notes="The battery is worn out.",
        actor=technician,
    )
    return units


def sales(people: dict[str, Any], customer: Any, unit: Any, others: list[Any]) -> tuple[Any, Any]:
    """A draft, a walk-in, a cancelled sale, 25 sales on account with a payment each, and devices sold."""
    seller = people["sales"]
    for number in range(ROWS):
        invoice = make_issued(people, "100.00", customer=customer if number % 2 else None)
        payment = payment_receive(invoice=invoice, payment_method="Cash", amount=invoice.balance / 2, actor=seller)
    payment_void(payment=payment, reason="Wrong invoice", actor=people["manager"])
    invoice_cancel(invoice=make_draft(people), reason="Changed their mind", actor=seller)
    walk_in = invoice_create(
        actor=seller,
        customer_type="Walk-in",
        lines=[{"kind": "bulk", "bulk_stock": make_bulk(people).pk, "quantity": 2}],
    )
    cash = {"payment_method": "Cash", "amount": walk_in.total_amount}
    invoice_checkout(invoice=walk_in, payments=[cash], actor=seller)
    invoice_issue(invoice=make_draft(people, *({"kind": "asset", "asset": one.pk} for one in others)), actor=seller)
    draft = make_draft(people, {"kind": "asset", "asset": unit.pk}, customer=customer)
    tenders = [
        {"payment_method": "Cash", "amount": draft.total_amount - 100},
        {"payment_method": "MoMo", "amount": Decimal(100), "reference": "MO14195784"},
    ]
    sold = invoice_checkout(invoice=draft, payments=tenders, actor=seller).invoice
    return make_draft(people, customer=customer), sold


def ordered(people: dict[str, Any], customer: Any) -> tuple[Any, Any]:
    """25 orders, one held, one that waits for the office for every reason, and one with an invoice."""
    for _ in range(ROWS):
        make_order(people, line(), line("Delivery", 1, "25.00"))
    held = make_applied(people, line(), customer=customer)
    order_hold(order=held, reason="The last cheque bounced", actor=people["billing"])
    costly = line("Laptops for the whole office", 40, "1500.00", discount="12000.00")
    waiting = order_send(order=make_order(people, costly, customer=customer), actor=people["sales"])
    order_approve(order=waiting, actor=people["billing"])
    billed = make_applied(people, line("Setup", 3, "40.00"), customer=customer)
    order_invoice(order=billed, lines=[{"order_line": billed.lines.get().pk, "quantity": 2}], actor=people["sales"])
    return waiting, billed


def notes(people: dict[str, Any], customer: Any) -> tuple[Any, Any, Any]:
    """A sale that is to be voided, a credit note spent in part and corrected, a debit note with lines, 25 of each."""
    voided = make_issued(people, "80.00", customer=customer)
    invoice_void(invoice=voided, reason="They need more memory", actor=people["sales"])
    open_ = make_issued(people, "100.00", customer=customer)
    for kind in (CreditNote, DebitNote):
        for _ in range(ROWS):
            make_note(people, kind, "50.00", customer=customer)
    credit = approved(people, CreditNote, "75.00", customer=customer, private_notes="Third complaint this year")
    credit = credit_note_apply_to_invoice(note=credit, invoice=open_.pk, amount=Decimal(25), actor=people["billing"])
    note_correct(note=credit, reason="Too generous", actor=people["billing"], total=Decimal(5))
    lines = [
        {"description": "Delivery to Takoradi by courier", "amount": 1, "price": Decimal(320)},
        {"bulk_stock": make_bulk(people).pk, "amount": 2, "price": Decimal(50), "discount": Decimal(5)},
    ]
    return voided, credit, make_note(people, DebitNote, customer=customer, lines=lines)


def on_account(people: dict[str, Any]) -> dict[str, int]:
    """25 payments on account, each with a reversal that waits; one has items of every kind, one was sent back."""
    for _ in range(ROWS - 1):
        reversal_of(people, applied(people))
    payer = make_customer(people, full_name="Rebecca Tagoe", business_name="Osu Business Machines")
    owed = [make_issued(people, amount, customer=payer) for amount in ("300.00", "1250.50", "75.00")]
    charge, credit = (approved(people, kind, "50.00", customer=payer) for kind in (DebitNote, CreditNote))
    every = [item(owed[0], "100.00"), item(charge, "20.00"), item(credit, "10.00"), item(None, "25.00")]
    paid = applied(people, *every, customer=payer)
    draft = make_payment(people, item(owed[1], "1000.00"), item(credit, "40.00"), customer=payer)
    account.sales_payment_send_back(payment=draft, reason="The slip says 950.00.", actor=people["finance"])
    return {
        "payer": payer.pk,
        "account_payment": paid.pk,
        "account_draft": draft.pk,
        "reversal": reversal_of(people, paid).pk,
    }


def shelf(people: dict[str, Any]) -> tuple[Any, Any]:
    """25 items of bulk stock with their movements, and 25 counts of which one waits for approval."""
    items = [make_bulk(people) for _ in range(ROWS)]
    bulk.bulk_stock_adjust(stock=items[0], quantity=-8, reason="Counted on the shelf", actor=people["manager"])
    for number in range(ROWS):
        count = stock_count_create(
            name=f"Week {number + 1}",
            location=place("Shop Floor").pk,
            lines=[{"bulk_stock": item.pk, "counted": 9} for item in items[:12]],
            notes="",
            actor=people["warehouse"],
        )
    return items[0], stock_count_submit(count=count, actor=people["warehouse"])
