"""Credit and debit notes over the API: made, signed, approved, spent, corrected (seed 3)."""

import pytest

from apps.invoices.tests.factories import make_customer, make_issued
from apps.ledger.models import LedgerEntry
from apps.sales_notes.models import CreditNote, DebitNote
from apps.sales_notes.services import invoice_void
from apps.sales_notes.tests.factories import approved, make_note
from common.records import record_update

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("resource", ["credit-notes", "debit-notes"])


def rebate(customer, total="120.00", **facts):
    return {"customer": customer.pk, "total": total, "public_notes": "Rebate"} | facts


@BOTH
def test_billing_drafts_a_note_that_takes_rep_and_currency_from_the_customer(as_, people, resource):
    customer = make_customer(people, customer_rep=people["sales2"].pk, currency="USD")
    draft = as_("billing").ok(as_("billing").post(resource, rebate(customer, private_notes="Loyal for years")))
    code = "CN" if resource == "credit-notes" else "DN"
    assert draft["readable_number"] == f"{code}-{draft['number']:06d}"
    assert (draft["code"], draft["status"], draft["archived"], draft["applied_at"]) == (code, "draft", False, None)
    assert (draft["customer_rep"]["id"], draft["currency"]) == (people["sales2"].pk, "USD")
    assert (draft["total"], draft["balance"], draft["pdf_url"]) == ("120.00", "0.00", "")
    assert draft["approved_by_billing_user"]["id"] == people["billing"].pk
    assert draft["approved_by_office_user"] is None
    assert draft["private_notes"] == "Loyal for years"
    assert draft["items_json"] == []


@BOTH
def test_the_office_approves_once_and_nobody_edits(as_, people, resource):
    billing, manager = as_("billing"), as_("manager")
    draft = billing.ok(billing.post(resource, rebate(make_customer(people))))
    path = f"{resource}/{draft['id']}"
    assert billing.patch(path, {"total": "1.00"}).status == 405
    assert billing.post(f"{path}/approve").codes == ["permission_denied"]
    done = manager.ok(manager.post(f"{path}/approve"))
    assert (done["status"], done["archived"], done["balance"]) == ("approved", True, "120.00")
    assert done["approved_by_office_user"]["id"] == people["manager"].pk
    assert done["applied_at"] is not None
    assert done["pdf_url"] == f"/api/v1/{path}/pdf"
    again = manager.post(f"{path}/approve")
    assert (again.status, again.codes) == (409, ["action_not_allowed"])
    kept = billing.delete(path)
    assert (kept.status, kept.codes) == (409, ["action_not_allowed"])


def test_lines_make_the_total(as_, people):
    lines = [
        {"description": "Fan noise", "amount": 2, "price": "30.00", "discount": "5.00"},
        {"description": "Delay", "amount": 1, "price": "10.00"},
    ]
    body = {"customer": make_customer(people).pk, "lines": lines, "public_notes": "Service"}
    draft = as_("billing").ok(as_("billing").post("credit-notes", body))
    assert draft["total"] == "65.00"
    assert [
        (i["description"], i["amount"], i["price"], i["discount"], i["line_total"]) for i in draft["items_json"]
    ] == [
        ("Fan noise", 2, "30.00", "5.00", "55.00"),
        ("Delay", 1, "10.00", "0.00", "10.00"),
    ]


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({"total": "5.00"}, "public_notes", "required"),
        ({"public_notes": "x"}, "total", "required"),
        ({"public_notes": "x", "total": "0.00"}, "total", "min_value"),
        ({"public_notes": "x", "total": "-1.00"}, "total", "min_value"),
        ({"public_notes": "x", "total": "5.00", "customer": 999999}, "customer", "does_not_exist"),
        ({"public_notes": "x", "total": "5.00", "customer_rep": 999999}, "customer_rep", "does_not_exist"),
        ({"public_notes": "x", "total": "5.00", "invoice": 999999}, "invoice", "does_not_exist"),
        (
            {"public_notes": "x", "total": "5.00", "lines": [{"description": "a", "amount": 1, "price": "6.00"}]},
            "total",
            "total_differs",
        ),
        (
            {"public_notes": "x", "lines": [{"description": "a", "amount": 0, "price": "6.00"}]},
            "lines.0.amount",
            "min_value",
        ),
        ({"public_notes": "x", "lines": [{"amount": 1, "price": "6.00"}]}, "lines.0.description", "required"),
        (
            {"public_notes": "x", "lines": [{"description": "a", "amount": 1, "price": "6.00", "discount": "7.00"}]},
            "lines.0.discount",
            "invalid",
        ),
        (
            {"public_notes": "x", "lines": [{"asset": 999999, "amount": 1, "price": "1.00"}]},
            "lines.0.asset",
            "does_not_exist",
        ),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(as_, people, body, attr, code):
    body = {"customer": make_customer(people).pk} | body
    answer = as_("billing").post("credit-notes", body)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], [code])
    assert CreditNote.objects.count() == 0


