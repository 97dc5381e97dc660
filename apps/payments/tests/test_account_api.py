"""Money on account over the API: drafted by Billing, applied by Finance, reversed exactly (seed 3)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_customer, make_issued
from apps.ledger.models import LedgerEntry
from apps.payments import account, reversals
from apps.payments.models import SalesPayment, SalesPaymentItem, SalesPaymentReversal
from apps.payments.tests.account_factories import applied, bank, item, make_payment, reversal_of
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.tests.factories import approved, make_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing(people):
    """A customer who owes 300 and 200 on invoices and 50 on a debit note, and has 100 to their credit."""
    customer = make_customer(people, customer_rep=people["sales2"].pk)
    return {
        "customer": customer,
        "first": make_issued(people, "300.00", customer=customer),
        "second": make_issued(people, "200.00", customer=customer),
        "debit": approved(people, DebitNote, "50.00", customer=customer),
        "credit": approved(people, CreditNote, "100.00", customer=customer),
    }


def body(people, owing, *items, **more):
    return {
        "customer": owing["customer"].pk,
        "deposited_in_bank": bank(people).pk,
        "items_json": [item(owing[name], amount) if name else item(None, amount) for name, amount in items],
    } | more


ALL = [("first", "300.00"), ("second", "50.00"), ("debit", "50.00"), ("credit", "100.00"), (None, "25.00")]


def state(owing):
    """Return status and balance of every document of the customer, as they are now."""
    found = {}
    for name in ("first", "second", "debit", "credit"):
        owing[name].refresh_from_db()
        found[name] = (owing[name].status, str(owing[name].balance))
    return found


def test_a_draft_takes_rep_and_currency_from_the_customer_and_its_total_from_its_items(as_, people, owing):
    draft = as_("billing").ok(as_("billing").post("sales-payments", body(people, owing, *ALL)))
    assert draft["readable_number"] == f"SP-{draft['number']:06d}"
    assert (draft["status"], draft["archived"], draft["total"], draft["currency"]) == ("draft", False, "325.00", "GHS")
    assert (draft["customer_rep"]["id"], draft["created_by"]["id"]) == (people["sales2"].pk, people["billing"].pk)
    assert draft["items_json"] == [
        {"type": "invoice", "id": owing["first"].pk, "amount": "300.00"},
        {"type": "invoice", "id": owing["second"].pk, "amount": "50.00"},
        {"type": "debit_note", "id": owing["debit"].pk, "amount": "50.00"},
        {"type": "credit_note", "id": owing["credit"].pk, "amount": "100.00"},
        {"type": "advance", "amount": "25.00"},
    ]
    assert [row["document"] and row["document"]["label"] for row in draft["items"]] == [
        owing["first"].invoice_number,
        owing["second"].invoice_number,
        owing["debit"].readable_number,
        owing["credit"].readable_number,
        None,
    ]
    assert draft["sales_payment_items"] == []
    assert state(owing)["first"] == ("Sent", "300.00")


def test_finance_applies_and_every_balance_follows(as_, people, owing):
    draft = as_("billing").ok(as_("billing").post("sales-payments", body(people, owing, *ALL)))
    path = f"sales-payments/{draft['id']}"
    refused = as_("billing").post(f"{path}/apply")
    assert (refused.status, refused.codes) == (403, ["permission_denied"])
    done = as_("finance").ok(as_("finance").post(f"{path}/apply"))
    assert (done["status"], done["archived"], done["confirmed_by"]["id"]) == ("applied", True, people["finance"].pk)
    assert state(owing) == {
        "first": ("Paid", "0.00"),
        "second": ("Sent", "150.00"),
        "debit": ("approved", "0.00"),
        "credit": ("approved", "0.00"),
    }
    advance = CreditNote.objects.get(origin="payment")
    assert (advance.status, str(advance.balance), advance.origin_id) == ("approved", "25.00", draft["id"])
    assert (advance.created_by, advance.approved_by_office_user) == (people["billing"], people["finance"])
    assert [(row["type"], row["amount"]) for row in done["sales_payment_items"]] == [
        ("invoice", "300.00"),
        ("invoice", "50.00"),
        ("debit_note", "50.00"),
        ("credit_note", "100.00"),
        ("advance", "25.00"),
    ]
    assert done["items"][4]["document"] == {"id": advance.pk, "label": advance.readable_number}
    entries = LedgerEntry.objects.filter(cause="sales payment").order_by("pk")
    assert [(e.document_kind, str(e.amount)) for e in entries] == [
        ("invoice", "300.00"),
        ("invoice", "50.00"),
        ("debit_note", "50.00"),
        ("credit_note", "100.00"),
    ]
    again = as_("finance").post(f"{path}/apply")
    assert (again.status, again.codes) == (409, ["action_not_allowed"])
    kept = as_("billing").delete(path)
    assert (kept.status, kept.codes) == (409, ["action_not_allowed"])
    assert as_("billing").patch(path, {"items_json": []}).codes == ["action_not_allowed"]


def test_the_seeds_other_name_for_apply(as_, people):
    payment = make_payment(people)
    done = as_("finance").ok(as_("finance").post(f"sales-payments/{payment.pk}/approve"))
    assert done["status"] == "applied"


def test_a_dry_run_tells_each_balance_before_and_after(as_, people, owing):
    draft = as_("billing").ok(as_("billing").post("sales-payments", body(people, owing, *ALL)))
    shown = as_("finance").ok(as_("finance").post(f"sales-payments/{draft['id']}/apply?dry_run=true"))
    assert [(e["type"], e["before"], e["after"]) for e in shown["effects"]] == [
        ("invoice", "300.00", "0.00"),
        ("invoice", "200.00", "150.00"),
        ("debit note", "50.00", "0.00"),
        ("credit note", "100.00", "0.00"),
        ("credit note", "0.00", "25.00"),
    ]
    assert state(owing)["first"] == ("Sent", "300.00")
    assert CreditNote.objects.filter(origin="payment").count() == 0


def test_notes_alone_may_net_to_nothing(as_, people, owing):
    netted = body(people, owing, ("second", "100.00"), ("credit", "100.00"))
    draft = as_("billing").ok(as_("billing").post("sales-payments", netted))
    assert draft["total"] == "0.00"
    as_("finance").ok(as_("finance").post(f"sales-payments/{draft['id']}/apply"))
    assert state(owing)["second"] == ("Sent", "100.00")


@pytest.mark.parametrize(
    ("items", "status", "attr", "code"),
    [
        ([{"type": "invoice", "amount": "1.00"}], 400, "items_json.0.id", "required"),
        ([{"type": "invoice", "id": 999999, "amount": "1.00"}], 400, "items_json.0.id", "does_not_exist"),
        ([{"type": "order", "id": 1, "amount": "1.00"}], 400, "items_json.0.type", "invalid_choice"),
        ([{"type": "advance", "id": 1, "amount": "1.00"}], 400, "items_json.0.id", "invalid"),
        ([("first", "0.00")], 400, "items_json.0.amount", "min_value"),
        ([("first", "-5.00")], 400, "items_json.0.amount", "min_value"),
        ([("first", "1.00"), ("first", "2.00")], 400, "items_json.1.id", "duplicate"),
        ([("credit", "50.00")], 400, "items_json", "negative_total"),
        ([("first", "300.01")], 409, "items_json.0.amount", "balance_exceeded"),
        ([("foreign", "1.00")], 400, "items_json.0.id", "does_not_exist"),
        ([("draft", "1.00"), ("first", "1.00")], 409, "items_json.0.amount", "not_open"),
    ],
)
def test_a_wrong_item_is_named_and_nothing_is_written(as_, people, owing, items, status, attr, code):
    owing |= {"foreign": make_issued(people), "draft": make_note(people, customer=owing["customer"])}
    sent = body(people, owing) | {
        "items_json": [asked if isinstance(asked, dict) else item(owing[asked[0]], asked[1]) for asked in items]
    }
    answer = as_("billing").post("sales-payments", sent)
    assert (answer.status, answer.attrs, answer.codes) == (status, [attr], [code])
    assert SalesPayment.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "attr", "code"),
    [
        ({"deposited_in_bank": None}, "deposited_in_bank", "null"),
        ({"deposited_in_bank": 999999}, "deposited_in_bank", "does_not_exist"),
        ({"customer": 999999}, "customer", "does_not_exist"),
        ({"total": "299.99"}, "total", "total_differs"),
        ({"received_at": "2999-01-01T00:00:00Z"}, "received_at", "in_the_future"),
    ],
)
def test_a_wrong_field_is_named(as_, people, owing, more, attr, code):
    answer = as_("billing").post("sales-payments", body(people, owing, ("first", "300.00")) | more)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], [code])
    assert SalesPayment.objects.count() == 0


def test_another_currency_is_refused(as_, people, owing):
    answer = as_("billing").post("sales-payments", body(people, owing, ("first", "1.00"), currency="USD"))
    assert (answer.status, answer.attrs, answer.codes) == (400, ["items_json.0.id"], ["does_not_exist"])


def test_a_draft_changes_but_never_its_customer(as_, people, owing):
    billing = as_("billing")
    draft = billing.ok(billing.post("sales-payments", body(people, owing, ("first", "300.00"))))
    path = f"sales-payments/{draft['id']}"
    refused = billing.patch(path, {"customer": make_customer(people).pk})
    assert (refused.status, refused.attrs, refused.codes) == (400, ["customer"], ["immutable"])
    changed = billing.ok(billing.patch(path, {"items_json": [item(owing["second"], "20.00")]}))
    assert (changed["total"], len(changed["items_json"])) == ("20.00", 1)
    assert billing.delete(path).status == 204
    assert billing.get(path).status == 404


def test_what_another_payment_took_is_not_taken_twice(as_, people, owing):
    first, second = (make_payment(people, item(owing["first"], "200.00"), customer=owing["customer"]) for _ in "ab")
    finance = as_("finance")
    finance.ok(finance.post(f"sales-payments/{first.pk}/apply"))
    answer = finance.post(f"sales-payments/{second.pk}/apply")
    assert (answer.status, answer.codes, answer.attrs) == (409, ["balance_exceeded"], ["items_json.0.amount"])
    assert state(owing)["first"] == ("Sent", "100.00")
    second.refresh_from_db()
    assert (second.status, SalesPaymentItem.objects.filter(sales_payment=second).count()) == ("draft", 0)


def test_a_payment_that_names_no_rep_has_the_customers(as_, people, owing):
    billing = as_("billing")
    draft = billing.ok(billing.post("sales-payments", body(people, owing, ("first", "1.00"), customer_rep=None)))
    path = f"sales-payments/{draft['id']}"
    changed = [billing.ok(billing.patch(path, {"customer_rep": named})) for named in (people["sales"].pk, None)]
    assert [payment["customer_rep"]["label"] for payment in (draft, *changed)] == ["Sales 2", "Sales", "Sales 2"]


def test_whoever_made_it_does_not_apply_it(as_, people):
    payment = make_payment(people, by="admin")
    answer = as_("admin").post(f"sales-payments/{payment.pk}/apply")
    assert (answer.status, answer.codes) == (403, ["self_approval"])
    payment.refresh_from_db()
    assert payment.status == "draft"


def test_whoever_last_changed_its_money_does_not_apply_it(as_, people):
    payment = make_payment(people, item(None, "25.00"))
    admin, path = as_("admin"), f"sales-payments/{payment.pk}"
    changed = admin.ok(admin.patch(path, {"items_json": [item(None, "9999.00")]}))
    assert (changed["created_by"]["label"], changed["changed_by"]["id"]) == ("Billing", people["admin"].pk)
    as_("billing").ok(as_("billing").patch(path, {"received_at": "2026-01-05T10:00:00Z"}))
    refused = admin.post(f"{path}/apply")
    assert (refused.status, refused.codes, CreditNote.objects.count()) == (403, ["self_approval"], 0)
    with pytest.raises(IntegrityError, match="salespayment_changer"), transaction.atomic():
        SalesPayment.objects.filter(pk=payment.pk).update(
            status="applied", archived=True, confirmed_by=people["admin"], applied_at=timezone.now()
        )
    as_("finance").ok(as_("finance").post(f"{path}/apply"))


def test_a_draft_is_sent_back_with_a_reason_until_it_is_changed(as_, people):
    payment = make_payment(people)
    path = f"sales-payments/{payment.pk}"
    returned = as_("finance").ok(as_("finance").post(f"{path}/send-back", {"reason": "Slip missing"}))
    assert (returned["status"], returned["sent_back_reason"]) == ("draft", "Slip missing")
    changed = as_("billing").ok(as_("billing").patch(path, {"received_at": "2026-01-05T10:00:00Z"}))
    assert changed["sent_back_reason"] == ""


def test_an_empty_draft_is_not_applied(as_, people, owing):
    draft = as_("billing").ok(as_("billing").post("sales-payments", body(people, owing)))
    answer = as_("finance").post(f"sales-payments/{draft['id']}/apply")
    assert (answer.status, answer.codes, answer.attrs) == (400, ["empty"], ["items_json"])


def test_remote_sales_draft_payments_of_their_own_customers(as_, people):
    remote = as_("remote_sales")
    own = make_customer(people, customer_rep=people["remote_sales"].pk)
    mine = {"customer": own.pk, "deposited_in_bank": bank(people).pk, "items_json": []}
    draft = remote.ok(remote.post("sales-payments", mine))
    foreign = remote.post("sales-payments", mine | {"customer": make_customer(people).pk})
    assert (foreign.status, foreign.attrs, foreign.codes) == (400, ["customer"], ["does_not_exist"])
    make_payment(people)
    assert [row["id"] for row in remote.ok(remote.get("sales-payments"))["results"]] == [draft["id"]]


# Reversals


def test_a_reversal_restores_every_balance_and_status(as_, people, owing):
    before = state(owing)
    items = [item(owing[name], amount) if name else item(None, amount) for name, amount in ALL]
    payment = applied(people, *items, customer=owing["customer"])
    asked = as_("billing").post(f"sales-payments/{payment.pk}/reverse", {"reason": "Wrong customer"})
    assert asked.status == 201
    reversal = asked.json["reversal"]
    assert (reversal["status"], reversal["total"], reversal["reason"]) == ("draft", "325.00", "Wrong customer")
    assert (reversal["sales_payment"]["id"], reversal["items"]) == (payment.pk, asked.json["items"])
    assert state(owing) != before
    twice = as_("billing").post(f"sales-payments/{payment.pk}/reverse", {"reason": "Again"})
    assert (twice.status, twice.codes) == (409, ["action_not_allowed"])
    path = f"sales-payment-reversals/{reversal['id']}"
    refused = as_("billing").post(f"{path}/approve")
    assert (refused.status, refused.codes) == (403, ["permission_denied"])
    done = as_("finance").ok(as_("finance").post(f"{path}/approve"))
    assert (done["status"], done["archived"]) == ("approved", True)
    assert state(owing) == before
    payment.refresh_from_db()
    assert (payment.status, payment.archived) == ("reversed", True)
    assert str(CreditNote.objects.get(origin="payment").balance) == "0.00"
    late = as_("finance").post(f"{path}/approve")
    assert (late.status, late.codes) == (409, ["action_not_allowed"])


def test_neither_the_payments_maker_nor_whoever_asked_approves(as_, people):
    payment = make_payment(people, by="admin")
    as_("finance2").ok(as_("finance2").post(f"sales-payments/{payment.pk}/apply"))
    payment.refresh_from_db()
    by_another = reversal_of(people, payment)
    made_it = as_("admin").post(f"sales-payment-reversals/{by_another.pk}/approve")
    assert (made_it.status, made_it.codes) == (403, ["self_approval"])
    assert made_it.json["errors"][0]["detail"] == "You made the payment, so somebody else must approve it."
    as_("admin").ok(as_("admin").post(f"sales-payment-reversals/{by_another.pk}/reject", {"reason": "No mistake"}))
    own = as_("admin").post(f"sales-payments/{payment.pk}/reverse", {"reason": "Mine"}).json["reversal"]
    asked_it = as_("admin").post(f"sales-payment-reversals/{own['id']}/approve")
    assert asked_it.codes == ["self_approval"]
    payment.refresh_from_db()
    assert payment.status == "applied"


def test_an_advance_that_is_spent_holds_the_reversal_and_names_the_spender(as_, people, owing):
    payment = applied(people, item(None, "80.00"), customer=owing["customer"])
    advance = CreditNote.objects.get(origin="payment")
    spender = applied(people, item(owing["first"], "100.00"), item(advance, "30.00"), customer=owing["customer"])
    reversal = reversal_of(people, payment)
    answer = as_("finance").post(f"sales-payment-reversals/{reversal.pk}/approve")
    assert (answer.status, answer.codes) == (409, ["credit_spent"])
    assert answer.json["meta"]["spenders"] == [spender.readable_number]
    as_("finance").ok(as_("finance").post(f"sales-payment-reversals/{reversal_of(people, spender).pk}/approve"))
    as_("finance").ok(as_("finance").post(f"sales-payment-reversals/{reversal.pk}/approve"))
    advance.refresh_from_db()
    assert str(advance.balance) == "0.00"


def test_a_payment_on_an_invoice_that_was_voided_since_is_not_reversed(as_, people, owing):
    payment = applied(people, item(owing["second"], "50.00"), customer=owing["customer"])
    note = as_("sales").post(f"invoices/{owing['second'].pk}/void", {"reason": "Back"}).json["credit_note"]
    as_("billing").ok(as_("billing").post(f"credit-notes/{note['id']}/billing-sign"))
    as_("manager").ok(as_("manager").post(f"credit-notes/{note['id']}/approve"))
    answer = as_("finance").post(f"sales-payment-reversals/{reversal_of(people, payment).pk}/approve")
    assert (answer.status, answer.codes) == (409, ["not_open"])
    assert Invoice.objects.get(pk=owing["second"].pk).status == "Refunded"


@pytest.mark.parametrize("how", ["reject", "delete"])
def test_a_reversal_that_comes_to_nothing_leaves_the_payment_and_can_be_asked_again(as_, people, how):
    payment = applied(people)
    path = f"sales-payment-reversals/{reversal_of(people, payment).pk}"
    if how == "reject":
        done = as_("finance").ok(as_("finance").post(f"{path}/reject", {"reason": "It is right"}))
        assert (done["status"], done["archived"]) == ("rejected", False)
    else:
        assert as_("billing").delete(path).status == 204
    payment.refresh_from_db()
    assert payment.status == "applied"
    reversal_of(people, payment)
    assert SalesPaymentReversal.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=draft", ["draft"]),
        ("status=applied&status=reversed", ["big"]),
        ("total_min=150.00", ["big"]),
        ("total_max=150.00", ["draft"]),
        ("created_by=me", ["big", "draft"]),
        ("archived=true", ["big"]),
        ("applied_at_after=2020-01-01", ["big"]),
    ],
)
def test_payments_are_found_by_what_the_seed_marks(as_, people, query, found):
    customer = make_customer(people)
    invoice = make_issued(people, "200.00", customer=customer)
    rows = {"big": applied(people, item(invoice, "200.00"), customer=customer), "draft": make_payment(people)}
    names = {row.pk: name for name, row in rows.items()}
    shown = as_("billing").ok(as_("billing").get(f"sales-payments?{query}"))["results"]
    assert sorted(names[row["id"]] for row in shown) == found


def test_the_receipt_is_the_same_for_ever(as_, people):
    payment = applied(people)
    first, second = (as_("billing").get(f"sales-payments/{payment.pk}/pdf") for _ in "ab")
    assert first.raw.startswith(b"%PDF-")
    assert first.raw == second.raw


def test_amounts_are_exact_to_the_cent(people, owing):
    payment = applied(people, item(owing["first"], "0.01"), item(None, "0.02"), customer=owing["customer"])
    assert payment.total == Decimal("0.03")
    owing["first"].refresh_from_db()
    assert owing["first"].balance == Decimal("299.99")


def test_an_advance_is_undone_with_its_payment_and_never_by_a_note(as_, people):
    payment = applied(people, item(None, "60.00"))
    credit, billing = CreditNote.objects.get(origin="payment"), as_("billing")
    path = f"credit-notes/{credit.pk}"
    assert "correct" not in {action["name"] for action in billing.get(path).json["allowed_actions"]}
    refused = billing.post(f"{path}/correct", {"reason": "Too much", "total": "10.00"})
    assert (refused.status, refused.codes, DebitNote.objects.count()) == (409, ["action_not_allowed"], 0)
    reversal = reversal_of(people, payment)
    as_("finance").ok(as_("finance").post(f"sales-payment-reversals/{reversal.pk}/approve"))
    assert billing.get(f"customers/{payment.customer_id}/exposure").json["total"] == "0.00"


def test_a_draft_is_deleted_by_its_maker_and_by_billing(as_, people):
    customer = make_customer(people, customer_rep=people["remote_sales"].pk)
    due = item(make_issued(people, customer=customer), "10.00")
    billings, own, other = (
        make_payment(people, due, customer=customer, by=by) for by in ("billing", *["remote_sales"] * 2)
    )
    refused = as_("remote_sales").delete(f"sales-payments/{billings.pk}")
    assert (refused.status, refused.codes) == (403, ["not_yours"])
    billings.refresh_from_db()
    assert billings.deleted_at is None
    assert as_("remote_sales").delete(f"sales-payments/{own.pk}").status == 204
    assert as_("billing").delete(f"sales-payments/{other.pk}").status == 204
    assert as_("billing2").delete(f"sales-payments/{billings.pk}").status == 204


def test_reversing_asks_no_more_of_the_database_for_more_items(people, django_assert_max_num_queries):
    asked = []
    for count in (2, 2, 20):  # the first time reads what is kept
        customer = make_customer(people)
        invoices = [make_issued(people, customer=customer) for _ in range(count)]
        charges = [approved(people, DebitNote, customer=customer) for _ in range(2)]
        items = [item(one, "100.00") for one in [*invoices, *charges]]
        reversal = reversal_of(people, applied(people, *items, item(None, "5.00"), customer=customer))
        with django_assert_max_num_queries(60) as seen:
            reversals.sales_payment_reversal_approve(reversal=reversal, actor=people["finance"])
        owed = Invoice.objects.filter(customer=customer).values_list("status", "balance")
        assert list(owed) == [("Sent", Decimal("100.00"))] * count
        asked.append(len(seen))
    assert asked[1] == asked[2]


def test_applying_asks_no_more_of_the_database_for_more_items(people, django_assert_max_num_queries):
    asked = []
    for count in (2, 2, 6):  # the first time reads what is kept
        customer = make_customer(people)
        invoices = [make_issued(people, customer=customer) for _ in range(count)]
        payment = make_payment(people, *(item(one, "100.00") for one in invoices), customer=customer)
        with django_assert_max_num_queries(60) as seen:
            account.sales_payment_apply(payment=payment, actor=people["finance"])
        assert set(Invoice.objects.filter(customer=customer).values_list("status", "balance")) == {("Paid", Decimal(0))}
        asked.append(len(seen))
    assert asked[1] == asked[2]
