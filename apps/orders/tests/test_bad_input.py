"""What no order is made of: refused with the field named, no number taken, nothing written."""

import pytest

from apps.customers.services import customer_delete
from apps.customers.tests.factories import make_customer
from apps.inventory.tests.factories import make_bulk, make_model
from apps.orders.models import Order, OrderLine
from apps.orders.tests.factories import line, make_order
from common.models import Counter

pytestmark = pytest.mark.django_db

AMOUNTS = [
    (-1, "min_value"),
    ("1.005", "max_decimal_places"),
    ("NaN", "invalid"),
    ("Infinity", "invalid"),
    ("1e400", "invalid"),
    ("1_000", "invalid"),
    ("1,000.00", "invalid"),
    ("12345678901.00", "max_digits"),
    ("١٢", "invalid"),
    (True, "invalid"),
    ("", "invalid"),
    ([], "invalid"),
    (None, "null"),
]
QUANTITIES = [
    (0, "min_value"),
    (-1, "min_value"),
    ("1.5", "invalid"),
    (2**31, "max_value"),
    (True, "invalid"),
    ("١", "invalid"),
    (None, "null"),
    ("many", "invalid"),
]
HEADER = [
    ("order_total", 0, "min_value"),
    *[("order_total", value, code) for value, code in AMOUNTS],
    ("currency", "ghs", "invalid"),
    ("currency", "", "blank"),
    ("credit_term", -1, "min_value"),
    ("credit_term", 2**31, "max_value"),
    ("credit_term", "1.5", "invalid"),
    ("customer_rep", 999999, "does_not_exist"),
    ("customer_rep", True, "invalid"),
    ("description", "x" * 5001, "max_length"),
    ("description", None, "null"),
    ("lines.non_field_errors", {}, "not_a_list"),
    ("lines.non_field_errors", "x", "not_a_list"),
    ("lines", None, "null"),
]
LINES = [
    *[("unit_price", value, code) for value, code in AMOUNTS],
    *[("discount", value, code) for value, code in AMOUNTS],
    *[("quantity", value, code) for value, code in QUANTITIES],
    ("discount", "1000.01", "invalid"),
    ("description", "x" * 256, "max_length"),
    ("description", "", "required"),
    ("product_model", 999999, "does_not_exist"),
    ("product_model", 0, "min_value"),
    ("bulk_stock", 999999, "does_not_exist"),
    ("bulk_stock", "x", "invalid"),
]


def refused_everywhere(as_, people, body, attr, code):
    """Refuse the body on create and on change alike, and prove that both left no trace."""
    order = make_order(people, line("Kept"))
    caller, counted = as_("manager"), Counter.objects.get(series="ORD").last
    created = caller.post("orders", {"customer": order.customer_id, "order_total": "5.00"} | body)
    assert (created.status, created.attrs[:1], created.codes[:1]) == (400, [attr], [code]), created
    changed = caller.patch(f"orders/{order.pk}", body)
    assert (changed.status, changed.attrs[:1], changed.codes[:1]) == (400, [attr], [code]), changed
    order.refresh_from_db()
    assert (order.version, Order.objects.count(), Counter.objects.get(series="ORD").last) == (1, 1, counted)
    assert list(OrderLine.objects.values_list("description", "version")) == [("Kept", 1)]


@pytest.mark.parametrize(("field", "value", "code"), HEADER)
def test_a_wrong_field_is_named(as_, people, field, value, code):
    refused_everywhere(as_, people, {field.partition(".")[0]: value}, field, code)


@pytest.mark.parametrize(("field", "value", "code"), LINES)
def test_a_wrong_field_of_a_line_is_named_by_its_path(as_, people, field, value, code):
    good = {"description": "Laptop", "quantity": 2, "unit_price": "500.00"}
    refused_everywhere(as_, people, {"lines": [good, good | {field: value}]}, f"lines.1.{field}", code)


@pytest.mark.parametrize("missing", ["quantity", "unit_price", "description"])
def test_what_a_line_needs_is_named(as_, people, missing):
    good = {"description": "Laptop", "quantity": 2, "unit_price": "500.00"}
    body = {"lines": [{name: value for name, value in good.items() if name != missing}]}
    refused_everywhere(as_, people, body, f"lines.0.{missing}", "required")


