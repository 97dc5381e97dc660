"""What is counted may be changed until the count is submitted, and each wrong line is named."""

import pytest

from apps.inventory import counts
from apps.inventory.models import BulkStock, StockCount
from apps.inventory.tests.factories import make_bulk, place
from apps.inventory.tests.scenarios import counted
from common.errors import ActionNotAllowed, Invalid

pytestmark = pytest.mark.django_db


def lines_of(count):
    return list(count.lines.values_list("bulk_stock_id", "expected", "counted"))


def test_an_open_count_gets_other_lines(people):
    count, other = counted(people), make_bulk(people, 4)
    counts.stock_count_update(count=count, lines=[{"bulk_stock": other.pk, "counted": 3}], actor=people["manager"])
    assert lines_of(count) == [(other.pk, 4, 3)]


def test_a_submitted_count_stays_as_it_is(people):
    count = counts.stock_count_submit(count=counted(people), actor=people["manager"])
    before = lines_of(count)
    with pytest.raises(ActionNotAllowed, match="only an open one can be changed"):
        counts.stock_count_update(count=count, lines=[], actor=people["manager"])
    assert lines_of(count) == before


def test_every_wrong_line_is_named_and_nothing_is_made(people):
    here, elsewhere = make_bulk(people), make_bulk(people)
    made = StockCount.objects.count()
    wanted = [here.pk, here.pk, elsewhere.pk, 10**9]
    BulkStock.objects.filter(pk=elsewhere.pk).update(location=place("Warehouse"))
    with pytest.raises(Invalid) as refused:
        counts.stock_count_create(
            name="Monthly",
            location=place("Shop Floor").pk,
            lines=[{"bulk_stock": pk, "counted": 1} for pk in wanted],
            actor=people["warehouse"],
        )
    assert [(path, code) for path, code, _ in refused.value.fields] == [
        ("lines.1.bulk_stock", "duplicate"),
        ("lines.2.bulk_stock", "elsewhere"),
        ("lines.3.bulk_stock", "does_not_exist"),
    ]
    assert StockCount.objects.count() == made
