"""One lock order for everybody: code that does otherwise raises at once, long before two transactions meet."""

import pytest

from apps.audit.models import AuditEvent
from apps.customers.models import Customer
from apps.customers.tests.factories import make_customer
from apps.inventory.models import BulkStock
from apps.inventory.tests.factories import make_bulk
from common.db.acting import Act, act, setting_of
from common.db.locks import lock, lock_all, read_locked
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


def test_a_row_that_was_read_under_its_lock_for_this_act_is_not_read_again(people, django_assert_num_queries):
    read = make_customer(people)
    read_locked(read, setting_of(Act(actor_id=people["manager"].pk, step="", reason="")))
    with act(actor=people["manager"], announced=True):
        with django_assert_num_queries(0):
            assert lock(read) is read
        with django_assert_num_queries(1):
            assert lock(read) is not read


def test_one_that_was_read_for_another_act_is_read_again_and_the_act_announced(people):
    read = make_customer(people)
    read_locked(read, setting_of(Act(actor_id=people["sales"].pk, step="", reason="")))
    with act(actor=people["manager"], step="tidy", announced=True):
        assert lock(read) is not read
        Customer.objects.filter(pk=read.pk).update(city="Tema")
    event = AuditEvent.objects.filter(object_type="customers_customer", object_id=read.pk).latest("pk")
    assert (event.actor, event.action) == (people["manager"], "tidy")


def test_a_row_read_under_its_lock_counts_in_the_order_of_locks(people):
    stock, customer = make_bulk(people), make_customer(people)
    read_locked(customer, setting_of(Act(actor_id=people["manager"].pk, step="", reason="")))
    with act(actor=people["manager"]):
        lock(stock)
        with pytest.raises(RuntimeError, match="Customer"):
            lock(customer)
