"""Voiding an invoice: asked for, signed, approved, and only then undone (domain §6)."""

from decimal import Decimal

import pytest

from apps.inventory.models import BulkMovement
from apps.inventory.tests.factories import make_bulk, ready
from apps.invoices.services import invoice_issue
from apps.invoices.tests.factories import make_customer, make_draft, make_issued, service_line
from apps.ledger.models import LedgerEntry
from apps.sales_notes.models import CreditNote
from apps.sales_notes.services import credit_note_for_return
from apps.sales_notes.tests.factories import make_note
from apps.warranty.models import Warranty
from common.errors import Invalid

pytestmark = pytest.mark.django_db
WHY = {"reason": "Customer changed their mind"}


@pytest.fixture
def sold(as_, people):
    """An issued invoice over a unit, two chargers and work, with 15 % tax: 5000 + 100 + 30, tax 769.50."""
    unit, charger = ready(people)[0], make_bulk(people)
    lines = ({"asset": unit.pk}, {"bulk_stock": charger.pk, "quantity": 2}, service_line("30.00"))
    draft = make_draft(people, *lines, tax_rate=Decimal("0.15"))
    sales = as_("sales")
    return sales.ok(sales.post(f"invoices/{draft.pk}/issue")), unit, charger


def void(as_, invoice):
    sales = as_("sales")
    return sales.ok(sales.post(f"invoices/{invoice['id']}/void", WHY))


def approve(as_, note):
    billing, manager = as_("billing"), as_("manager")
    billing.ok(billing.post(f"credit-notes/{note['id']}/billing-sign"))
    return manager.ok(manager.post(f"credit-notes/{note['id']}/approve"))


def test_voiding_drafts_a_note_over_all_that_was_sold(as_, sold):
    invoice, unit, _ = sold
    asked = void(as_, invoice)
    note = asked["credit_note"]
    assert (asked["status"], asked["void_status"], asked["void_reason"]) == ("Sent", "asked", WHY["reason"])
    assert (note["status"], note["origin"], note["origin_id"]) == ("draft", "void_invoice", invoice["id"])
    assert (note["total"], note["invoice"]["id"]) == ("5899.50", invoice["id"])
    assert note["approved_by_billing_user"] is None
    assert [(i["asset"] and i["asset"]["id"], i["amount"], i["line_total"]) for i in note["items_json"]] == [
        (unit.pk, 1, "5000.00"),
        (None, 2, "100.00"),
        (None, 1, "30.00"),
        (None, 1, "769.50"),
    ]
    assert note["items_json"][3]["description"] == "Tax 15 %"
    unit.refresh_from_db()
    assert unit.status == "Sold"


def test_an_unpaid_sale_is_cancelled_and_the_note_spent_on_it(as_, people, sold):
    invoice, unit, charger = sold
    note = void(as_, invoice)["credit_note"]
    early = as_("manager").post(f"credit-notes/{note['id']}/approve")
    assert (early.status, early.codes) == (409, ["action_not_allowed"])
    done = approve(as_, note)
    assert (done["status"], done["balance"]) == ("approved", "0.00")
    after = as_("sales").ok(as_("sales").get(f"invoices/{invoice['id']}"))
    assert (after["status"], after["balance"], after["void_status"]) == ("Cancelled", "0.00", "confirmed")
    assert [line["returned_quantity"] for line in after["lines"]] == [1, 2, 1]
    unit.refresh_from_db()
    charger.refresh_from_db()
    assert (unit.status, unit.location.location_name, unit.sale_price) == ("Returned", "Warehouse", None)
    assert charger.quantity == 10
    back = BulkMovement.objects.latest("pk")
    assert (back.kind, back.quantity, back.quantity_after) == ("return", 2, 10)
    assert list(Warranty.objects.filter(invoice=invoice["id"]).values_list("status", flat=True)) == ["Void"]
    entries = LedgerEntry.objects.filter(cause="void").order_by("pk")
    assert [(e.document_kind, str(e.amount)) for e in entries] == [("invoice", "5899.50"), ("credit_note", "5899.50")]


