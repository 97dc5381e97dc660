"""Orders over the API: drafted, read, changed, sent, cancelled, deleted."""

from datetime import date
from unittest.mock import patch

import orjson
import pytest

from apps.customers.tests.factories import make_customer
from apps.inventory.tests.factories import make_bulk, make_model
from apps.orders.api.v1.serializers import OrderLineSerializer, OrderSerializer
from apps.orders.models import Order, OrderLine
from apps.orders.tests.factories import line, make_order
from common.api.compiled import compile_serializer
from common.api.renderers import dumps
from common.dates import business_date
from common.db.sql import compiled

pytestmark = pytest.mark.django_db

SEND = {"name": "send", "label": "Send", "needs_reason": False, "blocked_by": None}
CANCEL = {"name": "cancel", "label": "Cancel", "needs_reason": True, "blocked_by": None}


def test_an_order_with_a_total_is_numbered_and_takes_rep_currency_and_term_from_the_customer(as_, people):
    customer = make_customer(
        people, actor="manager", customer_rep=people["sales2"].pk, currency="USD", credit_term_days=14
    )
    body = {"customer": customer.pk, "order_total": "1500.00", "description": "Server upgrade"}
    answer = as_("sales").post("orders", body)
    assert answer.status == 201, answer
    row = Order.objects.get()
    shown = answer.json
    assert answer.headers["ETag"] == f'"{row.pk}-1"'
    assert {name: shown[name] for name in shown if name not in ("created_at", "updated_at")} == {
        "id": row.pk,
        "order_number": f"ORD-{business_date().year}-001",
        "customer": {"id": customer.pk, "label": customer.full_name},
        "order_total": "1500.00",
        "currency": "USD",
        "status": "draft",
        "description": "Server upgrade",
        "credit_term": 14,
        "customer_rep": {"id": people["sales2"].pk, "label": "Sales 2"},
        "created_by": {"id": people["sales"].pk, "label": "Sales"},
        "changed_by": None,
        "applied_at": None,
        "approved_by_billing_status": "pending",
        "approved_by_billing_user": None,
        "approved_by_billing_at": None,
        "hold_reason": "",
        "requires_office_approval": False,
        "approved_by_office_status": "not_required",
        "approved_by_office_user": None,
        "approved_by_office_at": None,
        "office_reasons": [],
        "exposure_at_approval": None,
        "four_eyes_waived": False,
        "lines": [],
        "invoices": [],
        "allowed_actions": [SEND, CANCEL],
    }


def test_rep_currency_and_term_may_be_given(as_, people):
    customer = make_customer(people)
    body = {
        "customer": {"id": customer.pk, "label": customer.full_name},
        "order_total": "10",
        "customer_rep": people["manager"].pk,
        "currency": "EUR",
        "credit_term": 0,
    }
    shown = as_("sales").ok(as_("sales").post("orders", body))
    assert (shown["customer_rep"]["label"], shown["currency"], shown["credit_term"]) == ("Manager", "EUR", 0)


def test_lines_make_the_total(as_, people):
    model, charger = make_model(people, brand="HP", model_name="EliteBook 840"), make_bulk(people)
    lines = [
        {"product_model": model.pk, "quantity": 2, "unit_price": "4500.00", "discount": "100.50"},
        {"bulk_stock": charger.pk, "quantity": 3, "unit_price": "49.99", "line_total": "1.00"},
        {"description": "Delivery", "quantity": 1, "unit_price": "0"},
    ]
    body = {"customer": make_customer(people).pk, "lines": lines}
    shown = as_("sales").ok(as_("sales").post("orders", body | {"order_total": "9049.47"}))
    assert shown["order_total"] == "9049.47"
    assert [{name: row[name] for name in row if name != "id"} for row in shown["lines"]] == [
        {
            "line_number": 1,
            "product_model": {"id": model.pk, "label": "HP EliteBook 840"},
            "bulk_stock": None,
            "description": "HP EliteBook 840",
            "quantity": 2,
            "unit_price": "4500.00",
            "discount": "100.50",
            "line_total": "8899.50",
        },
        {
            "line_number": 2,
            "product_model": None,
            "bulk_stock": {"id": charger.pk, "label": "Charger"},
            "description": "Charger",
            "quantity": 3,
            "unit_price": "49.99",
            "discount": "0.00",
            "line_total": "149.97",
        },
        {
            "line_number": 3,
            "product_model": None,
            "bulk_stock": None,
            "description": "Delivery",
            "quantity": 1,
            "unit_price": "0.00",
            "discount": "0.00",
            "line_total": "0.00",
        },
    ]


