"""An instance of a row that was read by SQL of our own is the one that Django would have made."""

import pytest
from django.db.models import Model
from django.db.models.signals import post_init, pre_init

from apps.accounts.models import User
from common.db.rows import instance_of
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
