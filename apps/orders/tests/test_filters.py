"""Lists of orders, narrowed, searched and sorted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.accounts.services import settings_update
from apps.customers.tests.factories import make_customer
from apps.orders.approvals import order_approve, order_office_approve
from apps.orders.services import order_send
from apps.orders.tests.factories import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(people):
    """A sent order of 2500.00, approved by billing and by the office, beside a plain draft of 100.00."""
    customer = make_customer(
        people, full_name="Ama Mensah", business_name="Mensah Traders", phone="+233 20 123 4567", currency="USD"
    )
    settings_update(actor=people["admin"], office_approval_threshold=Decimal("2000.00"))
    order = make_order(people, customer=customer, order_total="2500.00", credit_term=14)
    order_office_approve(order=order_approve(order=order, actor=people["billing"]), actor=people["manager"])
    make_order(people, actor="sales2", order_total="100.00")
    return order_send(order=order, actor=people["sales"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "sent"),
        ("order_total_min", "2500"),
        ("currency", "USD"),
        ("credit_term", "14"),
        ("approved_by_billing_status", "approved"),
        ("approved_by_office_status", "approved"),
        ("requires_office_approval", "true"),
        ("search", "mensah t"),
        ("search", "ama"),
        ("search", "0201234567"),
        ("search", "4567"),
    ],
)
def test_each_filter_leaves_the_one_that_fits(as_, big, name, value):
    answer = as_("manager").get("orders", **{name: value})
    assert [row["id"] for row in answer.json["results"]] == [big.pk], answer


def test_people_customers_amounts_and_times_filter(as_, people, big):
    manager = as_("manager")

    def count(**query):
        return manager.ok(manager.get("orders", **query))["count"]

    hour = timedelta(hours=1)
    before, after = (timezone.now() - hour).isoformat(), (timezone.now() + hour).isoformat()
    assert count(customer=big.customer_id) == 1
    assert count(customer_rep=people["sales2"].pk) == 1
    assert as_("sales").get("orders", customer_rep="me").json["count"] == 1
    assert as_("sales").get("orders", created_by="me").json["count"] == 1
    assert as_("billing").get("orders", approved_by_billing_user="me").json["count"] == 1
    assert count(approved_by_office_user=people["manager"].pk) == 1
    assert count(order_number=big.order_number) == 1
    assert count(search=big.order_number[1:].lower()) == 1
    assert count(order_total_max="2499.99") == 1
    assert count(status=["draft", "sent"]) == 2
    assert count(requires_office_approval="false") == 1
    assert (count(created_at_after=before), count(created_at_after=after)) == (2, 0)
    assert (count(created_at_before=before), count(created_at_before=after)) == (0, 2)
    assert (count(applied_at_after=before), count(applied_at_after=after)) == (1, 0)
    assert (count(applied_at_before=before), count(applied_at_before=after)) == (0, 1)


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ("nonsense=1", "nonsense"),
        ("status=awaiting_installation", "status"),
        ("order_total_min=1e999999", "order_total_min"),
        ("order_total_min=Infinity", "order_total_min"),
        ("order_total_max=1.005", "order_total_max"),
        ("customer=abc", "customer"),
        ("customer=9223372036854775808", "customer"),
        ("created_at_after=yesterday", "created_at_after"),
        ("applied_at_before=0000-00-00", "applied_at_before"),
        ("ordering=hold_reason", "ordering"),
        ("search=%00%00", "search"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(as_, people, query, attr):
    answer = as_("manager").get(f"orders?{query}")
    assert (answer.status, answer.attrs) == (400, [attr]), answer


@pytest.mark.parametrize("ordering", ["order_number", "-order_total", "status,-created_at"])
def test_orders_are_sorted(as_, people, big, ordering):
    rows = as_("manager").get("orders", ordering=ordering).json["results"]
    expected = [big.pk, big.pk + 1] if ordering != "status,-created_at" else [big.pk + 1, big.pk]
    assert [row["id"] for row in rows] == expected