def test_a_total_that_is_not_the_lines_is_refused_and_takes_no_number(as_, people):
    customer, caller = make_customer(people), as_("sales")
    lines = [{"description": "Laptop", "quantity": 2, "unit_price": "500.00"}]
    refused = caller.post("orders", {"customer": customer.pk, "lines": lines, "order_total": "999.99"})
    assert (refused.status, refused.codes, refused.attrs) == (400, ["total_differs"], ["order_total"])
    assert refused.json["errors"][0]["detail"] == "The lines come to 1,000.00, not 999.99."
    assert Order.objects.count() == 0
    shown = caller.ok(caller.post("orders", {"customer": customer.pk, "lines": lines}))
    assert (shown["order_number"], shown["order_total"]) == (f"ORD-{business_date().year}-001", "1000.00")


def test_numbers_restart_each_year_of_the_business(people):
    def at(year, month):
        with patch("apps.orders.services.business_date", return_value=date(year, month, 1)):
            return make_order(people).order_number

    assert [at(2030, 12), at(2030, 12), at(2031, 1)] == ["ORD-2030-001", "ORD-2030-002", "ORD-2031-001"]


def test_only_the_steps_of_the_status_are_offered(as_, people):
    caller = as_("manager")
    free = make_order(people, line(unit_price="0"))
    path = f"orders/{free.pk}"
    reason = "It has no total yet: add lines or give the total."
    assert caller.get(path).json["allowed_actions"] == [SEND | {"blocked_by": reason}, CANCEL]
    approve = {"name": "approve", "label": "Approve", "needs_reason": False, "blocked_by": reason}
    hold = {"name": "hold", "label": "Hold", "needs_reason": True, "blocked_by": None}
    assert as_("billing").get(path).json["allowed_actions"] == [approve, hold]
    assert as_("finance").get(path).json["allowed_actions"] == [hold]
    assert as_("auditor").get(path).json["allowed_actions"] == []
    refused = caller.post(f"{path}/send")
    assert (refused.status, refused.codes, refused.json["errors"][0]["detail"]) == (409, ["action_not_allowed"], reason)
    sent = caller.ok(caller.post(f"orders/{make_order(people).pk}/send"))
    invoice = {
        "name": "invoice",
        "label": "Invoice",
        "needs_reason": False,
        "blocked_by": "Billing has not approved it yet.",
    }
    assert (sent["status"], sent["allowed_actions"]) == ("sent", [invoice, CANCEL])


def test_a_cancelled_order_says_why_and_goes_no_further(as_, people):
    order = make_order(people)
    caller, path = as_("sales"), f"orders/{order.pk}"
    missing = caller.post(f"{path}/cancel", {})
    assert (missing.status, missing.attrs) == (400, ["reason"])
    assert caller.post(f"{path}/cancel", {"reason": "  "}).status == 400
    assert caller.ok(caller.post(f"{path}/cancel", {"reason": "Changed their mind"}))["status"] == "cancelled"
    for step in ("send", "cancel"):
        refused = caller.post(f"{path}/{step}", {"reason": "Again"})
        assert (refused.status, refused.codes, refused.json["meta"]["status"]) == (
            409,
            ["action_not_allowed"],
            "cancelled",
        )
    events = caller.get(f"{path}/timeline").json["results"]
    assert [(e["action"], e["label"], e["from_status"], e["to_status"], e["reason"]) for e in events] == [
        ("create", "Create", None, "draft", ""),
        ("cancel", "Cancel", "draft", "cancelled", "Changed their mind"),
    ]


def test_a_dry_run_answers_what_would_be_and_writes_nothing(as_, people):
    order = make_order(people)
    assert as_("sales").ok(as_("sales").post(f"orders/{order.pk}/send?dry_run=true"))["status"] == "sent"
    order.refresh_from_db()
    assert (order.status, order.version) == ("draft", 1)


