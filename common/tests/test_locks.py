"""One lock order for everybody: code that does otherwise raises at once, long before two transactions meet."""

import pytest

from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer
from apps.inventory.models import BulkStock
from apps.inventory.tests.factories import make_bulk
from common.db.acting import act
from common.db.locks import lock, lock_all
from common.errors import NotFound

pytestmark = pytest.mark.django_db


def test_a_lock_outside_of_an_act_is_a_defect(people):
    with pytest.raises(RuntimeError, match=r"Rows are written and locked inside act\(\)"):
        lock(make_customer(people))


def test_a_lower_rank_after_a_higher_one_is_a_defect(people):
    stock, customer = make_bulk(people), make_customer(people)
    with act(actor=people["sales"]):
        lock(customer)
        lock(stock)
        lock(customer)  # held already: it waits for nobody
    with act(actor=people["sales"]):
        lock_all(BulkStock.objects.filter(pk=stock.pk))
        with pytest.raises(RuntimeError, match=r"Customer \(rank 10\) is locked after rank 80"):
            lock(customer)


def test_several_rows_keep_the_order_too_unless_they_are_held(people):
    stock, (held, other) = make_bulk(people), (make_customer(people), make_customer(people))
    with act(actor=people["sales"]):
        lock(held)
        lock(stock)
        assert lock_all(Customer.objects.filter(pk=held.pk)) == [held]
        with pytest.raises(RuntimeError, match=r"Customer \(rank 10\) is locked after rank 80"):
            lock_all(Customer.objects.filter(pk__in=[held.pk, other.pk]))


def test_a_row_that_is_gone_is_not_found(people):
    with act(actor=people["sales"]), pytest.raises(NotFound):
        lock(BulkStock(pk=10**9))