def test_a_line_is_one_thing(as_, people):
    both = {"product_model": make_model(people).pk, "bulk_stock": make_bulk(people).pk}
    body = {"lines": [both | {"quantity": 1, "unit_price": "1.00"}]}
    refused_everywhere(as_, people, body, "lines.0.bulk_stock", "one_item")


def test_every_wrong_line_is_named_at_once(as_, people):
    lines = [
        {"quantity": 1, "unit_price": "1.00"},
        {"description": "Fine", "quantity": 1, "unit_price": "1.00"},
        {"product_model": 999999, "quantity": 1, "unit_price": "1.00"},
    ]
    answer = as_("sales").post("orders", {"customer": make_customer(people).pk, "lines": lines})
    assert list(zip(answer.attrs, answer.codes, strict=True)) == [
        ("lines.0.description", "required"),
        ("lines.2.product_model", "does_not_exist"),
    ]


def test_a_model_out_of_the_catalogue_is_not_ordered(as_, people):
    model = make_model(people)
    assert as_("manager").delete(f"product-models/{model.pk}").status == 204
    body = {"lines": [{"product_model": model.pk, "quantity": 1, "unit_price": "1.00"}]}
    refused_everywhere(as_, people, body, "lines.0.product_model", "does_not_exist")


def test_more_lines_than_anybody_reads_are_refused(as_, people):
    body = {"lines": [{"description": "x", "quantity": 1, "unit_price": "1.00"}] * 201}
    refused_everywhere(as_, people, body, "lines", "too_many")


@pytest.mark.parametrize("customer", [999999, 0, 2**63, "abc", True, None, [], ""])
def test_an_order_is_for_a_customer(as_, people, customer):
    answer = as_("sales").post("orders", {"customer": customer, "order_total": "5.00"})
    assert (answer.status, answer.attrs) == (400, ["customer"])
    assert Order.objects.count() == 0


def test_a_deleted_customer_is_no_customer(as_, people):
    gone = make_customer(people)
    customer_delete(customer=gone, actor=people["manager"])
    refused_everywhere(as_, people, {"customer": gone.pk}, "customer", "does_not_exist")


@pytest.mark.parametrize(
    ("body", "attr"), [({}, "customer"), ({"customer": "known"}, "order_total"), ({"order_total": "5.00"}, "customer")]
)
def test_what_an_order_needs_is_named(as_, people, body, attr):
    if "customer" in body:
        body = {"customer": make_customer(people).pk}
    answer = as_("sales").post("orders", body)
    assert (answer.status, answer.attrs, answer.codes) == (400, [attr], ["required"])
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [b'{"description": "\\u0000"}', b'{"description": "\\udfff"}', b'{"order_total": NaN}', b'{"order_total": 1e400}'],
)
def test_a_body_that_is_no_honest_json_is_refused(as_, people, text):
    order = make_order(people)
    answer = as_("sales").call("PATCH", f"orders/{order.pk}", text, If_Match=f'"{order.pk}-1"')
    assert answer.status == 400
    order.refresh_from_db()
    assert order.version == 1


def test_an_unknown_step_is_no_address(as_, people):
    order = make_order(people)
    caller = as_("manager")
    assert caller.post(f"orders/{order.pk}/awaiting-installation").status == 404
    assert caller.post("orders/bulk/awaiting-installation", {"ids": [order.pk]}).status == 405
    for ids in (None, [], "1", [True], ["1"], [1] * 0):
        assert caller.post("orders/bulk/send", {"ids": ids}).status == 400
    order.refresh_from_db()
    assert order.status == "draft"


def test_a_stale_version_is_refused(as_, people):
    order = make_order(people)
    caller, path = as_("sales"), f"orders/{order.pk}"
    assert caller.call("PATCH", path, {"description": "x"}).status == 428
    assert caller.call("PATCH", path, {"description": "x"}, If_Match=f'"{order.pk}-7"').status == 412
    assert caller.call("DELETE", path).status == 428
    assert caller.post(f"{path}/send", If_Match=f'"{order.pk}-7"').status == 412
    order.refresh_from_db()
    assert (order.status, order.version, order.deleted_at) == ("draft", 1, None)