def test_many_orders_are_sent_at_once_each_with_its_own_result(as_, people):
    good, free = make_order(people), make_order(people, line(unit_price="0"))
    results = as_("sales").post("orders/bulk/send", {"ids": [good.pk, free.pk]}).json["results"]
    assert [(row["id"], row["ok"]) for row in results] == [(good.pk, True), (free.pk, False)]
    assert list(Order.objects.order_by("pk").values_list("status", flat=True)) == ["sent", "draft"]


def test_lines_are_replaced_as_a_whole(as_, people):
    order = make_order(people, line("Laptop", 2), line("Bag", 1, "20.00"))
    caller, path = as_("sales"), f"orders/{order.pk}"
    lines = [{"description": "Phone", "quantity": 3, "unit_price": "100.00"}]
    changed = caller.ok(caller.patch(path, {"lines": lines, "description": "Less"}))
    assert (changed["order_total"], changed["description"]) == ("300.00", "Less")
    assert [(row["line_number"], row["description"]) for row in changed["lines"]] == [(1, "Phone")]
    refused = caller.patch(path, {"order_total": "299.00"})
    assert (refused.status, refused.codes) == (400, ["total_differs"])
    without = caller.patch(path, {"lines": []})
    assert (without.status, without.codes, without.attrs) == (400, ["required"], ["order_total"])
    assert OrderLine.objects.filter(order=order).count() == 1
    bare = caller.ok(caller.patch(path, {"lines": [], "order_total": "250.00"}))
    assert (bare["order_total"], bare["lines"]) == ("250.00", [])
    assert caller.ok(caller.patch(path, {"order_total": "260.00"}))["order_total"] == "260.00"


def test_a_new_customer_brings_their_rep_who_stands_in_for_none(as_, people):
    order = make_order(people)
    other = make_customer(people, actor="sales2")
    caller, path = as_("manager"), f"orders/{order.pk}"
    changed = caller.ok(caller.patch(path, {"customer": other.pk}))
    assert (changed["customer"]["id"], changed["customer_rep"]["label"]) == (other.pk, "Sales 2")
    named = caller.ok(caller.patch(path, {"customer_rep": people["sales"].pk}))
    assert named["customer_rep"]["label"] == "Sales"
    unnamed = caller.ok(caller.patch(path, {"customer_rep": None}))
    assert unnamed["customer_rep"]["label"] == "Sales 2"


@pytest.mark.parametrize(
    ("status", "code", "hint"),
    [
        ("awaiting_installation", "use_a_case_tag", "What has to be done about it is no status"),
        ("sent", "use_the_step", "use the step"),
        ("draft", "use_the_step", "use the step"),
        (None, "use_a_case_tag", "What has to be done about it is no status"),
        ([], "use_a_case_tag", "What has to be done about it is no status"),
    ],
)
def test_a_status_is_never_written(as_, people, status, code, hint):
    order = make_order(people)
    refused = as_("sales").patch(f"orders/{order.pk}", {"status": status, "description": "Wait"})
    assert (refused.status, refused.codes, refused.attrs) == (400, [code], ["status"])
    assert hint in refused.json["errors"][0]["detail"]
    order.refresh_from_db()
    assert (order.status, order.description, order.version) == ("draft", "", 1)


def test_no_order_is_made_with_a_status(as_, people):
    body = {"customer": make_customer(people).pk, "order_total": "1.00"}
    for status, code in (("awaiting_installation", "use_a_case_tag"), ("paid", "use_the_step")):
        refused = as_("sales").post("orders", body | {"status": status})
        assert (refused.status, refused.codes, refused.attrs) == (400, [code], ["status"])
    assert Order.objects.count() == 0


def test_read_only_columns_are_ignored(as_, people):
    customer = make_customer(people)
    frozen = {
        "order_number": "ORD-1",
        "created_by": people["admin"].pk,
        "applied_at": "2020-01-01T00:00:00Z",
        "approved_by_billing_status": "approved",
        "approved_by_billing_user": people["admin"].pk,
        "approved_by_office_status": "approved",
        "requires_office_approval": True,
        "hold_reason": "x",
        "deleted_at": "2020-01-01T00:00:00Z",
    }
    shown = as_("sales").ok(as_("sales").post("orders", {"customer": customer.pk, "order_total": "1.00"} | frozen))
    changed = as_("sales").ok(as_("sales").patch(f"orders/{shown['id']}", frozen))
    for answer in (shown, changed):
        assert (answer["status"], answer["order_number"]) == ("draft", f"ORD-{business_date().year}-001")
        assert (answer["created_by"]["label"], answer["applied_at"], answer["hold_reason"]) == ("Sales", None, "")
        assert (answer["approved_by_billing_status"], answer["approved_by_office_status"]) == (
            "pending",
            "not_required",
        )
        assert answer["requires_office_approval"] is False


