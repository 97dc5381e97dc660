"""Drafting a sale: prices, totals, reservations, and what is refused."""

from datetime import timedelta

import pytest

from apps.inventory.models import Asset
from apps.inventory.tests.factories import make_bulk, make_model, ready, receive
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.tests.factories import make_customer, make_draft, service_line
from common.dates import business_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(people):
    return {"customer": make_customer(people).pk, "customer_type": "Retail", "tax_rate": "0.15"}


def test_a_draft_is_numbered_priced_by_grade_and_holds_its_units(as_, people, body):
    unit, charger = ready(people, grade="B")[0], make_bulk(people)
    lines = [{"asset": unit.pk}, {"bulk_stock": charger.pk, "quantity": 3, "discount": "10.00"}]
    draft = as_("sales").ok(as_("sales").post("invoices", body | {"lines": lines}))
    assert draft["invoice_number"] == "INV-000001"
    assert [
        (line["quantity"], line["unit_price"], line["discount"], line["line_total"]) for line in draft["lines"]
    ] == [
        (1, "4500.00", "0.00", "4500.00"),
        (3, "50.00", "10.00", "140.00"),
    ]
    figures = ("subtotal", "tax_amount", "total_amount", "balance", "status")
    assert [draft[name] for name in figures] == ["4640.00", "696.00", "5336.00", "5336.00", "Draft"]
    unit.refresh_from_db()
    charger.refresh_from_db()
    assert (unit.status, charger.quantity) == ("Reserved", 10)


def test_tax_is_rounded_half_up_once(as_, body):
    lines = [service_line("0.10"), service_line("0.20")]
    draft = as_("sales").ok(as_("sales").post("invoices", body | {"lines": lines, "tax_rate": "0.15"}))
    assert (draft["subtotal"], draft["tax_amount"], draft["total_amount"]) == ("0.30", "0.05", "0.35")


def test_a_unit_on_one_draft_is_on_no_other(as_, people, body):
    unit = ready(people)[0]
    make_draft(people, {"asset": unit.pk})
    answer = as_("sales2").post("invoices", body | {"lines": [{"asset": unit.pk}]})
    assert (answer.status, answer.codes) == (409, ["asset_not_sellable"])
    assert Invoice.objects.count() == 1


