"""Orders become invoices: what is billed, in which pieces, never above the order, and when the order is paid."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.inventory.models import Asset
from apps.inventory.tests.factories import make_bulk, make_model, ready
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.order_billing import order_invoice
from apps.invoices.services import invoice_cancel, invoice_issue
from apps.invoices.tests.factories import make_customer, make_draft, service_line
from apps.orders.approvals import order_approve, order_hold
from apps.orders.models import Order
from apps.orders.services import order_update
from apps.orders.tests.factories import line, make_applied, make_order
from apps.payments.services import payment_receive, payment_void
from apps.sales_notes.services import invoice_void, note_approve, note_billing_sign
from common.dates import business_date
from common.db.acting import act
from common.invariants import broken

pytestmark = pytest.mark.django_db


def bill(caller, order, *lines, status=201):
    answer = caller.post(f"orders/{order.pk}/invoice", {"lines": list(lines)} if lines else {})
    assert answer.status == status, answer
    return answer.json["invoice"] if status == 201 else answer


def amounts(invoice):
    return [
        (row["kind"], row["quantity"], row["unit_price"], row["discount"], row["line_total"])
        for row in invoice["lines"]
    ]


def status_of(order):
    order.refresh_from_db()
    return order.status


def paid_by(people, invoice):
    issued = invoice_issue(invoice=invoice, actor=people["sales"])
    return payment_receive(invoice=issued, payment_method="Cash", amount=issued.total_amount, actor=people["sales"])


def test_all_that_is_left_becomes_a_draft(as_, people):
    model, charger = make_model(people), make_bulk(people)
    units = ready(people, 2, model=model)
    order = make_applied(
        people,
        line("", 2, "4000.00", product_model=model.pk, discount="0.01"),
        line("", 3, "10.00", bulk_stock=charger.pk, discount="1.00"),
        line("Delivery", 1, "25.00"),
        credit_term=10,
    )
    draft = bill(as_("sales"), order)
    assert amounts(draft) == [
        ("asset", 1, "4000.00", "0.01", "3999.99"),
        ("asset", 1, "4000.00", "0.00", "4000.00"),
        ("bulk", 3, "10.00", "1.00", "29.00"),
        ("service", 1, "25.00", "0.00", "25.00"),
    ]
    assert [row["asset"] and row["asset"]["id"] for row in draft["lines"]] == [units[0].pk, units[1].pk, None, None]
    labels = [row["order_line"]["label"] for row in draft["lines"]]
    assert labels == [str(model), str(model), "Charger", "Delivery"]
    assert (draft["subtotal"], draft["status"], draft["order"]["id"]) == ("8053.99", "Draft", order.pk)
    assert draft["due_date"] == (business_date() + timedelta(days=10)).isoformat()
    assert set(Asset.objects.values_list("status", flat=True)) == {"Reserved"}
    shown = as_("sales").get(f"orders/{order.pk}").json
    assert [(row["id"], row["subtotal"], row["status"]) for row in shown["invoices"]] == [
        (draft["id"], "8053.99", "Draft")
    ]
    refused = bill(as_("sales"), order, status=409)
    assert (refused.codes, refused.json["errors"][0]["detail"]) == (["action_not_allowed"], "It is invoiced in full.")


def test_an_order_without_lines_is_one_service(as_, people):
    order = make_applied(people, description="Server upgrade\nwith care")
    draft = bill(as_("sales"), order)
    assert amounts(draft) == [("service", 1, "1500.00", "0.00", "1500.00")]
    assert draft["lines"][0]["item_description"] == "Server upgrade"
    other = make_applied(people)
    make_draft(people, service_line("400.00"), customer=other.customer, order=other.pk)
    rest = bill(as_("sales"), other)
    assert (rest["subtotal"], rest["lines"][0]["item_description"]) == ("1100.00", f"Order {other}")


def test_a_discount_is_shared_by_pieces_and_the_last_takes_the_rest(as_, people):
    order = make_applied(people, line("Work", 3, "10.00", discount="1.00"))
    pk, caller = order.lines.get().pk, as_("sales")
    made = [bill(caller, order, {"order_line": pk, "quantity": 1}) for _ in range(3)]
    assert [row["lines"][0]["discount"] for row in made] == ["0.33", "0.34", "0.33"]
    assert sum(Decimal(row["subtotal"]) for row in made) == order.order_total == Decimal("29.00")


def test_a_price_of_a_cent_is_never_less_than_its_discount(as_, people):
    order = make_applied(people, line("Screw", 100, "0.01", discount="0.14"), order_total=Decimal("0.86"))
    pk, caller = order.lines.get().pk, as_("sales")
    made = [bill(caller, order, {"order_line": pk, "quantity": n}) for n in (7, 43, 50)]
    assert [row["lines"][0]["discount"] for row in made] == ["0.01", "0.06", "0.07"]


def test_what_is_left_is_told(as_, people):
    order = make_applied(people, line("Work", 3, "10.00"), line("Bag", 2, "5.00"))
    first, second = order.lines.order_by("line_number").values_list("pk", flat=True)
    bill(as_("sales"), order, {"order_line": first, "quantity": 2})
    assert as_("billing").get(f"orders/{order.pk}/left").json == {
        "amount": "20.00",
        "lines": [{"order_line": first, "quantity": 1}, {"order_line": second, "quantity": 2}],
    }
    assert amounts(bill(as_("sales"), order)) == [
        ("service", 1, "10.00", "0.00", "10.00"),
        ("service", 2, "5.00", "0.00", "10.00"),
    ]


def test_the_oldest_units_go_first_unless_others_are_named(as_, people):
    model = make_model(people)
    new, old, oldest = ready(people, 3, model=model)
    with act(actor=people["warehouse"]):
        for unit, days in ((old, 5), (oldest, 9)):
            Asset.objects.filter(pk=unit.pk).update(received_date=business_date() - timedelta(days=days))
    order = make_applied(people, line("", 3, "100.00", product_model=model.pk))
    pk, caller = order.lines.get().pk, as_("sales")
    units = lambda invoice: [row["asset"]["id"] for row in invoice["lines"]]  # noqa: E731
    named = bill(caller, order, {"order_line": pk, "quantity": 1}, {"order_line": pk, "asset": new.pk})
    assert units(named) == [oldest.pk, new.pk]
    assert units(bill(caller, order)) == [old.pk]


def test_too_few_units_are_refused_by_name(as_, people):
    model = make_model(people, brand="HP", model_name="EliteBook 840")
    ready(people, 1, model=model)
    order = make_applied(people, line("", 2, "100.00", product_model=model.pk))
    refused = bill(as_("sales"), order, status=409)
    assert refused.codes == ["insufficient_stock"]
    assert refused.json["errors"][0]["detail"] == "1 of HP EliteBook 840 are ready for sale: 2 are needed."
    assert refused.json["meta"] == {"product_model": model.pk, "available": 1}
    assert (Invoice.objects.count(), Asset.objects.get().status) == (0, "Ready for Sale")


@pytest.mark.parametrize(
    ("choice", "status", "code", "attr"),
    [
        ({"order_line": 999_999}, 400, "does_not_exist", "lines.0.order_line"),
        ({"order_line": "work", "quantity": 0}, 400, "min_value", "lines.0.quantity"),
        ({"order_line": "work", "quantity": 4}, 409, "order_exceeded", None),
        ({"order_line": "work", "asset": "unit"}, 400, "other_model", "lines.0.asset"),
        ({"order_line": "model", "asset": "other"}, 400, "other_model", "lines.0.asset"),
        ({"order_line": "model", "asset": 999_999}, 400, "does_not_exist", "lines.0.asset"),
        ({"order_line": "model", "asset": "unit", "quantity": 2}, 400, "invalid", "lines.0.quantity"),
        ({"order_line": "model", "asset": "sold"}, 409, "asset_not_sellable", None),
    ],
)
def test_a_wrong_choice_is_named_and_nothing_is_written(as_, people, choice, status, code, attr):
    model = make_model(people)
    unit, sold = ready(people, 2, model=model)
    other = ready(people)[0]
    make_draft(people, {"asset": sold.pk})
    order = make_applied(people, line("Work", 3, "10.00"), line("", 2, "100.00", product_model=model.pk))
    work, machine = order.lines.order_by("line_number").values_list("pk", flat=True)
    known = {"work": work, "model": machine, "unit": unit.pk, "other": other.pk, "sold": sold.pk}
    body = {name: known.get(value, value) for name, value in choice.items()}
    refused = bill(as_("sales"), order, body, status=status)
    assert (refused.codes, refused.attrs) == ([code], [attr])
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (1, 1)


def test_a_choice_of_nothing_is_refused(as_, people):
    order = make_applied(people, line())
    refused = as_("sales").post(f"orders/{order.pk}/invoice", {"lines": []})
    assert (refused.status, refused.attrs) == (400, ["lines"])


def test_only_an_approved_sent_order_is_invoiced(as_, people):
    order, caller = make_order(people), as_("sales")
    draft = bill(caller, order, status=409)
    assert draft.codes == ["action_not_allowed"]
    caller.ok(caller.post(f"orders/{order.pk}/send"))
    assert bill(caller, order, status=409).json["errors"][0]["detail"] == "Billing has not approved it yet."
    as_("billing").ok(as_("billing").post(f"orders/{order.pk}/approve"))
    bill(caller, order)


def test_by_hand_too_only_a_sent_order_is_invoiced(as_, people):
    order = order_approve(order=make_order(people), actor=people["billing"])
    body = {"customer": order.customer_id, "customer_type": "Retail", "lines": [service_line("10.00")]}
    free = as_("sales").ok(as_("sales").post("invoices", body))
    for refused in (
        as_("sales").post("invoices", body | {"order": order.pk}),
        as_("sales").patch(f"invoices/{free['id']}", {"order": order.pk}),
    ):
        assert (refused.status, refused.codes, refused.json["errors"][0]["detail"]) == (
            409, ["action_not_allowed"], f"Order {order} is draft: only a sent order is invoiced.",
        )  # fmt: skip
    assert list(Invoice.objects.values_list("order", flat=True)) == [None]
    draft = Invoice.objects.filter(pk=free["id"])
    draft.update(order=order)
    with pytest.raises(IntegrityError, match="Its order is not sent"), transaction.atomic():
        draft.update(status="Sent", issued_at=timezone.now())


def test_a_gift_is_invoiced_too_before_its_order_is_paid(as_, people):
    order = make_applied(
        people, line("Work", 1, "50.00"), line("Gift", 2, "0.00"), line("Bag", 1, "5.00", discount="5.00")
    )
    work, gift, bag = order.lines.order_by("line_number").values_list("pk", flat=True)
    paid_by(people, order_invoice(order=order, actor=people["sales"], lines=[{"order_line": work, "quantity": 1}]))
    assert status_of(order) == "sent"
    caller = as_("sales")
    one = bill(caller, order, {"order_line": gift, "quantity": 1}, {"order_line": bag, "quantity": 1})
    rest = bill(caller, order)
    assert [amounts(one), amounts(rest)] == [
        [("service", 1, "0.00", "0.00", "0.00"), ("service", 1, "5.00", "5.00", "0.00")],
        [("service", 1, "0.00", "0.00", "0.00")],
    ]
    refused = bill(caller, order, status=409)
    assert refused.json["errors"][0]["detail"] == "It is invoiced in full."
    for invoice, follows in ((one, "sent"), (rest, "paid")):
        issued = caller.ok(caller.post(f"invoices/{invoice['id']}/issue"))
        assert (issued["status"], status_of(order)) == ("Paid", follows)


@pytest.mark.breaks_invariants
def test_an_order_that_is_paid_without_its_gift_is_found(people):
    order = make_applied(people, line("Work", 1, "50.00"), line("Gift", 1, "0.00"))
    work = order.lines.order_by("line_number").first()
    paid_by(people, order_invoice(order=order, actor=people["sales"], lines=[{"order_line": work.pk, "quantity": 1}]))
    assert [rule.code for rule in broken()] == []
    Order.objects.filter(pk=order.pk).update(status="paid")
    assert [rule.code for rule in broken()] == ["O09"]


@pytest.mark.parametrize("username", ["billing", "finance", "logistics", "auditor", "customer_service"])
def test_only_sellers_invoice(as_, people, username):
    order = make_applied(people)
    assert as_(username).post(f"orders/{order.pk}/invoice").status == 403
    assert Invoice.objects.count() == 0


def test_a_dry_run_drafts_nothing(as_, people):
    order = make_applied(people)
    answer = as_("sales").post(f"orders/{order.pk}/invoice?dry_run=true")
    assert (answer.status, answer.json["invoice"]["subtotal"]) == (201, "1500.00")
    assert Invoice.objects.count() == 0


def test_drafting_by_hand_stays_within_the_order(as_, people):
    order = make_applied(people, line("Work", 2, "50.00"))
    pk, customer = order.lines.get().pk, order.customer_id
    body = {"customer": customer, "customer_type": "Retail", "order": order.pk, "tax_rate": "0.15"}
    caller = as_("sales")
    refused = caller.post("invoices", body | {"lines": [service_line("100.01")]})
    assert (refused.status, refused.codes, refused.json["meta"]) == (409, ["order_exceeded"], {"left": "100.00"})
    many = caller.post("invoices", body | {"lines": [service_line("1.00", order_line=pk, quantity=3)]})
    assert (many.status, many.codes) == (409, ["order_exceeded"])
    wrong = caller.post("invoices", body | {"lines": [service_line("1.00", order_line=pk + 1)]})
    assert (wrong.status, wrong.attrs) == (400, ["lines.0.order_line"])
    draft = caller.ok(caller.post("invoices", body | {"lines": [service_line("60.00", order_line=pk)]}))
    assert (draft["total_amount"], draft["lines"][0]["order_line"]) == ("69.00", {"id": pk, "label": "Work"})
    grown = caller.patch(f"invoices/{draft['id']}", {"lines": [service_line("100.01")]})
    assert (grown.status, grown.codes) == (409, ["order_exceeded"])
    second = caller.ok(caller.post("invoices", body | {"lines": [service_line("40.00")]}))
    changed = caller.patch(f"invoices/{second['id']}", {"lines": [service_line("40.01")]})
    assert (changed.status, changed.codes) == (409, ["order_exceeded"])
    assert sorted(Invoice.objects.values_list("subtotal", flat=True)) == [Decimal("40.00"), Decimal("60.00")]


def test_the_database_itself_stays_within_the_order(people):
    order = make_applied(people)
    draft = make_draft(people, service_line("1500.00"), customer=order.customer, order=order.pk)
    other = make_draft(people, service_line("0.01"), customer=order.customer)
    with pytest.raises(IntegrityError, match="More than the order"), transaction.atomic():
        Invoice.objects.filter(pk=other.pk).update(order=order)
    with pytest.raises(IntegrityError, match="invoiced never changes"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(order_total="1499.99")
    draft.refresh_from_db()
    assert draft.subtotal == Decimal("1500.00")


def test_an_invoice_is_for_the_orders_customer_and_in_its_currency(as_, people):
    order = make_applied(people, currency="EUR")
    body = {"customer_type": "Retail", "order": order.pk, "lines": [service_line("10.00")]}
    wrong = as_("sales").post("invoices", body | {"customer": make_customer(people).pk})
    assert (wrong.status, wrong.codes, wrong.attrs) == (400, ["other_customer"], ["order"])
    draft = as_("sales").ok(as_("sales").post("invoices", body | {"customer": order.customer_id}))
    assert draft["currency"] == "EUR"
    moved = as_("sales").patch(f"invoices/{draft['id']}", {"customer": make_customer(people).pk})
    assert (moved.status, moved.codes) == (400, ["other_customer"])
    order_hold(order=order, reason="Wait", actor=people["billing"])


def test_nothing_of_a_held_order_is_issued_by_any_door(as_, people):
    order = make_applied(people, line())
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk, "unit_price": "500.00"}, customer=order.customer, order=order.pk)
    held = as_("billing").ok(as_("billing").post(f"orders/{order.pk}/hold", {"reason": "Late"}))
    assert held["stalls"] == [
        {"type": "invoice", "id": draft.pk, "label": draft.invoice_number},
        {"type": "unit", "id": unit.pk, "label": unit.serial_number},
    ]
    refused = as_("sales").post(f"invoices/{draft.pk}/issue")
    assert (refused.status, refused.codes) == (409, ["action_not_allowed"])
    with pytest.raises(IntegrityError, match="waits for approval"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE invoices_invoice SET status = 'Sent', issued_at = now() WHERE id = %s", [draft.pk])
    draft.refresh_from_db()
    assert draft.status == "Draft"


def test_an_order_that_is_invoiced_neither_changes_nor_goes(as_, people):
    order = make_applied(people)
    draft = order_invoice(order=order, actor=people["sales"])
    sentence = f"Invoice {draft} stands on it: cancel or void that first."
    for refused in (
        as_("sales").patch(f"orders/{order.pk}", {"description": "x"}),
        as_("sales").post(f"orders/{order.pk}/cancel", {"reason": "x"}),
        as_("sales").delete(f"orders/{order.pk}"),
    ):
        assert (refused.status, refused.codes, refused.json["errors"][0]["detail"]) == (
            409, ["action_not_allowed"], sentence,
        )  # fmt: skip
    invoice_cancel(invoice=draft, reason="Again", actor=people["sales"])
    changed = as_("sales").ok(as_("sales").patch(f"orders/{order.pk}", {"description": "x"}))
    assert (changed["description"], changed["approved_by_billing_status"]) == ("x", "approved")


def test_lines_change_once_the_invoice_that_billed_them_is_cancelled(people):
    order = make_applied(people, line("Work", 2, "50.00"))
    draft = order_invoice(order=order, actor=people["sales"])
    invoice_cancel(invoice=draft, reason="Again", actor=people["sales"])
    order_update(order=order, actor=people["sales"], lines=[line("Other", 1, "10.00")])
    assert draft.lines.get().order_line is None
    assert status_of(order) == "sent"


def test_an_order_is_paid_when_all_of_it_is(people):
    order = make_applied(people, line("Work", 2, "50.00"))
    pk = order.lines.get().pk
    first, second = (
        order_invoice(order=order, actor=people["sales"], lines=[{"order_line": pk, "quantity": 1}]) for _ in range(2)
    )
    paid_by(people, first)
    assert status_of(order) == "sent"
    payment = paid_by(people, second)
    assert status_of(order) == "paid"
    payment_void(payment=payment, reason="Bounced", actor=people["manager"])
    assert (status_of(order), order.applied_at is not None) == ("sent", True)


def test_paid_without_being_invoiced_in_full_is_sent(people):
    order = make_applied(people, line("Work", 2, "50.00"))
    pk = order.lines.get().pk
    paid_by(people, order_invoice(order=order, actor=people["sales"], lines=[{"order_line": pk, "quantity": 1}]))
    assert status_of(order) == "sent"


def test_a_cancelled_draft_over_nothing_no_longer_holds_the_payment_up(people):
    order = make_applied(people)
    empty = make_draft(people, service_line("0.00"), customer=order.customer, order=order.pk)
    paid_by(people, order_invoice(order=order, actor=people["sales"]))
    assert status_of(order) == "sent"
    invoice_cancel(invoice=empty, reason="Empty", actor=people["sales"])
    assert status_of(order) == "paid"


def test_when_its_last_invoice_is_voided_an_order_is_approved_anew(as_, people):
    order = make_applied(people)
    invoice = order_invoice(order=order, actor=people["sales"])
    paid_by(people, invoice)
    assert status_of(order) == "paid"
    invoice.refresh_from_db()
    note = invoice_void(invoice=invoice, reason="Wrong order", actor=people["sales"])
    note_approve(note=note_billing_sign(note=note, actor=people["billing"]), actor=people["manager"])
    shown = as_("sales").get(f"orders/{order.pk}").json
    assert (shown["status"], shown["approved_by_billing_status"], shown["applied_at"]) == ("sent", "pending", None)
    withdrawn = as_("sales").get(f"orders/{order.pk}/timeline").json["results"][-1]
    assert (withdrawn["action"], withdrawn["reason"]) == (
        "withdraw_billing",
        f"{invoice.invoice_number} was undone: Voided by {note}",
    )


def test_an_approval_covers_the_credit_of_its_invoices(people):
    customer = make_customer(people, credit_limit="1000.00")
    order = make_applied(people, customer=customer)
    assert order.requires_office_approval
    assert invoice_issue(invoice=order_invoice(order=order, actor=people["sales"]), actor=people["sales"])


def test_approved_orders_count_against_the_limit_of_other_invoices(as_, people):
    customer = make_customer(people, credit_limit="1600.00")
    make_applied(people, customer=customer)
    draft = make_draft(people, service_line("100.01"), customer=customer)
    refused = as_("sales").post(f"invoices/{draft.pk}/issue")
    assert (refused.status, refused.codes) == (409, ["credit_limit"])
    within = make_draft(people, service_line("100.00"), customer=customer)
    as_("sales").ok(as_("sales").post(f"invoices/{within.pk}/issue"))


def test_exposure_is_told_part_by_part(as_, people):
    customer = make_customer(people, credit_limit="5000.00")
    order = make_applied(people, line("Work", 3, "500.00"), customer=customer)
    order_invoice(order=order, actor=people["sales"], lines=[{"order_line": order.lines.get().pk, "quantity": 1}])
    make_order(people, customer=customer)
    invoice_issue(invoice=make_draft(people, customer=customer), actor=people["sales"])
    told = as_("finance").get(f"customers/{customer.pk}/exposure").json
    assert {name: told["parts"][name] for name in ("invoices", "orders")} == {"invoices": "100.00", "orders": "1000.00"}
    assert (told["total"], told["overdue"], told["available"], told["currency"]) == (
        "1100.00", "0.00", "3900.00", "GHS",
    )  # fmt: skip
    assert as_("technician").get(f"customers/{customer.pk}/exposure").status == 403


def test_an_order_approved_again_after_a_hold_may_be_billed_on(people):
    order = make_applied(people, line("Work", 2, "50.00"))
    pk = order.lines.get().pk
    paid_by(people, order_invoice(order=order, actor=people["sales"], lines=[{"order_line": pk, "quantity": 1}]))
    order_hold(order=order, reason="Wait", actor=people["finance"])
    order.refresh_from_db()
    order_approve(order=order, actor=people["billing"])
    paid_by(people, order_invoice(order=order, actor=people["sales"]))
    assert status_of(order) == "paid"