def test_a_cancelled_order_is_neither_changed_nor_deleted(as_, people):
    order = make_order(people, line())
    caller, path = as_("sales"), f"orders/{order.pk}"
    caller.ok(caller.post(f"{path}/cancel", {"reason": "Why"}))
    for refused in (
        caller.patch(path, {"description": "More"}),
        caller.patch(path, {"lines": []}),
        caller.delete(path),
    ):
        assert (refused.status, refused.codes) == (409, ["action_not_allowed"])
        assert refused.json["errors"][0]["detail"] == f"Order {order} is cancelled: it is changed no more."
    order.refresh_from_db()
    assert (order.description, order.deleted_at, order.lines.count()) == ("", None, 1)


def test_a_sent_order_is_changed_but_not_deleted_and_keeps_a_total(as_, people):
    order = make_order(people, line())
    caller, path = as_("sales"), f"orders/{order.pk}"
    caller.ok(caller.post(f"{path}/send"))
    lines = [{"description": "Phone", "quantity": 3, "unit_price": "100.00"}]
    changed = caller.ok(caller.patch(path, {"lines": lines, "description": "Less"}))
    assert (changed["status"], changed["order_total"], changed["description"]) == ("sent", "300.00", "Less")
    deleted = caller.delete(path)
    assert (deleted.status, deleted.codes) == (409, ["action_not_allowed"])
    assert deleted.json["errors"][0]["detail"] == f"Order {order} is sent: cancel it instead."
    free = caller.patch(path, {"lines": [{"description": "Gift", "quantity": 1, "unit_price": "0"}]})
    assert (free.status, free.codes, free.attrs) == (400, ["required"], ["order_total"])
    order.refresh_from_db()
    assert (str(order.order_total), order.lines.get().description) == ("300.00", "Phone")


def test_a_deleted_draft_is_gone_but_its_number_stays_taken(as_, people):
    order = make_order(people)
    caller, path = as_("sales"), f"orders/{order.pk}"
    assert caller.delete(path).status == 204
    assert (caller.get(path).status, caller.post(f"{path}/send").status) == (404, 404)
    assert caller.get("orders").json["count"] == 0
    assert make_order(people).order_number == f"ORD-{business_date().year}-002"


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_four_statements_whatever_its_length(as_, people, number, django_assert_num_queries):
    for _ in range(number):
        make_order(people, line(), line("Bag"))
    caller = as_("manager")
    for query in ({}, {"status": "draft"}):
        caller.get("orders", **query)
        with django_assert_num_queries(4):
            page = caller.ok(caller.get("orders", **query))
        assert (page["count"], {len(row["lines"]) for row in page["results"]}) == (number, {2})


def test_compiled_orders_equal_the_serializers(people):
    model, charger = make_model(people), make_bulk(people)
    make_order(people, line(product_model=model.pk), line("", 2, "1.10", bulk_stock=charger.pk, discount="0.20"))
    make_order(people, customer=make_customer(people, actor="manager"))
    for declared, rows in ((OrderSerializer, Order.objects), (OrderLineSerializer, OrderLine.objects)):
        made = compile_serializer(declared)
        shown = made.dicts(compiled(made.query(rows.order_by("pk"))).fetch({}))
        expected = [declared(row).data for row in rows.order_by("pk")]
        assert len(shown) == 2
        assert orjson.loads(dumps(shown)) == orjson.loads(dumps(expected))


@pytest.mark.parametrize("wish", ["1", "yes", "TRUE", ""])
def test_a_dry_run_that_is_neither_true_nor_false_is_refused_and_nothing_done(as_, people, wish):
    order = make_order(people)
    refused = as_("sales").post(f"orders/{order.pk}/send?dry_run={wish}")
    assert (refused.status, refused.attrs) == (400, ["dry_run"])
    order.refresh_from_db()
    assert order.status == "draft"
