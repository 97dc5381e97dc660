"""What the tables of notes, payments and orders show, filter by and demand (domain rule 11: [R], [F] and [C*])."""

from typing import Any

import pytest
from django.contrib import admin

from apps.customers.tests.factories import make_customer
from common.testing.callers import Caller
from tests.addresses import view_sets

NOTE_SHOWN = {
    "created_at", "applied_at", "customer", "customer_rep", "approved_by_billing_user", "approved_by_office_user",
    "pdf_url", "total", "balance", "public_notes", "number", "readable_number", "code", "archived", "currency",
    "items_json",
}  # fmt: skip
NOTE_FILTERED = {
    "created_at", "applied_at", "customer", "customer_rep", "approved_by_billing_user", "approved_by_office_user",
    "total", "balance",
}  # fmt: skip
PAYMENT_SHOWN = {
    "number", "readable_number", "customer", "created_at", "applied_at", "received_at", "status", "customer_rep",
    "created_by", "confirmed_by", "deposited_in_bank", "items_json", "total",
}  # fmt: skip
PAYMENT_FILTERED = {
    "customer", "created_at", "applied_at", "status", "customer_rep", "created_by", "deposited_in_bank", "total",
}  # fmt: skip
# Resource: shown, filtered, demanded.
MARKS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "credit-notes": (NOTE_SHOWN, NOTE_FILTERED | {"public_notes"}, {"customer", "total", "public_notes"}),
    "debit-notes": (NOTE_SHOWN, NOTE_FILTERED | {"number"}, {"customer", "total"}),
    "sales-payments": (PAYMENT_SHOWN, PAYMENT_FILTERED, {"customer", "deposited_in_bank"}),
    "sales-payment-reversals": (PAYMENT_SHOWN, PAYMENT_FILTERED | {"number", "confirmed_by"}, set()),
    "orders": (
        {
            "created_at", "applied_at", "customer", "status", "customer_rep", "approved_by_billing_status",
            "credit_term", "currency", "order_total", "requires_office_approval", "approved_by_office_status", "lines",
        },
        {
            "created_at", "customer", "status", "customer_rep", "approved_by_billing_status", "credit_term",
            "order_total", "requires_office_approval", "approved_by_office_status",
        },
        {"customer", "order_total"},
    ),
}  # fmt: skip
LINES = {
    "credit-notes": ("items_json", {"product_model", "amount", "price", "discount"}),
    "debit-notes": ("items_json", {"product_model", "amount", "price", "discount"}),
    "orders": ("lines", {"product_model", "quantity", "unit_price", "discount"}),
    "sales-payments": ("sales_payment_items", {"type", "amount"}),
    "sales-payment-reversals": ("sales_payment_reversal_items", {"type", "amount"}),
}
# In the administration site a number, a text and an amount are searched for or sorted by.
SEARCHED = {"number", "public_notes", "total", "balance", "order_total", "credit_term"}
EVERY = pytest.mark.parametrize("resource", MARKS)


def view_of(resource: str) -> Any:
    return next(view for view in view_sets() if view.resource == resource)


@EVERY
def test_what_is_marked_as_shown_is_in_each_row(resource):
    assert MARKS[resource][0] - set(view_of(resource).serializer_class().fields) == set()


@EVERY
def test_what_is_marked_as_filtered_filters(resource):
    declared = set(view_of(resource)._reader.filters.declared)
    missing = {
        name for name in MARKS[resource][1] if not declared & {name, f"{name}_min", f"{name}_after"}
    }  # fmt: skip
    assert missing == set()


@EVERY
def test_the_lines_of_a_row_tell_what_they_are_about(resource):
    name, parts = LINES[resource]
    assert parts - set(view_of(resource).serializer_class().fields[name].child.fields) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("resource", [resource for resource, (_, _, demanded) in MARKS.items() if demanded])
def test_what_is_marked_as_demanded_is(people, resource):
    caller, demanded = Caller(people["admin"]), MARKS[resource][2]
    totals = demanded & {"total", "order_total"}
    answers = [caller.post(resource, {})]
    if totals:
        answers.append(caller.post(resource, {"customer": make_customer(people).pk, "public_notes": "Rebate"}))
    assert {answer.status for answer in answers} == {400}
    named = [set(answer.attrs) for answer in answers if set(answer.codes) == {"required"}]
    assert named == [demanded - totals, *([totals] if totals else [])]
    assert view_of(resource).model().objects.count() == 0


@EVERY
def test_the_administration_site_filters_by_it_too(resource):
    model = view_of(resource).model()
    site = admin.site._registry[model]
    filters = {field if isinstance(field, str) else field[0] for field in site.list_filter}
    assert MARKS[resource][1] - SEARCHED - filters == set()
