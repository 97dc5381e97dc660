"""Orders under real threads: a customer is deleted or ordered for, never both; numbers leave no gap."""

from decimal import Decimal
from itertools import chain

import pytest

from apps.customers.services import customer_delete
from apps.customers.tests.factories import make_customer
from apps.orders.models import Order
from apps.orders.services import order_cancel, order_create, order_delete, order_send
from apps.orders.tests.factories import make_order
from common.errors import Conflict, Invalid
from common.numbering import Series
from common.testing.races import race, without_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def order_or_delete(people):
    def run(i, customer):
        if i % 2:
            return customer_delete(customer=customer, actor=people["manager"])
        return order_create(customer=customer.pk, actor=people["sales"], order_total=Decimal("10.00"))

    return race(2, run, prepare=lambda: make_customer(people))


def orders_of_deleted_customers():
    return Order.objects.filter(customer__deleted_at__isnull=False).count()


def test_a_customer_is_ordered_for_or_deleted_never_both(people):
    rounds = order_or_delete(people)
    errors = list(chain.from_iterable(played.errors for played in rounds))
    assert all(len(played.values) == 1 for played in rounds), errors
    assert {type(error) for error in errors} <= {Conflict, Invalid}
    assert orders_of_deleted_customers() == 0


@pytest.mark.breaks_invariants
def test_without_locks_both_happen(people):
    with without_locks():
        order_or_delete(people)
    assert orders_of_deleted_customers() > 0


def test_one_step_wins_over_its_rivals(people):
    acts = (
        lambda order: order_send(order=order, actor=people["sales"]),
        lambda order: order_delete(order=order, actor=people["manager"]),
        lambda order: order_cancel(order=order, reason="Late", actor=people["sales2"]),
    )
    race(3, lambda i, order: acts[i](order), prepare=lambda: make_order(people))
    assert not Order.objects.filter(deleted_at__isnull=False).exclude(status="draft").exists()


def test_numbers_taken_at_once_leave_no_gap(people):
    customers = [make_customer(people) for _ in range(8)]

    def run(i, prepared):
        order = order_create(customer=customers[i].pk, actor=people["sales"], order_total=Decimal("10.00"))
        return order.order_number

    numbers = sorted(chain.from_iterable(played.values for played in race(8, run)), key=lambda text: int(text[9:]))
    year = int(numbers[0][4:8])
    assert numbers == [Series("ORD", 3, yearly=True).text(i, year) for i in range(1, len(numbers) + 1)]
    assert len(numbers) == Order.objects.count()