def test_a_unit_that_is_not_ready_is_refused(as_, people, body):
    unit = receive(people)[0]
    answer = as_("sales").post("invoices", body | {"lines": [{"asset": unit.pk}]})
    assert (answer.status, answer.codes) == (409, ["asset_not_sellable"])
    assert Invoice.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "attr"),
    [
        ({"kind": "service", "item_description": "Work", "unit_price": "-1.00"}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work", "unit_price": "1.005"}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work", "unit_price": "NaN"}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work", "unit_price": "1,000.00"}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work", "unit_price": "١٢"}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work", "unit_price": True}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work", "unit_price": "12345678901.00"}, "lines.0.unit_price"),
        ({"kind": "service", "item_description": "Work"}, "lines.0.unit_price"),
        ({"kind": "service", "unit_price": "1.00"}, "lines.0.item_description"),
        (service_line(quantity=0), "lines.0.quantity"),
        (service_line(quantity=-1), "lines.0.quantity"),
        (service_line(quantity="1.5"), "lines.0.quantity"),
        (service_line(quantity=2**31), "lines.0.quantity"),
        (service_line(discount="100.01"), "lines.0.discount"),
        ({}, "lines.0.asset"),
        ({"asset": 999_999}, "lines.0.asset"),
        ({"bulk_stock": 999_999}, "lines.0.bulk_stock"),
        ({"asset": 1, "bulk_stock": 1}, "lines.0.asset"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(as_, body, line, attr):
    answer = as_("sales").post("invoices", body | {"lines": [line]})
    assert (answer.status, answer.attrs) == (400, [attr]), answer
    assert Invoice.objects.count() == InvoiceLine.objects.count() == 0


def test_two_of_a_device_are_refused_and_so_is_the_same_device_twice(as_, people, body):
    unit = ready(people)[0]
    answer = as_("sales").post("invoices", body | {"lines": [{"asset": unit.pk, "quantity": 2}]})
    assert (answer.status, answer.attrs) == (400, ["lines.0.quantity"])
    answer = as_("sales").post("invoices", body | {"lines": [{"asset": unit.pk}, {"asset": unit.pk}]})
    assert (answer.status, answer.attrs) == (400, ["lines.1.asset"])
    unit.refresh_from_db()
    assert unit.status == "Ready for Sale"


def test_a_model_without_a_price_needs_one(as_, people, body):
    unit = ready(people, model=make_model(people, default_price_grade_a=None))[0]
    answer = as_("sales").post("invoices", body | {"lines": [{"asset": unit.pk}]})
    assert (answer.status, answer.attrs, answer.codes) == (400, ["lines.0.unit_price"], ["required"])


def test_computed_facts_from_the_client_are_ignored_but_a_wrong_total_is_refused(as_, body):
    forged = {"status": "Paid", "balance": "0.00", "invoice_number": "X", "subtotal": "1.00"}
    lines = [service_line() | {"line_total": "1.00"}]
    draft = as_("sales").ok(as_("sales").post("invoices", body | forged | {"lines": lines, "tax_rate": "0"}))
    assert (draft["status"], draft["balance"], draft["subtotal"]) == ("Draft", "100.00", "100.00")
    answer = as_("sales").post("invoices", body | {"lines": lines, "tax_rate": "0", "total_amount": "99.00"})
    assert (answer.status, answer.attrs, answer.codes) == (400, ["total_amount"], ["total_differs"])


def test_who_is_billed(as_, people, body):
    answer = as_("sales").post("invoices", body | {"customer": None})
    assert (answer.status, answer.attrs) == (400, ["customer"])
    answer = as_("sales").post("invoices", body | {"customer": 999_999})
    assert (answer.status, answer.attrs, answer.codes) == (400, ["customer"], ["does_not_exist"])
    walk_in = as_("sales").ok(as_("sales").post("invoices", {"customer_type": "Walk-in", "lines": [service_line()]}))
    assert walk_in["customer"] is None


def test_changing_the_lines_frees_and_holds_units(as_, people):
    first, second = ready(people, 2)
    draft = make_draft(people, {"asset": first.pk})
    changed = as_("sales").patch(f"invoices/{draft.pk}", {"lines": [{"asset": second.pk}], "notes": "Blue bag"})
    assert (changed.status, changed.json["notes"], changed.json["total_amount"]) == (200, "Blue bag", "5000.00")
    assert dict(Asset.objects.values_list("pk", "status")) == {first.pk: "Ready for Sale", second.pk: "Reserved"}


def test_a_new_customer_brings_their_currency_and_term(as_, people):
    draft = make_draft(people, customer=make_customer(people, credit_term_days=90))
    other = make_customer(people, credit_term_days=7, currency="EUR")
    facts = {"customer": other.pk, "lines": [service_line("90.00")]}
    changed = as_("sales").ok(as_("sales").patch(f"invoices/{draft.pk}", facts))
    assert (changed["customer"]["id"], changed["currency"]) == (other.pk, "EUR")
    assert changed["due_date"] == (business_date() + timedelta(days=7)).isoformat()


def test_a_draft_is_given_only_to_a_customer_within_reach(as_, people):
    mine = make_customer(people, customer_rep=people["remote_sales"].pk)
    draft = make_draft(people, customer=mine)
    gone = make_customer(people)
    as_("manager").delete(f"customers/{gone.pk}")
    for username, customer in (("remote_sales", make_customer(people).pk), ("sales", gone.pk), ("sales", 999_999)):
        answer = as_(username).patch(f"invoices/{draft.pk}", {"customer": customer, "notes": "x"})
        assert (answer.status, answer.attrs, answer.codes) == (400, ["customer"], ["does_not_exist"])
    draft.refresh_from_db()
    assert (draft.customer_id, draft.notes) == (mine.pk, "")


def test_an_edit_needs_the_version_that_was_read(as_, people):
    draft = make_draft(people)
    assert as_("sales").call("PATCH", f"invoices/{draft.pk}", {"notes": "x"}).status == 428
    stale = as_("sales").get(f"invoices/{draft.pk}").headers["ETag"]
    assert as_("sales").patch(f"invoices/{draft.pk}", {"notes": "first"}).status == 200
    answer = as_("sales").patch(f"invoices/{draft.pk}", {"notes": "second"}, etag=stale)
    assert (answer.status, answer.codes) == (412, ["stale"])
    assert Invoice.objects.get(pk=draft.pk).notes == "first"


def test_cancelling_frees_the_units_and_leaves_nothing_owed(as_, people):
    unit = ready(people)[0]
    draft = make_draft(people, {"asset": unit.pk})
    assert as_("sales").post(f"invoices/{draft.pk}/cancel").attrs == ["reason"]
    cancelled = as_("sales").ok(as_("sales").post(f"invoices/{draft.pk}/cancel", {"reason": "Changed mind"}))
    assert (cancelled["status"], cancelled["balance"], cancelled["total_amount"]) == ("Cancelled", "0.00", "5000.00")
    unit.refresh_from_db()
    assert unit.status == "Ready for Sale"
    assert as_("sales").ok(as_("sales").post("invoices", {"customer_type": "Walk-in", "lines": [{"asset": unit.pk}]}))


def test_deleting_a_draft_cancels_it_and_keeps_its_number(as_, people):
    draft = make_draft(people)
    assert as_("sales").delete(f"invoices/{draft.pk}").status == 204
    assert Invoice.objects.get(pk=draft.pk).status == "Cancelled"
    assert make_draft(people).invoice_number == "INV-000002"


def test_a_customer_with_an_open_invoice_is_not_deleted(as_, people):
    draft = make_draft(people)
    answer = as_("manager").delete(f"customers/{draft.customer_id}")
    assert (answer.status, answer.codes) == (409, ["in_use"])
    assert draft.invoice_number in answer.json["errors"][0]["detail"]


@pytest.mark.parametrize("username", ["technician", "auditor", "warehouse", "billing", "finance", "logistics"])
def test_only_sellers_sell(as_, body, username):
    assert as_(username).post("invoices", body | {"lines": [service_line()]}).status == 403
    assert Invoice.objects.count() == 0


def test_remote_sales_sees_only_own_customers_and_sales(as_, people):
    theirs = make_draft(people, customer=make_customer(people, customer_rep=people["remote_sales"].pk))
    other = make_draft(people)
    caller = as_("remote_sales")
    assert [row["id"] for row in caller.ok(caller.get("invoices"))["results"]] == [theirs.pk]
    assert caller.get(f"invoices/{other.pk}").status == 404
    assert caller.post(f"invoices/{other.pk}/issue").status == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_for_one_and_three(as_, people, number, django_assert_num_queries):
    for _ in range(number):
        make_draft(people)
    caller = as_("manager")
    caller.get("invoices")
    with django_assert_num_queries(4):
        assert caller.ok(caller.get("invoices"))["count"] == number
