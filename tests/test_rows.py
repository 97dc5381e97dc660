"""Rows that SQL of our own reads and writes are those that Django would have made."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DataError, connection
from django.db.models import Model
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.inventory.models import Asset
from apps.inventory.tests.factories import place, receive
from common.db.acting import act
from common.db.rows import insert_many, instance_of, write_many
from tests.addresses import view_sets

MODELS = {User, *(view.model() for view in view_sets())}


@pytest.mark.parametrize("model", sorted(MODELS, key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_it_is_the_one_that_django_makes(model):
    names = [field.attname for field in model._meta.concrete_fields]
    values = [f"value {number}" for number in range(len(names))]
    made, theirs = instance_of(model, zip(names, values, strict=True)), model.from_db("default", names, values)
    assert type(made) is type(theirs)
    assert without_state(made) == without_state(theirs)
    for fact in ("adding", "db", "fields_cache", "fetch_mode", "peers"):
        assert getattr(made._state, fact) == getattr(theirs._state, fact)
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)


def without_state(row: Model):
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.fixture
def units(people):
    return receive(people, 3)


@pytest.mark.django_db
def test_many_rows_are_written_each_as_its_instance_has_it(people, units):
    for number, unit in enumerate(units):
        unit.supplier, unit.landed_cost = f"Supplier {number}", Decimal(f"{number}.50") if number else None
        unit.received_date, unit.battery_cycle_count = date(2026, 1, number + 1), number or None
        unit.location = place("Shop Floor") if number else unit.location
    named = ["supplier", "landed_cost", "received_date", "battery_cycle_count", "location"]
    with act(actor=people["manager"]), CaptureQueriesContext(connection) as asked:
        write_many(units, named)
    assert len([query for query in asked if query["sql"].startswith("UPDATE")]) == 1
    for unit in units:
        written = Asset.objects.get(pk=unit.pk)
        assert [getattr(written, name) for name in named] == [getattr(unit, name) for name in named]
        assert written.version == unit.version + 1


@pytest.mark.django_db
def test_a_value_that_is_too_long_is_refused_and_not_cut(people, units):
    units[1].supplier = "x" * 101
    with pytest.raises(DataError), act(actor=people["manager"]):
        write_many(units, ["supplier"])
    like = Asset(product_model=units[0].product_model, location=place("Warehouse"), received_date=date(2026, 1, 1))
    with pytest.raises(DataError), act(actor=people["manager"]):
        insert_many(like, {"serial_number": ["y" * 101], "asset_tag": ["T-1"]})
    assert set(Asset.objects.values_list("supplier", flat=True)) == {"Supplier"}


@pytest.mark.django_db
def test_new_rows_are_alike_but_for_what_each_has_of_its_own(people, units):
    like = Asset(
        product_model=units[0].product_model,
        location=place("Warehouse"),
        received_date=date(2026, 1, 1),
        landed_cost=Decimal("12.50"),
    )
    serials = [f"Z{number:03}" for number in (2, 0, 1)]
    with act(actor=people["warehouse"], step="receive"):
        made = insert_many(like, {"serial_number": serials, "asset_tag": ["T-A", "T-B", "T-C"]})
        assert insert_many(like, {"serial_number": [], "asset_tag": []}) == []
    assert [(unit.serial_number, unit.asset_tag) for unit in made] == list(
        zip(serials, ["T-A", "T-B", "T-C"], strict=True)
    )
    for unit in made:
        assert without_state(unit) == without_state(Asset.objects.get(pk=unit.pk))
        assert (unit.landed_cost, unit.status, unit.version) == (Decimal("12.50"), "Received", 1)
        assert unit.movements.get().moved_by == people["warehouse"]


def test_nothing_is_written_where_there_is_nothing():
    write_many([], ["supplier"])
    write_many([Asset()], [])