def test_no_more_is_credited_of_an_invoice_than_is_left_of_it(as_, people):
    invoice, billing, manager = make_issued(people, "80.00"), as_("billing"), as_("manager")

    def ask(total):
        return billing.post("credit-notes", rebate(invoice.customer, total, invoice=invoice.pk))

    def refused(total, left):
        answer = ask(total)
        assert (answer.status, answer.attrs, answer.codes) == (400, ["total"], ["out_of_range"])
        assert answer.json["errors"][0]["detail"] == f"{left} GHS of invoice {invoice} can still be credited."

    refused("80.01", "80.00")
    first, second = billing.ok(ask("50.00")), billing.ok(ask("30.00"))
    refused("0.01", "0.00")
    manager.ok(manager.post(f"credit-notes/{second['id']}/reject", {"reason": "Too much"}))
    refused("30.01", "30.00")
    # What was credited by mistake may be credited again once a debit note has taken it back.
    manager.ok(manager.post(f"credit-notes/{first['id']}/approve"))
    body = {"reason": "Wrong", "total": "20.00"}
    opposite = billing.ok(billing.post(f"credit-notes/{first['id']}/correct", body))["debit_note"]
    refused("30.01", "30.00")
    manager.ok(manager.post(f"debit-notes/{opposite['id']}/approve"))
    refused("50.01", "50.00")
    billing.ok(ask("50.00"))
    assert CreditNote.objects.filter(invoice=invoice).count() == 3
    assert billing.post("debit-notes", rebate(invoice.customer, "500.00", invoice=invoice.pk)).status == 201


def test_another_customers_invoice_is_not_credited(as_, people):
    foreign = make_issued(people)
    answer = as_("billing").post("credit-notes", rebate(make_customer(people), invoice=foreign.pk))
    assert (answer.status, answer.attrs, answer.codes) == (400, ["invoice"], ["does_not_exist"])


def test_a_note_about_an_invoice_is_in_its_currency(as_, people):
    customer = make_customer(people)
    invoice = make_issued(people, customer=customer)
    record_update(customer, actor=people["manager"], currency="USD")
    billing = as_("billing")
    about = billing.ok(billing.post("credit-notes", rebate(customer, "10.00", invoice=invoice.pk)))
    assert (about["currency"], about["invoice"]["label"]) == ("GHS", invoice.invoice_number)
    answer = billing.post("credit-notes", rebate(customer, invoice=invoice.pk, currency="USD"))
    assert (answer.status, answer.attrs, answer.codes) == (400, ["currency"], ["currency_differs"])
    assert CreditNote.objects.count() == 1


def test_a_sale_that_is_to_be_voided_is_not_credited_besides(as_, people):
    invoice = make_issued(people)
    invoice_void(invoice=invoice, reason="Wrong", actor=people["sales"])
    billing, about = as_("billing"), rebate(invoice.customer, invoice=invoice.pk)
    answer = billing.post("credit-notes", about)
    assert (answer.status, answer.attrs, answer.codes) == (400, ["invoice"], ["to_be_voided"])
    assert CreditNote.objects.exclude(origin="void_invoice").count() == 0
    billing.ok(billing.post("debit-notes", about))


def test_whoever_made_or_signed_it_does_not_approve(as_, people):
    customer = make_customer(people)
    admin, billing = as_("admin"), as_("billing")
    made, signed = (admin.ok(admin.post("credit-notes", rebate(customer))) for _ in "ab")
    billing.ok(billing.post(f"credit-notes/{made['id']}/billing-sign"))
    admin2 = as_("admin2")
    admin2.ok(admin2.post(f"credit-notes/{signed['id']}/billing-sign"))
    for caller, note in ((admin, made), (admin2, signed)):
        refused = caller.post(f"credit-notes/{note['id']}/approve")
        assert (refused.status, refused.codes) == (403, ["self_approval"])
        assert CreditNote.objects.get(pk=note["id"]).status == "draft"
        as_("manager").ok(as_("manager").post(f"credit-notes/{note['id']}/approve"))