@pytest.mark.parametrize(("paid", "left"), [("1000.00", "1000.00"), ("5899.50", "5899.50")], ids=["in part", "in full"])
def test_what_was_received_stays_the_customers_credit(as_, sold, paid, left):
    invoice, _, _ = sold
    sales = as_("sales")
    sales.ok(sales.post("payments", {"invoice": invoice["id"], "payment_method": "Cash", "amount": paid}))
    done = approve(as_, void(as_, invoice)["credit_note"])
    assert done["balance"] == left
    after = sales.ok(sales.get(f"invoices/{invoice['id']}"))
    assert (after["status"], after["balance"]) == ("Refunded", "0.00")


def test_it_is_asked_for_once_and_the_unit_must_be_tested_again(as_, people, sold):
    invoice, unit, _ = sold
    note = void(as_, invoice)["credit_note"]
    again = as_("sales").post(f"invoices/{invoice['id']}/void", WHY)
    assert (again.status, again.codes) == (409, ["action_not_allowed"])
    approve(as_, note)
    refused = as_("technician").post(f"assets/{unit.pk}/pass-qc", {"condition_grade": "A"})
    assert (refused.status, refused.codes) == (409, ["action_not_allowed"])
    late = as_("sales").post(f"invoices/{invoice['id']}/void", WHY)
    assert (late.status, late.codes) == (409, ["action_not_allowed"])


@pytest.mark.parametrize("how", ["reject", "delete"])
def test_a_note_that_comes_to_nothing_leaves_the_sale_as_it_was(as_, sold, how):
    invoice, unit, _ = sold
    note = void(as_, invoice)["credit_note"]
    if how == "reject":
        as_("manager").ok(as_("manager").post(f"credit-notes/{note['id']}/reject", {"reason": "No"}))
    else:
        assert as_("sales").delete(f"credit-notes/{note['id']}").status == 204
    after = as_("sales").ok(as_("sales").get(f"invoices/{invoice['id']}"))
    assert (after["status"], after["balance"], after["void_status"]) == ("Sent", "5899.50", "none")
    assert (after["void_requested_by"], after["void_reason"]) == (None, "")
    unit.refresh_from_db()
    assert unit.status == "Sold"
    assert void(as_, invoice)["void_status"] == "asked"


@pytest.mark.parametrize("username", ["logistics", "sales2"])
def test_a_void_is_not_for_others_to_take_back(as_, sold, username):
    invoice, _, _ = sold
    note = void(as_, invoice)["credit_note"]
    refused = as_(username).delete(f"credit-notes/{note['id']}")
    assert (refused.status, refused.codes) == (403, ["not_yours"])
    assert CreditNote.objects.get(pk=note["id"]).deleted_at is None
    assert as_("sales").get(f"invoices/{invoice['id']}").json["void_status"] == "asked"


@pytest.mark.parametrize("username", ["sales", "billing", "manager"])
def test_a_void_is_taken_back_by_its_asker_billing_or_a_manager(as_, sold, username):
    invoice, _, _ = sold
    note = void(as_, invoice)["credit_note"]
    assert as_(username).delete(f"credit-notes/{note['id']}").status == 204
    assert as_("sales").get(f"invoices/{invoice['id']}").json["void_status"] == "none"


def test_a_sale_that_a_note_credits_in_part_is_not_voided_whole(as_, people):
    invoice = make_issued(people)
    body = {"customer": invoice.customer_id, "invoice": invoice.pk, "total": "10.00", "public_notes": "Scratch"}
    as_("billing").ok(as_("billing").post("credit-notes", body))
    answer = as_("sales").post(f"invoices/{invoice.pk}/void", WHY)
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    invoice.refresh_from_db()
    assert invoice.void_status == "none"


@pytest.mark.parametrize("username", ["billing", "finance", "warehouse", "auditor"])
def test_only_sellers_ask(as_, people, username):
    invoice = make_issued(people)
    answer = as_(username).post(f"invoices/{invoice.pk}/void", WHY)
    assert (answer.status, answer.codes) == (403, ["permission_denied"])


def test_a_draft_is_cancelled_not_voided(as_, people):
    draft = make_draft(people)
    answer = as_("sales").post(f"invoices/{draft.pk}/void", WHY)
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    assert CreditNote.objects.count() == 0


