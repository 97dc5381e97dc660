"""The till: checkout with several tenders, payments, their voids and refunds."""

import pytest

from apps.inventory.tests.factories import make_bulk, ready
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_draft, make_issued, service_line
from apps.ledger.models import LedgerEntry
from apps.payments.models import Payment

pytestmark = pytest.mark.django_db


def cash(amount):
    return {"payment_method": "Cash", "amount": amount}


def momo(amount):
    return {"payment_method": "MoMo", "amount": amount, "reference": "MM-1"}


def test_a_sale_with_two_tenders_is_paid_and_the_ledger_says_why(as_, people):
    unit, charger = ready(people)[0], make_bulk(people)
    draft = make_draft(people, {"asset": unit.pk}, {"bulk_stock": charger.pk, "quantity": 2})
    paid = as_("sales").ok(
        as_("sales").post(f"invoices/{draft.pk}/checkout", {"payments": [cash("3100.00"), momo("2000.00")]})
    )
    assert (paid["status"], paid["balance"], paid["change"]) == ("Paid", "0.00", "0.00")
    assert [(p["payment_method"], p["amount"], p["reference"]) for p in paid["payments"]] == [
        ("Cash", "3100.00", ""),
        ("MoMo", "2000.00", "MM-1"),
    ]
    entries = LedgerEntry.objects.filter(document_id=draft.pk).order_by("pk").values_list("amount", "cause")
    assert [(str(amount), cause) for amount, cause in entries] == [("3100.00", "tender"), ("2000.00", "tender")]
    unit.refresh_from_db()
    charger.refresh_from_db()
    assert (unit.status, charger.quantity) == ("Sold", 8)


@pytest.mark.parametrize(
    ("payments", "handed_over", "change", "kept"),
    [
        ([cash("100.00")], "120.00", "20.00", ["100.00"]),
        ([cash("120.00")], None, "20.00", ["100.00"]),
        ([momo("60.00"), cash("50.00")], None, "10.00", ["60.00", "40.00"]),
        ([cash("10.00"), cash("100.00")], None, "10.00", ["100.00"]),
    ],
)
def test_change_comes_out_of_the_cash(as_, people, payments, handed_over, change, kept):
    draft = make_draft(people)
    body = {"payments": payments} | ({"cash_received": handed_over} if handed_over else {})
    paid = as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/checkout", body))
    assert (paid["status"], paid["change"], [p["amount"] for p in paid["payments"]]) == ("Paid", change, kept)


@pytest.mark.parametrize(
    ("payments", "handed_over", "attr"),
    [
        ([cash("99.99")], None, "payments"),
        ([], None, "payments"),
        ([momo("100.01")], None, "payments"),
        ([cash("5.00"), momo("106.00")], None, "payments"),
        ([cash("100.00")], "99.00", "cash_received"),
    ],
)
def test_tenders_that_do_not_make_the_total_are_refused(as_, people, payments, handed_over, attr):
    draft = make_draft(people)
    body = {"payments": payments} | ({"cash_received": handed_over} if handed_over else {})
    answer = as_("sales").post(f"invoices/{draft.pk}/checkout", body)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], ["tenders_differ"])
    assert (Invoice.objects.get(pk=draft.pk).status, Payment.objects.count()) == ("Draft", 0)


def test_a_walk_in_pays_and_gets_no_warranty(as_, people):
    unit = ready(people)[0]
    draft = as_("sales").ok(as_("sales").post("invoices", {"customer_type": "Walk-in", "lines": [{"asset": unit.pk}]}))
    paid = as_("sales").ok(as_("sales").post(f"invoices/{draft['id']}/checkout", {"payments": [cash("5000.00")]}))
    assert paid["status"] == "Paid"
    assert as_("sales").ok(as_("sales").get("warranties", invoice=draft["id"]))["count"] == 0


def test_a_tender_lowers_the_balance_and_the_last_one_pays(as_, people):
    invoice = make_issued(people)
    as_("sales").ok(as_("sales").post("payments", cash("40.00") | {"invoice": invoice.pk}))
    shown = as_("sales").get(f"invoices/{invoice.pk}").json
    assert (shown["status"], shown["balance"]) == ("Sent", "60.00")
    as_("sales").ok(as_("sales").post("payments", momo("60.00") | {"invoice": invoice.pk}))
    shown = as_("sales").get(f"invoices/{invoice.pk}").json
    assert (shown["status"], shown["balance"]) == ("Paid", "0.00")