def test_a_business_of_one_approves_its_own_note_and_the_row_says_so(as_, people):
    admin = as_("admin")
    admin.ok(admin.patch("settings", {"four_eyes": False}))
    own = admin.ok(admin.post("credit-notes", rebate(make_customer(people))))
    admin.ok(admin.post(f"credit-notes/{own['id']}/billing-sign"))
    done = admin.ok(admin.post(f"credit-notes/{own['id']}/approve"))
    assert (done["status"], done["four_eyes_waived"]) == ("approved", True)


def test_a_rejected_note_is_closed_with_its_reason(as_, people):
    note = make_note(people)
    manager = as_("manager")
    assert manager.post(f"credit-notes/{note.pk}/reject", {}).attrs == ["reason"]
    done = manager.ok(manager.post(f"credit-notes/{note.pk}/reject", {"reason": "Too generous"}))
    assert (done["status"], done["archived"], done["balance"]) == ("rejected", True, "0.00")
    events = manager.ok(manager.get(f"credit-notes/{note.pk}/timeline"))["results"]
    assert (events[-1]["label"], events[-1]["reason"]) == ("Reject", "Too generous")
    assert as_("billing").delete(f"credit-notes/{note.pk}").status == 409


def test_a_draft_is_deleted_and_keeps_its_number(as_, people):
    first = make_note(people)
    assert as_("finance").delete(f"credit-notes/{first.pk}").codes == ["permission_denied"]
    assert as_("billing2").delete(f"credit-notes/{first.pk}").status == 204
    assert as_("billing").get(f"credit-notes/{first.pk}").status == 404
    second = make_note(people)
    assert second.number == first.number + 1


@pytest.mark.parametrize("username", ["sales", "logistics", "remote_sales"])
def test_a_note_of_billings_is_not_for_others_to_delete(as_, people, username):
    note = make_note(people, customer=make_customer(people, customer_rep=people["remote_sales"].pk))
    refused = as_(username).delete(f"credit-notes/{note.pk}")
    assert (refused.status, refused.codes) == (403, ["not_yours"])
    note.refresh_from_db()
    assert note.deleted_at is None


def test_private_notes_are_for_those_who_decide(as_, people):
    note = make_note(people, private_notes="Angry on the phone")
    assert as_("finance").ok(as_("finance").get(f"credit-notes/{note.pk}"))["private_notes"] == "Angry on the phone"
    assert "private_notes" not in as_("sales").ok(as_("sales").get(f"credit-notes/{note.pk}"))


def test_twenty_drafts_are_approved_in_one_request_with_a_result_each(as_, people):
    customer = make_customer(people)
    notes = [make_note(people, total="10.00", customer=customer) for _ in range(19)]
    admin = as_("admin")
    own = admin.ok(admin.post("credit-notes", rebate(customer)))["id"]
    as_("billing").ok(as_("billing").post(f"credit-notes/{own}/billing-sign"))
    ids = [note.pk for note in notes] + [own]
    results = admin.ok(admin.post("credit-notes/bulk/approve", {"ids": ids}))["results"]
    assert [result["ok"] for result in results] == [True] * 19 + [False]
    assert results[-1]["error"] == "You made this note, so somebody else must approve it."
    assert CreditNote.objects.filter(status="approved").count() == 19


def test_a_credit_note_is_set_against_an_invoice(as_, people):
    customer = make_customer(people)
    invoice, note = make_issued(people, "80.00", customer=customer), approved(people, customer=customer)
    billing = as_("billing")
    spent = billing.ok(
        billing.post(f"credit-notes/{note.pk}/apply-to-invoice", {"invoice": invoice.pk, "amount": "80.00"})
    )
    assert spent["balance"] == "20.00"
    paid = billing.ok(billing.get(f"invoices/{invoice.pk}"))
    assert (paid["status"], paid["balance"]) == ("Paid", "0.00")
    entries = LedgerEntry.objects.filter(cause="note application").order_by("pk")
    assert list(entries.values_list("document_kind", "amount")) == [("invoice", 80), ("credit_note", 80)]