@pytest.fixture
def walk_in(as_, people):
    """A walk-in's sale of a charger, paid 30 in cash and 20 by card."""
    charger = make_bulk(people)
    sales = as_("sales")
    draft = sales.ok(
        sales.post("invoices", {"customer_type": "Walk-in", "lines": [{"bulk_stock": charger.pk, "quantity": 1}]})
    )
    tenders = [{"payment_method": "Cash", "amount": "30.00"}, {"payment_method": "Card", "amount": "20.00"}]
    return sales.ok(sales.post(f"invoices/{draft['id']}/checkout", {"payments": tenders})), charger


def test_a_walk_in_gets_the_tenders_back_when_a_manager_confirms(as_, walk_in):
    invoice, charger = walk_in
    asked = void(as_, invoice)
    assert (asked["credit_note"], asked["void_status"], asked["status"]) == (None, "asked", "Paid")
    refused = as_("sales").post(f"invoices/{invoice['id']}/confirm-void")
    assert (refused.status, refused.codes) == (403, ["permission_denied"])
    done = as_("manager").ok(as_("manager").post(f"invoices/{invoice['id']}/confirm-void"))
    assert (done["status"], done["balance"], done["void_status"]) == ("Refunded", "0.00", "confirmed")
    assert [(p["kind"], p["payment_method"], p["amount"]) for p in done["payments"]] == [
        ("receipt", "Cash", "30.00"),
        ("receipt", "Card", "20.00"),
        ("void", "Cash", "30.00"),
        ("void", "Card", "20.00"),
    ]
    charger.refresh_from_db()
    assert charger.quantity == 10


def test_whoever_asked_does_not_confirm(as_, walk_in):
    invoice, _ = walk_in
    manager = as_("manager")
    manager.ok(manager.post(f"invoices/{invoice['id']}/void", WHY))
    refused = manager.post(f"invoices/{invoice['id']}/confirm-void")
    assert (refused.status, refused.codes) == (403, ["self_approval"])
    declined = manager.ok(manager.post(f"invoices/{invoice['id']}/decline-void", {"reason": "Keep it"}))
    assert (declined["status"], declined["void_status"]) == ("Paid", "none")


def test_a_customers_sale_is_not_confirmed_past_its_note(as_, sold):
    invoice, _, _ = sold
    void(as_, invoice)
    answer = as_("manager").post(f"invoices/{invoice['id']}/confirm-void")
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    assert answer.json["errors"][0]["detail"] == "It is voided when its credit note is approved."


def test_pieces_that_come_back_are_credited_with_their_share_to_the_last_cent(people):
    charger = make_bulk(people, price="10.00")
    line = {"bulk_stock": charger.pk, "quantity": 3, "discount": Decimal("0.01")}
    draft = make_draft(people, line, customer=make_customer(people), tax_rate=Decimal("0.15"))
    invoice = invoice_issue(invoice=draft, actor=people["sales"])
    assert (str(invoice.subtotal), str(invoice.tax_amount)) == ("29.99", "4.50")
    sold = invoice.lines.get()
    totals = []
    for number in range(1, 4):
        note = credit_note_for_return(
            invoice=invoice, pieces={sold.pk: 1}, origin_id=number, reason="Broken", actor=people["logistics"]
        )
        totals.append([str(line.line_total) for line in note.lines.order_by("line_number")])
    assert totals == [["10.00", "1.50"], ["9.99", "1.50"], ["10.00", "1.50"]]
    with pytest.raises(Invalid) as refused:
        credit_note_for_return(
            invoice=invoice, pieces={sold.pk: 1}, origin_id=4, reason="Broken", actor=people["logistics"]
        )
    assert refused.value.fields == [("lines.0.amount", "out_of_range", f"0 of {sold} can still be credited.")]


def test_a_return_gives_back_no_more_than_a_rebate_has_left(people):
    invoice = make_issued(people, "80.00")
    make_note(people, customer=invoice.customer, invoice=invoice.pk, total="30.00")
    pieces = {invoice.lines.get().pk: 1}
    with pytest.raises(Invalid) as refused:
        credit_note_for_return(invoice=invoice, pieces=pieces, origin_id=1, reason="Broken", actor=people["logistics"])
    assert refused.value.fields == [("lines", "out_of_range", f"50.00 GHS of invoice {invoice} can still be credited.")]
    assert CreditNote.objects.filter(origin="customer_return").count() == 0
