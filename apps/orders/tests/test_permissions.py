"""Who may do what with orders, and whose."""

import pytest

from apps.customers.services import customer_update
from apps.customers.tests.factories import make_customer
from apps.orders.models import Order
from apps.orders.tests.factories import make_order

pytestmark = pytest.mark.django_db

READERS = {
    "admin", "manager", "sales", "billing", "finance", "logistics", "customer_service", "auditor",
}  # fmt: skip
SELLERS = {"admin", "manager", "sales"}
NOBODY = {"warehouse", "technician", "engineer"}


@pytest.mark.parametrize("username", sorted(READERS | NOBODY | {"remote_sales"}))
def test_each_role_may_what_the_matrix_says_and_nothing_else(as_, people, username):
    first, second, third = (make_order(people) for _ in range(3))
    caller = as_(username)
    remote = username == "remote_sales"
    assert caller.get("orders").status == (200 if remote or username in READERS else 403)
    assert caller.get(f"orders/{first.pk}").status == (404 if remote else 200 if username in READERS else 403)
    writing = 404 if remote else 200 if username in SELLERS else 403
    assert caller.patch(f"orders/{first.pk}", {"description": "x"}, etag=f'"{first.pk}-1"').status == writing
    assert caller.post(f"orders/{first.pk}/send").status == writing
    assert caller.post(f"orders/{second.pk}/cancel", {"reason": "x"}).status == writing
    deleted = caller.call("DELETE", f"orders/{third.pk}", If_Match=f'"{third.pk}-1"').status
    assert deleted == (204 if username in SELLERS else writing)
    creating = caller.post("orders", {"customer": first.customer_id, "order_total": "1.00"}).status
    assert creating == (201 if username in SELLERS else 400 if remote else 403)
    may = username in SELLERS
    assert list(Order.objects.order_by("pk").values_list("status", flat=True)) == (
        ["sent", "cancelled", "draft", "draft"] if may else ["draft"] * 3
    )
    assert Order.objects.filter(deleted_at__isnull=False).count() == may


def test_the_signed_out_see_nothing(anonymous, people):
    order = make_order(people)
    assert {anonymous.get(path).status for path in ("orders", f"orders/{order.pk}")} == {401}
    assert anonymous.post(f"orders/{order.pk}/send").status == 401


def test_remote_sales_sees_orders_of_own_customers_alone(as_, people):
    mine = make_order(people, actor="remote_sales")
    theirs = make_order(people, actor="remote_sales2")
    caller = as_("remote_sales")
    assert [row["id"] for row in caller.get("orders").json["results"]] == [mine.pk]
    assert (caller.get("orders", customer=theirs.customer_id).json["count"], caller.get("orders").json["count"]) == (
        0,
        1,
    )
    for path in (f"orders/{theirs.pk}", f"orders/{theirs.pk}/timeline"):
        assert caller.get(path).status == 404
    bulk = caller.post("orders/bulk/send", {"ids": [theirs.pk, mine.pk]}).json["results"]
    assert [(row["id"], row["ok"], row["error"]) for row in bulk] == [
        (theirs.pk, False, "Not found."),
        (mine.pk, True, None),
    ]
    theirs.refresh_from_db()
    assert theirs.status == "draft"


def test_a_customer_of_somebody_else_is_no_customer_at_all(as_, people):
    theirs, order = make_customer(people, actor="remote_sales2"), make_order(people, actor="remote_sales")
    caller = as_("remote_sales")
    for refused in (
        caller.post("orders", {"customer": theirs.pk, "order_total": "1.00"}),
        caller.patch(f"orders/{order.pk}", {"customer": theirs.pk}),
    ):
        assert (refused.status, refused.codes, refused.attrs) == (400, ["does_not_exist"], ["customer"])
        assert refused.json["errors"][0]["detail"] == f"There is no customer {theirs.pk}."
    assert Order.objects.count() == 1


def test_the_scope_follows_the_customer(as_, people):
    order = make_order(people, actor="sales")
    assert as_("remote_sales").get(f"orders/{order.pk}").status == 404
    customer_update(customer=order.customer, actor=people["manager"], customer_rep=people["remote_sales"].pk)
    assert as_("remote_sales").get(f"orders/{order.pk}").status == 200