@pytest.mark.parametrize(
    ("amount", "status", "code"),
    [("80.01", 409, "balance_exceeded"), ("0.00", 400, "min_value"), ("x", 400, "invalid")],
)
def test_no_more_is_applied_than_is_open(as_, people, amount, status, code):
    customer = make_customer(people)
    invoice, note = make_issued(people, "80.00", customer=customer), approved(people, customer=customer)
    answer = as_("billing").post(f"credit-notes/{note.pk}/apply-to-invoice", {"invoice": invoice.pk, "amount": amount})
    assert (answer.status, answer.codes) == (status, [code])
    invoice.refresh_from_db()
    note.refresh_from_db()
    assert (invoice.balance, note.balance) == (80, 100)


def test_a_draft_is_not_spent_nor_on_another_customers_invoice(as_, people):
    billing, customer = as_("billing"), make_customer(people)
    invoice, draft = make_issued(people, customer=customer), make_note(people, customer=customer)
    body = {"invoice": invoice.pk, "amount": "1.00"}
    assert billing.post(f"credit-notes/{draft.pk}/apply-to-invoice", body).codes == ["action_not_allowed"]
    foreign = approved(people)
    answer = billing.post(f"credit-notes/{foreign.pk}/apply-to-invoice", body)
    assert (answer.status, answer.attrs, answer.codes) == (400, ["invoice"], ["does_not_exist"])


@pytest.mark.parametrize(("kind", "other"), [(CreditNote, DebitNote), (DebitNote, CreditNote)])
def test_a_mistake_is_corrected_by_a_linked_opposite_note(as_, people, kind, other):
    note = approved(people, kind)
    billing, path = as_("billing"), f"{kind.WORKFLOW.resource}/{note.pk}"
    answer = billing.post(f"{path}/correct", {"reason": "Wrong customer"})
    assert answer.status == 201
    opposite = answer.json[other._meta.verbose_name.replace(" ", "_")]
    assert (opposite["status"], opposite["total"], opposite["origin"]) == ("draft", "100.00", "correction")
    assert (opposite["origin_id"], opposite["customer"]["id"]) == (note.pk, note.customer_id)
    assert opposite["public_notes"] == f"Corrects {note.readable_number}: Wrong customer"
    again = billing.post(f"{path}/correct", {"reason": "Again"})
    assert (again.status, again.codes) == (409, ["action_not_allowed"])
    too_much = billing.post(f"{path}/correct", {"reason": "More", "total": "100.01"})
    assert (too_much.status, too_much.attrs) == (400, ["total"])


def test_a_dry_run_of_an_approval_tells_what_it_does_to_the_balance(as_, people):
    note = make_note(people)
    shown = as_("manager").ok(as_("manager").post(f"credit-notes/{note.pk}/approve?dry_run=true"))
    assert [(e["label"], e["before"], e["after"]) for e in shown["effects"]] == [
        (note.readable_number, "0.00", "100.00")
    ]
    note.refresh_from_db()
    assert (note.status, note.balance) == ("draft", 0)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("total_min=150.00", ["big"]),
        ("balance_min=0.01", ["open"]),
        ("status=draft", ["big", "small"]),
        ("status=approved&status=rejected", ["open"]),
        ("archived=true", ["open"]),
        ("public_notes=CHRIST", ["small"]),
        ("search=christmas", ["small"]),
        ("ordering=total", ["small", "open", "big"]),
    ],
)
def test_notes_are_found_by_what_the_seed_marks(as_, people, query, found):
    notes = {
        "big": make_note(people, total="200.00"),
        "open": approved(people, total="100.00"),
        "small": make_note(people, total="50.00", public_notes="Christmas gift"),
    }
    names = {note.pk: name for name, note in notes.items()}
    rows = as_("billing").ok(as_("billing").get(f"credit-notes?{query}"))["results"]
    shown = [names[row["id"]] for row in rows]
    assert (shown if "ordering" in query else sorted(shown)) == found


def test_remote_sales_see_the_notes_of_their_own_customers(as_, people):
    own = make_note(people, customer=make_customer(people, customer_rep=people["remote_sales"].pk))
    other = make_note(people)
    remote = as_("remote_sales")
    assert [row["id"] for row in remote.ok(remote.get("credit-notes"))["results"]] == [own.pk]
    assert remote.get(f"credit-notes/{other.pk}").status == 404