@pytest.mark.parametrize(
    "amount", ["-1.00", "0", "0.00", "1.005", "NaN", "Infinity", "1e400", "1,000.00", "١٢", True, None]
)
def test_an_amount_that_is_none_is_refused(as_, people, amount):
    invoice = make_issued(people)
    answer = as_("sales").post("payments", {"invoice": invoice.pk, "payment_method": "Cash", "amount": amount})
    assert (answer.status, answer.attrs) == (400, ["amount"]), answer
    assert Payment.objects.count() == 0


def test_overpaying_and_paying_a_draft_or_a_paid_one_are_refused(as_, people):
    invoice, draft = make_issued(people), make_draft(people)
    answer = as_("sales").post("payments", cash("100.01") | {"invoice": invoice.pk})
    assert (answer.status, answer.codes) == (409, ["balance_exceeded"])
    answer = as_("sales").post("payments", cash("1.00") | {"invoice": draft.pk})
    assert (answer.status, answer.codes) == (409, ["action_not_allowed"])
    as_("sales").ok(as_("sales").post("payments", cash("100.00") | {"invoice": invoice.pk}))
    answer = as_("sales").post("payments", cash("1.00") | {"invoice": invoice.pk})
    assert (answer.status, answer.codes) == (409, ["balance_exceeded"])
    assert Payment.objects.count() == 1


def test_a_repeat_with_the_same_key_pays_once_and_another_payload_is_refused(as_, people):
    invoice = make_issued(people)
    body = cash("40.00") | {"invoice": invoice.pk}
    caller = as_("sales")
    first = caller.post("payments", body, Idempotency_Key="k-1")
    second = caller.post("payments", body, Idempotency_Key="k-1")
    assert (first.status, second.status, second.headers["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json == second.json
    other = caller.post("payments", body | {"amount": "41.00"}, Idempotency_Key="k-1")
    assert (other.status, other.codes) == (422, ["idempotency_key_reused"])
    assert caller.post("payments", body, key=False).codes == ["idempotency_key_required"]
    assert caller.post("payments", body, Idempotency_Key="k" * 256).codes == ["idempotency_key_invalid"]
    assert as_("sales2").post("payments", body, Idempotency_Key="k-1").status == 201
    assert Payment.objects.count() == 2


def test_a_refused_request_keeps_no_key(as_, people):
    invoice = make_issued(people)
    caller = as_("sales")
    assert caller.post("payments", cash("100.01") | {"invoice": invoice.pk}, Idempotency_Key="k-2").status == 409
    assert caller.post("payments", cash("100.00") | {"invoice": invoice.pk}, Idempotency_Key="k-2").status == 201


def test_a_void_writes_the_opposite_row_and_opens_the_invoice_again(as_, people):
    draft = make_draft(people)
    paid = as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/checkout", {"payments": [cash("100.00")]}))
    payment = paid["payments"][0]["id"]
    as_("manager").ok(as_("manager").post(f"payments/{payment}/void", {"reason": "Wrong till"}))
    shown = as_("sales").get(f"invoices/{draft.pk}").json
    assert (shown["status"], shown["balance"]) == ("Sent", "100.00")
    assert [(p["kind"], p["amount"]) for p in shown["payments"]] == [("receipt", "100.00"), ("void", "100.00")]
    again = as_("manager").post(f"payments/{payment}/void", {"reason": "Twice"})
    assert (again.status, again.codes) == (409, ["action_not_allowed"])
    assert as_("sales").post(f"payments/{payment}/void", {"reason": "Not mine"}).status == 403


def test_a_refund_pays_back_no_more_than_was_received(as_, people):
    draft = make_draft(people, service_line("100.00"))
    paid = as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/checkout", {"payments": [cash("100.00")]}))
    path = f"payments/{paid['payments'][0]['id']}/refund"
    part = {"amount": "30.00", "payment_method": "MoMo", "reason": "Goodwill"}
    as_("manager").ok(as_("manager").post(path, part))
    assert as_("sales").get(f"invoices/{draft.pk}").json["balance"] == "30.00"
    answer = as_("manager").post(path, part | {"amount": "70.01"})
    assert (answer.status, answer.codes) == (409, ["balance_exceeded"])
    as_("manager").ok(as_("manager").post(path, part | {"amount": "70.00"}))
    assert as_("sales").get(f"invoices/{draft.pk}").json["balance"] == "100.00"


def test_a_tender_is_never_edited_or_deleted(as_, people):
    invoice = make_issued(people)
    made = as_("sales").ok(as_("sales").post("payments", cash("40.00") | {"invoice": invoice.pk}))
    assert as_("admin").patch(f"payments/{made['id']}", {"amount": "1.00"}).status == 405
    assert as_("admin").delete(f"payments/{made['id']}").status == 405