@BOTH
def test_the_pdf_of_an_approved_note_is_the_same_for_ever(as_, people, resource):
    note = approved(people, CreditNote if resource == "credit-notes" else DebitNote)
    first, second = (as_("billing").get(f"{resource}/{note.pk}/pdf") for _ in range(2))
    assert first.raw.startswith(b"%PDF-")
    assert first.raw == second.raw


def test_a_note_tells_where_it_was_spent_and_what_corrects_it(as_, people):
    customer = make_customer(people)
    invoice, note = make_issued(people, "80.00", customer=customer), approved(people, customer=customer)
    billing = as_("billing")
    fresh = billing.ok(billing.get(f"credit-notes/{note.pk}/related"))
    assert fresh == {"corrects": None, "corrected_by": None, "applications": []}
    billing.ok(billing.post(f"credit-notes/{note.pk}/apply-to-invoice", {"invoice": invoice.pk, "amount": "30.00"}))
    opposite = billing.post(f"credit-notes/{note.pk}/correct", {"reason": "Too much", "total": "10.00"}).json[
        "debit_note"
    ]
    told = as_("sales").ok(as_("sales").get(f"credit-notes/{note.pk}/related"))
    assert told["corrected_by"] == {
        "resource": "debit-notes", "id": opposite["id"], "label": opposite["readable_number"], "status": "draft",
    }  # fmt: skip
    (application,) = told["applications"]
    assert (application["amount"], application["invoice"]["label"]) == ("30.00", invoice.invoice_number)
    assert application["applied_by"]["label"] == people["billing"].full_name
    other = billing.ok(billing.get(f"debit-notes/{opposite['id']}/related"))
    assert (other["corrects"]["label"], other["corrected_by"], other["applications"]) == (
        note.readable_number,
        None,
        [],
    )
    as_("manager").ok(as_("manager").post(f"debit-notes/{opposite['id']}/reject", {"reason": "It was right"}))
    assert billing.ok(billing.get(f"credit-notes/{note.pk}/related"))["corrected_by"] is None


def test_an_invoice_tells_the_notes_about_it_and_those_set_against_it(as_, people):
    customer = make_customer(people)
    invoice, other = make_issued(people, "80.00", customer=customer), make_issued(people, "80.00", customer=customer)
    about = make_note(people, customer=customer, invoice=invoice.pk, total="50.00")
    spent = approved(people, customer=customer)
    gone = make_note(people, customer=customer, invoice=invoice.pk, total="30.00")
    charge = make_note(people, DebitNote, customer=customer, invoice=invoice.pk)
    billing = as_("billing")
    for target, amount in ((invoice, "20.00"), (invoice, "5.00"), (other, "10.00")):
        body = {"invoice": target.pk, "amount": amount}
        billing.ok(billing.post(f"credit-notes/{spent.pk}/apply-to-invoice", body))
    assert billing.delete(f"credit-notes/{gone.pk}").status == 204
    told = as_("sales").ok(as_("sales").get(f"invoices/{invoice.pk}/related"))["notes"]
    assert [(row["resource"], row["readable_number"], row["status"], row["applied"]) for row in told] == [
        ("credit-notes", about.readable_number, "draft", "0.00"),
        ("credit-notes", spent.readable_number, "approved", "25.00"),
        ("debit-notes", charge.readable_number, "draft", None),
    ]
    hidden = as_("warehouse").ok(as_("warehouse").get(f"invoices/{invoice.pk}/related"))
    assert hidden.keys() == {"warranties"}


@pytest.mark.parametrize("part", ["credit-notes/{note}/related", "invoices/{invoice}/related"])
def test_what_belongs_to_a_document_is_told_to_those_who_see_it(as_, people, part):
    note, invoice = make_note(people), make_issued(people)
    path = part.format(note=note.pk, invoice=invoice.pk)
    assert as_("manager").get(path).status == 200
    assert as_("remote_sales").get(path).status == 404


def test_refusals_speak_danish(as_, people):
    note = approved(people)
    answer = as_("billing").call("DELETE", f"credit-notes/{note.pk}", Accept_Language="da", If_Match="*")
    assert answer.json["errors"][0]["detail"] == f"{note} er godkendt: kun en kladde kan slettes."
